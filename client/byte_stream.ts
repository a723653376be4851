/** What carries the bytes of a link. */

/** The part of `Deno.Conn` that a link uses, so that a socket of Node can be one too. */
export interface ByteStream {
  /** Reads some bytes; null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes some of the bytes and says how many. */
  write(bytes: Uint8Array): Promise<number>;
  /** Closes at once. */
  close(): void;
}
