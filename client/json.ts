/** Events to JSON, one object a line. */

import { safeJson } from "../wire/safe_json.ts";
import { type ClientEvent, isShown, type Said, type StateTold } from "../talk/event.ts";

/**
 * What an object tells. More may come in later versions: programs skip what they don't know.
 *
 * `message` is said in a channel and `private` to us; `action` (`/me`) and `notice` (said by a program) are either, as
 * `to` tells; `server` is the server itself, `error` the client, about what it was asked to do.
 */
export type JsonKind =
  | "message"
  | "private"
  | "action"
  | "notice"
  | "join"
  | "part"
  | "quit"
  | "kick"
  | "nick"
  | "topic"
  | "mode"
  | "invite"
  | "react"
  | "unreact"
  | "redact"
  | "server"
  | "error";

/** One line of output. The keys up to `text` are always there. */
export interface JsonLine {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The server's id of the message, where it gives ids. */
  readonly id: string | null;
  /** What it is. */
  readonly kind: JsonKind;
  /** Nick of who did it; null for the server. */
  readonly from: string | null;
  /** Channel or nick that it was done to; with `nick` the new one; null where it is to all. */
  readonly to: string | null;
  /** What was said, the topic, the modes, or the reason for leaving; else empty. */
  readonly text: string;
  /** Who was kicked. */
  readonly who?: string;
  /** Id of the message that this one answers. */
  readonly reply_to?: string;
  /** Account of who said it, where the server tells. */
  readonly account?: string;
  /** Id of the message that is reacted to or taken back. */
  readonly target?: string;
}

/** Gives an event as one line of JSON without its end; undefined for what is no news of others. */
export function jsonLine(event: ClientEvent): string | undefined {
  const told = tell(event);
  if (told === undefined) return undefined;
  const line: JsonLine = { time: timeOf(event.timeMs), id: event.id ?? null, ...told };
  return safeJson(line);
}

/** Gives as such a line what the client could not do. */
export function jsonError(text: string, timeMs: number): string {
  const line: JsonLine = {
    ...{ time: timeOf(timeMs), id: null, kind: "error" },
    ...{ from: null, to: null, text },
  };
  return safeJson(line);
}

function timeOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

type Told = Omit<JsonLine, "time" | "id">;

function tell(event: ClientEvent): Told | undefined {
  if (!isShown(event)) return tellState(event);
  switch (event.kind) {
    case "said": {
      const { from, to, text, replyTo, account } = event;
      const more = {
        ...(replyTo === undefined ? {} : { reply_to: replyTo }),
        ...(account === undefined ? {} : { account }),
      };
      return { kind: saidKind(event), from, to, text, ...more };
    }
    case "joined":
      return { kind: "join", from: event.who, to: event.channel, text: "" };
    case "left":
      return { kind: "part", from: event.who, to: event.channel, text: event.reason };
    case "quit":
      return { kind: "quit", from: event.who, to: null, text: event.reason };
    case "kicked": {
      const { by, channel, reason, who } = event;
      return { kind: "kick", from: by, to: channel, text: reason, who };
    }
    case "renamed":
      return { kind: "nick", from: event.who, to: event.to, text: "" };
    case "topic":
      if (event.by === undefined) return undefined;
      return { kind: "topic", from: event.by, to: event.channel, text: event.text };
    case "mode":
      return { kind: "mode", from: event.by, to: event.channel, text: event.change };
    case "invited":
      return { kind: "invite", from: event.by, to: event.channel, text: "" };
    case "server":
      return { kind: "server", from: null, to: null, text: event.text };
    case "names":
    case "nickGiven":
    case "account":
    case "registrationRefused":
    case "joinRefused":
    case "sayRefused":
    case "sayLost":
    case "gap":
    case "edge":
      return undefined;
  }
}

function tellState(event: StateTold): Told | undefined {
  switch (event.kind) {
    case "reacted": {
      const { who: from, talk: to, text, target, isTakenBack } = event;
      return { kind: isTakenBack ? "unreact" : "react", from, to, text, target };
    }
    case "redacted":
      return {
        ...{ kind: "redact", from: event.by, to: event.talk },
        ...{ text: event.reason, target: event.target },
      };
    default:
      return undefined;
  }
}

function saidKind({ manner, isPrivate }: Said): JsonKind {
  if (manner !== "message") return manner;
  return isPrivate ? "private" : "message";
}
