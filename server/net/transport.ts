/** Sockets of any kind, as connections take them. */

/** What a socket tells of its peer. Never from within a call of the socket's own methods, and nothing while it is paused. */
export interface SocketEvents {
  /** No more will come; the peer may still take what is written. Told once. */
  onEnd(): void;
  /** The connection is lost. Told once, as the last thing, and not after `close`. */
  onLost(error: unknown): void;
}

/** What a socket tells on which lines are a stream. */
export interface ByteEvents extends SocketEvents {
  /** Some have come, at least one. They are overwritten later: what is kept is to be copied. */
  onBytes(bytes: Uint8Array): void;
}

/** What a socket tells that sets lines apart itself. */
export interface MessageEvents extends SocketEvents {
  /** Some have come together, at least one. */
  onMessages(messages: readonly Uint8Array[]): void;
}

/** What all sockets have. */
export interface Socket {
  /** Settles when bytes can come and go, or rejects when they never will; left out where they can at once. */
  readonly opened?: Promise<void>;
  /** Nobody on the way can read what is sent. */
  readonly isSecure?: boolean;
  /** See `Session.fingerprint`; known when it is open. */
  readonly fingerprint?: string | undefined;
  /** Tells nothing more until `resume`: what comes has to wait, with the peer if it is much. */
  pause(): void;
  /** Ends a pause. */
  resume(): void;
  /**
   * Writes some of `bytes`, at least one, and gives how many: at once where the peer can take them, else when it has. One
   * write at a time. Throws or rejects when the connection is lost or closed.
   */
  write(bytes: Uint8Array): number | Promise<number>;
  /** Tells the peer that no more will come, when all is written. Settles when that is done; rejects when it is lost or closed. */
  closeWrite(): Promise<void>;
  /** Closes now, whatever is still on its way: tells nothing any more, and rejects what is awaited. A second time it does nothing. */
  close(): void;
}

/** A socket on which lines are a stream. */
export interface Transport extends Socket {
  /** Tells `events` what comes from now on. To be called once. */
  listen(events: ByteEvents): void;
}

/** A socket that sets lines apart itself. What is written to it are whole frames, as its bit says. */
export interface MessageTransport extends Socket {
  /** See `Session.frameBit`. */
  readonly frameBit: number;
  /** What is spoken, where that was agreed on. */
  readonly dialect?: "irc";
  /** Tells `events` what comes from now on. To be called once. */
  listen(events: MessageEvents): void;
}

/** A socket of any kind. */
export type AnyTransport = Transport | MessageTransport;

/** Says whether a socket sets lines apart itself. */
export function hasMessages(transport: AnyTransport): transport is MessageTransport {
  return "frameBit" in transport;
}

/** See `Session.frameBit`. */
export function frameBitOf(transport: AnyTransport): number {
  return hasMessages(transport) ? transport.frameBit : 0;
}
