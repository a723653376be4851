/** Medians and ratios of what was measured in rounds. */

import type { Figure, Goal } from "./loads.ts";

/** The figures of one run. */
export type Run = Readonly<Record<string, number>>;

/** All runs: by load, by contender, in rounds. A round that failed is "undefined". */
export type Runs = ReadonlyMap<string, ReadonlyMap<string, readonly (Run | undefined)[]>>;

/** The middle one, or the mean of the two; "undefined" of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/** A figure of a run; those that are not printed are computed. */
export function figureOf(run: Run, figure: Figure | string): number | undefined {
  const { serverCpuSeconds = 0, deliveries = 0, messages = 0 } = run;
  if (figure === "serverUsPerDelivery") return serverCpuSeconds * 1e6 / deliveries;
  if (figure === "serverUsPerMessage") return serverCpuSeconds * 1e6 / messages;
  return run[figure];
}

/**
 * What each receiver more than in `fewer` costs the server for a message, in µs: how a message's cost grows with its receivers,
 * without what every message costs, however few read it.
 */
export function usPerFurtherReceiver(run: Run, fewer: Run): number {
  const us = (one: Run) => figureOf(one, "serverUsPerMessage") ?? NaN;
  const receivers = ({ deliveries = 0, messages = 0 }: Run) => deliveries / messages;
  return (us(run) - us(fewer)) / (receivers(run) - receivers(fewer));
}

/** The median of a figure over all rounds. */
export function medianOf(
  runs: readonly (Run | undefined)[],
  figure: Figure | string,
): number | undefined {
  return median(runs.flatMap((run) => (run && figureOf(run, figure)) ?? []));
}

/** The median of the ratios of rounds: what was measured a moment apart is compared, whatever the machine did later. */
export function medianRatio(
  ours: readonly (Run | undefined)[],
  theirs: readonly (Run | undefined)[],
  figure: Figure,
): number | undefined {
  return median(ours.flatMap((our, round) => {
    const their = theirs[round];
    const above = our && figureOf(our, figure);
    const below = their && figureOf(their, figure);
    return above === undefined || below === undefined || below === 0 ? [] : above / below;
  }));
}

/** Says whether a ratio is as it should be. */
export function isReached(
  { atLeast = -Infinity, atMost = Infinity }: Goal,
  ratio: number,
): boolean {
  return ratio >= atLeast && ratio <= atMost;
}
