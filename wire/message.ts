/** One IRC message as text and as data: https://modern.ircdocs.horse/#message-format */

import { noTags, parseTags, type Tags } from "./tags.ts";
import { exceedsUtf8, utf8Length } from "./utf8.ts";

/** A message taken apart. */
export interface Message {
  /** Tags with their unescaped values. */
  readonly tags: Tags;
  /** Who it comes from, without the colon; "" where that is left out. */
  readonly source: string;
  /** Spelt as it came. */
  readonly command: string;
  /** All parameters; the last one may hold spaces. */
  readonly params: readonly string[];
}

/** Why a line is no message. */
export type ParseFault =
  | { readonly kind: "empty" }
  | { readonly kind: "noCommand" }
  /** A NUL, CR or LF inside: the message could not be passed on as one line. */
  | { readonly kind: "forbiddenCharacter" };

/** Most bytes of a message without its tags, with CR LF: https://modern.ircdocs.horse/#message-format */
export const maxMessageBytes = 512;

/** How many bytes of text fit into a message of `source` after its command and these words. */
export function textRoom(source: string, ...words: readonly string[]): number {
  return maxMessageBytes - utf8Length(`:${source} ${words.join(" ")} :\r\n`);
}

/** Says whether a text does not fit into a message of `source`; counts only when the lengths leave it open. */
export function exceedsRoom(
  text: string,
  source: string,
  command: string,
  target: string,
): boolean {
  const units = text.length + source.length + command.length + target.length;
  return units * 3 > maxMessageBytes - 7 && exceedsUtf8(text, textRoom(source, command, target));
}

/** Parses one line without its end. Never throws; runs of spaces count as one, a tab is no space. */
export function parseMessage(line: string): Message | ParseFault {
  if (hasForbidden(line)) return { kind: "forbiddenCharacter" };
  let at = skipSpaces(line, 0);
  if (at === line.length) return { kind: "empty" };
  let tags = noTags;
  if (line[at] === "@") {
    const end = wordEnd(line, at);
    tags = parseTags(line.slice(at + 1, end));
    at = skipSpaces(line, end);
  }
  let source = "";
  if (line[at] === ":") {
    const end = wordEnd(line, at);
    source = line.slice(at + 1, end);
    at = skipSpaces(line, end);
  }
  const end = wordEnd(line, at);
  const command = line.slice(at, end);
  // Sent on without the tags or source before it, such a command would become them.
  if (command === "" || command.startsWith(":") || command.startsWith("@")) {
    return { kind: "noCommand" };
  }
  return { tags, source, command, params: parseParams(line, skipSpaces(line, end)) };
}

/** Tells a parsed message from a fault. */
export function isMessage(parsed: Message | ParseFault): parsed is Message {
  return "command" in parsed;
}

/** Where the message proper starts: the length of the tags with their `@` and the spaces after them. */
export function tagsLength(line: string): number {
  return line.startsWith("@") ? skipSpaces(line, wordEnd(line, 0)) : 0;
}

function parseParams(line: string, start: number): readonly string[] {
  const params: string[] = [];
  let at = start;
  while (at < line.length) {
    if (line[at] === ":") {
      params.push(line.slice(at + 1));
      break;
    }
    const end = wordEnd(line, at);
    params.push(line.slice(at, end));
    at = skipSpaces(line, end);
  }
  return params;
}

function wordEnd(line: string, start: number): number {
  const end = line.indexOf(" ", start);
  return end < 0 ? line.length : end;
}

function skipSpaces(line: string, start: number): number {
  let at = start;
  while (line.charCodeAt(at) === 32) at++;
  return at;
}

/** Says whether `text` holds a character that would end a line or a C string on its way. */
export function hasForbidden(text: string): boolean {
  // Three searches for a character take half the time of one by a pattern, in every line that comes and goes.
  return text.includes("\n") || text.includes("\r") || text.includes("\0");
}
