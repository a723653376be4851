/** What the world must know of addresses. Reading them takes a library, so whoever makes the world brings it along. */
export interface Networks {
  /** Writes an address or a network so that equal ones are written alike; undefined where `text` is neither. */
  name(text: string): string | undefined;
  /** Says whether an address is in what `name` has written. */
  has(network: string, address: string): boolean;
  /** All that `name` writes for what an address is in, from itself to the half of all; nothing where it is none. */
  around(address: string): Iterable<string>;
}
