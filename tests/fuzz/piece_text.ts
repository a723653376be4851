/** Pieces as rows of a text file, which can be read and changed by hand. */

import { decodeUtf8 } from "../../wire/lines.ts";
import type { Piece } from "./target.ts";

/** Writes a piece: as a string of JSON where it is text, else as `x` and its bytes in hex. */
export function writePiece(piece: Piece): string {
  const text = decodeUtf8(piece);
  return text === undefined ? `x${piece.toHex()}` : safe(JSON.stringify(text));
}

/**
 * Reads what `writePiece` wrote.
 *
 * @throws {Error} where it is something else.
 */
export function readPiece(row: string): Piece {
  if (row.startsWith("x")) return Uint8Array.fromHex(row.slice(1));
  const text: unknown = JSON.parse(row);
  if (typeof text !== "string") throw new Error(`"${row}" is neither a string nor hex`);
  return new TextEncoder().encode(text);
}

/** Reads a file of rows. Empty ones and those that begin with `#` say nothing. */
export function readPieces(text: string): readonly Piece[] {
  return text.split("\n").filter((row) => row !== "" && !row.startsWith("#")).map(readPiece);
}

/** Whoever looks at the file is not to see what a terminal or an editor would obey. */
function safe(json: string): string {
  return json.replace(
    /[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
