/** Masks that a channel keeps, with who set them and when. */

import { foldName } from "../../wire/casemap.ts";
import { matchesMask } from "../../wire/mask.ts";
import type { User } from "./user.ts";

/** One entry of a list. */
export interface MaskEntry {
  /** The mask, whole, as it is shown. */
  readonly mask: string;
  /** Source of who set it. */
  readonly setBy: string;
  /** When, in milliseconds. */
  readonly setAtMs: number;
}

/** Entries by folded mask, in the order they came. */
export type MaskList = ReadonlyMap<string, MaskEntry>;

/** EXTBAN: a mask that starts so does not keep out but silences. https://modern.ircdocs.horse/#extban-parameter */
export const mutePrefix = "m:";

/** Longest mask kept, in characters. */
const maxMaskLength = 200;

/** Makes a whole mask of what was typed: `bob` is `bob!*@*`, `a@b` is `*!a@b`; undefined where that is none. */
export function completeMask(text: string): string | undefined {
  const isMute = text.startsWith(mutePrefix);
  const body = isMute ? text.slice(mutePrefix.length) : text;
  if (body === "" || body.length > maxMaskLength || /[\s,:]/.test(body.replace(/:/g, ""))) {
    return undefined;
  }
  const at = body.lastIndexOf("@");
  const bang = body.indexOf("!");
  const host = at < 0 ? "*" : body.slice(at + 1) || "*";
  const front = at < 0 ? body : body.slice(0, at);
  const nick = bang < 0 ? (at < 0 ? front : "*") : front.slice(0, bang) || "*";
  const user = bang < 0 ? (at < 0 ? "*" : front) : front.slice(bang + 1) || "*";
  return `${isMute ? mutePrefix : ""}${nick}!${user}@${host}`;
}

/** Says whether a mask of the list fits a user. */
export function fitsList(list: MaskList, user: User): boolean {
  return anyFits(list, user, "");
}

/** Says whether a mute of the list fits a user. */
export function fitsMute(list: MaskList, user: User): boolean {
  return anyFits(list, user, mutePrefix);
}

function anyFits(list: MaskList, user: User, prefix: string): boolean {
  if (list.size === 0) return false;
  const source = foldName(user.source);
  for (const folded of list.keys()) {
    if (prefix === "" ? folded.startsWith(mutePrefix) : !folded.startsWith(prefix)) continue;
    if (matchesMask(folded.slice(prefix.length), source)) return true;
  }
  return false;
}
