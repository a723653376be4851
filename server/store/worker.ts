/** A worker of the store: SQLite works synchronously, and must not stop the server's loop. */

import { errorText } from "../core/error_text.ts";
import { answerQuery } from "./answer_query.ts";
import type { Batch } from "./batch.ts";
import { Chores } from "./chores.ts";
import { fileIn, lockFolder } from "./data_folder.ts";
import { FloodGauge } from "./flood_gauge.ts";
import { countLines } from "./line_run.ts";
import { loadState } from "./load_state.ts";
import type { StoreReply, StoreRequest, WorkerRole } from "./messages.ts";
import { openForReading, openForWriting, unusable } from "./open_database.ts";
import type { Retention } from "./retention.ts";
import type { StoreDatabase } from "./store_database.ts";
import { Writer } from "./writer.ts";

/** What a worker needs of its surroundings. */
export interface WorkerPort {
  /** Tells the server something. */
  reply(message: StoreReply): void;
  /** Ends the worker. */
  end(): void;
}

/** How long what can wait does so; while there is a flood, again and again, so long in all. */
const pauseMs = 20;
const patienceMs = 1_000;

/** It gets one part of the time in so many. */
const calmParts = 2;
const floodParts = 40;

/** How often is looked for what is too old, and again for what failed. */
const sweepMs = 10 * 60_000;
const afterFailureMs = 10_000;

/** One worker's state. Hands over what comes from the server to `take`. */
export class StoreWorker {
  readonly #port: WorkerPort;
  #database: StoreDatabase | undefined;
  #writer: Writer | undefined;
  #chores: Chores | undefined;
  #lock: Deno.FsFile | undefined;
  #retention: Retention | undefined;
  #sweeping: ReturnType<typeof setInterval> | undefined;
  #choring: ReturnType<typeof setTimeout> | undefined;
  #choreDueMs = 0;
  readonly #flood = new FloodGauge();

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
      case "adopt":
        return this.#writer?.adopt(request.epoch, request.cloakKey);
      case "retain":
        this.#retention = request.retention;
        return this.#sweep();
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
    const file = folder === undefined ? ":memory:" : fileIn(folder);
    try {
      if (role === "reader") {
        this.#database = openForReading(file);
        return this.#port.reply({ kind: "opened", state: undefined });
      }
      if (folder !== undefined) this.#lock = lockFolder(folder);
      const database = this.#database = openForWriting(file);
      const writer = this.#writer = new Writer(database);
      const state = loadState(database, writer.reserve());
      this.#chores = new Chores(
        database,
        writer,
        (count) => this.#port.reply({ kind: "erased", count }),
      );
      this.#sweeping = setInterval(() => this.#sweep(), sweepMs);
      this.#port.reply({ kind: "opened", state });
      this.#doChoresLater();
    } catch (error) {
      this.#port.reply({ kind: "refused", text: unusable(error, file).message });
    }
  }

  #append(batch: Batch): void {
    this.#flood.add(countLines(batch.records), performance.now());
    try {
      if (this.#writer === undefined) throw new Error("The file is not open");
      this.#writer.append(batch);
      this.#port.reply({ kind: "kept" });
    } catch (error) {
      const text = errorText(error);
      this.#port.reply({ kind: "lost", text });
    }
    this.#doChoresLater();
  }

  #sweep(): void {
    const retention = this.#retention;
    if (retention === undefined) return;
    this.#tryChores(() => {
      this.#chores?.sweep(retention, Date.now());
      this.#doChoresLater();
    });
  }

  #doChoresLater(): void {
    if (this.#choring !== undefined) return;
    this.#choreDueMs = performance.now() + patienceMs;
    this.#choring = setTimeout(() => this.#doChores(), pauseMs);
  }

  #doChores(): void {
    this.#choring = undefined;
    const nowMs = performance.now();
    const isFlood = this.#flood.isFlood(nowMs);
    if (isFlood && nowMs < this.#choreDueMs) {
      this.#choring = setTimeout(() => this.#doChores(), pauseMs);
      return;
    }
    this.#tryChores(() => {
      const hasMore = this.#chores?.step(isFlood ? "little" : "more") ?? false;
      // What is to be kept or answered meanwhile comes in between, and the disk is left to others half of the time.
      const parts = isFlood ? floodParts : calmParts;
      const restMs = Math.max(1, (performance.now() - nowMs) * (parts - 1));
      if (hasMore) this.#choring = setTimeout(() => this.#doChores(), restMs);
    });
  }

  /** The disk may be full: what can wait then waits longer. */
  #tryChores(work: () => void): void {
    try {
      work();
    } catch {
      clearTimeout(this.#choring);
      this.#choring = setTimeout(() => this.#doChores(), afterFailureMs);
    }
  }

  #close(): void {
    clearTimeout(this.#choring);
    clearInterval(this.#sweeping);
    try {
      this.#database?.close();
      this.#lock?.close();
    } finally {
      this.#port.reply({ kind: "closed" });
      this.#port.end();
    }
  }
}

/** The part of a worker's global scope that is used; the types of a window know nothing of it. */
export interface WorkerScope {
  /** Tells the server something. */
  postMessage(message: StoreReply): void;
  /** Ends the thread. */
  close(): void;
  /** Takes what the server sends. */
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
  scope.postMessage({ kind: "ready" });
}
