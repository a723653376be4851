/** Numbers as one reads them, and how far an axis goes. */

/** What is measured. */
export type Unit = "count" | "perSecond" | "milliseconds" | "bytes" | "percent";

/** The least that the top of an axis stands for, so that next to nothing looks like it. */
const leastTops: Readonly<Record<Unit, number>> = {
  count: 4,
  perSecond: 1,
  milliseconds: 4,
  bytes: 1_000,
  percent: 10,
};

const sizes = [["GB", 1e9], ["MB", 1e6], ["kB", 1e3]] as const;

/** Digits of round numbers whose halves are round too. */
const roundDigits: readonly number[] = [1, 1.2, 1.6, 2, 3, 4, 6, 8, 10];

/** Gives a round number that nothing is above. */
export function topOf(most: number, unit: Unit): number {
  const least = Math.max(most, leastTops[unit]);
  const noughts = 10 ** Math.floor(Math.log10(least));
  // What is as good as round may be a little more, by the way machines count.
  const step = roundDigits.find((step) => step * noughts >= least * (1 - 1e-9)) ?? 10;
  return step * noughts;
}

/** Writes a number with what it counts, in few letters. */
export function written(value: number, unit: Unit): string {
  switch (unit) {
    case "count":
      return short(value);
    case "perSecond":
      return `${short(value)}/s`;
    case "milliseconds":
      return value >= 1_000 ? `${digits(value / 1_000)} s` : `${digits(value)} ms`;
    case "percent":
      return `${digits(value)} %`;
    case "bytes": {
      const [name, size] = sizes.find(([, size]) => value >= size) ?? ["B", 1];
      return `${digits(value / size)} ${name}`;
    }
  }
}

function short(value: number): string {
  if (value >= 1e6) return `${digits(value / 1e6)} M`;
  return value >= 1e4 ? `${digits(value / 1e3)} k` : digits(value);
}

/** Three digits or so. */
function digits(value: number): string {
  const places = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  return String(Number(value.toFixed(places)));
}
