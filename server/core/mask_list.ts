/** Masks that a channel keeps, with who set them and when. */

import { foldName } from "../../wire/casemap.ts";
import { matchesMask } from "../../wire/mask.ts";
import { exceedsUtf8 } from "../../wire/utf8.ts";
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

/**
 * EXTBAN: a mask that starts so, after that which silences, is of accounts: `a:*` fits all who are logged in to one.
 * https://ircv3.net/specs/extensions/account-extban
 */
export const accountPrefix = "a:";

/** Longest mask kept, in bytes: 367 fits into a line with it and the longest names. */
const maxMaskBytes = 150;

/** Makes a whole mask of what was typed: `bob` is `bob!*@*`, `a@b` is `*!a@b`; undefined where that is none. */
export function completeMask(text: string): string | undefined {
  // A colon in front would make the rest of a line of it.
  if (/^:|[\s,\p{Cc}]/u.test(text)) return undefined;
  const prefix = text.startsWith(mutePrefix) ? mutePrefix : "";
  const body = text.slice(prefix.length);
  if (body === "" || body === accountPrefix) return undefined;
  if (body.startsWith(accountPrefix)) return exceedsUtf8(text, maxMaskBytes) ? undefined : text;
  const at = body.lastIndexOf("@");
  const host = at < 0 ? "" : body.slice(at + 1);
  const front = at < 0 ? body : body.slice(0, at);
  const bang = front.indexOf("!");
  // A lone word is a nick; before an @ it is a user name.
  const isNick = at < 0;
  const nick = bang >= 0 ? front.slice(0, bang) : isNick ? front : "";
  const user = bang >= 0 ? front.slice(bang + 1) : isNick ? "" : front;
  const mask = `${prefix}${nick || "*"}!${user || "*"}@${host || "*"}`;
  return exceedsUtf8(mask, maxMaskBytes) ? undefined : mask;
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
  const account = user.account === undefined ? undefined : foldName(user.account);
  for (const folded of list.keys()) {
    const isMute = folded.startsWith(mutePrefix);
    if (isMute !== (prefix === mutePrefix)) continue;
    const mask = folded.slice(prefix.length);
    if (!mask.startsWith(accountPrefix)) {
      if (matchesMask(mask, source)) return true;
    } else if (account !== undefined && matchesMask(mask.slice(accountPrefix.length), account)) {
      return true;
    }
  }
  return false;
}
