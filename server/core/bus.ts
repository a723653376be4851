/** The one order of facts. */

import type { Fact, Origin, PlacedFact } from "./facts.ts";

/** Gives facts their places. Alone it is a function call; with a cluster a fact comes back from the stream. */
export interface Bus {
  /** Takes a fact; sooner or later it comes to the subscriber with its place. The operator's have no origin. */
  publish(fact: Fact, origin: Origin | undefined): void;
}

/** Gets every fact, in order, once. */
export type Subscriber = (placed: PlacedFact) => void;
