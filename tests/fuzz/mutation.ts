/** Pieces that are nearly other pieces. */

import { type Random, randomBelow, randomOf } from "../helpers/random.ts";
import type { Piece } from "./target.ts";

/** What mutations take from. */
export interface Stock {
  /** See `Target.words`. */
  readonly words: readonly string[];
  /** Pieces that have shown something new. */
  readonly pieces: readonly Piece[];
}

/** A piece grows no longer than this: longer than any line that is taken. */
const maxPieceBytes = 10_000;

const encoder = new TextEncoder();

/** Bytes that mean something somewhere. */
const telling: readonly number[] = [
  ...[0, 1, 2, 3, 9, 10, 13, 27, 32, 44, 58, 59, 61, 64, 92],
  ...[0x7e, 0x7f, 0x80, 0x81, 0x88, 0x9b, 0xc0, 0xc3, 0xe2, 0xed, 0xf0, 0xf4, 0xfe, 0xff],
];

/** Runs of one thing come in lengths next to the limits. */
const runLengths: readonly number[] = [2, 8, 63, 64, 125, 126, 255, 300, 511, 512, 4_096, 8_191];

/** Gives `piece` with one to four changes. */
export function mutate(random: Random, piece: Piece, stock: Stock): Piece {
  let mutant = piece;
  for (let left = 1 + randomBelow(random, 4); left > 0; left--) {
    mutant = randomOf(random, mutations)(random, mutant, stock);
  }
  return mutant.length > maxPieceBytes ? mutant.slice(0, maxPieceBytes) : mutant;
}

type Mutation = (random: Random, piece: Piece, stock: Stock) => Piece;

const mutations: readonly Mutation[] = [
  changeByte,
  changeByte,
  removeSome,
  repeatSome,
  insertWord,
  insertWord,
  replaceWord,
  replaceWord,
  splice,
  swapWords,
  insertRun,
];

function changeByte(random: Random, piece: Piece): Piece {
  if (piece.length === 0) return piece;
  const mutant = piece.slice();
  mutant[randomBelow(random, mutant.length)] = randomBelow(random, 2) === 0
    ? randomOf(random, telling)
    : randomBelow(random, 256);
  return mutant;
}

function removeSome(random: Random, piece: Piece): Piece {
  const [from, to] = span(random, piece);
  return joined(piece.subarray(0, from), piece.subarray(to));
}

function repeatSome(random: Random, piece: Piece): Piece {
  const [from, to] = span(random, piece);
  return joined(piece.subarray(0, to), piece.subarray(from));
}

function insertWord(random: Random, piece: Piece, { words }: Stock): Piece {
  const at = randomBelow(random, piece.length + 1);
  return joined(piece.subarray(0, at), randomWord(random, words), piece.subarray(at));
}

function replaceWord(random: Random, piece: Piece, { words }: Stock): Piece {
  const [from, to] = wordSpan(random, piece);
  return joined(piece.subarray(0, from), randomWord(random, words), piece.subarray(to));
}

function splice(random: Random, piece: Piece, { pieces }: Stock): Piece {
  if (pieces.length === 0) return piece;
  const other = randomOf(random, pieces);
  const from = randomBelow(random, piece.length + 1);
  return joined(piece.subarray(0, from), other.subarray(randomBelow(random, other.length + 1)));
}

function swapWords(random: Random, piece: Piece): Piece {
  const [from, to] = wordSpan(random, piece);
  const at = randomBelow(random, piece.length + 1);
  if (at > from && at < to) return piece;
  const word = piece.subarray(from, to);
  return at <= from
    ? joined(piece.subarray(0, at), word, piece.subarray(at, from), piece.subarray(to))
    : joined(piece.subarray(0, from), piece.subarray(to, at), word, piece.subarray(at));
}

function insertRun(random: Random, piece: Piece): Piece {
  // Long ones are slow, so that they are rare.
  const choice = randomBelow(random, 4) === 0 ? runLengths.length : 4;
  const length = (runLengths[randomBelow(random, choice)] ?? 1) - randomBelow(random, 2);
  const byte = piece[randomBelow(random, piece.length)] ?? 120;
  const at = randomBelow(random, piece.length + 1);
  return joined(
    piece.subarray(0, at),
    new Uint8Array(length).fill(byte),
    piece.subarray(at),
  );
}

function span(random: Random, piece: Piece): readonly [from: number, to: number] {
  const from = randomBelow(random, piece.length + 1);
  return [from, Math.min(piece.length, from + 1 + randomBelow(random, 16))];
}

function wordSpan(random: Random, piece: Piece): readonly [from: number, to: number] {
  const middle = randomBelow(random, piece.length + 1);
  const from = piece.lastIndexOf(32, middle - 1) + 1;
  const to = piece.indexOf(32, middle);
  return [Math.min(from, middle), to < 0 ? piece.length : to];
}

function randomWord(random: Random, words: readonly string[]): Uint8Array {
  return encoder.encode(words.length === 0 ? "x" : randomOf(random, words));
}

/** Joins bytes. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
