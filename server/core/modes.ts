/** Channel modes: which there are, and MODE's parameters to changes. https://modern.ircdocs.horse/#channel-modes */

import { type Pace, readPace } from "./slow_mode.ts";

/** A list of masks that a channel keeps. */
export type ListLetter = "b" | "e" | "I" | "g";

/** A mode that is on or off. */
export type FlagLetter = "C" | "E" | "H" | "R" | "i" | "m" | "n" | "s" | "t" | "u";

/** What a member can be. */
export type RankLetter = "o" | "h" | "v";

/** One change as it was typed. */
export type WantedChange =
  | {
    readonly kind: "list";
    readonly letter: ListLetter;
    readonly isSet: boolean;
    readonly mask: string;
  }
  | { readonly kind: "query"; readonly letter: ListLetter }
  | { readonly kind: "key"; readonly isSet: boolean; readonly key: string }
  | { readonly kind: "limit"; readonly isSet: boolean; readonly limit: number }
  | { readonly kind: "slow"; readonly isSet: true; readonly pace: Pace }
  | { readonly kind: "slow"; readonly isSet: false }
  | { readonly kind: "flag"; readonly letter: FlagLetter; readonly isSet: boolean }
  | {
    readonly kind: "rank";
    readonly letter: RankLetter;
    readonly isSet: boolean;
    readonly nick: string;
  }
  | { readonly kind: "unknown"; readonly letter: string }
  /** Of a mode that takes a parameter and was given none, or one that it can't be. */
  | { readonly kind: "invalid"; readonly letter: string; readonly param: string };

/** Lists of masks, and of patterns of words (g): what each is for. */
export const listModes: Readonly<Record<ListLetter, string>> = {
  b: "bans who fits",
  e: "lets in and lets speak whom a ban fits",
  I: "lets in without an invitation",
  g: "takes no message with this in it, but of those who lead",
};

/** Flags: what each does. */
export const flagModes: Readonly<Record<FlagLetter, string>> = {
  C: "lets no CTCP through but ACTION",
  E: "keeps nothing of what is said",
  H: "lets members read what was said before they came, where +i, +k, +s or +R would not",
  R: "lets in and lets speak only who is logged in to an account",
  i: "lets in only who is invited",
  m: "lets only members with voice or more speak",
  n: "lets only members speak",
  s: "hides the channel from who is not in it",
  t: "lets only operators set the topic",
  u: "shows ordinary members to those with a rank only",
};

/** Ranks from the highest: their sign before a nick, and what they are. */
export const rankModes: Readonly<
  Record<RankLetter, { readonly sign: string; readonly bit: number; readonly title: string }>
> = {
  o: { sign: "@", bit: 4, title: "operator" },
  h: { sign: "%", bit: 2, title: "half-operator" },
  v: { sign: "+", bit: 1, title: "voice" },
};

/** Most changes with a parameter in one MODE; what comes after them is left out. ISUPPORT MODES. */
export const maxModeParams = 20;

/** Most entries of all lists of a channel together. ISUPPORT MAXLIST. */
export const maxListEntries = 100;

/** Longest key, in characters. ISUPPORT KEYLEN. */
export const maxKeyLength = 32;

/** Modes with a parameter when they are set: the limit, and slow mode. */
export const paramModes = "lf";

/** CHANMODES of ISUPPORT, and the letters of 004. */
export const chanmodes = `${Object.keys(listModes).join("")},k,${paramModes},${
  Object.keys(flagModes).join("")
}`;

/** Reads the parameters of MODE after the channel: letters with signs, then what belongs to them in order. */
export function parseModeChanges(
  letters: string,
  params: readonly string[],
): readonly WantedChange[] {
  const changes: WantedChange[] = [];
  const rest = [...params];
  let isSet = true;
  let left = maxModeParams;
  for (const letter of letters) {
    if (letter === "+" || letter === "-") {
      isSet = letter === "+";
      continue;
    }
    const change = parseChange(letter, isSet, rest);
    if (change.kind !== "flag" && change.kind !== "query" && left-- === 0) break;
    changes.push(change);
  }
  return changes;
}

function parseChange(letter: string, isSet: boolean, rest: string[]): WantedChange {
  if (isFlag(letter)) return { kind: "flag", letter, isSet };
  if (isList(letter)) {
    const mask = rest.shift();
    return mask === undefined ? { kind: "query", letter } : { kind: "list", letter, isSet, mask };
  }
  if (isRank(letter)) {
    const nick = rest.shift();
    if (nick === undefined) return { kind: "invalid", letter, param: "*" };
    return { kind: "rank", letter, isSet, nick };
  }
  if (letter === "k") return parseKey(isSet, rest.shift());
  if (letter === "l") return isSet ? parseLimit(rest.shift()) : { kind: "limit", isSet, limit: 0 };
  if (letter === "f") return isSet ? parseSlow(rest.shift()) : { kind: "slow", isSet };
  return { kind: "unknown", letter };
}

/** A key is taken off whatever is given as it, so that whoever forgot it can. */
function parseKey(isSet: boolean, key: string | undefined): WantedChange {
  if (!isSet) return { kind: "key", isSet, key: key ?? "*" };
  const isValid = key !== undefined && /^[^\s,:][^\s,]*$/.test(key) && key.length <= maxKeyLength;
  return isValid
    ? { kind: "key", isSet, key }
    // What was meant as a secret is not told back.
    : { kind: "invalid", letter: "k", param: "*" };
}

function parseLimit(text: string | undefined): WantedChange {
  const limit = /^[0-9]{1,6}$/.test(text ?? "") ? Number(text) : 0;
  return limit > 0
    ? { kind: "limit", isSet: true, limit }
    : { kind: "invalid", letter: "l", param: text ?? "*" };
}

function parseSlow(text: string | undefined): WantedChange {
  const pace = text === undefined ? undefined : readPace(text);
  return pace === undefined
    ? { kind: "invalid", letter: "f", param: text ?? "*" }
    : { kind: "slow", isSet: true, pace };
}

/** Says whether a change that is told has a parameter. */
export function takesParam(letter: string, isSet: boolean): boolean {
  return isList(letter) || isRank(letter) || letter === "k" ||
    (paramModes.includes(letter) && isSet);
}

/** Tells a flag's letter from any other text. */
export function isFlag(letter: string): letter is FlagLetter {
  return Object.hasOwn(flagModes, letter);
}

/** Tells a list's letter from any other text. */
export function isList(letter: string): letter is ListLetter {
  return Object.hasOwn(listModes, letter);
}

/** Tells a rank's letter from any other text. */
export function isRank(letter: string): letter is RankLetter {
  return Object.hasOwn(rankModes, letter);
}
