/** Metadata of users and channels, and who is told of it: https://ircv3.net/specs/extensions/metadata */

import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { isPrivateKey, maxMetadataKeys } from "../../wire/metadata.ts";
import { numeric } from "../../wire/numerics.ts";
import type { Channel } from "./channel.ts";
import type { MetadataChange } from "./facts.ts";
import { inBatch } from "./history_lines.ts";
import { fail, type Refusal } from "./refusal.ts";
import { numericLine } from "./replies.ts";
import { maySeeMember, mustBeOperator } from "./rights.ts";
import type { Session } from "./session.ts";
import { isSamePerson, type User } from "./user.ts";
import type { World } from "./world.ts";

/** What has metadata. */
export type Described =
  | { readonly kind: "channel"; readonly channel: Channel }
  | { readonly kind: "user"; readonly user: User };

/** The name of what has metadata. */
export function describedName(described: Described): string {
  return described.kind === "channel" ? described.channel.name : described.user.nick;
}

/** The metadata itself. */
export function metadataOf(described: Described): Map<string, string> {
  return described.kind === "channel" ? described.channel.metadata : described.user.metadata;
}

/** Says whether `reader` may know that a key is set: whoever may not is told that it is not. */
export function mayKnowKey(reader: User | undefined, described: Described, key: string): boolean {
  if (described.kind === "channel" || !isPrivateKey(key)) return true;
  return reader !== undefined && isSamePerson(reader, described.user);
}

/** The keys with their values of which `reader` may know. */
export function knownMetadata(
  reader: User | undefined,
  described: Described,
): readonly MetadataChange[] {
  return [...metadataOf(described)]
    .filter(([key]) => mayKnowKey(reader, described, key))
    .map(([key, value]) => ({ key, value }));
}

/** Refuses to let `user` change metadata: one's own, and that of channels whose operator one is, up to the limit. */
export function mayDescribe(
  user: User,
  described: Described,
  { changes, isAll }: { readonly changes: readonly MetadataChange[]; readonly isAll: boolean },
): Refusal | undefined {
  const name = describedName(described);
  const isMine = described.kind === "user"
    ? described.user === user
    : mustBeOperator(described.channel, user) === undefined;
  const [{ key = "*", value = "" } = {}] = changes;
  if (!isMine) {
    const text = "You may set keys of yourself and of channels whose operator you are";
    return fail("METADATA", "KEY_NO_PERMISSION", name, isAll ? "*" : key, text);
  }
  const metadata = metadataOf(described);
  if (isAll || metadata.has(key)) return undefined;
  if (value === "") return fail("METADATA", "KEY_NOT_SET", name, key, "That key is not set");
  if (metadata.size < maxMetadataKeys) return undefined;
  return fail("METADATA", "LIMIT_REACHED", name, `At most ${maxMetadataKeys} keys can be set`);
}

/** Refuses to let `user` read metadata: that of channels is for members. */
export function mayReadMetadata(user: User, described: Described): Refusal | undefined {
  if (described.kind === "user" || described.channel.members.has(user)) return undefined;
  const text = "Only members may read that";
  return fail("METADATA", "KEY_NO_PERMISSION", described.channel.name, "*", text);
}

/** The numeric that tells what a key is set to, or that it is not set. */
export function keyLine(
  world: World,
  session: Session,
  name: string,
  { key, value }: MetadataChange,
): Message {
  return value === ""
    ? numericLine(world, session, numeric.RPL_KEYNOTSET, name, key, "That key is not set")
    : numericLine(world, session, numeric.RPL_KEYVALUE, name, key, "*", value);
}

/** What METADATA tells of a change; a key that was removed has no value. */
export function metadataMessage(
  source: string,
  name: string,
  { key, value }: MetadataChange,
): Message {
  const values = value === "" ? [] : [value];
  return createMessage(source, "METADATA", name, key, "*", ...values);
}

/** Lines of those of `keys` that are set, as far as the session's user may know of them. */
export function* metadataLines(
  { serverName }: World,
  { user }: Session,
  described: Described,
  keys: ReadonlySet<string>,
): Generator<Message> {
  const metadata = metadataOf(described);
  if (metadata.size === 0) return;
  const name = describedName(described);
  for (const key of keys) {
    const value = metadata.get(key);
    if (value === undefined || !mayKnowKey(user, described, key)) continue;
    yield metadataMessage(serverName, name, { key, value });
  }
}

/** Lines of a channel and of its members, as far as the session's user sees them. */
export function* channelMetadataLines(
  world: World,
  session: Session,
  channel: Channel,
  keys: ReadonlySet<string>,
): Generator<Message> {
  yield* metadataLines(world, session, { kind: "channel", channel }, keys);
  for (const member of channel.members.keys()) {
    if (!maySeeMember(channel, session.user, member)) continue;
    yield* metadataLines(world, session, { kind: "user", user: member }, keys);
  }
}

/** What one who enters a channel is told by its wish; nothing where nothing is set. */
export function* metadataGreeting(
  world: World,
  session: Session,
  channel: Channel,
): Generator<Message> {
  const { capabilities, metadataKeys } = session;
  if (!capabilities.has("draft/metadata-2") || metadataKeys.size === 0) return;
  yield* unlessEmpty(
    world,
    session,
    channel.name,
    channelMetadataLines(world, session, channel, metadataKeys),
  );
}

/** What one who comes, and knows metadata, is told of how it is described already. https://ircv3.net/specs/extensions/metadata#notifications */
export function* ownMetadata(world: World, session: Session, user: User): Generator<Message> {
  const { nick, metadata } = user;
  const lines = [...metadata].map(([key, value]) =>
    metadataMessage(world.serverName, nick, { key, value })
  );
  yield* inBatch(world, session, { type: "metadata", params: [nick] }, lines);
}

/** What one who monitors somebody is told by its wish; nothing where nothing is set. */
export function* monitoredMetadata(
  world: World,
  session: Session,
  nick: string,
): Generator<Message> {
  const { capabilities, metadataKeys } = session;
  const user = world.userByNick(nick);
  if (user === undefined || !capabilities.has("draft/metadata-2")) return;
  const lines = metadataLines(world, session, { kind: "user", user }, metadataKeys);
  yield* unlessEmpty(world, session, user.nick, lines);
}

function* unlessEmpty(
  world: World,
  session: Session,
  name: string,
  lines: Generator<Message>,
): Generator<Message> {
  const first = lines.next();
  if (first.done) return;
  const kind = { type: "metadata", params: [name] };
  yield* inBatch(world, session, kind, prepend(first.value, lines));
}

function* prepend(first: Message, rest: Iterable<Message>): Generator<Message> {
  yield first;
  yield* rest;
}
