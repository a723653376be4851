/** Reading back what was said: https://ircv3.net/specs/extensions/chathistory */

import { isChannelName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import type { ArchiveAnswer, ArchiveQuery, Position, ReadableLog } from "../core/archive.ts";
import { historyLines, historyMessages, inBatch } from "../core/history_lines.ts";
import { talkName } from "../core/keeping.ts";
import { parseMsgid } from "../core/msgid.ts";
import { readableChannel, readableTalk, type Wish } from "../core/readable.ts";
import { fail, type Refusal } from "../core/refusal.ts";
import { ownerOf } from "../core/user.ts";
import { maxHistoryLines } from "../core/welcome.ts";
import type { World } from "../core/world.ts";
import { command, type Family, shown, type UserContext } from "./command.ts";

/** CHATHISTORY and HISTORY. */
export const historyFamily: Family = {
  CHATHISTORY: command({
    min: 0,
    capability: "draft/chathistory",
    help: [
      "CHATHISTORY LATEST|BEFORE|AFTER|AROUND <target> <place> <limit>",
      "Shows what was said in a channel that you are in, or between you and a nick.",
      "CHATHISTORY BETWEEN <target> <place> <place> <limit>",
      "CHATHISTORY TARGETS timestamp=<from> timestamp=<to> <limit>",
      "A place is timestamp=YYYY-MM-DDThh:mm:ss.sssZ or msgid=<msgid>; with LATEST also *.",
    ],
    run: (context, params) => chathistory(context, params),
  }),
  HISTORY: command({
    min: 1,
    help: [
      "HISTORY <target> [<limit>]",
      "Shows the latest messages of a channel that you are in, or between you and a nick.",
    ],
    run: (context, [target, limit = "50"]) =>
      latest(context, { command: "HISTORY", target, limit: Number.parseInt(limit, 10) || 50 }),
  }),
};

const placesOf: Readonly<Record<string, number>> = {
  LATEST: 1,
  BEFORE: 1,
  AFTER: 1,
  AROUND: 1,
  BETWEEN: 2,
};

function chathistory(context: UserContext, params: readonly string[]): Refusal | undefined {
  const [given = "*", ...rest] = params;
  const subcommand = given.toUpperCase();
  if (subcommand === "TARGETS") return targets(context, rest);
  const count = Object.hasOwn(placesOf, subcommand) ? placesOf[subcommand] : undefined;
  if (count === undefined) {
    return no("UNKNOWN_COMMAND", given, "There is no such subcommand; HELP CHATHISTORY lists them");
  }
  if (rest.length < count + 2) return no("NEED_MORE_PARAMS", subcommand, "Parameters are missing");
  const [target = "", ...more] = rest;
  const limit = readLimit(more[count]);
  if (limit === undefined) return invalid(subcommand, more[count]);
  const places: Place[] = [];
  for (const text of more.slice(0, count)) {
    const place = readPlace(context, text);
    if (place === undefined || (place === "latest" && subcommand !== "LATEST")) {
      return invalid(subcommand, text);
    }
    places.push(place);
  }
  const readable = findReadable(context, target);
  if (readable === undefined) return unreadable(subcommand, target);
  const query = createQuery(readable, { subcommand, places, limit });
  return ask(context, query, (answer) => {
    if (answer.kind !== "lines") return failed(context, subcommand, target);
    const { world, session, sink } = context;
    const lines = historyLines(world, session, answer.lines);
    const kind = { type: "chathistory", params: [target] };
    sink.answer(session, inBatch(world, session, kind, lines));
  });
}

/** A place as it was given: "latest" stands for `*`. */
type Place = Position | "latest";

interface PageOf {
  readonly subcommand: string;
  readonly places: readonly Place[];
  readonly limit: number;
}

function createQuery(readable: ReadableLog, { subcommand, places, limit }: PageOf): ArchiveQuery {
  const [first, second] = places.map((place) => place === "latest" ? undefined : place);
  const page = { ...readable, kind: "page", limit } as const;
  const after = (position: Position | undefined) =>
    position === undefined ? {} : { after: position };
  const before = (position: Position | undefined) =>
    position === undefined ? {} : { before: position };
  switch (subcommand) {
    case "LATEST":
      return { ...page, order: "newest", ...after(first) };
    case "BEFORE":
      return { ...page, order: "newest", ...before(first) };
    case "AFTER":
      return { ...page, order: "oldest", ...after(first) };
    case "AROUND":
      return first === undefined
        ? { ...page, order: "newest" }
        : { ...readable, kind: "around", at: first, limit };
    default:
      // Whoever gives the later place first wants the lines next to it.
      return isLater(first, second)
        ? { ...page, order: "newest", ...after(second), ...before(first) }
        : { ...page, order: "oldest", ...after(first), ...before(second) };
  }
}

/** Places of two kinds can't be compared here; they are taken as given in order. */
function isLater(one: Position | undefined, other: Position | undefined): boolean {
  if (one?.kind === "key" && other?.kind === "key") return one.key > other.key;
  return one?.kind === "time" && other?.kind === "time" && one.timeMs > other.timeMs;
}

function targets(context: UserContext, params: readonly string[]): Refusal | undefined {
  const [from = "", to = "", limitText] = params;
  if (limitText === undefined) return no("NEED_MORE_PARAMS", "TARGETS", "Parameters are missing");
  const limit = readLimit(limitText);
  if (limit === undefined) return invalid("TARGETS", limitText);
  const [one, other] = [readTime(from), readTime(to)];
  if (one === undefined || other === undefined) {
    return invalid("TARGETS", one === undefined ? from : to);
  }
  const { user, world, session, sink } = context;
  const names = new Map([...user.channels].map(([folded, { name }]) => [folded, name]));
  const query: ArchiveQuery = {
    kind: "targets",
    logs: readableChannels(context, wishOf(context)),
    owner: ownerOf(user),
    afterMs: Math.min(one, other),
    beforeMs: Math.max(one, other),
    order: one > other ? "newest" : "oldest",
    limit,
  };
  return ask(context, query, (answer) => {
    if (answer.kind !== "targets") return failed(context, "TARGETS", "*");
    const lines = answer.targets.map(({ name, timeMs }) => {
      const time = new Date(timeMs).toISOString();
      return createMessage(
        world.serverName,
        "CHATHISTORY",
        "TARGETS",
        names.get(name) ?? name,
        time,
      );
    });
    const kind = { type: "draft/chathistory-targets", params: [] };
    sink.answer(session, inBatch(world, session, kind, lines));
  });
}

/** What of all its channels a session's user may read. */
export function readableChannels(
  { user }: UserContext,
  wish: Wish,
): readonly ReadableLog[] {
  return [...user.channels.values()]
    .map((channel) => readableChannel(channel, user, wish))
    .filter((readable) => readable !== undefined);
}

/** What of a target's log a session's user may read; undefined where it may not, or there is no such channel. */
export function findReadable(
  context: UserContext,
  target: string,
  wish: Wish = wishOf(context),
): ReadableLog | undefined {
  const { world, user } = context;
  if (shown(target) !== target) return undefined;
  if (!isChannelName(target)) return readableTalk(user, talkNameOf(world, target), wish);
  const channel = world.channel(target);
  return channel === undefined ? undefined : readableChannel(channel, user, wish);
}

/** Whoever has the nick now is meant by it, by the name that its talks are kept under. */
function talkNameOf(world: World, nick: string): string {
  const holder = world.userByNick(nick);
  return holder === undefined ? nick : talkName(holder);
}

function wishOf({ session }: UserContext): Wish {
  return { events: session.capabilities.has("draft/event-playback") };
}

/** Asks the archive; the session's next lines wait until `answer` has answered. */
export function ask(
  { archive, hold }: UserContext,
  query: ArchiveQuery,
  answer: (answer: ArchiveAnswer) => void,
): undefined {
  const release = hold();
  archive.ask(query, (found) => {
    answer(found);
    release();
  });
}

/** What is wanted of the latest messages. */
export interface LatestWish {
  /** The command that is answered. */
  readonly command: string;
  /** Channel or nick. */
  readonly target: string;
  /** Most lines. */
  readonly limit: number;
}

/** For clients that know no CHATHISTORY: the same, with the time in front of each text where there is no tag for it. */
function latest(context: UserContext, { command, target, limit }: LatestWish): Refusal | undefined {
  const readable = findReadable(context, target, { events: false });
  if (readable === undefined) {
    return fail(command, "INVALID_TARGET", shown(target), "You can't read that; join it first");
  }
  const { world, session, sink, policy } = context;
  const query: ArchiveQuery = {
    ...readable,
    kind: "page",
    order: "newest",
    limit: Math.min(Math.max(1, limit), maxHistoryLines),
  };
  return ask(context, query, (answer) => {
    if (answer.kind !== "lines") return failed(context, command, target);
    if (answer.lines.length === 0) {
      const text = `Nothing was said there that you may read: ${shown(target)}`;
      return sink.reply(
        session,
        createMessage(world.serverName, "NOTICE", context.user.nick, text),
      );
    }
    const lines = answer.lines.flatMap((line) => {
      const messages = [...historyMessages(world, session, line)];
      if (session.capabilities.has("server-time")) return messages;
      const time = policy.clockTime(line.timeMs);
      return messages.map((message) => stamped(message, time));
    });
    const kind = { type: "chathistory", params: [target] };
    sink.answer(session, inBatch(world, session, kind, lines));
  });
}

function stamped(message: Message, time: string): Message {
  const text = message.params.at(-1) ?? "";
  if (message.command === "BATCH" || text.startsWith("\x01ACTION ")) return message;
  return { ...message, params: [...message.params.slice(0, -1), `[${time}] ${text}`] };
}

/** https://ircv3.net/specs/extensions/server-time has this form for times. */
export function readTime(text: string): number | undefined {
  const time = /^timestamp=([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$/.exec(text)?.[1];
  const timeMs = time === undefined ? NaN : Date.parse(time);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function readPlace({ world }: UserContext, text: string): Place | undefined {
  if (text === "*") return "latest";
  const timeMs = readTime(text);
  if (timeMs !== undefined) return { kind: "time", timeMs };
  const key = text.startsWith("msgid=") ? parseMsgid(world.epoch, text.slice(6)) : undefined;
  return key === undefined ? undefined : { kind: "key", key };
}

/** A limit of 0 means as many as there may be. */
function readLimit(text: string | undefined): number | undefined {
  if (text === undefined || !/^[0-9]{1,9}$/.test(text)) return undefined;
  const limit = Number(text);
  return limit === 0 ? maxHistoryLines : Math.min(limit, maxHistoryLines);
}

function failed({ world, session, sink }: UserContext, subcommand: string, target: string): void {
  const text = "The server failed to read that back; try again";
  const params = ["CHATHISTORY", "MESSAGE_ERROR", subcommand, shown(target), text];
  sink.reply(session, createMessage(world.serverName, "FAIL", ...params));
}

function no(code: string, subcommand: string, text: string): Refusal {
  return fail("CHATHISTORY", code, shown(subcommand), text);
}

function invalid(subcommand: string, param = "*"): Refusal {
  return fail(
    "CHATHISTORY",
    "INVALID_PARAMS",
    subcommand,
    shown(param),
    "That is no such parameter",
  );
}

function unreadable(subcommand: string, target: string): Refusal {
  const text = "You can't read that; join it first";
  return fail("CHATHISTORY", "INVALID_TARGET", subcommand, shown(target), text);
}
