/** Messages of several lines: https://ircv3.net/specs/extensions/multiline */

import { isSameName, upperWord } from "../../wire/casemap.ts";
import type { Message } from "../../wire/message.ts";
import {
  concatTag,
  maxMultilineBytes,
  maxMultilineLines,
  multilineBatch,
} from "../../wire/multiline.ts";
import { noTags, type Tags } from "../../wire/tags.ts";
import { utf8Length } from "../../wire/utf8.ts";
import { type OpenBatch, openBatchMs } from "../core/open_batch.ts";
import { ownText } from "../../wire/own_text.ts";
import { fail, type Refusal } from "../core/refusal.ts";
import type { Session } from "../core/session.ts";
import {
  command,
  type Context,
  type Family,
  needMoreParams,
  shown,
  type UserContext,
} from "./command.ts";
import { sayLines } from "./say.ts";

/** BATCH. */
export const multilineFamily: Family = {
  BATCH: command({
    min: 1,
    capability: multilineBatch,
    help: [
      "BATCH +<reference> draft/multiline <target> | -<reference>",
      "Begins and ends a message of several lines, which are PRIVMSGs with the tag batch.",
    ],
    run: (context, [reference, type, target], { tags }) =>
      reference.startsWith("-")
        ? end(context, reference)
        : begin(context, { reference, type, target, tags }),
  }),
};

interface Beginning {
  readonly reference: string;
  readonly type: string | undefined;
  readonly target: string | undefined;
  readonly tags: Tags;
}

function begin({ session, nowMs }: UserContext, beginning: Beginning): Refusal | undefined {
  const { reference, type, target, tags } = beginning;
  const fault = beginningFault(session, beginning, nowMs);
  if (fault !== undefined) return invalid(fault);
  if (target === undefined || type === undefined) return needMoreParams("BATCH");
  session.openBatch = {
    reference: reference.slice(1),
    target,
    tags,
    openedAtMs: nowMs,
    lines: [],
    bytes: 0,
    isRefused: false,
  };
  return undefined;
}

function beginningFault(
  { openBatch }: Session,
  { reference, type }: Beginning,
  nowMs: number,
): string | undefined {
  if (!/^\+[^\s]{1,64}$/.test(reference)) return "A batch begins with + and a reference";
  if (type !== multilineBatch) return `A batch must be one of ${multilineBatch}`;
  if (openBatch === undefined || isOverdue(openBatch, nowMs)) return undefined;
  return "Another batch is open; end it first";
}

function end(context: UserContext, given: string): Refusal | undefined {
  const { session, nowMs } = context;
  const { openBatch } = session;
  if (openBatch?.reference !== given.slice(1)) return invalid("No such batch is open");
  session.openBatch = undefined;
  if (openBatch.isRefused) return undefined;
  if (isOverdue(openBatch, nowMs)) return overdue();
  const { target, tags, lines: [first, ...more] } = openBatch;
  if (first === undefined || [first, ...more].every(({ text }) => text === "")) {
    return invalid("There is no text in it");
  }
  return sayLines(context, { target, tags, text: first.text, more });
}

/** The open batch that a message says to be part of, if there is one. */
function batchOf({ openBatch }: Session, { tags }: Message): OpenBatch | undefined {
  return openBatch !== undefined && tags.get("batch") === openBatch.reference
    ? openBatch
    : undefined;
}

/** Says whether a message is a line of a batch, open or not, and so nothing to be done at once. */
export function isBatchLine({ capabilities }: Session, { tags, command: name }: Message): boolean {
  return tags.has("batch") && capabilities.has(multilineBatch) && upperWord(name) !== "BATCH";
}

/**
 * The tags whose label a message answers. A batch has the label of its beginning, and is answered when it has ended, or
 * once it is refused.
 */
export function labelTags({ session, nowMs }: Context, message: Message): Tags {
  const { openBatch, capabilities, user } = session;
  if (user === undefined || !capabilities.has(multilineBatch)) return message.tags;
  if (batchOf(session, message) !== undefined) return noTags;
  if (upperWord(message.command) !== "BATCH") return message.tags;
  const [reference = "", type, target] = message.params;
  const isEnd = reference.startsWith("-") && reference.slice(1) === openBatch?.reference;
  if (isEnd) return openBatch.isRefused ? message.tags : openBatch.tags;
  const beginning = { reference, type, target, tags: message.tags };
  const begins = target !== undefined && beginningFault(session, beginning, nowMs) === undefined;
  return begins ? noTags : message.tags;
}

/** A line that could not be read spoils the batch that it is of. Gives the tags that have its label. */
export function spoilBatch({ session }: Context, message: Message): Tags {
  const batch = batchOf(session, message);
  if (batch === undefined || batch.isRefused) return noTags;
  drop(batch);
  return batch.tags;
}

/** What comes of a line of a batch. */
export interface Collected {
  /** Why the batch, or the line, is refused. */
  readonly refusal: Refusal;
  /** Tags that have the label to answer. */
  readonly tags: Tags;
}

/** Takes a line of a batch; says what is wrong with it, once a batch. */
export function collectLine({ session, nowMs }: Context, message: Message): Collected | undefined {
  const batch = batchOf(session, message);
  if (batch === undefined) {
    return { refusal: invalid("No such batch is open"), tags: message.tags };
  }
  if (batch.isRefused) return undefined;
  const refusal = isOverdue(batch, nowMs) ? overdue() : add(batch, message);
  if (refusal === undefined) return undefined;
  drop(batch);
  return { refusal, tags: batch.tags };
}

function add(batch: OpenBatch, { command: name, params, tags }: Message): Refusal | undefined {
  const [target = "*", text = ""] = params;
  const { lines } = batch;
  if (upperWord(name) !== "PRIVMSG") return invalid("Its lines must be PRIVMSGs");
  if (!isSameName(target, batch.target)) {
    const sentence = "A line goes to somebody else than its batch";
    const code = "MULTILINE_INVALID_TARGET";
    return fail("BATCH", code, shown(batch.target), shown(target), sentence);
  }
  const isJoined = tags.has(concatTag) && lines.length > 0;
  if (isJoined && text === "") return invalid("A blank line can't be joined to another");
  const isAction = lines.length === 0 && text.startsWith("\x01ACTION ");
  if (text.startsWith("\x01") && !isAction) return invalid("It can't hold CTCP");
  if (lines.length === maxMultilineLines) {
    const sentence = `A message has at most ${maxMultilineLines} lines`;
    return fail("BATCH", "MULTILINE_MAX_LINES", `${maxMultilineLines}`, sentence);
  }
  const bytes = batch.bytes + utf8Length(text) + (isJoined || lines.length === 0 ? 0 : 1);
  if (bytes > maxMultilineBytes) {
    const sentence = `A message has at most ${maxMultilineBytes} bytes`;
    return fail("BATCH", "MULTILINE_MAX_BYTES", `${maxMultilineBytes}`, sentence);
  }
  batch.bytes = bytes;
  lines.push({ text: ownText(text), isJoined });
  return undefined;
}

function drop(batch: OpenBatch): void {
  batch.isRefused = true;
  batch.lines = [];
}

function isOverdue({ openedAtMs }: OpenBatch, nowMs: number): boolean {
  return nowMs - openedAtMs > openBatchMs;
}

function overdue(): Refusal {
  return invalid(`It was not ended within ${openBatchMs / 1000} seconds`);
}

function invalid(text: string): Refusal {
  return fail("BATCH", "MULTILINE_INVALID", text);
}
