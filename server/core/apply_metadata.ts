/** The fact of metadata that is set or removed: https://ircv3.net/specs/extensions/metadata */

import { onlookers } from "./onlookers.ts";
import type { FactOf, MetadataChange } from "./facts.ts";
import { inBatch } from "./history_lines.ts";
import { keepChannel } from "./keeping.ts";
import {
  type Described,
  describedName,
  keyLine,
  mayDescribe,
  metadataMessage,
  metadataOf,
} from "./metadata.ts";
import { ownText } from "./own_text.ts";
import type { Refusal } from "./refusal.ts";
import { followUpOf, noSuchChannel, type Scene } from "./scene.ts";
import type { Session } from "./session.ts";
import type { User } from "./user.ts";

/** Someone described itself, or a channel. */
export function applyMetadataSet(
  scene: Scene,
  user: User,
  fact: FactOf<"metadataSet">,
): Refusal | undefined {
  const { world } = scene;
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
  if (channel !== undefined) keepChannel(scene, channel);
  answer(scene, describedName(described), fact);
  const readers = channel === undefined
    ? [...onlookers(scene, user), ...user.sessions]
    : channel.sessions;
  for (const change of fact.changes) {
    tellSubscribers(scene, { source: user.source, name: describedName(described) }, {
      change,
      readers,
    });
  }
  return undefined;
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

/** Whoever made the change knows of it. */
function tellSubscribers(
  scene: Scene,
  { source, name }: { readonly source: string; readonly name: string },
  { change, readers }: {
    readonly change: MetadataChange;
    readonly readers: readonly Session[];
  },
): void {
  const { sink, origin } = scene;
  const told = readers.filter((session) =>
    session !== origin && session.metadataKeys.has(change.key) &&
    session.capabilities.has("draft/metadata-2")
  );
  if (told.length === 0) return;
  sink.relay(followUpOf(scene, metadataMessage(source, name, change)), told, undefined);
}

/** Those who meet someone in a channel are told of it what they want to know. */
export function tellNewcomer(scene: Scene, user: User, readers: readonly Session[]): void {
  for (const [key, value] of user.metadata) {
    const change = { key, value };
    const names = { source: scene.world.serverName, name: user.nick };
    tellSubscribers(scene, names, { change, readers });
  }
}
