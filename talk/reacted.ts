/** What people think of a message, after one of them has changed their mind. */

import { foldName } from "../wire/casemap.ts";
import type { Reaction } from "./buffer.ts";
import type { ClientEvent } from "./event.ts";

const maxReactions = 50;
const maxReactingNicks = 500;

/** Gives the reactions to a message; nobody is among those of one kind twice. */
export function reacted(
  reactions: readonly Reaction[],
  { who, text, isTakenBack }: Extract<ClientEvent, { kind: "reacted" }>,
): readonly Reaction[] {
  const others = reactions.map((one) => one.text === text ? without(one, who) : one);
  const own = others.find((one) => one.text === text);
  const kept = isTakenBack
    ? others
    : own === undefined
    ? [...others, { text, nicks: [who] }].slice(0, maxReactions)
    : others.map((one) => one === own ? withOne(one, who) : one);
  return kept.filter(({ nicks }) => nicks.length > 0);
}

function without(reaction: Reaction, who: string): Reaction {
  const key = foldName(who);
  return { ...reaction, nicks: reaction.nicks.filter((nick) => foldName(nick) !== key) };
}

function withOne(reaction: Reaction, who: string): Reaction {
  return { ...reaction, nicks: [...reaction.nicks, who].slice(0, maxReactingNicks) };
}
