/** METADATA: https://ircv3.net/specs/extensions/metadata */

import { isChannelName, upperWord } from "../../wire/casemap.ts";
import type { Message } from "../../wire/message.ts";
import { maxMetadataSubs, maxMetadataValueBytes, readMetadataKey } from "../../wire/metadata.ts";
import { type Numeric, numeric } from "../../wire/numerics.ts";
import { exceedsUtf8 } from "../../wire/utf8.ts";
import type { MetadataChange } from "../core/facts.ts";
import { inBatch } from "../core/history_lines.ts";
import {
  channelMetadataLines,
  type Described,
  describedName,
  keyLine,
  knownMetadata,
  mayDescribe,
  mayKnowKey,
  mayReadMetadata,
  metadataLines,
  metadataOf,
} from "../core/metadata.ts";
import { ownText } from "../../wire/own_text.ts";
import { fail, type Refusal } from "../core/refusal.ts";
import { numericLine, refusalLine } from "../core/replies.ts";
import { command, type Family, keepingObstacle, shown, type UserContext } from "./command.ts";
import { seenChannel } from "./found.ts";

/** METADATA. */
export const metadataFamily: Family = {
  METADATA: command({
    min: 2,
    cost: 2,
    capability: "draft/metadata-2",
    isHeard: ([, subcommand = "", , value = ""]) => upperWord(subcommand) === "SET" && value !== "",
    help: [
      "METADATA <target> GET <key>... | LIST | SET <key> [:<value>] | CLEAR | SYNC",
      "Reads and sets what describes a user or a channel; a target of * is yourself.",
      "With an account it is kept; nobody else sees your keys that begin with private/.",
      "METADATA * SUB <key>... | UNSUB <key>... | SUBS",
      "Chooses the keys of which you are told.",
    ],
    run: metadata,
  }),
};

function metadata(
  context: UserContext,
  [target, given, ...params]: readonly [string, string, ...string[]],
): Refusal | undefined {
  const subcommand = upperWord(given);
  switch (subcommand) {
    case "SUB":
      return subscribe(context, params);
    case "UNSUB":
      return unsubscribe(context, params);
    case "SUBS":
      return tellSubscriptions(context);
  }
  const described = findDescribed(context, target);
  if (described === undefined) {
    return no("INVALID_TARGET", target, "There is nobody and no channel of that name");
  }
  switch (subcommand) {
    case "GET":
      return get(context, described, params);
    case "LIST":
      return list(context, described);
    case "SET":
      return set(context, described, params);
    case "CLEAR":
      return clear(context, described);
    case "SYNC":
      return sync(context, described);
    default:
      return no("SUBCOMMAND_INVALID", given, "HELP METADATA lists the subcommands");
  }
}

function findDescribed(context: UserContext, target: string): Described | undefined {
  if (target === "*") return { kind: "user", user: context.user };
  if (isChannelName(target)) {
    const channel = seenChannel(context, target);
    return channel === undefined ? undefined : { kind: "channel", channel };
  }
  const user = context.world.userByNick(target);
  return user === undefined ? undefined : { kind: "user", user };
}

function get(
  context: UserContext,
  described: Described,
  params: readonly string[],
): Refusal | undefined {
  const refusal = mayReadMetadata(context.user, described);
  if (refusal !== undefined) return refusal;
  const { world, session } = context;
  const name = describedName(described);
  const lines = params.map((text) => {
    const key = readMetadataKey(text);
    if (key === undefined) return refusalLine(world, session, invalidKey(text));
    const isKnown = mayKnowKey(context.user, described, key);
    const value = isKnown ? metadataOf(described).get(key) ?? "" : "";
    return keyLine(world, session, name, { key, value });
  });
  return answer(context, name, lines);
}

function list(context: UserContext, described: Described): Refusal | undefined {
  const refusal = mayReadMetadata(context.user, described);
  if (refusal !== undefined) return refusal;
  const { world, session } = context;
  const name = describedName(described);
  const lines = knownMetadata(context.user, described)
    .map((entry) => keyLine(world, session, name, entry));
  return answer(context, name, lines);
}

function set(
  context: UserContext,
  described: Described,
  [text = "", value = ""]: readonly string[],
): Refusal | undefined {
  const key = readMetadataKey(text);
  if (key === undefined) return invalidKey(text);
  if (exceedsUtf8(value, maxMetadataValueBytes)) {
    return fail("METADATA", "VALUE_INVALID", `A value has at most ${maxMetadataValueBytes} bytes`);
  }
  return change(context, described, { changes: [{ key, value }], isAll: false });
}

function clear(context: UserContext, described: Described): Refusal | undefined {
  const changes = [...metadataOf(described).keys()].map((key) => ({ key, value: "" }));
  return change(context, described, { changes, isAll: true });
}

function change(
  context: UserContext,
  described: Described,
  wish: { readonly changes: readonly MetadataChange[]; readonly isAll: boolean },
): Refusal | undefined {
  const { user } = context;
  const refusal = mayDescribe(user, described, wish);
  if (refusal !== undefined) return refusal;
  const fact = { kind: "metadataSet", user: user.id, ...wish } as const;
  if (described.kind === "user") {
    const obstacle = user.account === undefined
      ? undefined
      : keepingObstacle(context, "METADATA", user.nick);
    if (obstacle === undefined) context.emit(fact);
    return obstacle;
  }
  const { name } = described.channel;
  const obstacle = keepingObstacle(context, "METADATA", name);
  if (obstacle === undefined) context.emit({ ...fact, channel: name });
  return obstacle;
}

function sync(context: UserContext, described: Described): Refusal | undefined {
  const { world, session, user } = context;
  const refusal = mayReadMetadata(user, described);
  if (refusal !== undefined) return refusal;
  const keys = session.metadataKeys;
  const lines = described.kind === "channel"
    ? channelMetadataLines(world, session, described.channel, keys)
    : metadataLines(world, session, described, keys);
  return answer(context, describedName(described), lines);
}

/** In order, up to the first one that is too many; then what is set of them is told. */
function subscribe(context: UserContext, params: readonly string[]): undefined {
  const { world, session, sink } = context;
  const keys = new Set<string>();
  const refusals: Refusal[] = [];
  for (const text of params) {
    const key = readMetadataKey(text);
    if (key === undefined) {
      refusals.push(invalidKey(text));
      continue;
    }
    if (session.metadataKeys.size >= maxMetadataSubs && !session.metadataKeys.has(key)) {
      refusals.push(no("TOO_MANY_SUBS", text, `At most ${maxMetadataSubs} keys can be chosen`));
      break;
    }
    session.metadataKeys = new Set([...session.metadataKeys, ownText(key)]);
    keys.add(key);
  }
  sink.answer(session, keyLists(context, numeric.RPL_METADATASUBOK, keys));
  for (const refusal of refusals) sink.reply(session, refusalLine(world, session, refusal));
  for (const channel of context.user.channels.values()) {
    const lines = [...channelMetadataLines(world, session, channel, keys)];
    if (lines.length > 0) answer(context, channel.name, lines);
  }
}

function unsubscribe(context: UserContext, params: readonly string[]): undefined {
  const { world, session, sink } = context;
  const keys = new Set<string>();
  const refusals: Refusal[] = [];
  for (const text of params) {
    const key = readMetadataKey(text);
    if (key === undefined) refusals.push(invalidKey(text));
    else keys.add(key);
  }
  session.metadataKeys = session.metadataKeys.difference(keys);
  sink.answer(session, keyLists(context, numeric.RPL_METADATAUNSUBOK, keys));
  for (const refusal of refusals) sink.reply(session, refusalLine(world, session, refusal));
}

function tellSubscriptions(context: UserContext): undefined {
  const { world, session, sink } = context;
  const lines = keyLists(context, numeric.RPL_METADATASUBS, session.metadataKeys);
  sink.answer(session, inBatch(world, session, { type: "metadata-subs", params: [] }, lines));
}

/** So many keys fit into a line. */
const keysInLine = 10;

function* keyLists(
  { world, session }: UserContext,
  command: Numeric,
  keys: ReadonlySet<string>,
): Generator<Message> {
  const all = [...keys];
  for (let at = 0; at < all.length; at += keysInLine) {
    yield numericLine(world, session, command, ...all.slice(at, at + keysInLine));
  }
}

function answer(
  { world, session, sink }: UserContext,
  name: string,
  lines: Iterable<Message>,
): undefined {
  sink.answer(session, inBatch(world, session, { type: "metadata", params: [name] }, lines));
}

function invalidKey(text: string): Refusal {
  return no("KEY_INVALID", text, "A key has up to 32 of a to z, 0 to 9 and _./-");
}

function no(code: string, subject: string, text: string): Refusal {
  return fail("METADATA", code, shown(subject), text);
}
