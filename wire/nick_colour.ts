/** A colour for each nick, the same wherever it is shown. */

import { foldName } from "./casemap.ts";

/** How many colours there are for nicks. */
export const nickColourCount = 16;

/** Gives a nick's colour: a number from 0 to below `nickColourCount`. `bob` and `bob_` have the same one. */
export function nickColour(nick: string): number {
  const bare = foldName(nick).replace(/[_`^|-]+$/, "") || nick;
  // FNV-1a: https://www.rfc-editor.org/rfc/rfc9923
  let hash = 0x811c9dc5;
  for (let at = 0; at < bare.length; at++) {
    hash = Math.imul(hash ^ bare.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash % nickColourCount;
}
