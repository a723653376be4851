/** Texts made by rules. */

import { type Random, randomOf } from "../helpers/random.ts";

/** Rules by name: each has forms, in which `{name}` stands for what another rule makes. */
export type Grammar = Readonly<Record<string, readonly string[]>>;

/** Rules may name themselves, but not without end. */
const maxDepth = 8;

/**
 * Makes a text by the rule `name`.
 *
 * @throws {RangeError} when there is no such rule.
 */
export function expand(random: Random, grammar: Grammar, name: string, depth = 0): string {
  if (depth > maxDepth) return "";
  const forms = grammar[name];
  if (forms === undefined) throw new RangeError(`There is no rule "${name}"`);
  return randomOf(random, forms)
    .replace(/\{(\w+)\}/g, (_, inner: string) => expand(random, grammar, inner, depth + 1));
}

/** All words of a grammar's forms: what a mutation may put in. */
export function wordsOf(grammar: Grammar): readonly string[] {
  const forms = Object.values(grammar).flat().filter((form) => !form.includes("{"));
  return [...new Set(forms)];
}
