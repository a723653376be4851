/** Messages as bytes, in the form that a session has asked for. */

import { Buffer } from "node:buffer";
import {
  accountTagBit,
  extendedJoinBit,
  messageTagsBit,
  multilineBit,
  serverTimeBit,
} from "../../wire/capabilities.ts";
import { formatMessage, message as createMessage, withTags } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { noTags, type Tags } from "../../wire/tags.ts";
import { formatMsgid } from "../core/msgid.ts";
import { batchedLines, separateLines } from "../core/multiline.ts";
import { plainRelay, plainReply } from "../core/plain_form.ts";
import { plainBit, type Session } from "../core/session.ts";
import type { Relay } from "../core/sink.ts";
import { inFrames } from "./ws_frames.ts";

const nothing = new Uint8Array(0);

/** Encodes relayed messages as one piece for a shape. */
export function encodeRelays(relays: readonly Relay[], shape: number): Uint8Array {
  let text = "";
  for (const relay of relays) {
    if (relay.more !== undefined) {
      text += formatLines(relay, shape);
      continue;
    }
    const line = isPlain(shape) ? plainRelay(relay.message) : formatRelay(relay, shape);
    if (line !== undefined) text += line + (isPlain(shape) ? "\n" : "\r\n");
  }
  return text === "" ? nothing : encodeText(text, shape);
}

/** A relayed message as a line of IRC, with the tags that this shape has asked for. */
function formatRelay(relay: Relay, shape: number): string {
  const { line, realname } = relay;
  return line === undefined || realname !== undefined
    ? formatMessage(shapedRelay(relay, shape))
    : withTags(shapedTags(relay, shape), line);
}

/** A relayed message of several lines. */
function formatLines(relay: Relay, shape: number): string {
  let text = "";
  for (const message of shapedMessages(relay, shape)) {
    const line = isPlain(shape) ? plainRelay(message) : formatMessage(message);
    if (line !== undefined) text += line + (isPlain(shape) ? "\n" : "\r\n");
  }
  return text;
}

/** Of batches that are relayed there is one at a time: each is written as one piece. */
const batchReference = "m";

/** A relayed message as all the lines that a shape is sent of it, with the tags that it has asked for. */
export function shapedMessages(relay: Relay, shape: number): Iterable<Message> {
  const message = shapedRelay(relay, shape);
  const { more } = relay;
  if (more === undefined) return [message];
  return (shape & multilineBit) === 0
    ? separateLines({ message, more })
    : batchedLines({ message, more }, batchReference);
}

/** A relayed message, or its first line, with the tags that a shape has asked for. */
export function shapedRelay(relay: Relay, shape: number): Message {
  const { message, realname, account } = relay;
  const params = realname !== undefined && (shape & extendedJoinBit) !== 0
    ? [...message.params, account ?? "*", realname]
    : message.params;
  return { ...message, params, tags: shapedTags(relay, shape) };
}

function shapedTags({ message, timeMs, key, epoch, account }: Relay, shape: number): Tags {
  const hasTags = (shape & messageTagsBit) !== 0;
  const hasTime = (shape & serverTimeBit) !== 0;
  const hasAccount = account !== undefined && (shape & accountTagBit) !== 0;
  if (!hasTags && !hasTime && !hasAccount) return noTags;
  const tags = new Map<string, string>();
  if (hasTime) tags.set("time", new Date(timeMs).toISOString());
  if (hasTags && epoch !== "") tags.set("msgid", formatMsgid(epoch, key));
  if (hasAccount) tags.set("account", account);
  // The server's stand first: https://ircv3.net/specs/extensions/message-tags#size-limit
  for (const [name, value] of hasTags ? message.tags : noTags) tags.set(name, value);
  return tags;
}

/** So much of an answer keeps its place among what others say; the rest is pulled. */
const eagerBytes = 64 * 1024;

/** Joins the lines of an answer that keep its place; `lines` gives the rest. */
export function joinFirst(lines: Iterator<Uint8Array>): Uint8Array {
  const pieces: Uint8Array[] = [];
  let size = 0;
  while (size < eagerBytes) {
    const next = lines.next();
    if (next.done) break;
    pieces.push(next.value);
    size += next.value.length;
  }
  return concat(pieces, size);
}

function concat(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const joined = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

const saying: ReadonlySet<string> = new Set(["PRIVMSG", "NOTICE", "TAGMSG"]);

/** What was said but can't be kept is told so in place of its echo; what has changed something has changed it all the same. */
export function lostLine(
  { message: { command, params: [target = "*"] } }: Relay,
): Message | undefined {
  if (!saying.has(command)) return undefined;
  const text = "The server could not keep that message; others may have seen it, send it again";
  return createMessage("", "FAIL", command, "NOT_KEPT", target, text);
}

/** Encodes what a sender is told of what it did when that can not be kept. */
export function lostRelays(session: Session, relays: readonly Relay[]): Uint8Array {
  const pieces = relays.map((relay) => {
    const line = lostLine(relay);
    return line === undefined ? encodeRelays([relay], session.shape) : encodeReply(session, line);
  });
  return concat(pieces, pieces.reduce((sum, { length }) => sum + length, 0));
}

/** Encodes lines of an answer: those that are all there already as one piece, others each when it is pulled. */
export function* encodeReplies(
  session: Session,
  messages: Iterable<Message>,
): Generator<Uint8Array> {
  if (messages instanceof Array) yield encodeList(session, messages);
  else for (const message of messages) yield encodeReply(session, message);
}

/** Encodes a line of the server's own. */
export function encodeReply(session: Session, message: Message): Uint8Array {
  return encodeList(session, [message]);
}

/** Encodes lines that are all there already as one piece. */
export function encodeList(session: Session, messages: readonly Message[]): Uint8Array {
  const isPlain = session.dialect === "plain";
  const lines: string[] = [];
  for (const message of messages) {
    const line = isPlain ? plainReply(message) : formatMessage(message);
    if (line !== undefined) lines.push(line);
  }
  if (lines.length === 0) return nothing;
  // So that the last one has an end too.
  lines.push("");
  return encodeText(lines.join(isPlain ? "\n" : "\r\n"), session.shape);
}

/** Encodes a line as people read it; nothing where there is no line. */
export function encodePlain(session: Session, line: string | undefined): Uint8Array {
  return line === undefined ? nothing : encodeText(`${line}\n`, session.shape);
}

/** Encodes whole lines, or a question without a line end, as the transport of a shape takes them. */
export function encodeText(text: string, shape: number): Uint8Array {
  // A quarter of the time that a TextEncoder takes, since short ones are cut from a pool.
  return inFrames(Buffer.from(text), shape);
}

/** Says whether a shape is that of readable lines. */
export function isPlain(shape: number): boolean {
  return (shape & plainBit) !== 0;
}
