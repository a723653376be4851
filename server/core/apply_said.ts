/** Facts of what people say. */

import { messageTagsReceive } from "../../wire/capabilities.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import { noTags } from "../../wire/tags.ts";
import { lobbyName } from "./channel.ts";
import type { FactOf, Said, SayCommand } from "./facts.ts";
import {
  isLasting,
  keepForAccount,
  keepInChannel,
  keepPrivately,
  type LineKind,
} from "./keeping.ts";
import { isPaced, maySay } from "./may_say.ts";
import { onceId } from "./onces.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { atLeast } from "./ranked_sessions.ts";
import { mayTell } from "./rights.ts";
import { awayLine, numericLine } from "./replies.ts";
import { noSuchChannel, relayOf, type Scene } from "./scene.ts";
import type { Session } from "./session.ts";
import type { Relay } from "./sink.ts";
import type { User } from "./user.ts";

/** Someone said something. */
export function applySaid(scene: Scene, sender: User, fact: Said): Refusal | undefined {
  const { world, sink, origin, placed } = scene;
  const { target, command, text } = fact;
  // Typing is not yet speaking.
  if (command !== "TAGMSG") sender.lastSpokeMs = placed.timeMs;
  const say = (name: string): Relay => {
    const params = command === "TAGMSG" ? [name] : [name, text];
    const message = { tags: fact.tags, source: sender.source, command, params };
    const relay = relayOf(scene, message, command === "TAGMSG" ? messageTagsReceive : 0);
    return fact.more === undefined ? relay : { ...relay, more: fact.more };
  };
  if (target.kind === "channel") {
    const channel = world.channel(target.name);
    if (channel === undefined) return noSuchChannel(target.name);
    const nowMs = placed.timeMs;
    const refusal = maySay({ world, channel, user: sender, nowMs }, fact);
    if (refusal !== undefined) return refusal;
    if (isRepeated(scene, sender, fact, channel.name)) return undefined;
    if (isPaced(channel, sender, fact)) channel.slow?.add(sender, nowMs);
    const sign = target.sign ?? "";
    const recipients = sign === "" ? channel.sessions : atLeast(channel, sign, sender);
    const relay = say(sign + channel.name);
    // What is for some ranks only must not be read by all later.
    const isKept = sign === "" && isLasting(command, text, fact.tags);
    const kept = isKept ? keepInChannel(scene, channel, relay, { kind: kindOf(command) }) : relay;
    deliver(scene, kept, recipients);
    return undefined;
  }
  if (target.kind === "account") return sayToAccount(scene, sender, { fact, say });
  const receiver = world.users.get(target.id);
  if (receiver === undefined) {
    return refuse(numeric.ERR_NOSUCHNICK, target.nick, "There is nobody of that name");
  }
  const refusal = mayTell(receiver, sender);
  if (refusal !== undefined) return refusal;
  if (isRepeated(scene, sender, fact, receiver.nick)) return undefined;
  const said = say(receiver.nick);
  const relay = isLasting(command, text, fact.tags)
    ? keepPrivately(scene, { sender, receiver }, said, kindOf(command))
    : said;
  sink.relay(relay, receiver.sessions, undefined);
  deliver(scene, relay, sender.sessions);
  if (command === "PRIVMSG" && receiver.away !== undefined && origin !== undefined) {
    sink.reply(origin, awayLine(world, origin, receiver));
  }
  return undefined;
}

/** Whoever is not here finds it when it comes; who has come meanwhile finds it too, in what was said before. */
function sayToAccount(
  scene: Scene,
  sender: User,
  { fact, say }: { readonly fact: Said; readonly say: (name: string) => Relay },
): Refusal | undefined {
  const { world, sink, origin } = scene;
  const { target, command, text, tags } = fact;
  const name = target.kind === "account" ? target.name : "";
  const account = world.accounts.find(name)?.name;
  if (account === undefined || !isLasting(command, text, tags)) {
    return refuse(numeric.ERR_NOSUCHNICK, name, "There is nobody of that name");
  }
  if (isRepeated(scene, sender, fact, account)) return undefined;
  deliver(scene, keepForAccount(scene, { sender, account }, say(account)), sender.sessions);
  if (command === "PRIVMSG" && origin !== undefined) {
    const note = "They are not here now; it is kept for them";
    sink.reply(origin, numericLine(world, origin, numeric.RPL_AWAY, account, note));
  }
  return undefined;
}

/**
 * A message that its sender wants relayed once only, and sends again since it has not seen its echo: nobody else sees it
 * again, and the sender sees its first sending.
 */
function isRepeated(
  { world, sink, keeper, placed, origin }: Scene,
  sender: User,
  { tags, command, text, more = [] }: Said,
  target: string,
): boolean {
  const id = onceId(target, tags);
  if (id === undefined) return false;
  const first = world.onces.find(id);
  if (first === undefined) {
    const { key, timeMs } = placed;
    world.onces.add(id, { key, timeMs });
    keeper.keep({ kind: "once", id, key, timeMs });
    return false;
  }
  if (origin?.seesOwn) {
    const params = command === "TAGMSG" ? [target] : [target, text];
    const message = { tags, source: sender.source, command, params };
    const relay = { message, ...first, epoch: world.epoch, needs: 0, gated: origin };
    sink.tell(origin, more.length === 0 ? relay : { ...relay, more });
  }
  return true;
}

function kindOf(command: SayCommand): LineKind {
  return command === "TAGMSG" ? "event" : "said";
}

/** Who sees what it says itself sees it in its place among the others; what answers a label goes with that answer. */
function deliver(
  { sink, origin }: Scene,
  relay: Relay,
  recipients: readonly Session[],
): void {
  const isApart = origin?.label !== undefined && origin.seesOwn;
  sink.relay(relay, recipients, origin?.seesOwn && !isApart ? undefined : origin);
  if (isApart) sink.tell(origin, relay);
}

/** Those in the lobby read it there, where history will have it; the others get it without a channel. */
export function applyAnnounced(scene: Scene, { text }: FactOf<"announced">): undefined {
  const { world, sink } = scene;
  const lobby = world.channel(lobbyName);
  const inLobby = lobby?.sessions ?? [];
  const elsewhere = [...world.users.values()]
    .filter((user) => lobby === undefined || !lobby.members.has(user))
    .flatMap((user) => user.sessions);
  for (const [target, recipients] of [[lobbyName, inLobby], ["*", elsewhere]] as const) {
    const params = [target, text];
    const message = { tags: noTags, source: world.serverName, command: "NOTICE", params };
    const relay = relayOf(scene, message);
    if (target === lobbyName && lobby !== undefined) {
      keepInChannel(scene, lobby, relay, { kind: "said" });
    }
    sink.relay(relay, recipients, undefined);
  }
}

/** https://modern.ircdocs.horse/#wallops-message */
export function applyWalloped(
  scene: Scene,
  sender: User,
  { text }: FactOf<"walloped">,
): undefined {
  const listeners = [...scene.world.users.values()]
    .filter(({ modes }) => modes.has("w"))
    .flatMap(({ sessions }) => sessions);
  const relay = relayOf(scene, createMessage(sender.source, "WALLOPS", text));
  scene.sink.relay(relay, listeners, undefined);
}
