/** Reactions to a message, counted together. */

import { foldName } from "../wire/casemap.ts";
import type { Reaction, SaidEntry } from "./buffer.ts";
import type { StateTold } from "./event.ts";

// What hostile people could make us remember has an end.
const maxReactions = 50;
const maxNicks = 500;

/** Gives a message with one more reaction, or one less. */
export function reactedEntry(
  entry: SaidEntry,
  { who, text, isTakenBack }: Extract<StateTold, { kind: "reacted" }>,
): SaidEntry {
  const others = entry.reactions.map((one) => one.text === text ? without(one, who) : one);
  const own = others.find((one) => one.text === text);
  const all = isTakenBack
    ? others
    : own === undefined
    ? [...others, { text, nicks: [who] }].slice(0, maxReactions)
    : others.map((one) => one === own ? withOne(one, who) : one);
  return { ...entry, reactions: all.filter(({ nicks }) => nicks.length > 0) };
}

function without(reaction: Reaction, who: string): Reaction {
  const key = foldName(who);
  return { ...reaction, nicks: reaction.nicks.filter((nick) => foldName(nick) !== key) };
}

function withOne(reaction: Reaction, who: string): Reaction {
  return { ...reaction, nicks: [...reaction.nicks, who].slice(0, maxNicks) };
}
