/** What commander says, as the rest of the program says it. */

import { hideLogins } from "../server/nats_address.ts";

/** What is asked of commander's `Option`. */
export interface DescribedOption {
  /** What it is for. */
  readonly description: string;
  /** What it may be. */
  readonly argChoices?: readonly string[] | undefined;
  /** What it is if left out. */
  readonly defaultValue?: unknown;
}

/** Commander's own words as one line: capital, and the nearest right word at its end. */
export function oneLine(text: string): string {
  const line = hideLogins(text.replace(/^error: /, "").trim().replace(/\s*\n\s*/g, " "));
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}\n`;
}

/** What stands beside an option: what it is for, what it may be, and what it is if left out. */
export function describeOption(
  { description, argChoices, defaultValue }: DescribedOption,
): string {
  const choices = argChoices === undefined ? "" : `: ${argChoices.join(", ")}`;
  const hasDefault = typeof defaultValue === "string" || typeof defaultValue === "number";
  return `${description}${choices}${hasDefault ? ` (default: ${defaultValue})` : ""}`;
}
