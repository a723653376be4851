/** Who is at the other end of a connection. */

/** Where a connection comes from, and where it came to. */
export interface Peer {
  /** The peer's IP address. */
  readonly address: string;
  /** The peer's port. */
  readonly port: number;
  /** The port of this server that it came to. */
  readonly localPort: number;
}

/** `address:port` as logs and URLs write it. */
export function formatPeer({ address, port }: Pick<Peer, "address" | "port">): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
