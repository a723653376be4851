/** The store's own SQLite in memory and in this thread: what a table keeps, and reads back in turns of its own. */

import type {
  Archive,
  ArchiveAnswer,
  ArchiveQuery,
  KeepRecord,
} from "../../server/core/archive.ts";
import { answerQuery } from "../../server/store/answer_query.ts";
import { indexNext } from "../../server/store/index_words.ts";
import { loadState, type StoreState } from "../../server/store/load_state.ts";
import { openForWriting } from "../../server/store/open_database.ts";
import { withRuns } from "../../server/store/line_run.ts";
import { Writer } from "../../server/store/writer.ts";

/** What an archive tells its owner. */
export interface MemoryArchiveOptions {
  /** See `StoreOptions`. */
  onSettled(key: number, isKept: boolean): void;
  /** Something was asked, and waits for `answers`. */
  onAsked?(): void;
}

/** Keeps all at once, unless it is told to hold or to fail. */
export class MemoryArchive implements Archive {
  /** See `Archive`. */
  obstacle: string | undefined = undefined;
  /** See `Archive`. */
  isBehind = false;
  /** While it holds, nothing is kept: it waits for `settle`. */
  holds = false;
  readonly #database = openForWriting(":memory:");
  readonly #writer = new Writer(this.#database);
  readonly #options: MemoryArchiveOptions;
  readonly #due: (() => void)[] = [];
  readonly #forRoom: (() => void)[] = [];
  #lastKey = 0;
  #waiting: {
    readonly key: number;
    readonly timeMs: number;
    readonly records: readonly KeepRecord[];
  }[] = [];

  /** Starts empty. */
  constructor(options: MemoryArchiveOptions) {
    this.#options = options;
  }

  /** See `Archive`. */
  whenRoom(then: () => void): void {
    this.#forRoom.push(then);
  }

  /** Is behind no more. */
  catchesUp(): void {
    this.isBehind = false;
    for (const then of this.#forRoom.splice(0)) then();
  }

  /** See `Archive`. */
  append(key: number, timeMs: number, records: readonly KeepRecord[]): void {
    this.#lastKey = key;
    this.#waiting.push({ key, timeMs, records });
    if (!this.holds) this.settle(true);
  }

  /** Keeps, or loses, what waits. */
  settle(isKept: boolean): void {
    for (const { key, timeMs, records } of this.#waiting.splice(0)) {
      if (isKept) {
        this.#writer.append({ lastKey: key, lastTimeMs: timeMs, records: withRuns(records) });
      }
    }
    this.#options.onSettled(this.#lastKey, isKept);
  }

  /** See `Archive`. */
  ask(query: ArchiveQuery, answer: (answer: ArchiveAnswer) => void): void {
    this.#due.push(() => answer(answerQuery(this.#database, query)));
    this.#options.onAsked?.();
  }

  /** Answers what was asked; says whether there was anything. */
  answers(): boolean {
    if (this.holds) return false;
    const due = this.#due.splice(0);
    for (const answer of due) answer();
    return due.length > 0;
  }

  /** Brings the index of words up to date. */
  index(): void {
    while (indexNext(this.#database, 100) > 0);
  }

  /** What a start would begin with. */
  state(): StoreState {
    return loadState(this.#database, this.#lastKey);
  }

  /** All lines of all logs, with their tags, as they stand in the file. */
  lines(): readonly string[] {
    return this.#database.prepare("SELECT tags, text FROM line").all()
      .map(({ tags, text }) => `${tags} ${text}`);
  }

  /** Closes the database. */
  close(): void {
    this.#database.close();
  }
}
