/** Facts of people as such: they come, go and change. */

import { setnameReceive } from "../../wire/capabilities.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { FactOf, UserModeLetter } from "./facts.ts";
import { bannedNick, isTurnedOut } from "./apply_banned.ts";
import { knownSuspect } from "./bans.ts";
import { keepDeparture, keepMember, keepPresence } from "./keeping.ts";
import { onlookers } from "./onlookers.ts";
import { ownText } from "../../wire/own_text.ts";
import { peerSessions } from "./ranked_sessions.ts";
import type { Refusal } from "./refusal.ts";
import { isHere, seat, setAway, tellAway } from "./apply_session.ts";
import { awaySetLine } from "./replies.ts";
import { changedMeanwhile, mayTakeNick } from "./account_rights.ts";
import { nickInUse, relayOf, type Scene, tellOwn } from "./scene.ts";
import { tellOffline, tellOnline } from "./tell_watchers.ts";
import { isTurnedOutHere } from "./turn_out.ts";
import { createUser, type User } from "./user.ts";

/** Of a registration: what has to be said again. */
const unknown = { nick: undefined, account: undefined } as const;

/** Someone has registered. */
export function applyArrived(
  scene: Scene,
  { identity, session, credentialKey }: FactOf<"arrived">,
): Refusal | undefined {
  const { world, origin, placed } = scene;
  if (isTurnedOut(scene, knownSuspect(identity))) return undefined;
  const account = identity.account === undefined
    ? undefined
    : world.accounts.findUnchanged(identity.account, credentialKey);
  if (identity.account !== undefined && account === undefined) {
    if (origin !== undefined) origin.registration = { ...origin.registration, ...unknown };
    return changedMeanwhile();
  }
  if (world.userByNick(identity.nick) !== undefined) {
    // Someone was faster: another NICK goes on from here.
    if (origin !== undefined) origin.registration.nick = undefined;
    return nickInUse(identity.nick);
  }
  const refusal = mayTakeNick(world, identity.nick, identity.account);
  if (refusal !== undefined) {
    if (origin !== undefined) origin.registration.nick = undefined;
    return refusal;
  }
  const user = createUser(identity, placed.timeMs);
  if (account !== undefined) {
    user.account = account.name;
    user.readUpToMs = account.readUpToMs;
    user.metadata = account.metadata;
  }
  user.links.set(session, user.away);
  world.addUser(user);
  if (origin !== undefined) seat(scene, user, origin);
  tellOnline(scene, user);
  if (user.away !== undefined) tellAway(scene, user);
  return undefined;
}

/** Someone has another nick. */
export function applyRenamed(
  scene: Scene,
  user: User,
  fact: FactOf<"renamed">,
): Refusal | undefined {
  const { world, sink, placed } = scene;
  const { nick } = fact;
  const holder = world.userByNick(nick);
  if (holder !== undefined && holder !== user) return nickInUse(nick);
  const old = user.nick;
  if (old === nick) return undefined;
  const refusal = mayTakeNick(world, nick, user.account) ?? bannedNick(scene, user, nick);
  if (refusal !== undefined) return refusal;
  const relay = relayOf(scene, createMessage(user.source, "NICK", nick));
  const oldSource = user.source;
  for (const channel of user.channels.values()) keepPresence(scene, channel, user, relay);
  world.rename(user, nick, placed.timeMs);
  for (const channel of user.channels.values()) {
    keepDeparture(scene, channel, oldSource);
    keepMember(scene, channel, user);
  }
  tellOwn(scene, user, relay);
  sink.relay(relay, peerSessions(user), undefined);
  // A ban by address, which only the own server of a connection knows.
  for (const session of user.sessions) {
    isTurnedOutHere({ ...scene, nowMs: placed.timeMs }, session);
  }
  // Another spelling is the same nick to those who wait for it.
  if (holder !== user) {
    tellOffline(scene, old);
    tellOnline(scene, user);
  }
  return undefined;
}

/** Someone is away, or back. */
export function applyAwaySet(
  scene: Scene,
  user: User,
  { session, text }: FactOf<"awaySet">,
): undefined {
  const { world, sink, origin } = scene;
  // That connection has gone meanwhile.
  if (!user.links.has(session)) return;
  const away = text === "" ? undefined : ownText(text);
  user.links.set(session, away);
  if (origin !== undefined) sink.reply(origin, awaySetLine(world, origin, text !== ""));
  setAway(scene, user, isHere(user) ? undefined : away);
}

/** Someone has another real name. */
export function applyRealnameSet(
  scene: Scene,
  user: User,
  { realname }: FactOf<"realnameSet">,
): undefined {
  const isNew = user.realname !== realname;
  user.realname = ownText(realname);
  const relay = relayOf(scene, createMessage(user.source, "SETNAME", realname), setnameReceive);
  // Whoever asked waits for it, changed or not.
  tellOwn(scene, user, relay);
  if (isNew) scene.sink.relay(relay, onlookers(scene, user), undefined);
}

/** Someone has other user modes. */
export function applyUserModesSet(
  scene: Scene,
  user: User,
  { on, off }: FactOf<"userModesSet">,
): undefined {
  const added = on.filter((letter) => !user.modes.has(letter));
  const taken = off.filter((letter) => user.modes.has(letter));
  user.modes = new Set([...user.modes, ...added]).difference(new Set(taken));
  scene.world.recount(user);
  const change = signed("+", added) + signed("-", taken);
  if (change === "") return;
  tellOwn(scene, user, relayOf(scene, createMessage(user.source, "MODE", user.nick, change)));
}

/** A connection is a server operator's, or no longer is. */
export function applyOperatorSet(
  { world }: Scene,
  user: User,
  { session, isOperator }: FactOf<"operatorSet">,
): undefined {
  const others = user.operators.filter((each) => each !== session);
  user.operators = isOperator && user.links.has(session) ? [...others, session] : others;
  world.recount(user);
}

function signed(sign: string, letters: readonly UserModeLetter[]): string {
  return letters.length === 0 ? "" : sign + letters.join("");
}
