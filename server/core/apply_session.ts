/** One user with several sessions: they come and go, and others see one person. */

import { awayNotifyReceive } from "../../wire/capabilities.ts";
import { message as createMessage } from "../../wire/format.ts";
import { isTurnedOut } from "./apply_banned.ts";
import type { FactOf } from "./facts.ts";
import { ownMetadata } from "./metadata.ts";
import { onlookers } from "./onlookers.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { channelGreeting } from "./replies.ts";
import { nickInUse, relayOf, type Scene } from "./scene.ts";
import { createRegistration, type Session } from "./session.ts";
import type { User } from "./user.ts";
import { welcomeLines } from "./welcome.ts";
import { numeric } from "../../wire/numerics.ts";

/** Most sessions of one user: each is sent all that the user sees. */
const maxSessions = 16;

/** One more connection of a user: it is told where the user is, and others are told nothing. */
export function applyAttached(
  scene: Scene,
  user: User,
  { account }: FactOf<"attached">,
): Refusal | undefined {
  const { world, sink, origin } = scene;
  if (origin === undefined || isTurnedOut(scene)) return undefined;
  const { registration } = origin;
  const isFull = user.sessions.length >= maxSessions;
  if (user.account !== account || registration.account !== account || isFull) {
    registration.nick = undefined;
    const text = `You have ${maxSessions} connections; end one first`;
    return isFull ? refuse(numeric.ERR_NICKNAMEINUSE, user.nick, text) : nickInUse(user.nick);
  }
  world.register(origin, user);
  origin.away = registration.away;
  origin.registration = createRegistration();
  user.sessions = [...user.sessions, origin];
  for (const channel of user.channels.values()) channel.renewSessions();
  sink.answer(origin, welcomeLines(world, origin));
  sink.answer(origin, ownMetadata(world, origin, user));
  for (const channel of user.channels.values()) {
    const relay = relayOf(scene, createMessage(user.source, "JOIN", channel.name));
    sink.tell(origin, { ...relay, msgid: "", realname: user.realname });
    sink.answer(origin, channelGreeting(world, origin, channel));
  }
  if (origin.away === undefined) setAway(scene, user, undefined);
  return undefined;
}

/** One of several connections of a user has gone. */
export function detach(scene: Scene, user: User, session: Session): undefined {
  user.sessions = user.sessions.filter((each) => each !== session);
  scene.world.register(session, undefined);
  for (const channel of user.channels.values()) channel.renewSessions();
  const isHere = user.sessions.some(({ away }) => away === undefined);
  if (!isHere) setAway(scene, user, user.sessions.at(-1)?.away);
}

/** Makes a user away, or here, and tells it where that is new. */
export function setAway(scene: Scene, user: User, away: string | undefined): void {
  if (user.away === away) return;
  user.away = away;
  tellAway(scene, user);
}

/** Tells whether a user is away: https://ircv3.net/specs/extensions/away-notify */
export function tellAway(scene: Scene, user: User): void {
  const params = user.away === undefined ? [] : [user.away];
  const relay = relayOf(scene, createMessage(user.source, "AWAY", ...params), awayNotifyReceive);
  scene.sink.relay(relay, onlookers(scene, user), undefined);
}
