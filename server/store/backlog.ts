/** What waits to be kept: in order, and bounded. */

import { foldName } from "../../wire/casemap.ts";
import { type KeepRecord, lineClass } from "../core/archive.ts";
import type { Batch } from "./batch.ts";

/** Above these nothing more is taken that somebody says. */
const maxBytes = 32 * 1024 * 1024;
const maxRecords = 100_000;

/** While nothing can be kept, so much is remembered of what changes all the same. */
const maxOwedRecords = 8_192;

/** Records of facts that were applied but are not kept yet. */
export class Backlog {
  #records: KeepRecord[] = [];
  #bytes = 0;
  #lastKey = 0;
  #lastTimeMs = 0;

  /** Says whether more waits than may. */
  get isFull(): boolean {
    return this.#bytes > maxBytes || this.#records.length > maxRecords;
  }

  /** Says whether nothing waits. */
  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  /** Adds what one fact leaves. */
  add(key: number, timeMs: number, records: readonly KeepRecord[]): void {
    this.#lastKey = key;
    this.#lastTimeMs = timeMs;
    for (const record of records) {
      this.#records.push(record);
      this.#bytes += sizeOf(record);
    }
  }

  /** Takes all as one batch. */
  take(): Batch {
    const batch = {
      lastKey: this.#lastKey,
      lastTimeMs: this.#lastTimeMs,
      records: this.#records,
    };
    this.#records = [];
    this.#bytes = 0;
    return batch;
  }

  /** Puts back what of a batch that failed is still to be kept: not what was said, since its senders are told. */
  giveBack({ records }: Batch): void {
    this.#records = [...records.filter((record) => !isSaid(record)), ...this.#records];
    if (this.#records.length > maxOwedRecords) this.#records = onlyState(this.#records);
    this.#bytes = this.#records.reduce((sum, record) => sum + sizeOf(record), 0);
  }
}

function isSaid(record: KeepRecord): boolean {
  if (record.kind === "once") return true;
  return record.kind === "line" && record.class !== lineClass.openEvent &&
    record.class !== lineClass.restrictedEvent;
}

function sizeOf(record: KeepRecord): number {
  return record.kind === "line" ? record.line.line.length + record.line.tags.length + 100 : 200;
}

/** What is true in the end, without the way there. */
function onlyState(records: readonly KeepRecord[]): KeepRecord[] {
  const last = new Map<string, KeepRecord>();
  for (const record of records) {
    const subject = subjectOf(record);
    if (subject === undefined) continue;
    last.delete(subject);
    last.set(subject, record);
  }
  return [...last.values()];
}

function subjectOf(record: KeepRecord): string | undefined {
  switch (record.kind) {
    case "line":
    case "once":
      return undefined;
    case "channel":
      return `channel ${record.state.name}`;
    case "channelEnded":
      return `channel ${record.channel}`;
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
  }
}
