/** A thread of the store that does what a test says, when it says so. */

import type { ArchiveAnswer, ArchiveQuery, KeepRecord } from "../../server/core/archive.ts";
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
    return request.batch.records;
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
