/** A file of the store in this thread, without workers: what tests write, they read back at once. */

import type {
  ArchiveQuery,
  FoundLine,
  KeepRecord,
  KeptLine,
  LineClass,
  LogName,
  ReadableLog,
} from "../../server/core/archive.ts";
import { lineClass } from "../../server/core/archive.ts";
import { answerQuery } from "../../server/store/answer_query.ts";
import { Chores } from "../../server/store/chores.ts";
import { openForWriting } from "../../server/store/open_database.ts";
import type { Retention } from "../../server/store/retention.ts";
import { withRuns } from "../../server/store/line_run.ts";
import { Writer } from "../../server/store/writer.ts";

/** What a message is, where that is not the usual. */
export interface Saying {
  /** Whose log, and of what; `#lobby` if left out. */
  readonly log?: LogName;
  /** See `lineClass`; said openly if left out. */
  readonly class?: LineClass;
  readonly copy?: 0 | 1;
  readonly part?: number;
  readonly timeMs?: number;
  readonly nick?: string;
}

/** The log of a channel. */
export function logOf(name: string, owner = ""): LogName {
  return { owner, name };
}

/** All that was said openly in a log. */
export function openLog(log: LogName = logOf("#lobby")): ReadableLog {
  return { log, spans: [{ class: lineClass.openSaid, fromKey: 0 }] };
}

/** A record of a message. */
export function said(key: number, text: string, saying: Saying = {}): KeepRecord {
  const { log = logOf("#lobby"), copy = 0, part = 0, timeMs = key * 1_000, nick = "ann" } = saying;
  const source = `${nick}!~u@h`;
  const line: KeptLine = {
    key,
    part,
    timeMs,
    author: "",
    tags: "",
    line: `:${source} PRIVMSG ${log.name} :${text}`,
  };
  return { kind: "line", log, class: saying.class ?? lineClass.openSaid, copy, line };
}

/** Text of a line. */
export function textOf({ line }: Pick<FoundLine, "line">): string {
  return line.slice(line.indexOf(" :") + 2);
}

/** An open file, closed at the end of its scope. */
export class StoreFile implements Disposable {
  /** The file itself. */
  readonly database;
  /** Its writer. */
  readonly writer;
  /** How many lines were erased because they were too old, sweep by sweep. */
  readonly erased: number[] = [];
  readonly #chores;

  /** Opens or makes `file`. */
  constructor(file = ":memory:") {
    this.database = openForWriting(file);
    this.writer = new Writer(this.database);
    this.#chores = new Chores(this.database, this.writer, (count) => this.erased.push(count));
  }

  /** Keeps records as one batch. The time is that of its last line, or of the key. */
  keeps(key: number, ...records: readonly KeepRecord[]): void {
    const last = records.findLast((record) => record.kind === "line");
    const lastTimeMs = last?.line.timeMs ?? key * 1_000;
    this.writer.append({ lastKey: key, lastTimeMs, records: withRuns(records) });
  }

  /** Has messages kept in `#lobby`, each a batch of its own. */
  says(...messages: readonly (readonly [key: number, text: string, saying?: Saying])[]): void {
    for (const [key, text, saying] of messages) this.keeps(key, said(key, text, saying));
  }

  /** Does all that can wait; says in how many steps. */
  tidies(): number {
    let steps = 1;
    while (this.#chores.step("more")) steps++;
    return steps;
  }

  /** Does so much of what can wait. */
  steps(count: number): void {
    for (let step = 0; step < count; step++) this.#chores.step("more");
  }

  /** Erases what is more than may be; gives how long each step took, in milliseconds. */
  timesSteps(retention: Retention, nowMs: number): readonly number[] {
    this.#chores.sweep(retention, nowMs);
    const took: number[] = [];
    for (let hasMore = true; hasMore;) {
      const startMs = performance.now();
      hasMore = this.#chores.step("more");
      took.push(performance.now() - startMs);
    }
    return took;
  }

  /** Erases what is more than may be. */
  retains(retention: Retention, nowMs: number): number {
    this.#chores.sweep(retention, nowMs);
    return this.tidies();
  }

  /** Asks for lines. */
  finds(query: ArchiveQuery): readonly FoundLine[] {
    const answer = answerQuery(this.database, query);
    if (answer.kind !== "lines") throw new Error(`The answer is ${JSON.stringify(answer)}`);
    return answer.lines;
  }

  /** Searches `#lobby`, or what is given; gives texts. */
  searches(
    words: string,
    more: Partial<Extract<ArchiveQuery, { kind: "search" }>> = {},
  ): readonly string[] {
    const logs = [openLog()];
    return this.finds({ kind: "search", logs, owner: "", words, limit: 100, ...more }).map(textOf);
  }

  /** See `Disposable`. */
  [Symbol.dispose](): void {
    this.database.close();
  }
}

/** A folder that is removed at the end of its scope. */
export class TestFolder implements Disposable {
  /** Where it is. */
  readonly path: string = Deno.makeTempDirSync({ prefix: "store-" });

  /** Everything that stands in its files, as text of one byte a character. */
  get bytes(): string {
    const files = [...Deno.readDirSync(this.path)].filter(({ isFile }) => isFile);
    const decoder = new TextDecoder("latin1");
    return files.map(({ name }) => decoder.decode(Deno.readFileSync(`${this.path}/${name}`)))
      .join("\n");
  }

  /** See `Disposable`. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
