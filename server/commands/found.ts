/** Looking things up by the names that people give, and saying that they are not there. */

import { isSameName } from "../../wire/casemap.ts";
import { numeric } from "../../wire/numerics.ts";
import type { Channel } from "../core/channel.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { maySee } from "../core/rights.ts";
import { type Context, shown, type UserContext } from "./command.ts";

/** Finds a channel that the user may know of; others are as if they were not there. */
export function seenChannel({ world, user }: UserContext, name: string): Channel | undefined {
  const channel = world.channel(name);
  return channel !== undefined && maySee(channel, user) ? channel : undefined;
}

/** Refuses what is about a channel that is not there. */
export function noSuchChannel(name: string): Refusal {
  return refuse(numeric.ERR_NOSUCHCHANNEL, shown(name), "There is no such channel");
}

/** Refuses what is about a nick that nobody has. */
export function noSuchNick(nick: string): Refusal {
  return refuse(numeric.ERR_NOSUCHNICK, shown(nick), "There is nobody of that name");
}

/** One server answers for all; any other is unknown, but for masks and users, which are all here. */
export function mustBeHere({ world }: Context, target: string | undefined): Refusal | undefined {
  if (target === undefined || isSameName(target, world.serverName)) return undefined;
  if (world.nodes.has(target)) return undefined;
  if (target.includes("*") || world.userByNick(target) !== undefined) return undefined;
  return refuse(numeric.ERR_NOSUCHSERVER, shown(target), "There is no such server");
}
