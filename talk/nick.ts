/** Nicks that the client chooses by itself. */

import { maxNickLength, nickFault } from "../wire/casemap.ts";

/** Makes a nick of any name: without diacritics, `_` for what a nick can't hold; `guest` where nothing is left. */
export function nickFromName(name: string): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "");
  const words = plain.replace(/[^A-Za-z0-9_\-[\]\\`^{}|]+/g, "_").replace(/^(?=[0-9-])/, "_");
  const nick = words.slice(0, maxNickLength);
  return /[A-Za-z0-9]/.test(nick) && nickFault(nick) === undefined ? nick : "guest";
}

/** Gives `base` with a number behind it, cut so that it keeps within `maxLength`. */
export function numberedNick(base: string, number: number, maxLength: number): string {
  const digits = String(number);
  return base.slice(0, Math.max(maxLength - digits.length, 1)) + digits;
}
