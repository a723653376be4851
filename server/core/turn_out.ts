/** Connections that a ban is for are told so and closed, each by its own server: no other knows its address. */

import { numeric } from "../../wire/numerics.ts";
import { type Ban, banTerms } from "./ban.ts";
import { suspectOf } from "./bans.ts";
import { numericLine } from "./replies.ts";
import type { Session } from "./session.ts";
import type { Sink } from "./sink.ts";
import type { World } from "./world.ts";

/** What it takes. */
export interface TurningOut {
  /** Who is banned. */
  readonly world: World;
  /** To tell and to close. */
  readonly sink: Pick<Sink, "reply" | "close">;
}

/** Tells a session of its ban, and closes it. */
export function turnOut({ world, sink }: TurningOut, session: Session, ban: Ban): void {
  const terms = banTerms(ban);
  if (session.dialect === "irc") {
    const text = `You are banned from this server${terms}`;
    sink.reply(session, numericLine(world, session, numeric.ERR_YOUREBANNEDCREEP, text));
  }
  sink.close(session, `Banned${terms}`);
}

/** Turns a session out where a ban is for who it is, or is about to be: `next`. Says whether one is. */
export function isTurnedOutHere(
  parts: TurningOut & { readonly nowMs: number },
  session: Session,
  next: Parameters<typeof suspectOf>[1] = {},
): boolean {
  if (parts.world.bans.hasNone("ban")) return false;
  const ban = parts.world.bans.find("ban", suspectOf(session, next), parts.nowMs);
  if (ban !== undefined) turnOut(parts, session, ban);
  return ban !== undefined;
}
