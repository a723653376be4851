/** Which ranks are higher than others, by the signs that a server has for them. */

/** Says whether these ranks let one lead a channel: half-operators and all above them do. */
export function isLeading(own: string, prefixes: string): boolean {
  return rankOf(own, prefixes) <= Math.max(prefixes.indexOf("%"), prefixes.indexOf("@"));
}

/** The highest is 0; who has none comes behind all. */
export function rankOf(signs: string, prefixes: string): number {
  const at = [...prefixes].findIndex((sign) => signs.includes(sign));
  return at < 0 ? prefixes.length : at;
}
