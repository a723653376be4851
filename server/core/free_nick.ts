/** A nick for who has none of their own. */

import { isReservedNick, lettersOf } from "../../wire/casemap.ts";
import type { World } from "./world.ts";

/** Gives `wanted`, or the first of `wanted2`, `wanted3`, … that is free and not reserved, cut to `maxLength`. */
export function freeNick(world: World, wanted: string, maxLength: number): string {
  let nick = wanted.slice(0, maxLength);
  // What makes `[server]` reserved would make `[server]2` so too.
  const base = isReservedNick(nick) ? lettersOf(nick) : wanted;
  for (let count = 2; !isFree(nick); count++) {
    nick = base.slice(0, maxLength - `${count}`.length) + count;
  }
  return nick;

  function isFree(candidate: string): boolean {
    return !isReservedNick(candidate) && world.userByNick(candidate) === undefined &&
      world.accounts.ownerOf(candidate) === undefined;
  }
}
