/** Addresses as parameters of IRC. */

/** Writes an address as one word: one that starts with a colon gets a 0 in front, as servers do. */
export function formatPeerAddress(address: string): string {
  return address.startsWith(":") ? `0${address}` : address;
}
