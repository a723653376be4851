/** Messages to events: what is said and done, now or before. Nothing is changed by reading. */

import type { Message } from "../wire/message.ts";
import { parseSource } from "../wire/source.ts";
import type { BareEvent } from "./bare_event.ts";
import type { Said, Stamp } from "./event.ts";
import type { Model } from "./model.ts";
import { isSendableWord, maxIdLength, replyTarget } from "./reply_tags.ts";
import { onceOf } from "./sender.ts";
import { readTime } from "./wire_time.ts";

const maxReactionLength = 100;

/** When a message was sent and what it is called; `nowMs` stands where the server gives no time. */
export function stampOf({ tags }: Message, nowMs: number): Stamp {
  const timeMs = readTime(tags.get("time") ?? "") ?? nowMs;
  return { timeMs, id: tags.get("msgid") || undefined };
}

/** Reads PRIVMSG and NOTICE; undefined for what programs ask programs. */
export function readSaid(
  { params, source, tags }: Message,
  manner: Said["manner"],
  model: Model,
): BareEvent | undefined {
  const text = params[1] ?? "";
  const { nick: from, user } = parseSource(source);
  const isServer = user === "" && (from === "" || from.includes(".") || !model.isWelcome);
  if (isServer && manner === "notice") {
    return { kind: "server", level: model.isWelcome ? "notice" : "greeting", text };
  }
  const to = model.target(params[0] ?? "");
  const replyTo = replyTarget(tags);
  const said = {
    kind: "said",
    from,
    to,
    isPrivate: !model.isChannel(to),
    isOwn: model.isUs(from),
    ...onceOf(tags),
    ...accountOf(tags.get("account")),
    ...(replyTo === undefined ? {} : { replyTo }),
  } as const;
  if (!text.startsWith("\x01")) return { ...said, manner, text };
  const request = requestOf(text);
  // Other requests of programs to programs are neither answered nor shown.
  if (manner === "notice" || !request.startsWith("ACTION ")) return undefined;
  return { ...said, manner: "action", text: request.slice("ACTION ".length) };
}

/** Reads who comes and goes, and what is done to a channel; undefined for all else. */
export function readDone(message: Message, model: Model): BareEvent | undefined {
  const { command, params, source } = message;
  const from = parseSource(source).nick;
  const [first = "", second = ""] = params;
  const last = params.at(-1) ?? "";
  const channel = model.spelt(first);
  switch (command.toUpperCase()) {
    case "JOIN":
      return {
        kind: "joined",
        who: from,
        channel,
        isOwn: model.isUs(from),
        ...accountOf(params[1]),
      };
    case "PART":
      return { kind: "left", who: from, channel, reason: second, isOwn: model.isUs(from) };
    case "KICK": {
      const reason = params[2] ?? "";
      return { kind: "kicked", who: second, channel, by: from, reason, isOwn: model.isUs(second) };
    }
    case "QUIT":
      return { kind: "quit", who: from, reason: first };
    case "NICK":
      return { kind: "renamed", who: from, to: first, isOwn: model.isUs(from) };
    case "TOPIC":
      return { kind: "topic", channel, by: from, text: second };
    case "INVITE": {
      const who = params.length < 2 || model.isUs(first) ? {} : { who: first };
      return { kind: "invited", by: from, channel: last, ...who };
    }
    case "MODE": {
      if (!model.isChannel(first)) return undefined;
      return { kind: "mode", channel, by: from, change: params.slice(1).join(" ") };
    }
    default:
      return undefined;
  }
}

/** Reads what belongs to a message that was said: reactions, and that it is taken back. */
export function readAbout(
  { command, params, source, tags }: Message,
  model: Model,
): BareEvent | undefined {
  const who = parseSource(source).nick;
  const [to = "", id = "", reason = ""] = params;
  if (who === "" || to === "") return undefined;
  const talk = model.talk(who, to);
  switch (command.toUpperCase()) {
    case "REDACT":
      if (!isSendableWord(id)) return undefined;
      return { kind: "redacted", talk, by: who, target: id, reason };
    case "TAGMSG": {
      const target = replyTarget(tags);
      const added = tags.get("+draft/react") || undefined;
      const text = added ?? tags.get("+draft/unreact") ?? "";
      if (target === undefined || text === "" || text.length > maxReactionLength) return undefined;
      return { kind: "reacted", talk, who, target, text, isTakenBack: added === undefined };
    }
    default:
      return undefined;
  }
}

/** Reads that somebody types: https://ircv3.net/specs/client-tags/typing */
export function readTyping({ params, source, tags }: Message, model: Model): BareEvent | undefined {
  const state = tags.get("+typing") ?? tags.get("+draft/typing");
  if (state !== "active" && state !== "paused" && state !== "done") return undefined;
  const who = parseSource(source).nick;
  if (who === "" || model.isUs(who)) return undefined;
  return { kind: "typing", talk: model.talk(who, params[0] ?? ""), who, state };
}

/** Makes what happened before tell so; `talk` is whose history it is. */
export function inThePast(event: BareEvent, talk: string): BareEvent {
  switch (event.kind) {
    case "joined":
    case "left":
    case "kicked":
    case "topic":
    case "mode":
      return { ...event, isOld: true };
    case "quit":
    case "renamed":
      return { ...event, channel: talk, isOld: true };
    default:
      return event;
  }
}

/** What stands between the marks of CTCP, with the lines behind it. */
function requestOf(text: string): string {
  const end = text.indexOf("\x01", 1);
  if (end < 0) return text.slice(1);
  const more = text.indexOf("\n", end);
  return text.slice(1, end) + (more < 0 ? "" : text.slice(more));
}

/** An asterisk stands for none. */
function accountOf(account: string | undefined): { readonly account?: string } {
  const isNone = account === undefined || account === "" || account === "*";
  return isNone || account.length > maxIdLength ? {} : { account };
}
