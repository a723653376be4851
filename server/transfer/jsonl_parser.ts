/** Reads what `chat export --format jsonl` wrote. */

import { channelNameFault, isSameName } from "../../wire/casemap.ts";
import { formatMessage } from "../../wire/format.ts";
import { hasForbidden, maxMessageBytes, textRoom } from "../../wire/message.ts";
import { isDate } from "../../wire/moment.ts";
import { maxMultilineLines, type MoreLine } from "../../wire/multiline.ts";
import { formatTags, maxTagBytes } from "../../wire/tags.ts";
import { exceedsUtf8, utf8Length } from "../../wire/utf8.ts";
import { packLines } from "../core/multiline.ts";
import { readMsgid } from "../core/read_msgid.ts";
import { bad, type LogParser, nothing, type ParsedLine } from "./log_parser.ts";

/** Commands that a channel's log has, and whether their first parameter is the channel. */
const commands: ReadonlyMap<string, boolean> = new Map([
  ["PRIVMSG", true],
  ["NOTICE", true],
  ["TAGMSG", true],
  ["JOIN", true],
  ["PART", true],
  ["KICK", true],
  ["TOPIC", true],
  ["MODE", true],
  ["QUIT", false],
  ["NICK", false],
]);

/** CR LF, which counts where a line's length does. */
const lineEndBytes = 2;

/** An event has no more lines. */
const maxParts = 1_000;

/** Makes a reader; `only` is the one channel that is wanted, if not all are. */
export function createJsonlParser(only: string | undefined): LogParser {
  return (line) => {
    if (line.trim() === "") return nothing;
    const fields = parseObject(line);
    if (fields === undefined) return bad("is no JSON object");
    if ("owner" in fields) return bad("is of a private talk, which belongs to someone's log-in");
    const { channel } = fields;
    if (typeof channel !== "string" || channelNameFault(channel) !== undefined) {
      return bad("has no channel");
    }
    if (only !== undefined && !isSameName(channel, only)) return nothing;
    return parseFields(fields, channel);
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parseFields(fields: Fields, channel: string): ParsedLine {
  const timeMs = typeof fields.time === "string" ? parseTime(fields.time) : undefined;
  if (timeMs === undefined) return bad("has no time");
  const { part = 0, command } = fields;
  if (typeof part !== "number" || !Number.isInteger(part) || part < 0 || part >= maxParts) {
    return bad("has a part that is none");
  }
  if (typeof command !== "string") return bad("has no command");
  const first = lineOf(fields, channel);
  if (first === undefined) return bad("is no message of its channel");
  const more = moreOf(fields, channel);
  if (more === undefined) return bad("has more lines that are none");
  const line = first + packLines(more);
  const tags = tagsOf(fields.tags);
  if (tags === undefined) return bad("has tags that are none");
  const isSaid = command === "PRIVMSG" || command === "NOTICE";
  const msgid = typeof fields.msgid === "string" ? readMsgid(fields.msgid) : undefined;
  const isRestricted = fields.restricted === true;
  return {
    kind: "lines",
    lines: [{ channel, timeMs, precisionMs: 1, isSaid, isRestricted, part, tags, line, msgid }],
  };
}

/** Gives the message as it is kept; undefined where it is none, or is none of that channel. */
function lineOf({ source, command, params }: Fields, channel: string): string | undefined {
  if (typeof source !== "string" || typeof command !== "string") return undefined;
  if (!Array.isArray(params) || !params.every((param) => typeof param === "string")) {
    return undefined;
  }
  const isTold = commands.get(command);
  if (isTold === undefined || (isTold && !isSameName(String(params[0]), channel))) return undefined;
  try {
    const line = formatMessage({ source, command, params });
    return exceedsUtf8(line, maxMessageBytes - lineEndBytes) || !line.isWellFormed()
      ? undefined
      : line;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Lines of a message after its first one; undefined where they are none, or would be too long as messages of their own. */
function moreOf(
  { source, command, more = [] }: Fields,
  channel: string,
): readonly MoreLine[] | undefined {
  if (!Array.isArray(more) || more.length >= maxMultilineLines) return undefined;
  if (more.length > 0 && command !== "PRIVMSG" && command !== "NOTICE") return undefined;
  const room = textRoom(String(source), String(command), channel);
  const lines: MoreLine[] = [];
  for (const entry of more) {
    if (!isObject(entry)) return undefined;
    const { text, joined = false } = entry;
    if (typeof text !== "string" || typeof joined !== "boolean") return undefined;
    if (hasForbidden(text) || !text.isWellFormed() || exceedsUtf8(text, room)) {
      return undefined;
    }
    lines.push({ text, isJoined: joined });
  }
  return lines;
}

function tagsOf(value: unknown): string | undefined {
  if (value === undefined) return "";
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const tags = new Map<string, string>();
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== "string" || !/^\+?[A-Za-z0-9./-]+$/.test(name)) return undefined;
    if (text.includes("\0") || !text.isWellFormed()) return undefined;
    tags.set(name, text);
  }
  const written = formatTags(tags);
  return utf8Length(written) > maxTagBytes - 2 ? undefined : written;
}

function parseTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)) return undefined;
  // A day that its month has not would be taken for one of the next month.
  if (!isDate(text.slice(0, 10))) return undefined;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function parseObject(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
