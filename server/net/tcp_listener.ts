/** A port of TCP that is open. */

import { getSystemErrorName } from "node:util";
import { descriptorShortage } from "./descriptor_probe.ts";
import { openTcpHandle, type TcpAddress, type TcpHandle } from "./tcp_handle.ts";
import { type TcpShared, TcpTransport } from "./tcp_transport.ts";
import { Turns } from "./turns.ts";

/** Serves whoever has come from `remote`, in the background. */
export type ServeTcp = (transport: TcpTransport, remote: TcpAddress) => void;

/** The kernel's own limit caps this; with the usual 511 a storm of reconnects waits for seconds. */
const backlog = 4096;

/** Read at once of each socket. */
const readBytes = 16 * 1024;

/**
 * How often it looks for who waits. Deno's runtime (2.9.6) forgets its port for good when a connection could not be accepted,
 * as without a free descriptor, until it is asked to listen again. It is asked whenever one of its sockets has given a
 * descriptor back too, so that a storm is let in as fast as it leaves; others may give some back as well.
 */
const lookMs = 1_000;

/** A connection that is silent for so long is asked for by the kernel, which also keeps it alive on the way. */
const keepAliveSeconds = 300;

/** The runtime's answer for a host that it can't find. */
const notFound = -1;

/** Why nothing can listen somewhere. */
class ListenFault extends Error {
  /** See `Error`. */
  override readonly name = "ListenFault";
  /** As the kernel calls it, or ENOTFOUND. */
  readonly code: string;

  /** Takes what is wrong, as a negative `errno`. */
  constructor(status: number) {
    const code = status === notFound ? "ENOTFOUND" : getSystemErrorName(status);
    super(code);
    this.code = code;
  }
}

/** Listens. */
export class TcpListener {
  /** Where. */
  readonly address: TcpAddress;
  readonly #handle: TcpHandle;
  readonly #clock: ReturnType<typeof setInterval>;
  /** For what a socket leaves behind: room for the next one. */
  readonly #readmit = (): void => {
    if (!this.#isClosed) this.#handle.listen(backlog);
  };
  readonly #shared: TcpShared = {
    buffer: new Uint8Array(readBytes),
    turns: new Turns(),
    onClosed: this.#readmit,
  };
  #early: TcpHandle[] = [];
  #serve: ServeTcp | undefined;
  #onFailure: ((text: string) => void) | undefined;
  #isFailing = false;
  #isClosed = false;

  private constructor(handle: TcpHandle) {
    this.#handle = handle;
    // On Linux those who are accepted inherit both.
    handle.setNoDelay(true);
    handle.setKeepAlive(true, keepAliveSeconds);
    this.address = addressOf((into) => handle.getsockname(into)) ?? { address: "", port: 0 };
    this.#clock = setInterval(() => this.#look(), lookMs);
  }

  /**
   * Opens `port`, or a free one for 0, on a host's address or name.
   *
   * @throws {ListenFault} when that can't be, and whatever the runtime throws for a host that is none.
   */
  static open(host: string, port: number): TcpListener {
    const handle = openTcpHandle("listener");
    let listener: TcpListener | undefined;
    handle.onconnection = (status) => {
      if (status === 0 && listener !== undefined) listener.#accept();
    };
    try {
      // Others may be bound to the port until one listens.
      const status = handle.bind(host, port) || handle.listen(backlog);
      if (status !== 0) throw new ListenFault(status);
      return listener = new TcpListener(handle);
    } catch (error) {
      handle.close();
      throw error;
    }
  }

  /** Serves all who come, and those who have come since it was opened. `onFailure` is told that nobody can, once until it is over. */
  accept(serve: ServeTcp, onFailure: (text: string) => void): void {
    this.#serve = serve;
    this.#onFailure = onFailure;
    const early = this.#early;
    this.#early = [];
    for (const handle of early) this.#begin(handle, serve);
  }

  /** Lets nobody in any more; settles when that is so. */
  close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#clock);
    for (const handle of this.#early) handle.close();
    this.#early = [];
    return new Promise((resolve) => this.#handle.close(resolve));
  }

  #look(): void {
    const shortage = descriptorShortage();
    if (shortage !== undefined && !this.#isFailing) {
      this.#onFailure?.(`Accepting failed: ${shortage}`);
    }
    this.#isFailing = shortage !== undefined;
    this.#readmit();
  }

  #accept(): void {
    const handle = openTcpHandle("socket");
    if (this.#handle.accept(handle) !== 0) return handle.close(this.#readmit);
    const serve = this.#serve;
    if (serve !== undefined) this.#begin(handle, serve);
    else if (this.#early.length < backlog) this.#early.push(handle);
    else handle.close(this.#readmit);
  }

  #begin(handle: TcpHandle, serve: ServeTcp): void {
    const remote = addressOf((into) => handle.getpeername(into));
    // Whoever took their connection back while it waited.
    if (remote === undefined) return handle.close(this.#readmit);
    serve(new TcpTransport(handle, this.#shared), remote);
  }
}

function addressOf(get: (into: Partial<TcpAddress>) => number): TcpAddress | undefined {
  const into: { address?: string; port?: number } = {};
  if (get(into) !== 0) return undefined;
  const { address = "", port = 0 } = into;
  return { address, port };
}
