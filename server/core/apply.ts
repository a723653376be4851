/** The only code that changes shared state, and says who sees what. */

import { foldName } from "../../wire/casemap.ts";
import type { Message } from "../../wire/message.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import { noTags } from "../../wire/tags.ts";
import { Channel, lobbyName, mayEnter, maySetTopic, maySpeak, mustBeMember } from "./channel.ts";
import type { Fact, PlacedFact, Said } from "./facts.ts";
import { formatMsgid } from "./msgid.ts";
import { ownText } from "./own_text.ts";
import { audible, type Refusal, refuse } from "./refusal.ts";
import { channelGreeting, refusalLine } from "./replies.ts";
import { createRegistration, type Session } from "./session.ts";
import type { Relay, Sink } from "./sink.ts";
import { createUser, type User } from "./user.ts";
import { peerSessions, type World } from "./world.ts";
import { welcomeLines } from "./welcome.ts";

/** What every part of `apply` works on. */
interface Scene {
  readonly world: World;
  readonly sink: Sink;
  readonly placed: PlacedFact;
  readonly origin: Session | undefined;
}

/**
 * Applies one fact: changes the world and tells everyone who is to see it.
 *
 * Facts come in the order of their keys. One that no longer holds is void on every server alike, and its origin gets the
 * refusal. A throw from here leaves the world half changed: the caller must stop the server.
 */
export function apply(world: World, placed: PlacedFact, sink: Sink): void {
  const origin = placed.origin?.session;
  const refusal = applyFact({ world, sink, placed, origin }, placed.fact);
  if (refusal !== undefined && origin !== undefined) {
    sink.reply(origin, refusalLine(world, origin, refusal));
  }
}

function applyFact(scene: Scene, fact: Fact): Refusal | undefined {
  if (fact.kind === "arrived") return applyArrived(scene, fact);
  if (fact.kind === "announced") return applyAnnounced(scene, fact);
  const user = scene.world.users.get(fact.user);
  // Whoever it was about has left meanwhile: nothing to tell, and nobody to tell it to.
  if (user === undefined) return undefined;
  switch (fact.kind) {
    case "said":
      return audible(fact.command, applySaid(scene, user, fact));
    case "joined":
      return applyJoined(scene, user, fact);
    case "left":
      return applyLeft(scene, user, fact);
    case "quit":
      return applyQuit(scene, user, fact);
    case "renamed":
      return applyRenamed(scene, user, fact);
    case "topicSet":
      return applyTopicSet(scene, user, fact);
    case "userModeSet":
      return applyUserModeSet(scene, user, fact);
  }
}

type FactOf<Kind extends Fact["kind"]> = Extract<Fact, { kind: Kind }>;

function relayOf({ world, placed }: Scene, message: Message): Relay {
  return { message, timeMs: placed.timeMs, msgid: formatMsgid(world.epoch, placed.key) };
}

function tellOwn({ sink }: Scene, user: User, relay: Relay): void {
  for (const session of user.sessions) sink.tell(session, relay);
}

function applyArrived(
  { world, sink, origin }: Scene,
  { identity }: FactOf<"arrived">,
): Refusal | undefined {
  if (world.userByNick(identity.nick) !== undefined) {
    // Someone was faster: another NICK goes on from here.
    if (origin !== undefined) origin.registration.nick = undefined;
    return nickInUse(identity.nick);
  }
  const user = createUser(identity);
  world.addUser(user);
  if (origin === undefined) return undefined;
  origin.user = user;
  origin.registration = createRegistration();
  user.sessions = [origin];
  sink.answer(origin, welcomeLines(world, origin));
  return undefined;
}

function applySaid(scene: Scene, sender: User, fact: Said): Refusal | undefined {
  const { world, sink, origin } = scene;
  const { target, command, text } = fact;
  const except = origin?.seesOwn ? undefined : origin;
  const say = (name: string): Relay => {
    const params = command === "TAGMSG" ? [name] : [name, text];
    return relayOf(scene, { tags: fact.tags, source: sender.source, command, params });
  };
  if (target.kind === "channel") {
    const channel = world.channel(target.name);
    if (channel === undefined) return noSuchChannel(target.name);
    const refusal = maySpeak(channel, sender);
    if (refusal === undefined) sink.relay(say(channel.name), channel.sessions, except);
    return refusal;
  }
  const receiver = world.users.get(target.id);
  if (receiver === undefined) {
    return refuse(numeric.ERR_NOSUCHNICK, target.nick, "There is nobody of that name");
  }
  const relay = say(receiver.nick);
  sink.relay(relay, receiver.sessions, undefined);
  sink.relay(relay, sender.sessions, except);
  return undefined;
}

function applyJoined(scene: Scene, user: User, fact: FactOf<"joined">): Refusal | undefined {
  const { world, sink, placed } = scene;
  if (user.channels.has(foldName(fact.channel))) return undefined;
  const refusal = mayEnter(user, fact.channel);
  if (refusal !== undefined) return refusal;
  const found = world.channel(fact.channel);
  const channel = found ?? new Channel(fact.channel, placed.timeMs);
  const relay = relayOf(scene, createMessage(user.source, "JOIN", channel.name));
  sink.relay(relay, channel.sessions, undefined);
  if (found === undefined) world.addChannel(channel);
  channel.add(user, { isOperator: found === undefined });
  user.channels.set(foldName(channel.name), channel);
  for (const session of user.sessions) {
    sink.tell(session, relay);
    sink.answer(session, channelGreeting(world, session, channel));
  }
  return undefined;
}

function applyLeft(scene: Scene, user: User, fact: FactOf<"left">): Refusal | undefined {
  const { world, sink } = scene;
  const channel = world.channel(fact.channel);
  if (channel === undefined) return noSuchChannel(fact.channel);
  const refusal = mustBeMember(channel, user);
  if (refusal !== undefined) return refusal;
  const params = fact.reason === "" ? [channel.name] : [channel.name, fact.reason];
  const relay = relayOf(scene, createMessage(user.source, "PART", ...params));
  world.part(user, channel);
  tellOwn(scene, user, relay);
  sink.relay(relay, channel.sessions, undefined);
  return undefined;
}

function applyQuit(scene: Scene, user: User, fact: FactOf<"quit">): undefined {
  const { world, sink } = scene;
  const peers = peerSessions(user);
  world.removeUser(user);
  for (const session of user.sessions) session.user = undefined;
  sink.relay(relayOf(scene, createMessage(user.source, "QUIT", fact.reason)), peers, undefined);
}

function applyRenamed(scene: Scene, user: User, { nick }: FactOf<"renamed">): Refusal | undefined {
  const { world, sink } = scene;
  const holder = world.userByNick(nick);
  if (holder !== undefined && holder !== user) return nickInUse(nick);
  if (user.nick === nick) return undefined;
  const relay = relayOf(scene, createMessage(user.source, "NICK", nick));
  world.rename(user, nick);
  tellOwn(scene, user, relay);
  sink.relay(relay, peerSessions(user), undefined);
  return undefined;
}

function applyTopicSet(scene: Scene, user: User, fact: FactOf<"topicSet">): Refusal | undefined {
  const { world, sink, placed } = scene;
  const channel = world.channel(fact.channel);
  if (channel === undefined) return noSuchChannel(fact.channel);
  const refusal = maySetTopic(channel, user);
  if (refusal !== undefined) return refusal;
  channel.topic = fact.text === ""
    ? undefined
    : { text: ownText(fact.text), setBy: user.source, setAtMs: placed.timeMs };
  const relay = relayOf(scene, createMessage(user.source, "TOPIC", channel.name, fact.text));
  sink.relay(relay, channel.sessions, undefined);
  return undefined;
}

function applyUserModeSet(
  scene: Scene,
  user: User,
  { isInvisible }: FactOf<"userModeSet">,
): undefined {
  if (user.isInvisible === isInvisible) return undefined;
  user.isInvisible = isInvisible;
  const change = isInvisible ? "+i" : "-i";
  tellOwn(scene, user, relayOf(scene, createMessage(user.source, "MODE", user.nick, change)));
}

/** Those in the lobby read it there, where history will have it; the others get it without a channel. */
function applyAnnounced(scene: Scene, { text }: FactOf<"announced">): undefined {
  const { world, sink } = scene;
  const lobby = world.channel(lobbyName);
  const inLobby = lobby?.sessions ?? [];
  const elsewhere = [...world.users.values()]
    .filter((user) => lobby === undefined || !lobby.members.has(user))
    .flatMap((user) => user.sessions);
  for (const [target, recipients] of [[lobbyName, inLobby], ["*", elsewhere]] as const) {
    const message = {
      tags: noTags,
      source: world.serverName,
      command: "NOTICE",
      params: [target, text],
    };
    sink.relay(relayOf(scene, message), recipients, undefined);
  }
}

function nickInUse(nick: string): Refusal {
  return refuse(numeric.ERR_NICKNAMEINUSE, nick, "That nick is taken");
}

function noSuchChannel(name: string): Refusal {
  return refuse(numeric.ERR_NOSUCHCHANNEL, name, "There is no such channel");
}
