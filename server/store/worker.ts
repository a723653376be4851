/** A worker of the store: SQLite works synchronously, and must not stop the server's loop. */

import type { DatabaseSync } from "node:sqlite";
import { answerQuery } from "./answer_query.ts";
import { fileIn, lockFolder } from "./data_folder.ts";
import { indexNext } from "./index_words.ts";
import { loadState } from "./load_state.ts";
import type { StoreReply, StoreRequest, WorkerRole } from "./messages.ts";
import { openForReading, openForWriting, UnusableFile } from "./open_database.ts";
import { Writer } from "./writer.ts";

/** What a worker needs of its surroundings. */
export interface WorkerPort {
  /** Tells the server something. */
  reply(message: StoreReply): void;
  /** Ends the worker. */
  end(): void;
}

/** How long nothing must have been written before the index of words is brought up to date. */
const idleMs = 20;

/** So many lines go into the index in one go, during which nothing else is written. */
const indexLines = 300;

/** One worker's state. Hands over what comes from the server to `take`. */
export class StoreWorker {
  readonly #port: WorkerPort;
  #database: DatabaseSync | undefined;
  #writer: Writer | undefined;
  #lock: Deno.FsFile | undefined;
  #indexing: ReturnType<typeof setTimeout> | undefined;

  /** Waits for the first message. */
  constructor(port: WorkerPort) {
    this.#port = port;
  }

  /** Handles one message from the server. */
  take(request: StoreRequest): void {
    switch (request.kind) {
      case "open":
        return this.#open(request.role, request.folder);
      case "append":
        return this.#append(request.batch);
      case "ask": {
        const { id, query } = request;
        if (this.#database === undefined) return;
        return this.#port.reply({ kind: "answer", id, answer: answerQuery(this.#database, query) });
      }
      case "close":
        return this.#close();
    }
  }

  #open(role: WorkerRole, folder: string | undefined): void {
    try {
      const file = folder === undefined ? ":memory:" : fileIn(folder);
      if (role === "reader") {
        this.#database = openForReading(file);
        return this.#port.reply({ kind: "opened", state: undefined });
      }
      if (folder !== undefined) this.#lock = lockFolder(folder);
      const database = this.#database = openForWriting(file);
      const writer = this.#writer = new Writer(database);
      const state = loadState(database, writer.reserve());
      this.#port.reply({ kind: "opened", state });
      this.#indexLater();
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error;
      this.#port.reply({ kind: "refused", text: error.message });
    }
  }

  #append(batch: Parameters<Writer["append"]>[0]): void {
    try {
      this.#writer?.append(batch);
      this.#port.reply({ kind: "kept" });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#port.reply({ kind: "lost", text });
    }
    this.#indexLater();
  }

  #indexLater(): void {
    clearTimeout(this.#indexing);
    this.#indexing = setTimeout(() => this.#index(), idleMs);
  }

  #index(): void {
    if (this.#database === undefined) return;
    try {
      if (indexNext(this.#database, indexLines) === indexLines) {
        this.#indexing = setTimeout(() => this.#index(), 0);
      }
    } catch {
      // The disk is full, say: searches look through what is not in the index.
    }
  }

  #close(): void {
    clearTimeout(this.#indexing);
    this.#database?.close();
    this.#lock?.close();
    this.#port.reply({ kind: "closed" });
    this.#port.end();
  }
}

/** The part of a worker's global scope that is used; the types of a window know nothing of it. */
export interface WorkerScope {
  /** Tells the server something. */
  postMessage(message: StoreReply): void;
  /** Ends the worker. */
  close(): void;
  /** Called with what the server sends. */
  onmessage: ((event: MessageEvent<StoreRequest>) => void) | null;
}

/** Says whether this thread was started as a worker. */
export function isWorkerScope(scope: object): scope is WorkerScope {
  return "WorkerGlobalScope" in scope && "postMessage" in scope;
}

/** Makes this thread a worker of the store. */
export function runStoreWorker(scope: WorkerScope): void {
  const worker = new StoreWorker({
    reply: (message) => scope.postMessage(message),
    end: () => scope.close(),
  });
  scope.onmessage = ({ data }) => worker.take(data);
}
