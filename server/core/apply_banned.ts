/** Facts of bans: they are set and lifted, and whom they fit is told so and closed. */

import { numeric } from "../../wire/numerics.ts";
import { type Ban, banTerms } from "./ban.ts";
import { knownSuspect, type Suspect, suspectOf } from "./bans.ts";
import type { FactOf } from "./facts.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Scene } from "./scene.ts";
import { turnOut } from "./turn_out.ts";
import type { User } from "./user.ts";

/**
 * A ban or a mute is set. Whoever is here, and whom the ban fits, goes: each server closes its own connections, whose
 * addresses it knows. Whoever is muted learns it when speaking.
 */
export function applyBanned(scene: Scene, { ban }: FactOf<"banned">): undefined {
  const { world, keeper } = scene;
  world.bans.set(ban);
  keeper.keep({ kind: "ban", ban });
  if (ban.kind === "mute") return;
  for (const session of [...world.sessions]) {
    if (world.bans.fits(ban, suspectOf(session))) turnOut(scene, session, ban);
  }
}

/** A ban or a mute is lifted. */
export function applyUnbanned(
  { world, keeper }: Scene,
  { banKind, of, target }: FactOf<"unbanned">,
): undefined {
  world.bans.lift(banKind, { of, target });
  keeper.keep({ kind: "banGone", banKind, target });
}

/**
 * Says whether a ban is for somebody who is about to come in, or to have another account; then the fact is void. It is
 * judged by what all servers know; the address was looked at before, and is again by its own server when it is in.
 */
export function isTurnedOut(scene: Scene, suspect: Suspect): boolean {
  const { world, origin, placed } = scene;
  const ban = world.bans.find("ban", suspect, placed.timeMs);
  if (ban !== undefined && origin !== undefined) turnOut(scene, origin, ban);
  return ban !== undefined;
}

/** Refuses a nick with which a ban would be for its user, as far as all servers know it. */
export function bannedNick(
  { world, placed }: Scene,
  { username, host, account }: User,
  nick: string,
): Refusal | undefined {
  const suspect = knownSuspect({ nick, username, host, account });
  const ban = world.bans.find("ban", suspect, placed.timeMs);
  return ban === undefined ? undefined : nickIsBanned(nick, ban);
}

/** Refuses a nick that a ban is for. */
export function nickIsBanned(nick: string, ban: Ban): Refusal {
  const text = `That nick is banned from this server${banTerms(ban)}`;
  return refuse(numeric.ERR_ERRONEUSNICKNAME, nick, text);
}
