/** What a value of a configuration may be. */

import { resolve } from "node:path";

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
