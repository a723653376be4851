/** Facts of people as such: they come, go and change. */

import { setnameReceive } from "../../wire/capabilities.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { type Numeric, numeric } from "../../wire/numerics.ts";
import type { FactOf, UserModeLetter } from "./facts.ts";
import { bannedNick, isTurnedOut } from "./apply_banned.ts";
import { tellNewcomer } from "./apply_metadata.ts";
import { keepFirstJoin } from "./first_joins.ts";
import { keepDeparture, keepMember, keepPresence } from "./keeping.ts";
import { ownMetadata } from "./metadata.ts";
import { onlookers } from "./onlookers.ts";
import { ownText } from "../../wire/own_text.ts";
import { peerSessions } from "./ranked_sessions.ts";
import type { Refusal } from "./refusal.ts";
import { detach, setAway, tellAway } from "./apply_session.ts";
import { awaySetLine } from "./replies.ts";
import { mayTakeNick } from "./account_rights.ts";
import { followUpOf, nickInUse, relayOf, type Scene, tellOwn } from "./scene.ts";
import { createRegistration } from "./session.ts";
import { createUser, type User } from "./user.ts";
import { welcomeLines } from "./welcome.ts";

/** Someone has registered. */
export function applyArrived(scene: Scene, { identity }: FactOf<"arrived">): Refusal | undefined {
  const { world, sink, origin, placed } = scene;
  if (isTurnedOut(scene, identity)) return undefined;
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
  const account = identity.account === undefined
    ? undefined
    : world.accounts.find(identity.account);
  if (account !== undefined) {
    user.account = account.name;
    user.readUpToMs = account.readUpToMs;
    user.metadata = account.metadata;
  }
  world.addUser(user);
  if (origin !== undefined) {
    world.register(origin, user);
    origin.away = user.away;
    origin.registration = createRegistration();
    user.sessions = [origin];
    sink.answer(origin, welcomeLines(world, origin));
    sink.answer(origin, ownMetadata(world, origin, user));
  }
  tellOnline(scene, user);
  if (user.away !== undefined) tellAway(scene, user);
  return undefined;
}

/** Someone has gone. */
export function applyQuit(scene: Scene, user: User, fact: FactOf<"quit">): undefined {
  const { world, sink, placed, origin } = scene;
  if (origin !== undefined && user.sessions.length > 1 && user.sessions.includes(origin)) {
    return detach(scene, user, origin);
  }
  const peers = peerSessions(user);
  const channels = [...user.channels.values()];
  const relay = relayOf(scene, createMessage(user.source, "QUIT", fact.reason));
  for (const channel of channels) keepPresence(scene, channel, user, relay);
  // Who says goodbye leaves; a connection that was lost may come back.
  if (!fact.reason.startsWith("Quit")) {
    for (const channel of channels) keepFirstJoin(channel, user);
  }
  world.removeUser(user, placed.timeMs);
  for (const channel of channels) keepDeparture(scene, channel, user.source);
  // What an account has said and read is there when it comes again.
  scene.keeper.keep({ kind: "ownerGone", owner: user.id });
  for (const session of user.sessions) world.register(session, undefined);
  sink.relay(relay, peers, undefined);
  tellOffline(scene, user.nick);
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
  // Another spelling is the same nick to those who wait for it.
  if (holder !== user) {
    tellOffline(scene, old);
    tellOnline(scene, user);
  }
  return undefined;
}

/** Someone is away, or back. */
export function applyAwaySet(scene: Scene, user: User, { text }: FactOf<"awaySet">): undefined {
  const { world, sink, origin } = scene;
  const away = text === "" ? undefined : ownText(text);
  if (origin !== undefined) {
    origin.away = away;
    sink.reply(origin, awaySetLine(world, origin, text !== ""));
  }
  const isHere = user.sessions.some((each) => each !== origin && each.away === undefined);
  setAway(scene, user, isHere ? undefined : away);
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
  for (const letter of added) user.modes.add(letter);
  for (const letter of taken) user.modes.delete(letter);
  scene.world.recount(user);
  const change = signed("+", added) + signed("-", taken);
  if (change === "") return;
  tellOwn(scene, user, relayOf(scene, createMessage(user.source, "MODE", user.nick, change)));
}

function signed(sign: string, letters: readonly UserModeLetter[]): string {
  return letters.length === 0 ? "" : sign + letters.join("");
}

function tellOnline(scene: Scene, user: User): void {
  tellWatchers(scene, user.nick, createMonitorLine(scene, numeric.RPL_MONONLINE, user.source));
  tellNewcomer(scene, user, scene.world.monitors.watchersOf(user.nick));
}

function tellOffline(scene: Scene, nick: string): void {
  tellWatchers(scene, nick, createMonitorLine(scene, numeric.RPL_MONOFFLINE, nick));
}

/** `*` stands for each reader's nick, so that all are sent the same: https://ircv3.net/specs/extensions/monitor */
function createMonitorLine({ world }: Scene, command: Numeric, whom: string): Message {
  return createMessage(world.serverName, command, "*", whom);
}

/** It answers nobody's command, so that it is no part of an answer that is on its way. */
function tellWatchers(scene: Scene, nick: string, message: Message): void {
  const { world, sink } = scene;
  sink.relay(followUpOf(scene, message), world.monitors.watchersOf(nick), undefined);
}
