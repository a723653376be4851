/** The word that somebody most likely meant. */

/** Gives the one of `words` that `typed` starts or that is at most two slips away, the nearest first. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = typed.length < 4 ? 2 : 3;
  for (const word of words) {
    const slips = typed !== "" && word.startsWith(typed) ? 0 : distance(typed, word);
    if (slips >= least || slips >= word.length) continue;
    least = slips;
    nearest = word;
  }
  return nearest;
}

/** Counts letters left out, put in, changed or swapped with their neighbour. */
function distance(one: string, other: string): number {
  // Commands are short: whatever is much longer is none of them.
  if (Math.abs(one.length - other.length) > 2) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const now = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? Infinity) + 1);
      }
      now.push(least);
    }
    before = last;
    last = now;
  }
  return last[other.length] ?? Infinity;
}
