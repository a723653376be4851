/** Runs one target with many inputs. */

import {
  type Random,
  randomBelow,
  randomBytes,
  randomOf,
  seededRandom,
} from "../helpers/random.ts";
import type { Corpus } from "./corpus.ts";
import { failureOf, minimise } from "./minimise.ts";
import { mutate } from "./mutation.ts";
import type { Piece, Target } from "./target.ts";

/** How long and from where. */
export interface FuzzOptions {
  /** Whatever was found is found again with the same seed, corpus and count. */
  readonly seed: number;
  /** At least so many inputs. */
  readonly count: number;
  /** What to start from; what is new is added. */
  readonly corpus: Corpus;
  /** Called now and then with how many were tried. */
  readonly onProgress?: (tried: number) => void;
}

/** What made a target fail. */
export interface FuzzFailure {
  /** As short as it still fails. */
  readonly script: readonly Piece[];
  /** What went wrong. */
  readonly error: Error;
}

/** A script with how long it took. */
export interface SlowScript {
  /** In milliseconds. */
  readonly tookMs: number;
  /** Its pieces. */
  readonly script: readonly Piece[];
}

/** What came of it. */
export interface FuzzResult {
  /** How many inputs were tried. */
  readonly tried: number;
  /** How long it took. */
  readonly tookMs: number;
  /** What took longest, and how long. */
  readonly slowest: SlowScript;
  /** What failed first; nothing is tried after it. */
  readonly failure: FuzzFailure | undefined;
}

const allBytes: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

/** Tries until the count is reached or something fails. */
export async function fuzzTarget(target: Target, options: FuzzOptions): Promise<FuzzResult> {
  const { seed, count, corpus, onProgress } = options;
  const random = seededRandom(seed);
  const startMs = performance.now();
  let tried = 0;
  let slowest: SlowScript = { tookMs: 0, script: [] };
  while (tried < count) {
    const script = Array.from(
      { length: target.scriptPieces },
      () => nextPiece(random, target, corpus),
    );
    const scriptStartMs = performance.now();
    const taken = await tryScript(target, script, corpus);
    const nowMs = performance.now();
    if (typeof taken !== "number") {
      return { tried, tookMs: nowMs - startMs, slowest, failure: taken };
    }
    tried += taken;
    const scriptMs = nowMs - scriptStartMs;
    if (scriptMs > slowest.tookMs) slowest = { tookMs: scriptMs, script };
    onProgress?.(tried);
  }
  return { tried, tookMs: performance.now() - startMs, slowest, failure: undefined };
}

async function tryScript(
  target: Target,
  script: readonly Piece[],
  corpus: Corpus,
): Promise<FuzzFailure | number> {
  try {
    return await target.run(script, (at, feature) => {
      const piece = script[at];
      if (piece !== undefined) corpus.add(feature, piece);
    });
  } catch (error) {
    const short = await minimise(target, script);
    const again = await failureOf(target, short);
    return {
      script: short,
      error: again ?? (error instanceof Error ? error : new Error(`${error}`)),
    };
  }
}

/** Some are by grammar, some were interesting before, and the rest are changed ones of both, or noise. */
function nextPiece(random: Random, target: Target, { pieces }: Corpus): Piece {
  const stock = { words: target.words, pieces };
  const isKnown = pieces.length > 0 && randomBelow(random, 2) === 0;
  if (randomBelow(random, 100) >= target.changedShare) {
    return isKnown && randomBelow(random, 5) === 0 ? randomOf(random, pieces) : target.make(random);
  }
  if (randomBelow(random, 12) === 0) return randomBytes(random, allBytes, 80);
  return mutate(random, isKnown ? randomOf(random, pieces) : target.make(random), stock);
}
