/**
 * The runtime's own handle of a TCP socket, on which its `node:net` stands.
 *
 * It is used in place of `Deno.listen` and `conn.read`, since it writes at once, without a promise, and since one that waits
 * takes 2 KiB and not 9: docs/architecture.md has the figures. Its form is Node's, which has not changed for years, but nobody
 * promises it; `openTcpHandle` and the tests of this folder would show a runtime that has another.
 */

import process from "node:process";

/** A socket, or one that listens. Methods that give a number give 0, or what is wrong, as a negative `errno`. */
export interface TcpHandle {
  /** For whoever holds it: what it belongs to. */
  owner?: TcpOwner | undefined;
  /** Called when somebody has come: `accept` is due. */
  onconnection?: (status: number) => void;
  /** Called when bytes have come, or what ends them. */
  onread?: (this: TcpHandle) => void;
  /** Takes an address, or a name, and a port. */
  bind(address: string, port: number): number;
  /** Lets the kernel accept. Once more is no harm: it looks for who waits. */
  listen(backlog: number): number;
  /** Makes `client` the next one who waits. */
  accept(client: TcpHandle): number;
  /** Gives its own address. */
  getsockname(into: Partial<TcpAddress>): number;
  /** Gives the peer's. */
  getpeername(into: Partial<TcpAddress>): number;
  /** Small writes leave at once. */
  setNoDelay(isOn: boolean): number;
  /** A peer that has vanished is noticed, after so many seconds of silence. */
  setKeepAlive(isOn: boolean, afterSeconds: number): number;
  /** Reads into `buffer` from now on, which may be that of many. */
  useUserBuffer(buffer: Uint8Array): void;
  /** Begins to read. */
  readStart(): number;
  /** Stops reading. */
  readStop(): number;
  /** Writes all of `bytes`: at once, or see `isWrittenLater`. */
  writeBuffer(request: TcpRequest, bytes: Uint8Array): number;
  /** Tells the peer that no more comes, when all is written. */
  shutdown(request: TcpRequest): number;
  /** Closes. What is awaited is told as failed, or never. */
  close(onClosed?: () => void): void;
}

/** Whoever a handle belongs to. */
export interface TcpOwner {
  /** So many bytes have come, or what ends them: `endOfStream`, or what is wrong, as a negative `errno`. */
  onRead(count: number): void;
  /** What was written later is written, or never will be. */
  onWritten(status: number): void;
  /** The peer was told that no more comes, or never will be. */
  onShutDown(status: number): void;
}

/** What is awaited. */
export interface TcpRequest {
  /** Called when it is done. */
  oncomplete(status: number, handle: TcpHandle): void;
}

/** Where a socket is. */
export interface TcpAddress {
  /** The IP address. */
  readonly address: string;
  /** The port. */
  readonly port: number;
}

/** No more will come. */
export const endOfStream: number = -4095;

interface TcpWrap {
  readonly TCP: new (kind: number) => TcpHandle;
  readonly constants: { readonly SOCKET: number; readonly SERVER: number };
}

interface StreamWrap {
  readonly streamBaseState: Int32Array;
  readonly kReadBytesOrError: number;
  readonly kLastWriteWasAsync: number;
}

const binding: (name: string) => TcpWrap & StreamWrap = Reflect.get(process, "binding");
const { TCP, constants } = binding("tcp_wrap");
const { streamBaseState, kReadBytesOrError, kLastWriteWasAsync } = binding("stream_wrap");

/** Makes a handle that belongs to no socket yet. */
export function openTcpHandle(kind: "socket" | "listener"): TcpHandle {
  return new TCP(kind === "socket" ? constants.SOCKET : constants.SERVER);
}

/** Tells `owner` from now on what happens to a handle that was accepted, which reads into `buffer`. */
export function own(handle: TcpHandle, owner: TcpOwner, buffer: Uint8Array): void {
  handle.owner = owner;
  handle.onread = tellRead;
  handle.useUserBuffer(buffer);
}

/** Writes all of `bytes`; gives 0 or what is wrong. */
export function write(handle: TcpHandle, bytes: Uint8Array): number {
  return handle.writeBuffer(writing, bytes);
}

/** Right after `write`: says whether the peer could not take all at once, so that the owner is told when it has. */
export function isWrittenLater(): boolean {
  return streamBaseState[kLastWriteWasAsync] === 1;
}

/** Tells the peer that no more comes, when all is written, and then the owner; gives 0 or what is wrong. */
export function shutDown(handle: TcpHandle): number {
  return handle.shutdown(shuttingDown);
}

// One of each for all: the runtime names the handle.
const writing: TcpRequest = { oncomplete: (status, handle) => handle.owner?.onWritten(status) };
const shuttingDown: TcpRequest = {
  oncomplete: (status, handle) => handle.owner?.onShutDown(status),
};

function tellRead(this: TcpHandle): void {
  this.owner?.onRead(streamBaseState[kReadBytesOrError] ?? 0);
}
