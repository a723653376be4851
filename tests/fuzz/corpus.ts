/** The pieces of a target that have shown something new, the shortest for each feature. */

import { readPieces, writePiece } from "./piece_text.ts";
import type { Piece } from "./target.ts";

/** Where corpora lie in the project. */
export const corpusFolder: string = new URL("corpus", import.meta.url).pathname;

/** Longer ones are used while a run lasts, but not written. */
const maxWrittenBytes = 400;

/** A feature says little: a target that has so many makes them of what it was told. */
const maxFeatures = 20_000;

/** Pieces to start from and to add to. */
export class Corpus {
  readonly #pieces: Piece[];
  readonly #byFeature = new Map<string, Piece>();

  /** Starts with `pieces`. */
  constructor(pieces: readonly Piece[]) {
    this.#pieces = [...pieces];
  }

  /** All pieces, to mutate. */
  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  /** How many features were seen. */
  get featureCount(): number {
    return this.#byFeature.size;
  }

  /** A piece has shown a feature; says whether that is new. */
  add(feature: string, piece: Piece): boolean {
    const known = this.#byFeature.get(feature);
    if (known === undefined && this.#byFeature.size >= maxFeatures) return false;
    if (known !== undefined && known.length <= piece.length) return false;
    this.#byFeature.set(feature, piece);
    if (known === undefined) this.#pieces.push(piece);
    return known === undefined;
  }

  /** Writes one short piece for each feature, each once. */
  text(): string {
    const rows = [...this.#byFeature.values()]
      .filter(({ length }) => length <= maxWrittenBytes)
      .map(writePiece);
    return [...new Set(rows)].sort().map((row) => `${row}\n`).join("");
  }
}

/** Reads the corpus of a target; it may have none yet. */
export async function readCorpus(name: string): Promise<Corpus> {
  try {
    return new Corpus(readPieces(await Deno.readTextFile(`${corpusFolder}/${name}.txt`)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Corpus([]);
    throw error;
  }
}

/** Writes what a run has found. */
export async function writeCorpus(name: string, corpus: Corpus): Promise<void> {
  await Deno.writeTextFile(`${corpusFolder}/${name}.txt`, corpus.text());
}
