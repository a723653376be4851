/** Modes of users: which there are, and how they are shown. https://modern.ircdocs.horse/#user-modes */

import type { UserModeLetter } from "./facts.ts";
import type { User } from "./user.ts";

/** All modes of users: what each tells. Of an operator it is a connection that has `o`, by OPER. */
export const userModes: Readonly<Record<UserModeLetter | "o", string>> = {
  B: "is a bot",
  R: "gets private messages only from who is logged in to an account",
  i: "is hidden from who shares no channel with it",
  o: "is an operator of the server",
  w: "gets what operators tell all",
};

/** Tells a mode that users set themselves from any other letter. */
export function isUserMode(letter: string): letter is UserModeLetter {
  return letter !== "o" && Object.hasOwn(userModes, letter);
}

/** Says whether one of a user's connections is a server operator's. */
export function isServerOperator(user: User): boolean {
  return user.operators.length > 0;
}

/** A user's modes that are on, as MODE shows them. */
export function formatUserModes(user: User): string {
  const letters = [...user.modes, ...(isServerOperator(user) ? ["o"] : [])];
  return `+${letters.sort().join("")}`;
}
