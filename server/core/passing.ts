/** What is told to whoever is there and kept nowhere: that somebody is typing, and the like. */

import type { Fact } from "./facts.ts";
import { isLasting } from "./keeping.ts";
import { onceTag } from "./onces.ts";

/** Says whether a fact changes nothing and is kept nowhere, so that it needs no place in the order. */
export function isPassing(fact: Fact): boolean {
  return fact.kind === "said" && fact.command === "TAGMSG" &&
    !isLasting(fact.command, fact.text, fact.tags) && !fact.tags.has(onceTag);
}
