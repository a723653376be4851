/** The one order of facts. */

import type { Fact, Origin, PlacedFact } from "./facts.ts";

/** Gives facts their places. Alone it is a function call; with a cluster a fact comes back from the stream. */
export interface Bus {
  /** Why nothing can be placed now, for people; undefined while it can. Who has gone may be told of all the same. */
  readonly obstacle: string | undefined;
  /** The facts that come now happened before this server was there: nobody is to hear of them as of news. */
  readonly isPast: boolean;
  /** Takes a fact; sooner or later it comes to the subscriber with its place. The operator's have no origin. */
  publish(fact: Fact, origin: Origin | undefined): void;
}

/** Gets every fact, in order, once. */
export type Subscriber = (placed: PlacedFact) => void;

/** Told that a fact will not take effect, and why, for people. */
export type Refused = (fact: Fact, origin: Origin | undefined, text: string) => void;
