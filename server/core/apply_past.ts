/** Facts about what was before: messages taken back, and how far someone has read. */

import { readMarkerReceive, redactReceive } from "../../wire/capabilities.ts";
import { foldName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { FactOf } from "./facts.ts";
import { accountLog, channelLog, privateLog, talkName } from "./keeping.ts";
import { formatMsgid } from "./msgid.ts";
import { ownText } from "../../wire/own_text.ts";
import type { Refusal } from "./refusal.ts";
import { markReadLine } from "./replies.ts";
import { mustBeMember } from "./rights.ts";
import { noSuchChannel, relayOf, type Scene, show } from "./scene.ts";
import type { Relay } from "./sink.ts";
import { ownerOf, type User } from "./user.ts";

/** Someone took a message back. Whoever has not asked for REDACT is told nothing: https://ircv3.net/specs/extensions/message-redaction */
export function applyRedacted(
  scene: Scene,
  user: User,
  fact: FactOf<"redacted">,
): Refusal | undefined {
  const { world, keeper, origin } = scene;
  const { target, key } = fact;
  const relay = (name: string): Relay => {
    const params = [
      name,
      formatMsgid(world.epoch, key),
      ...(fact.reason === "" ? [] : [fact.reason]),
    ];
    const message = createMessage(user.source, "REDACT", ...params);
    return { ...relayOf(scene, message, redactReceive), gated: origin };
  };
  if (target.kind === "channel") {
    const channel = world.channel(target.name);
    if (channel === undefined) return noSuchChannel(target.name);
    const refusal = mustBeMember(channel, user);
    if (refusal !== undefined) return refusal;
    keeper.keep({ kind: "erased", logs: [channelLog(channel.name)], key });
    show(scene, relay(channel.name), channel.sessions);
    return undefined;
  }
  const receiver = target.kind === "user" ? world.users.get(target.id) : undefined;
  const name = target.kind === "user" ? target.nick : target.name;
  const other = receiver !== undefined
    ? [privateLog(receiver, talkName(user))]
    : target.kind === "account"
    ? [accountLog(target.name, talkName(user))]
    : [];
  const own = privateLog(user, receiver === undefined ? name : talkName(receiver));
  const logs = [own, ...other];
  keeper.keep({ kind: "erased", logs, key });
  const sessions = receiver === undefined || receiver === user ? [] : receiver.sessions;
  show(scene, relay(name), [...sessions, ...user.sessions]);
  return undefined;
}

/** Most targets of which it is known how far someone has read them. */
const maxMarkers = 1_000;

/** Someone has read up to a time; it never reads back. https://ircv3.net/specs/extensions/read-marker */
export function applyMarked(
  { world, sink, keeper, placed, origin }: Scene,
  user: User,
  { target, upToMs }: FactOf<"marked">,
): undefined {
  const { readUpToMs } = user;
  const folded = foldName(target);
  const before = readUpToMs.get(folded);
  const isNew = before === undefined || before < upToMs;
  if (isNew) {
    readUpToMs.delete(folded);
    readUpToMs.set(ownText(folded), upToMs);
    const [oldest = ""] = readUpToMs.keys();
    const isFull = readUpToMs.size > maxMarkers;
    if (isFull) readUpToMs.delete(oldest);
    if (user.account !== undefined) {
      const owner = ownerOf(user);
      keeper.keep({ kind: "marker", owner, target: folded, timeMs: upToMs });
      if (isFull) keeper.keep({ kind: "markerGone", owner, target: oldest });
    }
  }
  const message = markReadLine(world, user, target);
  if (origin !== undefined) sink.reply(origin, message);
  if (!isNew) return;
  const { timeMs } = placed;
  const relay = { message, timeMs, key: 0, epoch: "", needs: readMarkerReceive, gated: undefined };
  sink.relay(relay, user.sessions, origin);
}
