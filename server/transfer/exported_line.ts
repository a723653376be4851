/** A kept line on its way out, whatever form it gets there. */

import type { Message } from "../../wire/message.ts";
import type { MoreLine } from "../../wire/multiline.ts";
import { parseTags } from "../../wire/tags.ts";
import { parseSource } from "../../wire/source.ts";
import { separateLines, unpackLines } from "../core/multiline.ts";
import { underName } from "../core/under_name.ts";
import { formatMsgid } from "../core/msgid.ts";
import type { KeptLog, LogLine } from "../store/log_lines.ts";

/** A line taken apart. */
export interface ExportedLine {
  /** Whose log it stands in. */
  readonly log: KeptLog;
  /** The id of the event that it belongs to. */
  readonly msgid: string;
  /** Which line of the event it is, from 0 on. */
  readonly part: number;
  /** In milliseconds. */
  readonly timeMs: number;
  /** Not everyone could read it when it was said. */
  readonly isRestricted: boolean;
  /** With its tags. */
  readonly message: Message;
  /** Of a message of several lines: those after the first one. */
  readonly more: readonly MoreLine[];
}

/** How a line shows to people. */
export type Shown =
  | { readonly kind: "said" | "action" | "notice"; readonly nick: string; readonly text: string }
  | { readonly kind: "event"; readonly text: string };

/** Takes a line apart; undefined where it is no message, which only a damaged file has. */
export function exportedLine(
  log: KeptLog,
  line: LogLine,
  epoch: string,
): ExportedLine | undefined {
  const lines = unpackLines(line.line);
  if (lines === undefined) return undefined;
  const { message, more } = underName(lines, log.name);
  const { key, part, timeMs, isRestricted } = line;
  return {
    log,
    msgid: formatMsgid(epoch, key),
    part,
    timeMs,
    isRestricted,
    message: { ...message, tags: parseTags(line.tags) },
    more,
  };
}

/** Gives each line of a message of several lines apart, for forms that know no such messages. */
export function separateParts(line: ExportedLine): readonly ExportedLine[] {
  if (line.more.length === 0) return [line];
  return [...separateLines(line)].map((message, part) => ({ ...line, message, part, more: [] }));
}

/** Tells what a message says or what happened; undefined for what belongs to another message, as a reaction does. */
export function showMessage({ source, command, params, tags }: Message): Shown | undefined {
  const { nick, user, host } = parseSource(source);
  const [first = "", second = "", third = ""] = params;
  const who = user === "" ? nick : `${nick} [${user}@${host}]`;
  switch (command) {
    case "PRIVMSG": {
      // deno-lint-ignore no-control-regex -- CTCP is marked by control characters
      const action = /^\x01ACTION (.*?)\x01?$/s.exec(second)?.[1];
      if (action !== undefined) return { kind: "action", nick, text: action };
      return { kind: "said", nick, text: second };
    }
    case "NOTICE":
      return { kind: "notice", nick, text: second };
    case "JOIN":
      return { kind: "event", text: `${who} has joined ${first}` };
    case "PART":
      return { kind: "event", text: `${who} has left ${first} [${second}]` };
    case "QUIT":
      return { kind: "event", text: `${who} has quit [${first}]` };
    case "KICK":
      return { kind: "event", text: `${second} was kicked from ${first} by ${nick} [${third}]` };
    case "NICK":
      return { kind: "event", text: `${nick} is now known as ${first}` };
    case "TOPIC":
      return { kind: "event", text: `${nick} changed the topic of ${first} to: ${second}` };
    case "MODE":
      return { kind: "event", text: `mode/${first} [${params.slice(1).join(" ")}] by ${nick}` };
    case "TAGMSG": {
      const reaction = tags.get("+draft/react");
      return reaction === undefined
        ? undefined
        : { kind: "event", text: `${nick} reacts with ${reaction}` };
    }
    default:
      return { kind: "event", text: [nick, command, ...params].join(" ") };
  }
}
