/** One user with several sessions: they come and go, and others see one person. */

import { awayNotifyReceive } from "../../wire/capabilities.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import { changedMeanwhile } from "./account_rights.ts";
import { isTurnedOut } from "./apply_banned.ts";
import { knownSuspect } from "./bans.ts";
import type { FactOf } from "./facts.ts";
import { ownMetadata } from "./metadata.ts";
import { onlookers } from "./onlookers.ts";
import { ownText } from "../../wire/own_text.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { channelGreeting } from "./replies.ts";
import { nickInUse, relayOf, type Scene } from "./scene.ts";
import { createRegistration, type Session, type SessionRef } from "./session.ts";
import { isTurnedOutHere } from "./turn_out.ts";
import type { User } from "./user.ts";
import { isupportLines } from "./welcome.ts";

/** Most sessions of one user: each is sent all that the user sees. */
const maxSessions = 16;

/** One more connection of a user: it is told where the user is, and others are told nothing. */
export function applyAttached(
  scene: Scene,
  user: User,
  { account, credentialKey, session, away }: FactOf<"attached">,
): Refusal | undefined {
  const { world, sink, origin } = scene;
  if (isTurnedOut(scene, knownSuspect(user))) return undefined;
  const isFull = user.links.size >= maxSessions;
  if (user.account !== account || isFull) {
    if (origin !== undefined) origin.registration.nick = undefined;
    const text = `You have ${maxSessions} connections; end one first`;
    return isFull ? refuse(numeric.ERR_NICKNAMEINUSE, user.nick, text) : nickInUse(user.nick);
  }
  if (world.accounts.findUnchanged(account, credentialKey) === undefined) {
    if (origin !== undefined) origin.registration.nick = undefined;
    return changedMeanwhile();
  }
  user.links.set(session, away === undefined ? undefined : ownText(away));
  if (origin !== undefined && seat(scene, user, origin)) {
    for (const channel of user.channels.values()) {
      const relay = relayOf(scene, createMessage(user.source, "JOIN", channel.name));
      sink.tell(origin, { ...relay, epoch: "", realname: user.realname });
      sink.answer(origin, channelGreeting(world, origin, channel));
    }
  }
  if (away === undefined) setAway(scene, user, undefined);
  return undefined;
}

/**
 * A connection to this server is its user's from now on. Says whether it may stay: where it may not, for its address, which
 * this server alone knows, the user has come all the same, and goes as it is closed.
 */
export function seat(scene: Scene, user: User, session: Session): boolean {
  const { world, sink, placed } = scene;
  world.register(session, user);
  session.registration = createRegistration();
  user.sessions = [...user.sessions, session];
  for (const channel of user.channels.values()) channel.renewSessions();
  if (isTurnedOutHere({ ...scene, nowMs: placed.timeMs }, session)) return false;
  welcome(scene, session);
  if (session.capabilities.has("draft/metadata-2")) {
    sink.answer(session, ownMetadata(world, session, user));
  }
  return true;
}

/** 001 to 005, LUSERS, and the message of the day. */
function welcome({ world, sink }: Scene, session: Session): void {
  const { opening, isupport, lusers, motd } = world.welcome.of(world);
  const isBatch = session.capabilities.has("draft/extended-isupport");
  const support = isBatch ? isupportLines(world, session) : [isupport];
  sink.letter(session, [opening, ...support, lusers, motd]);
}

/** Connections of a user have gone, but not all: the others go on being it. */
export function detach(scene: Scene, user: User, refs: readonly SessionRef[]): void {
  for (const ref of refs) user.links.delete(ref);
  user.operators = user.operators.filter((ref) => user.links.has(ref));
  scene.world.recount(user);
  unseat(scene, user, refs);
  if (!isHere(user)) setAway(scene, user, [...user.links.values()].at(-1));
}

/** Those of them that are connections to this server are nobody's from now on. */
export function unseat({ world }: Scene, user: User, refs: readonly SessionRef[]): void {
  const isGone = ({ ref }: Session) => ref !== undefined && refs.includes(ref);
  if (!user.sessions.some(isGone)) return;
  for (const session of user.sessions) if (isGone(session)) world.register(session, undefined);
  user.sessions = user.sessions.filter((session) => !isGone(session));
  for (const channel of user.channels.values()) channel.renewSessions();
}

/** Says whether one of a user's connections is not away. */
export function isHere({ links }: User): boolean {
  for (const away of links.values()) if (away === undefined) return true;
  return false;
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
