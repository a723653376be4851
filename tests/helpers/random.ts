/** Chance that comes out the same each time, so that a failing fuzz can be run again. */

/** Gives the next number of a sequence, at least 0 and less than 1. */
export type Random = () => number;

/** Makes the sequence of `seed`: mulberry32, 32 bits of state, good enough to shuffle tests with. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Gives a whole number, at least 0 and less than `below`. */
export function randomBelow(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/**
 * Gives one of `items`.
 *
 * @throws {RangeError} when there are none.
 */
export function randomOf<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[randomBelow(random, items.length)];
  if (item === undefined) throw new RangeError("Nothing to choose from");
  return item;
}

/** Gives 0 to `most` of `pieces`, joined. */
export function randomText(random: Random, pieces: readonly string[], most: number): string {
  let text = "";
  for (let left = randomBelow(random, most + 1); left > 0; left--) text += randomOf(random, pieces);
  return text;
}

/** Gives 0 to `most` bytes, each one of `choice`. */
export function randomBytes(random: Random, choice: readonly number[], most: number): Uint8Array {
  return Uint8Array.from(
    { length: randomBelow(random, most + 1) },
    () => randomOf(random, choice),
  );
}

/** Cuts `bytes` in random places into chunks, some of which may be empty. */
export function randomCuts(random: Random, bytes: Uint8Array): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + randomBelow(random, Math.min(bytes.length, 8) + 1);
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
}
