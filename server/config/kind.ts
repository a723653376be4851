/** What a value of the configuration may be. */

import { resolve } from "node:path";
import { type Network, parseNetwork } from "../net/network.ts";
import { parseHostName, parseOrigin } from "../web_names.ts";

/** One kind of values. */
export interface Kind<T> {
  /** What to give, after "give": `a number from 1 to 10`. */
  readonly what: string;
  /** Takes a value of TOML; undefined where it is of another kind. Relative paths start at `folder`. */
  read(value: unknown, folder: string): T | undefined;
}

/** True or false. */
export const aSwitch: Kind<boolean> = {
  what: "true or false",
  read: (value) => typeof value === "boolean" ? value : undefined,
};

/** Some text. */
export const aText: Kind<string> = {
  what: "text in quotes",
  read: (value) => typeof value === "string" && value !== "" ? value : undefined,
};

/** The path of a file. */
export const aFile: Kind<string> = {
  what: "the path of a file in quotes",
  read: (value, folder) =>
    typeof value === "string" && value !== "" ? resolve(folder, value) : undefined,
};

/** The name of a server: the same rule as on the command line. */
export const aServerName: Kind<string> = {
  what: "a name with a dot, of letters, digits, dots and dashes",
  read: (value) =>
    typeof value === "string" && value.includes(".") &&
      /^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/.test(value)
      ? value
      : undefined,
};

/** Where a picture is: told in ISUPPORT, so that it must be one short word. */
export const aPictureUrl: Kind<string> = {
  what: "a URL that begins with https:// or http://, of at most 200 characters without spaces",
  read: (value) =>
    typeof value === "string" && value.length <= 200 && /^https?:\/\/[\x21-\x7e]+$/.test(value)
      ? value
      : undefined,
};

/** Addresses and networks. */
export const networks: Kind<readonly Network[]> = {
  what: 'a list of addresses or networks like ["192.0.2.0/24"]',
  read: (value) => readAll(value, parseNetwork),
};

/** Names of hosts. */
export const hostNames: Kind<readonly string[]> = {
  what: 'a list of names like ["chat.example.org"]',
  read: (value) => readAll(value, parseHostName),
};

/** Pages, as browsers name where they come from. */
export const origins: Kind<readonly string[]> = {
  what: 'a list like ["https://example.org"], with "null" for pages of files',
  read: (value) => readAll(value, parseOrigin),
};

function readAll<T>(value: unknown, read: (text: string) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const all = value.map((text) => typeof text === "string" ? read(text) : undefined);
  const good = all.filter((item) => item !== undefined);
  return good.length === all.length ? good : undefined;
}

/** A whole number. */
export function integer(least: number, most: number): Kind<number> {
  return {
    what: `a number from ${least} to ${most}`,
    read: (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
        ? value
        : undefined,
  };
}

/** One of some words. */
export function oneOf<const T extends string>(words: readonly T[]): Kind<T> {
  return {
    what: words.map((word) => `"${word}"`).join(" or "),
    read: (value) => words.find((word) => word === value),
  };
}
