/** The store as the server sees it: hands over what is to be kept, one batch at a time, and asks. */

import type { Archive, ArchiveAnswer, ArchiveQuery, KeepRecord } from "../core/archive.ts";
import type { Log } from "../core/log.ts";
import { Backlog } from "./backlog.ts";
import type { Batch } from "./batch.ts";
import type { Retention } from "./retention.ts";
import type { StoreReply } from "./messages.ts";
import { type StoreFigures, StoreTally } from "./store_tally.ts";
import type { StoreThread } from "./store_thread.ts";

/** What a store needs of the server. */
export interface StoreOptions {
  /** Who writes. */
  readonly writer: StoreThread;
  /** Who reads; the same one where all is in memory. */
  readonly reader: StoreThread;
  /** Of facts up to this one all is kept already; they come again where a server goes on from an earlier one. */
  readonly keptKey: number;
  /** Where failures go. */
  readonly log: Log;
  /** All facts up to `key` are kept, or those that were not yet never will be. */
  onSettled(key: number, isKept: boolean): void;
  /** Something that somebody waits for has come, in a turn of its own. */
  onTurn(): void;
}

/** How long nothing is written after a failure. */
const retryMs = 1_000;

/** What nobody waits for is gathered for so long, or until it is worth a commit, which costs as much as hundreds of lines. */
const gatherMs = 50;

const fullText = "The server can't keep messages that fast; wait a little and send it again";
const failedText = "The server can't keep messages now; send it again later";

const monotonicMs = () => performance.now();

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
  readonly #tally = new StoreTally();
  readonly #answers = new Map<number, (answer: ArchiveAnswer) => void>();
  #questions: Question[] = [];
  #forRoom: (() => void)[] = [];
  #inFlight: Batch | undefined;
  #isScheduled = false;
  #isAwaited = false;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #hasFailed = false;
  #isClosing = false;
  #isHalted = false;
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

  /** See `Archive`. Where all is full or nothing can be kept, who says more is told so instead. */
  get isBehind(): boolean {
    return this.obstacle === undefined && !this.#isHalted && this.#backlog.isBehind;
  }

  /** See `Archive`. */
  whenRoom(then: () => void): void {
    this.#forRoom.push(then);
  }

  /** More waits to be kept than may. */
  get isFull(): boolean {
    return this.#backlog.isFull;
  }

  /** What it has counted. */
  figures(): StoreFigures {
    return this.#tally.figures(performance.now());
  }

  /** See `Archive`. */
  append(key: number, timeMs: number, records: readonly KeepRecord[]): void {
    if (key <= this.#options.keptKey || this.#isHalted) return;
    this.#backlog.add(key, timeMs, records);
    this.#lastKey = key;
    this.#tally.appended(monotonicMs);
    if (this.#hasFailed) this.hurry();
    else this.#gather();
    // Not now: a fact is being applied.
    if (this.#forRoom.length > 0 && !this.isBehind) queueMicrotask(() => this.#letOn());
  }

  /** Somebody waits until what was appended is kept, so it is written as soon as can be. */
  hurry(): void {
    this.#isAwaited = true;
    this.#sendSoon();
  }

  #sendSoon(): void {
    if (this.#isScheduled || this.#inFlight !== undefined) return;
    this.#isScheduled = true;
    // What one turn does goes together.
    queueMicrotask(() => {
      this.#isScheduled = false;
      if (this.#inFlight !== undefined) return;
      if (!this.#hasFailed) return this.#send();
      // Nobody waits for the next try.
      this.#settle(this.#backlog.giveUp(), false);
      this.#options.onTurn();
    });
  }

  /** See `Archive`. */
  ask(query: ArchiveQuery, answer: (answer: ArchiveAnswer) => void): void {
    const question = { afterKey: this.#lastKey, query, answer };
    if (this.#settledKey >= this.#lastKey) return this.#ask(question);
    this.#questions.push(question);
    this.hurry();
  }

  /** Takes on what is shared with other servers, before anything is kept. */
  adopt(epoch: string, cloakKey: Uint8Array): void {
    this.#options.writer.post({ kind: "adopt", epoch, cloakKey });
  }

  /** Has the writer keep no more than this from now on. */
  retain(retention: Retention): void {
    this.#options.writer.post({ kind: "retain", retention });
  }

  /**
   * Writes nothing more: the file stays as of the last batch, and a start goes on from there with what is in the stream. For
   * a server of several that can't go on. Anything written behind a gap would hide that gap from the next start.
   */
  halt(): void {
    this.#isHalted = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#gathering);
    this.#letOn();
  }

  /** Writes what still waits, as far as it can be, and ends the threads. */
  async close(): Promise<void> {
    clearTimeout(this.#retry);
    this.#isClosing = true;
    if (this.#inFlight !== undefined || !this.#backlog.isEmpty) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
        this.#send();
      });
    }
    const { writer, reader } = this.#options;
    // Whoever closes the file last brings its parts together, and only the writer may.
    if (reader !== writer) await reader.close();
    await writer.close();
  }

  #send(): void {
    if (this.#inFlight !== undefined) return;
    if (this.#isHalted || (this.#backlog.isEmpty && !this.#hasFailed)) return this.#onIdle?.();
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#inFlight = this.#backlog.take();
    this.#tally.sent(performance.now(), this.#backlog.isEmpty);
    this.#isAwaited &&= !this.#backlog.isEmpty;
    this.#options.writer.post({ kind: "append", batch: this.#inFlight });
    this.#letOn();
  }

  #gather(): void {
    if (this.#inFlight !== undefined || this.#isClosing) return;
    if (this.#backlog.isWorthCommit) this.#sendSoon();
    else this.#gathering ??= setTimeout(() => this.#send(), gatherMs);
  }

  #ask({ query, answer }: Question): void {
    const id = ++this.#lastId;
    this.#answers.set(id, answer);
    this.#tally.asked(id, performance.now());
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
        this.#tally.answered(reply.id, performance.now());
        if (reply.answer.kind === "failed") {
          this.#options.log.error(`Reading back failed: ${reply.answer.text}`);
        }
        answer?.(reply.answer);
        break;
      }
      case "erased":
        this.#options.log.info(`Erased what was too old: ${reply.count} lines`, {
          event: "erased",
          lines: reply.count,
        });
        return;
      case "ready":
      case "opened":
      case "refused":
      case "closed":
        return;
    }
    this.#options.onTurn();
  }

  #kept(): void {
    if (this.#hasFailed) {
      this.#options.log.info("Messages are kept again", { event: "store_recovered" });
    }
    this.#hasFailed = false;
    this.#tally.kept(performance.now());
    const key = this.#inFlight?.lastKey ?? 0;
    this.#inFlight = undefined;
    this.#settle(key, true);
    const { isEmpty, isWorthCommit } = this.#backlog;
    if (this.#isAwaited || this.#isClosing || isEmpty || isWorthCommit) this.#send();
    else this.#gather();
  }

  #lost(text: string): void {
    if (!this.#hasFailed) {
      this.#options.log.error(`Messages can't be kept: ${text}`, {
        event: "store_failed",
        reason: text,
      });
    }
    this.#hasFailed = true;
    this.#tally.lost();
    const key = this.#backlog.giveUp(this.#inFlight);
    this.#inFlight = undefined;
    this.#settle(key, false);
    this.#letOn();
    if (this.#isClosing) this.#onIdle?.();
    else if (!this.#isHalted) this.#retry = setTimeout(() => this.#send(), retryMs);
  }

  /** Those who wait for room go on, unless it is still behind. */
  #letOn(): void {
    if (this.isBehind) return;
    const due = this.#forRoom;
    this.#forRoom = [];
    for (const then of due) then();
  }

  #settle(key: number, isKept: boolean): void {
    this.#settledKey = Math.max(key, this.#settledKey);
    this.#options.onSettled(this.#settledKey, isKept);
    const due = this.#questions.filter(({ afterKey }) => afterKey <= this.#settledKey);
    if (due.length === 0) return;
    this.#questions = this.#questions.filter(({ afterKey }) => afterKey > this.#settledKey);
    for (const question of due) this.#ask(question);
  }
}
