/** Who a message comes from: https://modern.ircdocs.horse/#source */

/** The pieces of `nick!user@host`; a missing one is "". A server's name stands in `nick`. */
export interface Source {
  /** Nick, or a server's name. */
  readonly nick: string;
  /** User name, with its `~` where nobody vouches for it. */
  readonly user: string;
  /** Host as shown, which need not be the real one. */
  readonly host: string;
}

/** Takes a source apart. */
export function parseSource(source: string): Source {
  const bang = source.indexOf("!");
  const at = source.indexOf("@", bang < 0 ? 0 : bang);
  const host = at < 0 ? "" : source.slice(at + 1);
  const front = at < 0 ? source : source.slice(0, at);
  return bang < 0
    ? { nick: front, user: "", host }
    : { nick: front.slice(0, bang), user: front.slice(bang + 1), host };
}
