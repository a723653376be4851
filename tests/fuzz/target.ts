/** What is fuzzed: something that takes pieces of hostile bytes, one after the other. */

import type { Random } from "../helpers/random.ts";

/** One input: a line, a frame, a file. */
export type Piece = Uint8Array;

/** Says that piece `at` has led to `feature`, a word for what the target did. What is new is worth to be kept. */
export type Notice = (at: number, feature: string) => void;

/** Something that must stand any input. */
export interface Target {
  /** Its name on the command line, and of its corpus. */
  readonly name: string;
  /** Of a hundred inputs of a run, so many are for it. */
  readonly share: number;
  /** How many pieces it takes one after the other before it starts anew. */
  readonly scriptPieces: number;
  /** Of a hundred pieces so many are changed ones, or noise. */
  readonly changedShare: number;
  /** Words that mutations put in. */
  readonly words: readonly string[];
  /** Makes a piece that is nearly right. */
  make(random: Random): Piece;
  /**
   * Takes the pieces of a script, in order; gives how many were taken until it had ended.
   *
   * @throws {Error} where something is not as it must always be.
   */
  run(script: readonly Piece[], notice: Notice): number | Promise<number>;
}
