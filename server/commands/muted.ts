/** Whoever the operator has silenced on the whole server is told so, and heard by nobody. */

import { numeric } from "../../wire/numerics.ts";
import { noTags } from "../../wire/tags.ts";
import { banTerms } from "../core/ban.ts";
import { suspectOf } from "../core/bans.ts";
import type { Channel } from "../core/channel.ts";
import { maySay } from "../core/may_say.ts";
import { fail, type Refusal, refuse } from "../core/refusal.ts";
import { type Context, shown, type UserContext } from "./command.ts";

/** Says that a session is silenced, until when and why; undefined where it is not. */
export function muteOf(
  { world, session, nowMs }: Pick<Context, "world" | "session" | "nowMs">,
): string | undefined {
  // Asked for every message.
  if (world.bans.hasNone("mute")) return undefined;
  const mute = world.bans.find("mute", suspectOf(session), nowMs);
  return mute && `You are muted on this server${banTerms(mute)}`;
}

/** Gives the reason that goes with leaving a channel or taking something back; "" where one could not say it there. */
export function heardReason(context: UserContext, channel: Channel, reason: string): string {
  if (reason === "" || muteOf(context) !== undefined) return "";
  const saying = { command: "NOTICE", text: reason, tags: noTags } as const;
  return maySay({ ...context, channel }, saying) === undefined ? reason : "";
}

/** Refuses to let the silenced say something to `target`. */
export function mutedSpeech(context: Context, target: string): Refusal | undefined {
  const text = muteOf(context);
  return text === undefined ? undefined : refuse(numeric.ERR_CANNOTSENDTOCHAN, shown(target), text);
}

/** Refuses to let the silenced do something else that others would read. */
export function mutedCommand(context: Context, name: string): Refusal | undefined {
  const text = muteOf(context);
  return text === undefined ? undefined : fail(name, "MUTED", text);
}
