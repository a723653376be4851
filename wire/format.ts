/** Messages to lines, with the guard that nothing said can become a second line. */

import { hasForbidden, type Message } from "./message.ts";
import { formatTags, noTags, type Tags } from "./tags.ts";

/** What goes into a line; left-out parts stay out. */
export interface Outgoing {
  /** Tags with their unescaped values. */
  readonly tags?: Tags;
  /** Without the colon. */
  readonly source?: string;
  /** A command or a numeric of three digits. */
  readonly command: string;
  /** Words, but for the last one, which may be any text. */
  readonly params: readonly string[];
}

/**
 * Writes a message as a line without its end.
 *
 * @throws {RangeError} when a part holds CR, LF or NUL, or a word is none: the caller let hostile text through.
 */
export function formatMessage({ tags = noTags, source = "", command, params }: Outgoing): string {
  if (source.includes(" ") || needsColon(command)) {
    throw new RangeError(`Source "${source}" and command "${command}" must be words`);
  }
  let line = source === "" ? command : `:${source} ${command}`;
  const last = params.length - 1;
  if (last > 0) line += ` ${words(params, last, command)}`;
  const text = params[last];
  if (text !== undefined) {
    const isText = startsWithText.has(command) || (last > 0 && !endsInWord.has(command));
    const colon = isText || needsColon(text);
    line += colon ? ` :${text}` : ` ${text}`;
  }
  if (hasForbidden(line)) throw new RangeError(`A part of ${command} holds CR, LF or NUL`);
  return withTags(tags, line);
}

/** The first `count` parameters as they are written: joined at once, since a welcome has a hundred of them. */
function words(params: readonly string[], count: number, command: string): string {
  for (let at = 0; at < count; at++) {
    const param = params[at] ?? "";
    if (needsColon(param)) {
      throw new RangeError(`Parameter ${at + 1} of ${command}, "${param}", must be one word`);
    }
  }
  return count === 1 ? params[0] ?? "" : params.slice(0, count).join(" ");
}

/**
 * Puts tags before a line that has none.
 *
 * @throws {RangeError} when the name of a tag is no word, or holds CR, LF or NUL.
 */
export function withTags(tags: Tags, line: string): string {
  if (tags.size === 0) return line;
  const text = formatTags(tags);
  if (text.includes(" ") || hasForbidden(text)) {
    throw new RangeError(`Names of tags must be words: "${text}"`);
  }
  return text === "" ? line : `@${text} ${line}`;
}

/** Makes a message that has no tags, as the server's own lines are. */
export function message(source: string, command: string, ...params: readonly string[]): Message {
  return { tags: noTags, source, command, params };
}

// Their last parameter is a word by nature; others get the colon even where they could do without,
// because simple clients look for it in front of every text.
const endsInWord: ReadonlySet<string> = new Set([
  "BATCH",
  "CHATHISTORY",
  "CHGHOST",
  "MARKREAD",
  "MODE",
  "INVITE",
  "004",
  "221",
  "324",
  "329",
  "333",
  "341",
  "346",
  "348",
  "367",
  "941",
]);

// Their first parameter is a text already.
const startsWithText: ReadonlySet<string> = new Set([
  "QUIT",
  "ERROR",
  "AWAY",
  "SETNAME",
  "WALLOPS",
]);

function needsColon(param: string): boolean {
  return param === "" || param.startsWith(":") || param.includes(" ");
}
