/** The store as the server sees it: hands over what is to be kept, one batch at a time, and asks. */

import type { Archive, ArchiveAnswer, ArchiveQuery, KeepRecord } from "../core/archive.ts";
import type { Log } from "../core/log.ts";
import { Backlog } from "./backlog.ts";
import type { Batch } from "./batch.ts";
import type { StoreReply } from "./messages.ts";
import type { StoreThread } from "./store_thread.ts";

/** What a store needs of the server. */
export interface StoreOptions {
  /** Who writes. */
  readonly writer: StoreThread;
  /** Who reads; the same one where all is in memory. */
  readonly reader: StoreThread;
  /** Where failures go. */
  readonly log: Log;
  /** All facts up to `key` are kept, or those that were not yet never will be. */
  onSettled(key: number, isKept: boolean): void;
  /** Something that somebody waits for has come, in a turn of its own. */
  onTurn(): void;
}

/** How long nothing is written after a failure. */
const retryMs = 1_000;

const fullText = "The server can't keep messages that fast; wait a little and send it again";
const failedText = "The server can't keep messages now; send it again later";

interface Question {
  /** Asked when all up to here is kept, or lost. */
  readonly afterKey: number;
  readonly query: ArchiveQuery;
  readonly answer: (answer: ArchiveAnswer) => void;
}

/** Keeps facts in a file, or in memory. */
export class Store implements Archive {
  readonly #options: StoreOptions;
  readonly #backlog = new Backlog();
  readonly #answers = new Map<number, (answer: ArchiveAnswer) => void>();
  #questions: Question[] = [];
  #inFlight: Batch | undefined;
  #isScheduled = false;
  #hasFailed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #lastKey = 0;
  #settledKey = 0;
  #lastId = 0;
  #onIdle: (() => void) | undefined;

  /** Both threads are open. Ends with `close`. */
  constructor(options: StoreOptions) {
    this.#options = options;
    const { writer, reader } = options;
    writer.onReply((reply) => this.#take(reply));
    if (reader !== writer) reader.onReply((reply) => this.#take(reply));
  }

  /** See `Archive`. */
  get obstacle(): string | undefined {
    if (this.#hasFailed) return failedText;
    return this.#backlog.isFull ? fullText : undefined;
  }

  /** See `Archive`. */
  append(key: number, timeMs: number, records: readonly KeepRecord[]): void {
    this.#backlog.add(key, timeMs, records);
    this.#lastKey = key;
    if (this.#isScheduled || this.#inFlight !== undefined || this.#hasFailed) return;
    this.#isScheduled = true;
    // What one turn does goes together.
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#send();
    });
  }

  /** See `Archive`. */
  ask(query: ArchiveQuery, answer: (answer: ArchiveAnswer) => void): void {
    const question = { afterKey: this.#lastKey, query, answer };
    if (this.#settledKey >= this.#lastKey) this.#ask(question);
    else this.#questions.push(question);
  }

  /** Writes what still waits, as far as it can be, and ends the threads. */
  async close(): Promise<void> {
    if (this.#inFlight !== undefined || (!this.#backlog.isEmpty && !this.#hasFailed)) {
      await new Promise<void>((resolve) => this.#onIdle = resolve);
    }
    clearTimeout(this.#retry);
    const { writer, reader } = this.#options;
    if (reader !== writer) await reader.close();
    await writer.close();
  }

  #send(): void {
    if (this.#inFlight !== undefined) return;
    if (this.#backlog.isEmpty && !this.#hasFailed) return this.#onIdle?.();
    this.#inFlight = this.#backlog.take();
    this.#options.writer.post({ kind: "append", batch: this.#inFlight });
  }

  #ask({ query, answer }: Question): void {
    const id = ++this.#lastId;
    this.#answers.set(id, answer);
    this.#options.reader.post({ kind: "ask", id, query });
  }

  #take(reply: StoreReply): void {
    switch (reply.kind) {
      case "kept":
        this.#kept();
        break;
      case "lost":
        this.#lost(reply.text);
        break;
      case "answer": {
        const answer = this.#answers.get(reply.id);
        this.#answers.delete(reply.id);
        if (reply.answer.kind === "failed") {
          this.#options.log.error(`Reading back failed: ${reply.answer.text}`);
        }
        answer?.(reply.answer);
        break;
      }
      case "opened":
      case "refused":
      case "closed":
        return;
    }
    this.#options.onTurn();
  }

  #kept(): void {
    if (this.#hasFailed) this.#options.log.info("Messages are kept again");
    this.#hasFailed = false;
    this.#settle(true);
    this.#send();
  }

  #lost(text: string): void {
    if (!this.#hasFailed) this.#options.log.error(`Messages can't be kept: ${text}`);
    this.#hasFailed = true;
    if (this.#inFlight !== undefined) this.#backlog.giveBack(this.#inFlight);
    this.#settle(false);
    this.#onIdle?.();
    this.#retry = setTimeout(() => this.#send(), retryMs);
  }

  #settle(isKept: boolean): void {
    const key = this.#inFlight?.lastKey ?? this.#settledKey;
    this.#inFlight = undefined;
    this.#settledKey = Math.max(key, this.#settledKey);
    this.#options.onSettled(this.#settledKey, isKept);
    const due = this.#questions.filter(({ afterKey }) => afterKey <= key);
    this.#questions = this.#questions.filter(({ afterKey }) => afterKey > key);
    for (const question of due) this.#ask(question);
  }
}
