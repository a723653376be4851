/** Reads logs that WeeChat wrote in its usual form: time, prefix and text, with tabs between them. */

import { bad, type LogParser, nothing } from "./log_parser.ts";
import { type LoggedEvent, loggedLines } from "./logged_event.ts";
import { isDate } from "../../wire/moment.ts";
import { firstOf, type Reading } from "./reading.ts";

/** Makes a reader of a log of `channel`. */
export function createWeechatParser(channel: string): LogParser {
  return (line) => {
    if (line.trim() === "") return nothing;
    const [, date = "", time, prefix = "", text = ""] =
      /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\t([^\t]*)\t(.*)$/s.exec(line) ?? [];
    if (time === undefined) return bad("has no time, prefix and text with tabs between them");
    const timeMs = Date.parse(`${date}T${time}`);
    if (!isDate(date) || Number.isNaN(timeMs)) return bad("has a date that is none");
    const event = parseEvent(prefix.trim(), text);
    if (event === undefined) return nothing;
    return loggedLines(event, { channel, timeMs, precisionMs: 1_000 });
  };
}

function parseEvent(prefix: string, text: string): LoggedEvent | undefined {
  switch (prefix) {
    case "-->":
    case "<--":
    case "--":
      return firstOf(happenings, text);
    case "*": {
      const [, nick = "", rest = ""] = /^(\S+) ?(.*)$/s.exec(text) ?? [];
      return { kind: "action", nick, text: rest };
    }
    case "":
    case "=!=":
      return undefined;
    default:
      return { kind: "said", nick: prefix, text };
  }
}

// Between nick and address there may be an account in brackets and a real name in parentheses.
const happenings: readonly Reading[] = [
  [
    /^(?<nick>\S+)(?: .*)? \((?<address>[^\s()]+@[^\s()]+)\) has joined \S+$/,
    ({ nick = "", address = "" }) => ({ kind: "joined", nick, address }),
  ],
  [
    /^(?<nick>\S+)(?: .*?)? \((?<address>[^\s()]+@[^\s()]+)\) has left \S+(?: \((?<text>.*)\))?$/s,
    ({ nick = "", address = "", text = "" }) => ({ kind: "left", nick, address, text }),
  ],
  [
    /^(?<nick>\S+)(?: .*?)? \((?<address>[^\s()]+@[^\s()]+)\) has quit(?: \((?<text>.*)\))?$/s,
    ({ nick = "", address = "", text = "" }) => ({ kind: "quit", nick, address, text }),
  ],
  [
    /^(?<nick>\S+) has kicked (?<victim>\S+)(?: \((?<text>.*)\))?$/s,
    ({ nick = "", victim = "", text = "" }) => ({ kind: "kicked", nick, victim, text }),
  ],
  [
    /^(?<nick>\S+) is now known as (?<newNick>\S+)$/,
    ({ nick = "", newNick = "" }) => ({ kind: "renamed", nick, newNick }),
  ],
  [
    /^(?<nick>\S+) has changed topic for \S+(?: from ".*")? to "(?<text>.*)"$/s,
    ({ nick = "", text = "" }) => ({ kind: "topic", nick, text }),
  ],
  [
    /^Mode \S+ \[(?<words>[^\]]+)\] by (?<nick>\S+)$/,
    ({ nick = "", words = "" }) => ({ kind: "mode", nick, words }),
  ],
  [
    /^Notice\((?<nick>[^\s()]+)\) -> \S+: (?<text>.*)$/s,
    ({ nick = "", text = "" }) => ({ kind: "notice", nick, text }),
  ],
];
