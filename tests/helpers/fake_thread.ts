/** A thread of the store that does what a test says, when it says so. */

import assert from "node:assert/strict";
import type { ArchiveAnswer, ArchiveQuery, KeepRecord } from "../../server/core/archive.ts";
import { type BatchRecord, cellsPerLine } from "../../server/store/line_run.ts";
import type { StoreReply, StoreRequest } from "../../server/store/messages.ts";
import type { StoreThread } from "../../server/store/store_thread.ts";

/** Takes requests and leaves the replies to the test. */
export class FakeThread implements StoreThread {
  /** What it was sent and has not answered yet. */
  readonly requests: StoreRequest[] = [];
  /** Says whether it was ended. */
  isClosed = false;
  #take: (reply: StoreReply) => void = () => {};

  /** See `StoreThread`. */
  post(request: StoreRequest): void {
    this.requests.push(request);
  }

  /** See `StoreThread`. */
  onReply(take: (reply: StoreReply) => void): void {
    this.#take = take;
  }

  /** See `StoreThread`. */
  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  /** Takes the batch that is to be written. */
  batch(): readonly KeepRecord[] {
    const request = this.requests.shift();
    if (request?.kind !== "append") throw new Error(`The request is ${JSON.stringify(request)}`);
    return request.batch.records.flatMap(withoutRuns);
  }

  /** Takes the query that was asked. */
  query(): ArchiveQuery {
    const [request] = this.requests;
    if (request?.kind !== "ask") throw new Error(`The request is ${JSON.stringify(request)}`);
    return request.query;
  }

  /** Says that the batch is in the file. */
  keeps(): void {
    this.#take({ kind: "kept" });
  }

  /** Says that it is not. */
  loses(): void {
    this.#take({ kind: "lost", text: "disk full" });
  }

  /** Answers the query that was asked. */
  answers(answer: ArchiveAnswer): void {
    const request = this.requests.shift();
    if (request?.kind !== "ask") throw new Error(`The request is ${JSON.stringify(request)}`);
    this.#take({ kind: "answer", id: request.id, answer });
  }
}

/** The records that a run was made of. */
function withoutRuns(record: BatchRecord): readonly KeepRecord[] {
  if (record.kind !== "lines") return [record];
  const { log, class: kind, copy, cells } = record;
  const lines: KeepRecord[] = [];
  for (let at = 0; at < cells.length; at += cellsPerLine) {
    const [key, part, timeMs] = cells.slice(at, at + 3).map(Number);
    const [author = "", tags = "", text = ""] = cells.slice(at + 3, at + cellsPerLine).map(String);
    assert.ok(key !== undefined && part !== undefined && timeMs !== undefined);
    lines.push({
      kind: "line",
      log,
      class: kind,
      copy,
      line: { key, part, timeMs, author, tags, line: text },
    });
  }
  return lines;
}
