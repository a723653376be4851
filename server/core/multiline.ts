/** Messages of several lines, as they are sent and kept: https://ircv3.net/specs/extensions/multiline */

import { message as createMessage } from "../../wire/format.ts";
import { isMessage, type Message, parseMessage } from "../../wire/message.ts";
import { concatTag, type MoreLine, multilineBatch } from "../../wire/multiline.ts";
import type { Tags } from "../../wire/tags.ts";

/** A message with the lines after its first one. */
export interface Lines {
  /** The first line; its tags are those of the message. */
  readonly message: Message;
  /** The others; none where it is a message as any. */
  readonly more: readonly MoreLine[];
}

/** Gives the lines as a batch, for those who know what that is. */
export function* batchedLines({ message, more }: Lines, reference: string): Generator<Message> {
  const { tags, source, command, params: [target = "", text = ""] } = message;
  const start = createMessage(source, "BATCH", `+${reference}`, multilineBatch, target);
  yield { ...start, tags };
  const inBatch: Tags = new Map([["batch", reference]]);
  const joined: Tags = new Map([...inBatch, [concatTag, ""]]);
  yield { source, command, params: [target, text], tags: inBatch };
  for (const line of more) {
    const lineTags = line.isJoined ? joined : inBatch;
    yield { source, command, params: [target, line.text], tags: lineTags };
  }
  yield createMessage(source, "BATCH", `-${reference}`);
}

/** Tags that say when and by whom: they stand on each line of a message, whoever reads it line by line. */
const repeatedTags: readonly string[] = ["time", "account", "bot"];

/** Gives the lines as messages of their own, without blank ones. Only the first has all tags. */
export function* separateLines({ message, more }: Lines): Generator<Message> {
  if (more.length === 0) return yield message;
  const [target = "", first = ""] = message.params;
  let { tags } = message;
  for (const text of [first, ...more.map((line) => line.text)]) {
    if (text === "") continue;
    yield { ...message, params: [target, text], tags };
    tags = new Map([...message.tags].filter(([name]) => repeatedTags.includes(name)));
  }
}

/** Gives what follows a message's first line where it is kept: each line after LF, or after CR where it is joined. */
export function packLines(more: readonly MoreLine[]): string {
  return more.map(({ text, isJoined }) => (isJoined ? "\r" : "\n") + text).join("");
}

/** Reads a line as it is kept; undefined where it is none. */
export function unpackLines(kept: string): Lines | undefined {
  const end = kept.search(/[\r\n]/);
  const message = parseMessage(end < 0 ? kept : kept.slice(0, end));
  if (!isMessage(message)) return undefined;
  if (end < 0) return { message, more: [] };
  const more = [...kept.slice(end).matchAll(/([\r\n])([^\r\n]*)/g)];
  return {
    message,
    more: more.map(([, separator, text = ""]) => ({ text, isJoined: separator === "\r" })),
  };
}

/** The whole text of a message. */
export function wholeText({ message, more }: Lines): string {
  let text = message.params.at(-1) ?? "";
  for (const line of more) text += (line.isJoined ? "" : "\n") + line.text;
  return text;
}
