/** What the world must know of addresses. Reading them takes a library, so whoever makes the world brings it along. */
export interface Networks {
  /** Writes an address or a network so that equal ones are written alike; undefined where `text` is neither. */
  name(text: string): string | undefined;
  /** Says whether an address is in what `name` has written. */
  has(network: string, address: string): boolean;
  /** Gives what `name` writes for an address, then for its networks of so many leading bits; nothing where it is none. */
  around(address: string, prefixBits: ReadonlySet<number>): Iterable<string>;
}
