/** What every part of `apply` works on. */

import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import type { Tags } from "../../wire/tags.ts";
import type { Keeper } from "./archive.ts";
import type { PlacedFact } from "./facts.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Session } from "./session.ts";
import type { Relay, Sink } from "./sink.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

/** One fact being applied. */
export interface Scene {
  /** What it changes. */
  readonly world: World;
  /** Where what it shows goes. */
  readonly sink: Sink;
  /** Where what is to be kept of it goes. */
  readonly keeper: Keeper;
  /** The fact in its place. */
  readonly placed: PlacedFact;
  /** The session that caused it, on the server where that is. */
  readonly origin: Session | undefined;
  /** Whoever did it says to be a bot, which is told with all it does: https://ircv3.net/specs/extensions/bot-mode */
  readonly isBot: boolean;
  /** The account of whoever did it: https://ircv3.net/specs/extensions/account-tag */
  readonly account: string | undefined;
  /** What is told is not the fact's first message: no two messages share an id. */
  readonly isFurther?: boolean;
}

const botTags: Tags = new Map([["bot", ""]]);

/** Makes of a message what others see of it. `needs`: see `Relay`. */
export function relayOf(scene: Scene, message: Message, needs = 0): Relay {
  const { world, placed, isBot, isFurther } = scene;
  const shown = isBot ? { ...message, tags: new Map([...botTags, ...message.tags]) } : message;
  // What passes has no place.
  const hasNone = isFurther === true || placed.key === 0;
  const epoch = hasNone ? "" : world.epoch;
  const { key, timeMs } = placed;
  // What the server says is nobody's.
  const account = message.source === world.serverName ? undefined : scene.account;
  return { message: shown, timeMs, key, epoch, needs, gated: undefined, account };
}

/** Like `relayOf`, for what a fact brings besides its first message: no two messages share an id. */
export function followUpOf(scene: Scene, message: Message, needs = 0): Relay {
  return { ...relayOf(scene, message, needs), epoch: "" };
}

/** Shows something to many; what the origin sees of it goes with the answer to its label, if it has one. */
export function show(
  { sink, origin }: Scene,
  relay: Relay,
  recipients: readonly Session[],
): void {
  const isApart = origin?.label !== undefined && recipients.includes(origin);
  sink.relay(relay, recipients, isApart ? origin : undefined);
  if (isApart) sink.tell(origin, relay);
}

/** Shows a user what it did, on all its sessions. */
export function tellOwn({ sink }: Scene, user: User, relay: Relay): void {
  for (const session of user.sessions) {
    if (relay.needs === 0 || (session.receives & relay.needs) !== 0) sink.tell(session, relay);
  }
}

/** Refuses a nick that somebody has. */
export function nickInUse(nick: string): Refusal {
  return refuse(numeric.ERR_NICKNAMEINUSE, nick, "That nick is taken");
}

/** Refuses what is about a channel that is not there. `name` must be one word. */
export function noSuchChannel(name: string): Refusal {
  return refuse(numeric.ERR_NOSUCHCHANNEL, name, "There is no such channel");
}
