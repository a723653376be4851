/** The link to the stream that all servers share. It lives in a thread that may do nothing but connect to NATS. */

import { errorText } from "../core/error_text.ts";
import { connectNats, type Following, type Nats, reconnectMs } from "./connect_nats.ts";
import { Publisher } from "./publisher.ts";
import { listSnapshots, readSnapshot, saveSnapshot, shareSecret } from "./snapshot_shelf.ts";
import type {
  PassingSubject,
  Publication,
  StreamEntry,
  StreamPlace,
  StreamReply,
  StreamState,
} from "./stream_messages.ts";

/** How often is looked whether more should have come. */
const guardMs = 2_000;

/** So many entries may be on their way to the server. */
const maxUntaken = 8_192;

/** So many go together. */
const maxEntries = 512;

/** So much that is kept nowhere may be on its way to NATS; more of it is left out, so that it can't clog a link that is slow. */
const maxPassing = 256;

/** What a link is made of. */
export interface StreamLinkOptions {
  /** Name of the stream. */
  readonly stream: string;
  /** When it was made, in milliseconds. */
  readonly createdAtMs: number;
  /** The connection, which is the link's from now on. */
  readonly nats: Nats;
  /** Tells the server something. */
  readonly reply: (reply: StreamReply) => void;
}

/**
 * Connects, and tells what there is.
 *
 * @throws {Error} where that is impossible.
 */
export async function openStreamLink(
  place: StreamPlace,
  secret: Uint8Array,
  reply: (reply: StreamReply) => void,
): Promise<{ readonly link: StreamLink; readonly state: StreamState }> {
  const nats = await connectNats(place);
  try {
    const extent = await nats.extent();
    if (extent === undefined) throw new Error(`The stream "${place.stream}" is gone`);
    const state = {
      ...extent,
      secret: await shareSecret(nats.bucket, secret),
      snapshots: await listSnapshots(nats.bucket),
    };
    const { stream } = place;
    const { createdAtMs } = extent;
    return { link: new StreamLink({ stream, createdAtMs, nats, reply }), state };
  } catch (error) {
    await nats.close();
    throw error;
  }
}

/** One connection and what goes over it. */
export class StreamLink {
  readonly #options: StreamLinkOptions;
  readonly #publisher: Publisher;
  readonly #guarding: ReturnType<typeof setInterval>;
  #following: Following | undefined;
  #guardedKey = -1;
  #lastKey = 0;
  #untaken = 0;
  #onTaken: (() => void) | undefined;
  #entries: StreamEntry[] = [];
  #isClosed = false;
  /** How much has passed since it was last known to have arrived. */
  #passing = 0;

  /** Listens at once. Ends with `close`. */
  constructor(options: StreamLinkOptions) {
    const { stream, nats, reply } = this.#options = options;
    this.#publisher = new Publisher({
      send: ({ subject, text, onceId }) => nats.place(`${stream}.fact.${subject}`, text, onceId),
      onUnplaced: (id, text) => reply({ kind: "unplaced", id, text }),
      nowMs: () => performance.now(),
    });
    for (const subject of ["passing", "beat"] as const) {
      nats.listen(`${stream}.${subject}`, (text) => reply({ kind: "passed", subject, text }));
    }
    this.#guarding = setInterval(() => this.#guard(), guardMs);
    void this.#watch();
  }

  /** Gets facts into the stream. */
  publish(publications: readonly Publication[]): void {
    for (const publication of publications) this.#publisher.publish(publication);
  }

  /** Tells all nodes something that is kept nowhere. */
  pass(subject: PassingSubject, text: string): void {
    const { stream, nats } = this.#options;
    if (this.#isClosed || (subject === "passing" && !this.#mayPass())) return;
    nats.pass(`${stream}.${subject}`, text);
  }

  #mayPass(): boolean {
    if (this.#passing >= maxPassing) return false;
    if (this.#passing++ > 0) return true;
    const arrived = () => {
      this.#passing = 0;
    };
    this.#options.nats.flushed().then(arrived, arrived);
    return true;
  }

  /** So many entries were applied. */
  taken(count: number): void {
    this.#untaken -= count;
    if (this.#untaken < maxUntaken) this.#onTaken?.();
  }

  /** Follows the stream from a key on, for good. Never rejects. */
  async follow(fromKey: number): Promise<void> {
    this.#lastKey = fromKey - 1;
    while (!this.#isClosed) {
      try {
        const following = await this.#options.nats.follow(this.#lastKey + 1);
        this.#following = following;
        for await (const entry of following) {
          const [key] = entry;
          if (key <= this.#lastKey) continue;
          const missed = key - this.#lastKey - 1;
          // Facts are never taken out singly.
          if (missed > 0) return this.#missed(missed);
          this.#lastKey = key;
          this.#add(entry);
          if (this.#untaken >= maxUntaken) await this.#room();
          if (this.#isClosed) return;
        }
      } catch (error) {
        if (this.#isClosed) return;
        this.#warn("Following the stream failed", error);
      }
      if (this.#isClosed) return;
      await new Promise((resolve) => setTimeout(resolve, reconnectMs));
      if (!await this.#isSame()) return;
    }
  }

  /** Gives a snapshot to the server. */
  async read(key: number): Promise<void> {
    const { nats, reply } = this.#options;
    try {
      reply({ kind: "snapshot", text: await readSnapshot(nats.bucket, key) });
    } catch (error) {
      this.#warn("Reading a snapshot failed", error);
      reply({ kind: "snapshot", text: undefined });
    }
  }

  /** Puts a snapshot where other nodes find it. */
  async save(key: number, text: string): Promise<void> {
    const { nats } = this.#options;
    try {
      const { firstKey = 0 } = await nats.extent() ?? {};
      await saveSnapshot(nats.bucket, { key, text, firstKey });
    } catch (error) {
      this.#warn("Saving a snapshot failed", error);
    }
  }

  /** Ends the connection when what was to be sent is out. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#guarding);
    await this.#publisher.allSent();
    this.#publisher.close();
    this.#onTaken?.();
    await this.#options.nats.close();
  }

  /** Entries of one turn go together. */
  #add(entry: StreamEntry): void {
    this.#untaken++;
    this.#entries.push(entry);
    if (this.#entries.length >= maxEntries) this.#flush();
    else if (this.#entries.length === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const entries = this.#entries;
    if (entries.length === 0) return;
    this.#entries = [];
    this.#options.reply({ kind: "entries", entries });
  }

  #room(): Promise<void> {
    return new Promise((resolve) => this.#onTaken = resolve);
  }

  /**
   * Follows anew where the stream has more than has come. When the NATS server dies that had the place up to which this one
   * has read, the library was seen to wait for ever.
   */
  async #guard(): Promise<void> {
    const [key, following] = [this.#lastKey, this.#following];
    const isStill = key === this.#guardedKey;
    this.#guardedKey = key;
    if (!isStill || following === undefined || this.#untaken >= maxUntaken) return;
    try {
      const { lastKey = 0 } = await this.#options.nats.extent() ?? {};
      if (lastKey <= key || this.#lastKey !== key || this.#following !== following) return;
      this.#warn("Nothing came of the stream", "it is followed anew");
      this.#following = undefined;
      following.stop();
    } catch {
      // NATS is away, or is choosing who leads.
    }
  }

  async #watch(): Promise<void> {
    for await (const isUp of this.#options.nats.links()) {
      this.#publisher.setLink(isUp);
      this.#options.reply({ kind: "link", isUp });
      // Its answer may take seconds, where NATS servers choose who leads.
      if (isUp) void this.#isSame();
    }
    if (!this.#isClosed) this.#break("NATS has ended the connection");
  }

  /**
   * Says whether the stream may be followed on. One that is gone, or was made anew, or has lost facts that this server has
   * applied has other facts at the same keys. NATS loses what it has not synced when its machine dies.
   */
  async #isSame(): Promise<boolean> {
    const { stream, createdAtMs, nats } = this.#options;
    // More may come while the answer is on its way.
    const key = this.#lastKey;
    try {
      const extent = await nats.extent();
      if (extent === undefined) return this.#break(`The stream "${stream}" is gone`);
      if (extent.createdAtMs !== createdAtMs) {
        return this.#break(`The stream "${stream}" was made anew`);
      }
      const lost = key - extent.lastKey;
      return lost <= 0 || this.#break(`The stream "${stream}" has lost its last ${lost} facts`);
    } catch {
      // While it is away, nothing is known.
      return true;
    }
  }

  #missed(count: number): void {
    const text = `The stream has thrown away ${count} facts before this server has read them`;
    this.#break(`${text}; start it again`);
  }

  #break(text: string): false {
    this.#options.reply({ kind: "broken", text });
    return false;
  }

  #warn(text: string, why: unknown): void {
    this.#options.reply({ kind: "warning", text: `${text}: ${errorText(why)}` });
  }
}
