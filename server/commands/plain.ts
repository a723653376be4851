/** The plain dialect: lines that people type, turned into the commands that everyone uses. */

import { isChannelName, isSameName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { LineFault } from "../../wire/lines.ts";
import { textRoom } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { splitText } from "../../wire/split_text.ts";
import { noTags } from "../../wire/tags.ts";
import { utf8Length } from "../../wire/utf8.ts";
import { lobbyName } from "../core/channel.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { refusalLine } from "../core/replies.ts";
import { quit } from "./about.ts";
import { mayJoin } from "./channel.ts";
import type { Context, UserContext } from "./command.ts";
import { dispatch, notUtf8, severalLines } from "./dispatch.ts";
import { logInPlain, registerPlain } from "./plain_account.ts";
import { enterPlain, leavingWords } from "./plain_entry.ts";
import { serviceOf } from "./services.ts";
import { showFound, showLatest } from "./plain_history.ts";
import { findTarget } from "./say.ts";

/** Longest plain line, in bytes without its end. */
export const maxPlainBytes = 4096;

/** What a plain line costs its sender's quota: it may become several messages. */
export function plainCost(line: string): number {
  return 1 + Math.floor(line.length / 400);
}

/** Handles one line of a plain client. */
export function handlePlainLine(context: Context, line: string): void {
  const { session } = context;
  // NUL can't be relayed, and \x01 would make a command for others' programs of what a person typed.
  // deno-lint-ignore no-control-regex -- these two are meant
  const clean = line.replace(/[\0\x01]/g, "");
  const rest = session.user === undefined ? enterPlain(context, clean) : clean;
  const { user } = session;
  if (rest === undefined) return;
  if (user !== undefined) talk({ ...context, user }, rest);
  else session.heldLine = rest;
}

/** Answers what is no line that could be read. */
export function refusePlainLine({ world, session, sink }: Context, fault: LineFault): void {
  sink.reply(session, refusalLine(world, session, refusalOf(fault)));
}

function refusalOf(fault: LineFault): Refusal {
  if (fault.kind === "invalidUtf8") return notUtf8(fault.text);
  if (fault.kind === "severalLines") return severalLines();
  const text = `That line is longer than ${fault.maxBytes} bytes; nothing of it was said`;
  return refuse(numeric.ERR_INPUTTOOLONG, text);
}

function talk(context: UserContext, line: string): void {
  const [first = "", ...words] = line.trim().split(/\s+/);
  if (first === "") return;
  if (words.length === 0 && leavingWords.has(first)) return quit(context, "");
  if (!line.startsWith("/")) return say(context, line);
  if (line.startsWith("//")) return say(context, line.slice(1));
  const rest = line.trim().slice(first.length).trim();
  const found = plainCommands.get(first.slice(1).toLowerCase());
  if (found !== undefined) return found.run(context, rest);
  tell(context, `There is no command ${first}; /help lists them, and /${first} says it`);
}

/** A command of the plain dialect. */
export interface PlainCommand {
  /** How to write it. */
  readonly usage: string;
  /** What it does. */
  readonly text: string;
  /** Runs it with what was typed after its name. */
  run(context: UserContext, rest: string): void;
}

/** Commands of the plain dialect by their names without the slash. /help and docs/protocol.md show these. */
export const plainCommands: ReadonlyMap<string, PlainCommand> = new Map(Object.entries(
  {
    help: { usage: "/help", text: "shows this list", run: help },
    nick: {
      usage: "/nick NAME",
      text: "gives you another name",
      run: (context, rest) => relayed(context, "NICK", ...nonEmpty(rest)),
    },
    join: { usage: "/join CHANNEL [KEY]", text: "moves you to another channel", run: move },
    msg: { usage: "/msg NAME TEXT", text: "tells one person something", run: message },
    me: {
      usage: "/me TEXT",
      text: "tells what you do",
      run: (context, rest) =>
        rest === "" ? tell(context, "Say what you do: /me TEXT") : act(context, rest),
    },
    who: {
      usage: "/who",
      text: "shows who is here",
      run: (context) => relayed(context, "NAMES", currentChannel(context)),
    },
    list: {
      usage: "/list",
      text: "shows the channels",
      run: (context) => relayed(context, "LIST"),
    },
    topic: {
      usage: "/topic [TEXT]",
      text: "shows or sets what the channel is about",
      run: (context, rest) => relayed(context, "TOPIC", currentChannel(context), ...nonEmpty(rest)),
    },
    history: {
      usage: "/history [NUMBER]",
      text: "shows what was said here before",
      run: history,
    },
    search: {
      usage: "/search WORDS",
      text: "finds what was said by its words",
      run: (context, rest) =>
        rest === "" ? tell(context, "Say what for: /search WORDS") : showFound(context, rest),
    },
    register: {
      usage: "/register PASSWORD",
      text: "makes your name yours alone",
      run: registerPlain,
    },
    login: {
      usage: "/login NAME PASSWORD",
      text: "logs in to an account, and takes its name",
      run: logInPlain,
    },
    echo: { usage: "/echo on|off", text: "shows you your own lines, or not", run: echo },
    quit: { usage: "/quit [TEXT]", text: "leaves, as do exit and !DISCONNECT", run: quit },
  } satisfies Record<string, PlainCommand>,
));

/** Runs a command of IRC as this session's own: same gate, same rights, same answers. */
function relayed(context: Context, name: string, ...params: readonly string[]): void {
  dispatch(context, createMessage("", name, ...params));
}

function nonEmpty(text: string): readonly string[] {
  return text === "" ? [] : [text];
}

/** The one channel of a plain client. */
function currentChannel({ user }: UserContext): string {
  const [channel] = user.channels.values();
  return channel?.name ?? lobbyName;
}

function say(context: UserContext, text: string): void {
  sayTo(context, currentChannel(context), { text });
}

function act(context: UserContext, text: string): void {
  sayTo(context, currentChannel(context), { text, before: "\x01ACTION ", after: "\x01" });
}

/** Says a text in as many messages as it takes. A target that is none is told once, and might leave no room for any text. */
function sayTo(
  context: UserContext,
  target: string,
  { text, before = "", after = "" }: { text: string; before?: string; after?: string },
): void {
  if (serviceOf(target) !== undefined) return relayed(context, "PRIVMSG", target, text);
  const found = findTarget(context, target, { command: "PRIVMSG", text, tags: noTags });
  if ("command" in found) return refused(context, found);
  const room = textRoom(context.user.source, "PRIVMSG", target) - utf8Length(before + after);
  for (const piece of splitText(text, room)) {
    relayed(context, "PRIVMSG", target, before + piece + after);
  }
}

function message(context: UserContext, rest: string): void {
  const [target = ""] = rest.split(/\s/, 1);
  const text = rest.slice(target.length).trim();
  if (text === "" || target.includes(",")) {
    return tell(context, "Say whom and what: /msg NAME TEXT");
  }
  sayTo(context, target, { text });
}

/** One channel at a time: the new one is entered before the old one is left, so that a refusal changes nothing. */
function move(context: UserContext, rest: string): void {
  const [first = "", key] = rest.split(/[\s,]+/, 2);
  if (first === "") return tell(context, "Say where to: /join CHANNEL");
  const name = isChannelName(first) ? first : `#${first}`;
  const [old] = context.user.channels.values();
  if (old !== undefined && isSameName(old.name, name)) {
    return tell(context, `You are in ${old.name} already`);
  }
  const refusal = mayJoin(context, name, key);
  if (refusal !== undefined) return refused(context, refusal);
  context.emit({ kind: "joined", user: context.user.id, channel: name });
  if (old === undefined) return;
  context.emit({ kind: "left", user: context.user.id, channel: old.name, reason: "" });
}

function history(context: UserContext, rest: string): void {
  const [channel] = context.user.channels.values();
  const limit = rest === "" ? undefined : Number(rest);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) {
    return tell(context, "Say how many messages: /history 50");
  }
  if (channel === undefined) return tell(context, "You are in no channel; /join one");
  showLatest(context, channel, { ...(limit === undefined ? {} : { limit }), isAsked: true });
}

function echo(context: UserContext, rest: string): void {
  if (rest !== "on" && rest !== "off") return tell(context, "Say which: /echo on or /echo off");
  context.session.seesOwn = rest === "on";
  tell(context, rest === "on" ? "You see your own lines now" : "You no longer see your own lines");
}

function help(context: UserContext): void {
  tell(context, "Lines are for everyone here; these are commands:");
  for (const { usage, text } of plainCommands.values()) tell(context, `${usage} - ${text}`);
  tell(context, "A line that starts with // is said with one / less");
}

function refused({ world, session, sink }: UserContext, refusal: Refusal): void {
  sink.reply(session, refusalLine(world, session, refusal));
}

function tell({ world, session, sink, user }: UserContext, text: string): void {
  sink.reply(session, createMessage(world.serverName, "NOTICE", user.nick, text));
}
