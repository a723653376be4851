/** A stream that servers share in a test: what is sent is placed, and what is placed comes, when the test says so. */

import type {
  Publication,
  StreamEntry,
  StreamReply,
  StreamRequest,
} from "../../server/cluster/stream_messages.ts";
import type { StreamThread } from "../../server/cluster/stream_thread.ts";

/** The order, and who follows it. */
export class FakeStream {
  /** All that is in it. */
  readonly entries: StreamEntry[] = [];
  /** The time of what comes next. */
  timeMs = 1_000;
  readonly #onceIds = new Set<string>();

  /** Takes a fact, each id once. */
  take({ onceId, text }: Publication): void {
    if (this.#onceIds.has(onceId)) return;
    this.#onceIds.add(onceId);
    this.put(text);
  }

  /** Has something in it. */
  put(text: string): void {
    this.entries.push([this.entries.length + 1, this.timeMs, text]);
  }
}

/** A thread of one server. */
export class FakeStreamThread implements StreamThread {
  /** What it was asked for, but for facts and signs of life. */
  readonly requests: StreamRequest[] = [];
  /** What was told to all and is kept nowhere. */
  readonly passed: string[] = [];
  /** Facts that were sent and are not placed yet. */
  publications: Publication[] = [];
  /** It was ended. */
  isClosed = false;
  readonly #stream: FakeStream;
  #next = 0;
  #take: (reply: StreamReply) => void = () => {};

  /** Speaks to `stream`. */
  constructor(stream: FakeStream) {
    this.#stream = stream;
  }

  /** See `StreamThread`. */
  post(request: StreamRequest): void {
    if (request.kind === "publish") this.publications.push(...request.publications);
    else if (request.kind === "pass") this.passed.push(request.text);
    else this.requests.push(request);
    if (request.kind === "follow") this.#next = request.fromKey - 1;
  }

  /** See `StreamThread`. */
  onReply(take: (reply: StreamReply) => void): void {
    this.#take = take;
  }

  /** See `StreamThread`. */
  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  /** What was sent is in the stream. */
  async places(): Promise<void> {
    await Promise.resolve();
    for (const publication of this.publications) this.#stream.take(publication);
    this.publications = [];
  }

  /** What is in the stream comes, at once. */
  delivers(): void {
    const entries = this.#stream.entries.slice(this.#next);
    this.#next += entries.length;
    if (entries.length > 0) this.#take({ kind: "entries", entries });
  }

  /** Both, until nothing is under way. */
  async goesOn(): Promise<void> {
    do {
      await this.places();
      this.delivers();
      await Promise.resolve();
    } while (this.publications.length > 0);
  }

  /** Says something else. */
  replies(reply: StreamReply): void {
    this.#take(reply);
  }
}
