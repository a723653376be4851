/** Whose names are whose. All give the refusal, or undefined where nothing is against it. */

import { foldName } from "../../wire/casemap.ts";
import { numeric } from "../../wire/numerics.ts";
import { fail, type Refusal, refuse } from "./refusal.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

/** Refuses a nick that belongs to another account than `account`, or looks like one that does. */
export function mayTakeNick(
  { accounts }: World,
  nick: string,
  account: string | undefined,
): Refusal | undefined {
  const owner = accounts.ownerOf(nick);
  if (owner === undefined || owner.name === account) return undefined;
  const text = foldName(owner.name) === foldName(nick)
    ? "That nick belongs to an account; log in (by SASL, NickServ or /login), or take another nick"
    : `That nick looks like ${owner.name}, which belongs to an account; take another one`;
  return refuse(numeric.ERR_NICKNAMEINUSE, nick, text);
}

/** Refuses what was done by an account's password, or to it, after that was changed or the account was dropped. */
export function changedMeanwhile(): Refusal {
  return refuse(numeric.ERR_SASLFAIL, "The account was changed meanwhile; log in again");
}

/** Refuses to make an account of a name that is somebody's, or is all but the same as that. */
export function mayMakeAccount(
  world: World,
  user: User | undefined,
  name: string,
): Refusal | undefined {
  const { accounts } = world;
  const no = (code: string, text: string) => fail("REGISTER", code, name, text);
  if (accounts.isFull) return no("TEMPORARILY_UNAVAILABLE", "No more accounts can be made");
  const owner = accounts.ownerOf(name);
  if (owner !== undefined) {
    const isSame = foldName(owner.name) === foldName(name);
    return isSame
      ? no("ACCOUNT_EXISTS", "There is an account of that name already")
      : no("BAD_ACCOUNT_NAME", `That name looks like ${owner.name}, which is another account`);
  }
  const holder = world.userByNick(name);
  return holder === undefined || holder === user
    ? undefined
    : no("BAD_ACCOUNT_NAME", "Somebody else has that nick now");
}
