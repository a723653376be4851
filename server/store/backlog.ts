/** What waits to be kept: in order, and bounded. */

import { foldName } from "../../wire/casemap.ts";
import { type KeepRecord, lineClass } from "../core/archive.ts";
import { targetKey } from "../core/ban.ts";
import type { Batch } from "./batch.ts";
import { type BatchRecord, withRuns } from "./line_run.ts";

/** Above these nothing more is taken that somebody says. */
const maxBytes = 32 * 1024 * 1024;
const maxRecords = 100_000;

/** A batch is no more than this, so that neither handing it over nor writing it takes long. */
const maxBatchBytes = 1024 * 1024;
const maxBatchRecords = 4_000;

/** From so much on waiting for more would save nothing. */
const commitBytes = 64 * 1024;
const commitRecords = 256;

/** While nothing can be kept, so much is remembered of what changes all the same. */
const maxOwedRecords = 8_192;

/** What one fact leaves. */
interface Entry {
  readonly key: number;
  readonly timeMs: number;
  readonly records: readonly KeepRecord[];
  readonly bytes: number;
}

/** Records of facts that were applied but are not kept yet. */
export class Backlog {
  #entries: Entry[] = [];
  #owed: BatchRecord[] = [];
  #bytes = 0;
  #count = 0;
  #lastKey = 0;
  #lastTimeMs = 0;

  /** Says whether more waits than may. */
  get isFull(): boolean {
    return this.#bytes > maxBytes || this.#count > maxRecords;
  }

  /** Says whether half of what may waits. */
  get isBehind(): boolean {
    return 2 * this.#bytes > maxBytes || 2 * this.#count > maxRecords;
  }

  /** Says whether so much waits that a commit of its own costs little beside it. */
  get isWorthCommit(): boolean {
    return this.#bytes >= commitBytes || this.#count >= commitRecords;
  }

  /** Says whether nothing waits. */
  get isEmpty(): boolean {
    return this.#entries.length === 0 && this.#owed.length === 0;
  }

  /** Adds what one fact leaves. */
  add(key: number, timeMs: number, records: readonly KeepRecord[]): void {
    let bytes = 0;
    for (const record of records) bytes += sizeOf(record);
    this.#entries.push({ key, timeMs, records, bytes });
    this.#bytes += bytes;
    this.#count += records.length;
  }

  /** Takes the oldest as one batch, facts whole. */
  take(): Batch {
    const records = this.#owed;
    let taken = 0;
    let count = 0;
    let bytes = 0;
    for (const entry of this.#entries) {
      if (bytes >= maxBatchBytes || count >= maxBatchRecords) break;
      withRuns(entry.records, records);
      count += entry.records.length;
      bytes += entry.bytes;
      taken++;
      this.#lastKey = entry.key;
      this.#lastTimeMs = entry.timeMs;
    }
    this.#bytes -= bytes;
    this.#count -= count;
    this.#owed = [];
    this.#entries = taken === this.#entries.length ? [] : this.#entries.slice(taken);
    return { lastKey: this.#lastKey, lastTimeMs: this.#lastTimeMs, records };
  }

  /**
   * Gives up what could not be kept, after `batch` failed or because nothing can be kept now; gives the key up to which
   * that is. Of what was said nothing is kept later, since its senders are told; the rest is owed.
   */
  giveUp(batch?: Batch): number {
    const last = this.#entries.at(-1);
    this.#lastKey = last?.key ?? this.#lastKey;
    this.#lastTimeMs = last?.timeMs ?? this.#lastTimeMs;
    if (batch !== undefined) this.#owed = [...batch.records.filter(isOwed), ...this.#owed];
    for (const { records } of this.#entries) withRuns(records.filter(isOwed), this.#owed);
    if (this.#owed.length > 2 * maxOwedRecords) {
      this.#owed = onlyState(this.#owed).slice(-maxOwedRecords);
    }
    this.#entries = [];
    this.#bytes = 0;
    this.#count = 0;
    return this.#lastKey;
  }
}

/** A message that was not kept may be sent once more, so its id must not be known. */
function isOwed(record: KeepRecord | BatchRecord): boolean {
  if (record.kind === "once") return false;
  return (record.kind !== "line" && record.kind !== "lines") ||
    record.class === lineClass.openEvent || record.class === lineClass.restrictedEvent;
}

function sizeOf(record: KeepRecord): number {
  if (record.kind === "snapshot") return record.text.length;
  return record.kind === "line" ? record.line.line.length + record.line.tags.length + 100 : 200;
}

/** What is true in the end, without the way there. */
function onlyState(records: readonly BatchRecord[]): BatchRecord[] {
  const last = new Map<string, BatchRecord>();
  for (const record of records) {
    const subject = subjectOf(record);
    if (subject === undefined) continue;
    last.delete(subject);
    last.set(subject, record);
  }
  return [...last.values()];
}

function subjectOf(record: BatchRecord): string | undefined {
  switch (record.kind) {
    case "lines":
    case "once":
      return undefined;
    case "channel":
      return `channel ${foldName(record.state.name)}`;
    case "channelEnded":
      // A later life does not undo the end: who was in the earlier one is to be forgotten.
      return `ended ${record.channel}`;
    case "logRenamed":
      // Each of them counts, in their order.
      return `renamed ${record.key}`;
    case "member":
    case "memberGone":
      return `member ${record.channel} ${record.source}`;
    case "ownerGone":
      return `owner ${record.owner}`;
    case "erased":
      return `erased ${record.key} ${JSON.stringify(record.logs)}`;
    case "marker":
    case "markerGone":
      return `marker ${record.owner} ${record.target}`;
    case "account":
      return `account ${foldName(record.state.name)}`;
    case "accountGone":
      return `account ${record.account}`;
    case "snapshot":
      return "snapshot";
    case "ban":
      return `${record.ban.kind} ${targetKey(record.ban.target)}`;
    case "banGone":
      return `${record.banKind} ${targetKey(record.target)}`;
  }
}
