/** A failing script, made as short as it still fails. */

import type { Piece, Target } from "./target.ts";

/** So many shorter scripts are tried; what is left is short enough to be read. */
const maxTries = 3_000;

/** Runs a script; gives what went wrong, if anything. */
export async function failureOf(
  target: Target,
  script: readonly Piece[],
): Promise<Error | undefined> {
  try {
    await target.run(script, () => {});
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Leaves out pieces, then bytes of those that stay, as long as it fails in the same way. */
export async function minimise(target: Target, script: readonly Piece[]): Promise<Piece[]> {
  const failure = await failureOf(target, script);
  if (failure === undefined) return [...script];
  const wanted = kindOf(failure);
  let tries = 0;
  const fails = async (candidate: readonly Piece[]): Promise<boolean> => {
    if (++tries > maxTries) return false;
    const other = await failureOf(target, candidate);
    return other !== undefined && kindOf(other) === wanted;
  };
  const pieces = await shorten([...script], fails);
  for (let at = 0; at < pieces.length; at++) {
    const bytes = await shorten(
      [...pieces[at] ?? []],
      (candidate) => fails(pieces.with(at, Uint8Array.from(candidate))),
    );
    pieces[at] = Uint8Array.from(bytes);
  }
  return pieces;
}

/** Takes away ever smaller parts of a list. */
async function shorten<Item>(
  list: Item[],
  fails: (candidate: Item[]) => Promise<boolean>,
): Promise<Item[]> {
  let rest = list;
  for (let size = Math.ceil(rest.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < rest.length;) {
      const candidate = rest.toSpliced(at, size);
      if (candidate.length < rest.length && await fails(candidate)) rest = candidate;
      else at += size;
    }
  }
  return rest;
}

/** Names and numbers differ from try to try. */
function kindOf({ name, message }: Error): string {
  const [first = ""] = message.split("\n");
  return `${name} ${first.replace(/"[^"]*"|[0-9]+/g, "")}`.slice(0, 60);
}
