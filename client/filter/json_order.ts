/** What a program wants done: one JSON object a line. */

import type { Conversation } from "../../talk/conversation.ts";
import type { Step } from "../../talk/step.ts";
import { formatMessage } from "../../wire/format.ts";
import { nearestWord } from "../../wire/nearest_word.ts";

/** One of them, checked. */
export type JsonOrder =
  | {
    readonly kind: "say";
    readonly to: string;
    readonly text: string;
    readonly manner: "message" | "action" | "notice";
    readonly replyTo: string | undefined;
  }
  | { readonly kind: "join"; readonly channels: string; readonly key: string | undefined }
  | { readonly kind: "send"; readonly line: string };

/** What is wrong with a line, to follow "Line 3 was not done: ". */
export interface JsonFault {
  /** One line. */
  readonly fault: string;
}

type Given = Readonly<Record<string, unknown>>;

/** What an order is made of. */
interface Reading {
  readonly given: Given;
  /** The channel that is meant where none is named. */
  readonly current: string | undefined;
}

const keys = ["kind", "to", "text", "reply_to", "target", "key"];
const kinds: Readonly<Record<string, (reading: Reading) => JsonOrder>> = {
  message: (reading) => say(reading, "message"),
  private: (reading) => say(reading, "message"),
  action: (reading) => say(reading, "action"),
  notice: (reading) => say(reading, "notice"),
  reply: (reading) => {
    word(reading, "reply_to");
    return say(reading, "message");
  },
  react: (reading) => react(reading, "+draft/react"),
  unreact: (reading) => react(reading, "+draft/unreact"),
  redact: (reading) => send("REDACT", [to(reading), word(reading, "target"), ...reason(reading)]),
  join: (reading) => ({
    kind: "join",
    channels: word(reading, "to"),
    key: reading.given.key === undefined ? undefined : word(reading, "key"),
  }),
  part: (reading) => send("PART", [to(reading), ...reason(reading)]),
  nick: (reading) => send("NICK", [word(reading, "text")]),
  topic: (reading) => send("TOPIC", [to(reading), text(reading)]),
  raw: (reading) => ({ kind: "send", line: lineOf(text(reading)) }),
};

/** The texts of these are told to whoever wrote the line. */
class Wrong extends Error {}

/** Reads a line; `current` is the channel that is meant where an order names none. */
export function parseJsonOrder(line: string, current: string | undefined): JsonOrder | JsonFault {
  try {
    const given = objectOf(line);
    const kind = given.kind ?? "message";
    const make = typeof kind === "string" && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (make === undefined) throw new Wrong(unknownKind(kind));
    return make({ given, current });
  } catch (error) {
    if (error instanceof Wrong) return { fault: error.message };
    throw error;
  }
}

/** Does what is wanted. */
export function carryOut(order: JsonOrder, conversation: Conversation, nowMs: number): Step {
  switch (order.kind) {
    case "say": {
      const { to, text, manner, replyTo } = order;
      const reply = replyTo === undefined ? {} : { replyTo };
      return conversation.say({ to, text, manner, nowMs, ...reply });
    }
    case "join":
      return conversation.join(order.channels, order.key);
    case "send":
      return { send: [order.line], events: [] };
  }
}

function objectOf(line: string): Given {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Wrong('it is no JSON. Write it so: {"to":"#lobby","text":"hello"}');
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Wrong('it is no object. Write it so: {"to":"#lobby","text":"hello"}');
  }
  const given: Given = { ...value };
  for (const key of Object.keys(given)) {
    if (keys.includes(key)) continue;
    const nearest = nearestWord(key.slice(0, 20), keys);
    const hint = nearest === undefined ? `There are: ${keys.join(", ")}` : `Is it "${nearest}"?`;
    throw new Wrong(`key "${key.slice(0, 40)}" is unknown. ${hint}`);
  }
  return given;
}

function unknownKind(kind: unknown): string {
  const shown = JSON.stringify(kind)?.slice(0, 40) ?? "";
  return `kind ${shown} is unknown. There are: ${Object.keys(kinds).join(", ")}`;
}

function say(reading: Reading, manner: "message" | "action" | "notice"): JsonOrder {
  const { reply_to: replied } = reading.given;
  return {
    kind: "say",
    to: to(reading),
    text: text(reading),
    manner,
    replyTo: replied === undefined || replied === null ? undefined : word(reading, "reply_to"),
  };
}

/** https://ircv3.net/specs/client-tags/react */
function react(reading: Reading, tag: string): JsonOrder {
  const tags = new Map([["+draft/reply", word(reading, "target")], [tag, text(reading)]]);
  return { kind: "send", line: formatMessage({ tags, command: "TAGMSG", params: [to(reading)] }) };
}

function send(command: string, params: readonly string[]): JsonOrder {
  return { kind: "send", line: formatMessage({ command, params }) };
}

function to(reading: Reading): string {
  if (reading.given.to !== undefined) return word(reading, "to");
  if (reading.current !== undefined) return reading.current;
  throw new Wrong('it goes to nobody. Give "to" a channel or a nick');
}

function reason({ given }: Reading): readonly string[] {
  return given.text === undefined ? [] : [text({ given, current: undefined })];
}

/** A line break would begin another line of the protocol. */
function text({ given }: Reading): string {
  if (typeof given.text !== "string" || given.text === "") {
    throw new Wrong('it has no text. Give "text" some');
  }
  if (/[\r\n]/.test(given.text)) {
    throw new Wrong("its text has more than one line. Write an object for each");
  }
  // A NUL would end the line for servers; its picture is what is left of it.
  return given.text.replaceAll("\0", "\u2400");
}

/** What stands between spaces in the protocol. */
function word({ given }: Reading, key: string): string {
  const value = given[key];
  if (typeof value === "string" && /^[^:\0\r\n ][^\0\r\n ]{0,499}$/.test(value)) return value;
  throw new Wrong(`"${key}" is no word. Give it one, in quotes and without spaces`);
}

function lineOf(text: string): string {
  if (/^(?:PASS|AUTHENTICATE)\b/i.test(text)) {
    throw new Wrong("passwords are not said so. Give --account and --account-password-file");
  }
  return text;
}
