/** Events to JSON, one object a line. */

import { type ClientEvent, isShown, type Said } from "../talk/event.ts";

/**
 * What an object tells. The set is closed: programs may switch on it.
 *
 * `message` is said in a channel and `private` to us; `action` (`/me`) and `notice` (said by a program) are either, as
 * `to` tells; `server` is the server itself.
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
  | "server";

/** One line of output. All keys are always there, but for `who`. */
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
}

/** Gives an event as one line of JSON without its end; undefined for what is no news of others. */
export function jsonLine(event: ClientEvent): string | undefined {
  const told = tell(event);
  if (told === undefined) return undefined;
  const { kind, from, to, text, who } = told;
  const line: JsonLine = {
    time: new Date(event.timeMs).toISOString(),
    id: event.id ?? null,
    kind,
    from,
    to,
    text,
    ...(who === undefined ? {} : { who }),
  };
  return escapeUnseen(JSON.stringify(line));
}

type Told = Omit<JsonLine, "time" | "id">;

function tell(event: ClientEvent): Told | undefined {
  if (!isShown(event)) return undefined;
  switch (event.kind) {
    case "said":
      return { kind: saidKind(event), from: event.from, to: event.to, text: event.text };
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

function saidKind({ manner, isPrivate }: Said): JsonKind {
  if (manner !== "message") return manner;
  return isPrivate ? "private" : "message";
}

/** Writes as escapes what JSON may hold raw but what could still move a cursor or turn text around. */
function escapeUnseen(json: string): string {
  return json.replace(
    /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
