/** What made a target fail, as a file that repeats it. */

import type { FuzzFailure } from "./fuzz_target.ts";
import { readPieces, writePiece } from "./piece_text.ts";
import type { Piece } from "./target.ts";

/** A failure with where it was found. */
export interface FoundFailure extends FuzzFailure {
  /** The target's name. */
  readonly target: string;
  /** See `FuzzOptions.seed`. */
  readonly seed: number;
}

/** What a file holds. */
export interface FailureFile {
  /** The target's name. */
  readonly target: string;
  /** What it is to be told. */
  readonly script: readonly Piece[];
}

/** Where failures go if nothing else is said; it is in no commit. */
export const failureFolder = "dist/fuzz";

/** Values that differ may be long. */
const maxToldLength = 4_000;

/** Writes a failure; gives the file's path. */
export async function writeFailure(failure: FoundFailure, folder: string): Promise<string> {
  const { target, seed, script, error } = failure;
  const path = `${folder}/${target}-${seed}.txt`;
  const told = (error.stack ?? error.message).slice(0, maxToldLength).split("\n");
  return await writeScript(path, target, script, told);
}

/** Writes a script so that it can be repeated; gives the file's path. */
export async function writeScript(
  path: string,
  target: string,
  script: readonly Piece[],
  remarks: readonly string[] = [],
): Promise<string> {
  const rows = [
    `# target ${target}`,
    ...remarks.map((line) => `# ${line}`),
    ...script.map(writePiece),
  ];
  await Deno.mkdir(path.replace(/[^/]*$/, ""), { recursive: true });
  await Deno.writeTextFile(path, `${rows.join("\n")}\n`);
  return path;
}

/**
 * Reads a file that `writeFailure` wrote.
 *
 * @throws {Error} where it names no target.
 */
export async function readFailure(path: string): Promise<FailureFile> {
  const text = await Deno.readTextFile(path);
  const target = /^# target (\w+)$/m.exec(text)?.[1];
  if (target === undefined) throw new Error(`"${path}" does not begin with: # target NAME`);
  return { target, script: readPieces(text) };
}

/** The command that repeats a failure. */
export function repeatCommand(path: string): string {
  return `deno task fuzz --repeat ${path}`;
}
