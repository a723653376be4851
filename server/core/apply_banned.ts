/** Facts of bans: they are set and lifted, and whom they fit is told so and closed. */

import { numeric } from "../../wire/numerics.ts";
import { type Ban, banTerms } from "./ban.ts";
import { suspectOf } from "./bans.ts";
import type { FactOf } from "./facts.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { numericLine } from "./replies.ts";
import type { Scene } from "./scene.ts";
import type { Session } from "./session.ts";
import type { User } from "./user.ts";

/** A ban or a mute is set. Whoever is here, and whom the ban fits, goes; whoever is muted learns it when speaking. */
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
 * Turns the origin out where a ban is for who it is about to be: it comes in, or has another account. Says whether it did;
 * then the fact is void.
 */
export function isTurnedOut(
  scene: Scene,
  next: Parameters<typeof suspectOf>[1] = {},
): boolean {
  const { world, origin, placed } = scene;
  if (origin === undefined) return false;
  const ban = world.bans.find("ban", suspectOf(origin, next), placed.timeMs);
  if (ban !== undefined) turnOut(scene, origin, ban);
  return ban !== undefined;
}

/** Refuses a nick with which a ban would be for its user. */
export function bannedNick(
  { world, placed }: Scene,
  user: User,
  nick: string,
): Refusal | undefined {
  for (const session of user.sessions) {
    const ban = world.bans.find("ban", suspectOf(session, { nick }), placed.timeMs);
    if (ban === undefined) continue;
    const text = `That nick is banned from this server${banTerms(ban)}`;
    return refuse(numeric.ERR_ERRONEUSNICKNAME, nick, text);
  }
  return undefined;
}

function turnOut({ world, sink }: Scene, session: Session, ban: Ban): void {
  const terms = banTerms(ban);
  if (session.dialect === "irc") {
    const text = `You are banned from this server${terms}`;
    sink.reply(session, numericLine(world, session, numeric.ERR_YOUREBANNEDCREEP, text));
  }
  sink.close(session, `Banned${terms}`);
}
