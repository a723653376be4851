/** The fact of metadata that is set or removed: https://ircv3.net/specs/extensions/metadata */

import { onlookers } from "./onlookers.ts";
import type { FactOf, MetadataChange } from "./facts.ts";
import { inBatch } from "./history_lines.ts";
import { keepAccount, keepChannel } from "./keeping.ts";
import {
  type Described,
  describedName,
  keyLine,
  mayDescribe,
  mayKnowKey,
  metadataMessage,
  metadataOf,
} from "./metadata.ts";
import { ownText } from "../../wire/own_text.ts";
import type { Refusal } from "./refusal.ts";
import { followUpOf, noSuchChannel, type Scene } from "./scene.ts";
import type { Session } from "./session.ts";
import { isSamePerson, type User } from "./user.ts";

/** Someone described itself, or a channel. */
export function applyMetadataSet(
  scene: Scene,
  user: User,
  fact: FactOf<"metadataSet">,
): Refusal | undefined {
  const { world, origin } = scene;
  const channel = fact.channel === undefined ? undefined : world.channel(fact.channel);
  if (fact.channel !== undefined && channel === undefined) return noSuchChannel(fact.channel);
  const described: Described = channel === undefined
    ? { kind: "user", user }
    : { kind: "channel", channel };
  const refusal = mayDescribe(user, described, fact);
  if (refusal !== undefined) return refusal;
  const metadata = metadataOf(described);
  for (const { key, value } of fact.changes) {
    if (value === "") metadata.delete(key);
    else metadata.set(ownText(key), ownText(value));
  }
  answer(scene, describedName(described), fact);
  if (channel !== undefined) {
    keepChannel(scene, channel);
    // Whoever made the change knows of it.
    const readers = channel.sessions.filter((session) => session !== origin);
    tellChanges(scene, { source: user.source, described, readers }, fact.changes);
    return undefined;
  }
  const account = user.account === undefined ? undefined : world.accounts.find(user.account);
  if (account !== undefined) keepAccount(scene, account);
  for (const each of account === undefined ? [user] : world.users.values()) {
    if (isSamePerson(user, each)) tellOfUser(scene, each, fact.changes);
  }
  return undefined;
}

/** Someone is described by its account from now on, or by nothing again: what changes by that is told. */
export function changeMetadata(scene: Scene, user: User, metadata: Map<string, string>): void {
  const before = user.metadata;
  if (before === metadata) return;
  const keys = new Set([...before.keys(), ...metadata.keys()]);
  user.metadata = metadata;
  const changes = [...keys]
    .map((key) => ({ key, value: metadata.get(key) ?? "" }))
    .filter(({ key, value }) => value !== (before.get(key) ?? ""));
  // Whoever caused it, it is this one's.
  const own = { ...scene, account: user.account, isBot: user.modes.has("B") };
  tellOfUser(own, user, changes, { isOriginTold: true });
}

function answer(
  { world, sink, origin }: Scene,
  name: string,
  { changes, isAll }: FactOf<"metadataSet">,
): void {
  if (origin === undefined) return;
  const lines = changes.map((change) => keyLine(world, origin, name, change));
  const kind = { type: "metadata", params: [name] };
  sink.answer(origin, isAll ? inBatch(world, origin, kind, lines) : lines);
}

/** Whoever made the change by an answer knows of it. */
function tellOfUser(
  scene: Scene,
  user: User,
  changes: readonly MetadataChange[],
  { isOriginTold = false }: { readonly isOriginTold?: boolean } = {},
): void {
  if (changes.length === 0) return;
  const isAnswered = (session: Session) =>
    !isOriginTold && session === scene.origin && session.user === user;
  const readers = [...onlookers(scene, user), ...user.sessions]
    .filter((session) => !isAnswered(session));
  tellChanges(scene, { source: user.source, described: { kind: "user", user }, readers }, changes);
}

/** Who is told, of whom, and by whom. */
interface Telling {
  readonly source: string;
  readonly described: Described;
  readonly readers: readonly Session[];
}

/** Those who asked for a key are told of it, as far as they may know of it. */
function tellChanges(
  scene: Scene,
  { source, described, readers }: Telling,
  changes: readonly MetadataChange[],
): void {
  const name = describedName(described);
  for (const change of changes) {
    const told = readers.filter((session) =>
      session.metadataKeys.has(change.key) && session.capabilities.has("draft/metadata-2") &&
      mayKnowKey(session.user, described, change.key)
    );
    if (told.length === 0) continue;
    scene.sink.relay(followUpOf(scene, metadataMessage(source, name, change)), told, undefined);
  }
}

/** Those who meet someone, in a channel or by MONITOR, are told of it what they want to know. */
export function tellNewcomer(scene: Scene, user: User, readers: readonly Session[]): void {
  if (user.metadata.size === 0) return;
  const changes = [...user.metadata].map(([key, value]) => ({ key, value }));
  const described = { kind: "user", user } as const;
  tellChanges(scene, { source: scene.world.serverName, described, readers }, changes);
}
