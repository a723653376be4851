/** A command's "no", as a value. */

import type { Numeric } from "../../wire/numerics.ts";
import type { Fact, SayCommand } from "./facts.ts";

/** Why a command did nothing. The nick that numerics start with is added when it is sent. */
export interface Refusal {
  /** A numeric of an error, or FAIL: https://ircv3.net/specs/extensions/standard-replies */
  readonly command: Numeric | "FAIL";
  /** Parameters after the nick; the last one is a sentence for people. */
  readonly params: readonly string[];
}

/** Makes a refusal by numeric. */
export function refuse(command: Numeric, ...params: readonly string[]): Refusal {
  return { command, params };
}

/** Makes a refusal by standard reply: command, code, context, sentence. */
export function fail(...params: readonly [string, string, ...string[]]): Refusal {
  return { command: "FAIL", params };
}

/** A NOTICE is never answered, not even by the server: https://modern.ircdocs.horse/#notice-message */
export function audible(command: SayCommand, refusal: Refusal | undefined): Refusal | undefined {
  return command === "NOTICE" ? undefined : refusal;
}

/** Refuses a fact that has not happened, as what could not be kept is refused; `text` says why. */
export function unplaced(fact: Fact, text: string): Refusal {
  if (fact.kind !== "said") return fail("*", "NOT_KEPT", text);
  const { target } = fact;
  return fail(fact.command, "NOT_KEPT", target.kind === "user" ? target.nick : target.name, text);
}
