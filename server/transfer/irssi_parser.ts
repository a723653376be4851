/** Reads logs that irssi wrote in its usual form, and what `chat export --format text` writes of one channel. */

import { months } from "../../wire/local_time.ts";
import { bad, type LogParser, nothing } from "./log_parser.ts";
import { firstOf, type Reading } from "./reading.ts";
import { type LoggedEvent, loggedLines } from "./logged_event.ts";

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Makes a reader of a log of `channel`. */
export function createIrssiParser(channel: string): LogParser {
  let today: Day | undefined;
  return (line) => {
    if (line.trim() === "") return nothing;
    if (line.startsWith("--- ")) {
      const isDay = /^--- (Log opened|Day changed) /.test(line);
      if (!isDay) return nothing;
      today = parseDay(line);
      return today === undefined ? bad("has a date that is none") : nothing;
    }
    const [, hours, minutes, seconds, rest = ""] =
      /^\[?(\d\d):(\d\d)(?::(\d\d))?\]?\s(.*)$/s.exec(line) ?? [];
    if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) {
      return bad("has no time");
    }
    const event = parseEvent(rest);
    if (event === undefined) return bad("is nothing that irssi writes");
    if (event === "nothing") return nothing;
    if (today === undefined) return bad("has no date above it");
    const timeMs = timeOf(today, [Number(hours), Number(minutes), Number(seconds ?? 0)]);
    return loggedLines(event, {
      channel,
      timeMs,
      precisionMs: seconds === undefined ? 60_000 : 1_000,
    });
  };
}

function timeOf(
  { year, month, day }: Day,
  [hours, minutes, seconds]: readonly [number, number, number],
): number {
  return new Date(year, month, day, hours, minutes, seconds).getTime();
}

/** "Mon Jan 01 12:34:56 2024" or "Mon Jan 01 2024". */
function parseDay(line: string): Day | undefined {
  const [, name = "", day, year] =
    /\s([A-Z][a-z]{2})\s+(\d{1,2})(?:\s\d\d:\d\d:\d\d)?\s(\d{4})\s*$/.exec(line) ?? [];
  const month = months.indexOf(name);
  const date = new Date(Number(year), month, Number(day));
  if (month < 0 || date.getMonth() !== month) return undefined;
  return { year: Number(year), month, day: Number(day) };
}

function parseEvent(text: string): LoggedEvent | "nothing" | undefined {
  if (text.startsWith("-!- ")) return parseHappening(text.slice(4)) ?? "nothing";
  const said = /^<([^>]+)> ?(.*)$/s.exec(text);
  if (said !== null) return { kind: "said", nick: said[1] ?? "", text: said[2] ?? "" };
  const action = /^\s?\* (\S+) ?(.*)$/s.exec(text);
  if (action !== null) return { kind: "action", nick: action[1] ?? "", text: action[2] ?? "" };
  const notice = /^-([^\s:]+)(?::\S+)?- (.*)$/s.exec(text);
  if (notice !== null) return { kind: "notice", nick: notice[1] ?? "", text: notice[2] ?? "" };
  return undefined;
}

const happenings: readonly Reading[] = [
  [
    /^(?<nick>\S+)(?: \[(?<address>\S+)\])? has joined \S+$/,
    ({ nick = "", address = "" }) => ({ kind: "joined", nick, address }),
  ],
  [
    /^(?<nick>\S+)(?: \[(?<address>\S+)\])? has left \S+ \[(?<text>.*)\]$/s,
    ({ nick = "", address = "", text = "" }) => ({ kind: "left", nick, address, text }),
  ],
  [
    /^(?<nick>\S+)(?: \[(?<address>\S+)\])? has quit \[(?<text>.*)\]$/s,
    ({ nick = "", address = "", text = "" }) => ({ kind: "quit", nick, address, text }),
  ],
  [
    /^(?<victim>\S+) was kicked from \S+ by (?<nick>\S+) \[(?<text>.*)\]$/s,
    ({ nick = "", victim = "", text = "" }) => ({ kind: "kicked", nick, victim, text }),
  ],
  [
    /^(?<nick>\S+) is now known as (?<newNick>\S+)$/,
    ({ nick = "", newNick = "" }) => ({ kind: "renamed", nick, newNick }),
  ],
  [
    /^(?<nick>\S+) changed the topic of \S+ to: (?<text>.*)$/s,
    ({ nick = "", text = "" }) => ({ kind: "topic", nick, text }),
  ],
  [
    /^mode\/\S+ \[(?<words>[^\]]+)\] by (?<nick>\S+)$/,
    ({ nick = "", words = "" }) => ({ kind: "mode", nick, words }),
  ],
];

function parseHappening(text: string): LoggedEvent | undefined {
  return firstOf(happenings, text);
}
