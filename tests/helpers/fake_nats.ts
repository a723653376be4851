/** NATS in a test: a stream and a bucket that do what the test says. */

import type { Bucket, Following, Nats, StreamExtent } from "../../server/cluster/connect_nats.ts";
import type { PublishOutcome } from "../../server/cluster/publisher.ts";
import type { StreamEntry } from "../../server/cluster/stream_messages.ts";

/** A bucket in memory. */
export class FakeBucket implements Bucket {
  /** What is in it. */
  readonly values = new Map<string, Uint8Array>();

  /** See `Bucket`. */
  async create(key: string, value: Uint8Array): Promise<void> {
    if (this.values.has(key)) throw new Error("wrong last sequence");
    await this.put(key, value);
  }

  /** See `Bucket`. */
  put(key: string, value: Uint8Array): Promise<void> {
    this.values.set(key, value.slice());
    return Promise.resolve();
  }

  /** See `Bucket`. */
  get(key: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.values.get(key));
  }

  /** See `Bucket`. */
  keys(pattern: string): Promise<readonly string[]> {
    const regex = new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", "[^.]+")}$`);
    return Promise.resolve([...this.values.keys()].filter((key) => regex.test(key)));
  }

  /** See `Bucket`. */
  remove(key: string): Promise<void> {
    this.values.delete(key);
    return Promise.resolve();
  }
}

/** Things that come one by one. */
class Coming<Item> {
  readonly #items: Item[] = [];
  #changed = Promise.withResolvers<void>();
  #hasEnded = false;

  add(item: Item): void {
    this.#items.push(item);
    this.#wake();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) yield item;
      else if (this.#hasEnded) return;
      else await this.#changed.promise;
    }
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

/** A connection. */
export class FakeNats implements Nats {
  /** See `Nats`. */
  readonly bucket = new FakeBucket();
  /** What `extent` gives; undefined: the stream is gone. */
  stream: StreamExtent | undefined = { createdAtMs: 1, firstKey: 1, lastKey: 0 };
  /** Where was followed from, each time. */
  readonly followed: number[] = [];
  /** What was put into the stream. */
  readonly placed: string[] = [];
  /** What was told to all. */
  readonly passed: string[] = [];
  /** Who waits for what was passed to be taken. */
  readonly flushes: PromiseWithResolvers<void>[] = [];
  /** It was ended. */
  isClosed = false;
  readonly #listeners = new Map<string, (text: string) => void>();
  readonly #links = new Coming<boolean>();
  #entries = new Coming<StreamEntry>();

  /** See `Nats`. */
  extent(): Promise<StreamExtent | undefined> {
    return Promise.resolve(this.stream);
  }

  /** See `Nats`. */
  place(subject: string, text: string, onceId: string): Promise<PublishOutcome> {
    this.placed.push(`${subject} ${text} ${onceId}`);
    return Promise.resolve({ kind: "placed" });
  }

  /** See `Nats`. */
  follow(fromKey: number): Promise<Following> {
    this.followed.push(fromKey);
    const entries = this.#entries = new Coming<StreamEntry>();
    return Promise.resolve({
      stop: () => entries.end(),
      [Symbol.asyncIterator]: () => entries[Symbol.asyncIterator](),
    });
  }

  /** See `Nats`. */
  pass(subject: string, text: string): void {
    this.passed.push(`${subject} ${text}`);
  }

  /** See `Nats`. */
  flushed(): Promise<void> {
    const flush = Promise.withResolvers<void>();
    this.flushes.push(flush);
    return flush.promise;
  }

  /** See `Nats`. */
  listen(subject: string, take: (text: string) => void): void {
    this.#listeners.set(subject, take);
  }

  /** See `Nats`. */
  links(): AsyncIterable<boolean> {
    return this.#links;
  }

  /** See `Nats`. */
  close(): Promise<void> {
    this.isClosed = true;
    this.#entries.end();
    this.#links.end();
    return Promise.resolve();
  }

  /** Entries of these keys come. */
  gives(...keys: readonly number[]): void {
    for (const key of keys) this.#entries.add([key, key * 10, `fact ${key}`]);
  }

  /** Nothing more comes of what is followed. */
  endsFollowing(): void {
    this.#entries.end();
  }

  /** It is away, or there again. */
  setLink(isUp: boolean): void {
    this.#links.add(isUp);
  }

  /** Somebody has told all. */
  hears(subject: string, text: string): void {
    this.#listeners.get(subject)?.(text);
  }
}
