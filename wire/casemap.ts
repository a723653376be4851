/** Names and what makes two of them the same: CASEMAPPING=ascii. */

import { exceedsUtf8 } from "./utf8.ts";

/** Longest nick, in characters (all ASCII). ISUPPORT NICKLEN. */
export const maxNickLength = 32;

/** Longest channel name, in bytes of UTF-8 with its `#`. ISUPPORT CHANNELLEN. */
export const maxChannelBytes = 64;

/** The form in which names are compared: A to Z in lower case, all else as it is. */
export function foldName(name: string): string {
  return /[A-Z]/.test(name) ? name.replace(/[A-Z]+/g, (found) => found.toLowerCase()) : name;
}

/** The form in which commands are compared: a to z in upper case, all else as it is, so that "paß" is no PASS. */
export function upperWord(word: string): string {
  return /[a-z]/.test(word) ? word.replace(/[a-z]+/g, (found) => found.toUpperCase()) : word;
}

/** Says whether two names are one. */
export function isSameName(one: string, other: string): boolean {
  return one.length === other.length && (one === other || foldName(one) === foldName(other));
}

/** Gives what is wrong with a nick, to be put after "Nick", or undefined when nothing is. */
export function nickFault(nick: string): string | undefined {
  if (nick === "") return "is empty";
  if (nick.length > maxNickLength) return `is longer than ${maxNickLength} characters`;
  if (/^[0-9-]/.test(nick)) return "starts with a digit or a dash";
  if (!/^[A-Za-z0-9_\-\[\]\\`^{}|]+$/.test(nick)) {
    return "has other characters than letters, digits and _-[]\\`^{}|";
  }
  return isReservedNick(nick) ? "is reserved" : undefined;
}

/**
 * Characters of nicks that can be taken for others, in the spirit of https://www.unicode.org/reports/tr39/#Confusable_Detection.
 * Nicks are ASCII and their case does not count, so `i` stands for `I` too, which looks like `l`.
 */
const lookAlikes: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  "5": "s",
  "i": "l",
  "|": "l",
  "m": "rn",
  "w": "vv",
};

/** Gives the same text for names that look alike. */
export function skeletonOf(name: string): string {
  return foldName(name).replace(/[015i|mw]/g, (letter) => lookAlikes[letter] ?? letter);
}

const reserved: ReadonlySet<string> = new Set(
  ["server", "nickserv", "chanserv"].map(skeletonOf),
);

/**
 * Says whether a nick could be taken for the server or its services, by its letters or what looks like them, whatever
 * stands around them: plain readers see the server as `[server]`. Letters with a number after them are a name of their own.
 */
export function isReservedNick(nick: string): boolean {
  if (/^[A-Za-z]+[0-9]+$/.test(nick)) return false;
  return reserved.has(skeletonOf(lettersOf(nick))) || reserved.has(lettersOf(skeletonOf(nick)));
}

/** The letters of a nick alone. */
export function lettersOf(nick: string): string {
  return nick.replace(/[^A-Za-z]/g, "");
}

/** Says whether a message's target is meant to be a channel. ISUPPORT CHANTYPES. */
export function isChannelName(name: string): boolean {
  return name.startsWith("#");
}

/** Gives what is wrong with a channel's name, to be put after "Channel name", or undefined when nothing is. */
export function channelNameFault(name: string): string | undefined {
  if (!isChannelName(name)) return "does not start with #";
  if (exceedsUtf8(name, maxChannelBytes)) return `is longer than ${maxChannelBytes} bytes`;
  if (name.length === 1) return "is empty";
  if (/[\s,:*?\p{C}]/u.test(name.slice(1))) {
    return "has a space, a comma, a colon, * or ?, or a character that can't be seen";
  }
  return undefined;
}
