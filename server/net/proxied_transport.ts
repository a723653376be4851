/** A connection that a proxy has made for somebody else. */

import type { Log } from "../core/log.ts";
import { believedAddress } from "./forwarded.ts";
import { formatPeer, type Peer } from "./peer.ts";
import { type ProxiedClient, type ProxyHeader, readProxyHeader } from "./proxy_header.ts";
import type { ByteEvents, Transport } from "./transport.ts";

/** Who serves a connection, and how long its header may take. */
export interface ProxiedOptions {
  /** Serves it, in the background, as if its client had come itself. */
  readonly serve: (transport: Transport, peer: Peer) => void;
  /** Where what is wrong with a header goes. */
  readonly log: Log;
  /** How long a proxy may be silent that has no header: others may come from its address, and be silent. */
  readonly silentMs?: number;
  /** How long a header may take that has begun. */
  readonly headerMs?: number;
}

/** Serves a connection from an address of a trusted proxy, which may begin with a header. Never rejects. */
export async function serveProxied(
  raw: Transport,
  peer: Peer,
  { serve, log, silentMs = 1_000, headerMs = 5_000 }: ProxiedOptions,
): Promise<void> {
  const transport = new ProxiedTransport(raw);
  const header = await transport.readHeader(silentMs, headerMs);
  if (header.kind === "malformed") {
    log.warn(`Closed connection from ${formatPeer(peer)}: its PROXY header is bad: ${header.why}`, {
      event: "proxy_header_bad",
      peer: formatPeer(peer),
      reason: header.why,
    });
    transport.close();
    return;
  }
  const { client } = header;
  if (client === undefined) return serve(transport, peer);
  const address = believedAddress(peer.address, client.address);
  serve(transport, { ...peer, address, port: client.port });
}

type Verdict = Extract<ProxyHeader, { kind: "malformed" }> | {
  readonly kind: "served";
  readonly client: ProxiedClient | undefined;
};

/** What is known of a header: it may still come, it was waited for in vain, or there is nothing more to find out. */
type Phase = "awaited" | "late" | "known";

const nothing: Uint8Array = new Uint8Array(0);

/** What comes behind the header; what was read of it already is told first. */
class ProxiedTransport implements Transport {
  readonly #raw: Transport;
  readonly #verdict = Promise.withResolvers<Verdict>();
  #phase: Phase = "awaited";
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What came until the header was known. */
  #head = nothing;
  /** What of it is still to be told. */
  #unread = nothing;
  #client: ProxiedClient | undefined;
  #events: ByteEvents | undefined;
  /** How it ended, until that is told. */
  #ending: ((events: ByteEvents) => void) | undefined;
  #isPaused = false;
  #isClosed = false;

  constructor(raw: Transport) {
    this.#raw = raw;
  }

  get isSecure(): boolean {
    return this.#client?.isSecure ?? this.#raw.isSecure ?? false;
  }

  get #isHeld(): boolean {
    return this.#isPaused || this.#isClosed;
  }

  /** Reads the header, or what shows that there is none. To be called once, before all else. */
  readHeader(silentMs: number, headerMs: number): Promise<Verdict> {
    const awaitHeader = (ms: number): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#settle("late"), ms);
    };
    awaitHeader(silentMs);
    this.#raw.listen({
      onBytes: (bytes) => {
        if (this.#head.length === 0 && this.#phase === "awaited") awaitHeader(headerMs);
        this.#take(bytes);
      },
      onEnd: () => this.#end((events) => events.onEnd()),
      onLost: (error) => this.#end((events) => events.onLost(error)),
    });
    return this.#verdict.promise;
  }

  listen(events: ByteEvents): void {
    this.#events = events;
    queueMicrotask(() => this.#goOn());
  }

  pause(): void {
    this.#isPaused = true;
    this.#raw.pause();
  }

  resume(): void {
    this.#isPaused = false;
    queueMicrotask(() => this.#goOn());
  }

  write(bytes: Uint8Array): number | Promise<number> {
    return this.#raw.write(bytes);
  }

  closeWrite(): Promise<void> {
    return this.#raw.closeWrite();
  }

  close(): void {
    this.#isClosed = true;
    this.#raw.close();
  }

  #take(bytes: Uint8Array): void {
    if (this.#phase === "known") return this.#events?.onBytes(bytes);
    const head = joined(this.#head, bytes);
    const header = readProxyHeader(head);
    if (this.#phase === "awaited") {
      this.#head = head;
      if (header.kind !== "partial") this.#settle("known");
      return;
    }
    this.#phase = "known";
    // Whoever it tells of was taken for the proxy, and has what that may.
    const isNone = header.kind === "none" || (header.kind === "partial" && !header.isClaimed);
    if (isNone) return this.#events?.onBytes(bytes);
    this.close();
    this.#events?.onLost(new LateHeader());
  }

  #settle(phase: "known" | "late"): void {
    clearTimeout(this.#timer);
    this.#raw.pause();
    this.#phase = phase;
    const header = readProxyHeader(this.#head);
    this.#unread = this.#head.subarray(header.kind === "whole" ? header.lengthBytes : 0);
    if (phase === "known") this.#head = nothing;
    this.#verdict.resolve(this.#judge(header));
  }

  #end(ending: (events: ByteEvents) => void): void {
    this.#ending = ending;
    if (this.#phase === "awaited") this.#settle("known");
    this.#goOn();
  }

  /** Tells what has had to wait, then what comes. */
  #goOn(): void {
    const events = this.#events;
    if (events === undefined || this.#isHeld) return;
    const unread = this.#unread;
    this.#unread = nothing;
    if (unread.length > 0) events.onBytes(unread);
    if (this.#isHeld) return;
    this.#raw.resume();
    const ending = this.#ending;
    this.#ending = undefined;
    ending?.(events);
  }

  #judge(header: ProxyHeader): Verdict {
    switch (header.kind) {
      case "malformed":
        return header;
      case "none":
        return { kind: "served", client: undefined };
      case "partial":
        return header.isClaimed
          ? { kind: "malformed", why: "it does not end" }
          : { kind: "served", client: undefined };
      case "whole":
        this.#client = header.client;
        return { kind: "served", client: header.client };
    }
  }
}

function joined(head: Uint8Array, bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(head.length + bytes.length);
  all.set(head);
  all.set(bytes, head.length);
  return all;
}

/** What ended a connection; the log sees its name in the reason. */
class LateHeader extends Error {
  override readonly name = "LateProxyHeader";
}
