/** A connection that a proxy has made for somebody else. */

import type { Log } from "../core/log.ts";
import type { Transport } from "./connection.ts";
import { believedAddress } from "./forwarded.ts";
import { formatPeer, type Peer } from "./peer.ts";
import {
  maxProxyHeaderBytes,
  type ProxiedClient,
  type ProxyHeader,
  readProxyHeader,
} from "./proxy_header.ts";

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

/** What comes behind the header; what was read of it already is given first. */
class ProxiedTransport implements Transport {
  readonly #raw: Transport;
  readonly #buffer = new Uint8Array(maxProxyHeaderBytes);
  #start = 0;
  #end = 0;
  /** A read that nobody could wait for any longer. */
  #pending: Promise<number | null> | undefined;
  #client: ProxiedClient | undefined;

  constructor(raw: Transport) {
    this.#raw = raw;
  }

  get isSecure(): boolean {
    return this.#client?.isSecure ?? this.#raw.isSecure ?? false;
  }

  /** Reads the header, or what shows that there is none. To be called once, before all else. */
  async readHeader(silentMs: number, headerMs: number): Promise<Verdict> {
    const deadline = Promise.withResolvers<"late">();
    let timer = setTimeout(deadline.resolve, silentMs, "late");
    let header: ProxyHeader = { kind: "partial", isClaimed: false };
    try {
      while (header.kind === "partial") {
        this.#pending = this.#raw.read(this.#buffer.subarray(this.#end));
        // It may be closed before anybody waits for it again.
        this.#pending.catch(() => {});
        const count = await Promise.race([this.#pending, deadline.promise]);
        if (count === "late") break;
        if (this.#end === 0) {
          clearTimeout(timer);
          timer = setTimeout(deadline.resolve, headerMs, "late");
        }
        this.#pending = undefined;
        if (count === null) break;
        this.#end += count;
        header = readProxyHeader(this.#buffer.subarray(0, this.#end));
      }
    } catch {
      // Whoever reads on finds it out.
    } finally {
      clearTimeout(timer);
    }
    return this.#judge(header);
  }

  async read(target: Uint8Array): Promise<number | null> {
    if (this.#pending !== undefined) {
      const count = await this.#pending;
      this.#pending = undefined;
      if (count === null) return null;
      this.#end += count;
      // Whoever it tells of was taken for the proxy, and has what that may.
      const late = readProxyHeader(this.#buffer.subarray(0, this.#end));
      const isNone = late.kind === "none" || (late.kind === "partial" && !late.isClaimed);
      if (!isNone) throw new LateHeader();
    }
    if (this.#start === this.#end) return await this.#raw.read(target);
    const ready = this.#buffer.subarray(this.#start, this.#end).subarray(0, target.length);
    target.set(ready);
    this.#start += ready.length;
    return ready.length;
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#raw.write(bytes);
  }

  closeWrite(): Promise<void> {
    return this.#raw.closeWrite();
  }

  close(): void {
    this.#raw.close();
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
        this.#start = header.lengthBytes;
        this.#client = header.client;
        return { kind: "served", client: header.client };
    }
  }
}

/** What ended a connection; the log sees its name in the reason. */
class LateHeader extends Error {
  override readonly name = "LateProxyHeader";
}
