/** Events as irssi writes them into its logs, which `chat import --format irssi` reads. */

import type { ClientEvent } from "../../talk/event.ts";
import { localDay, localTime } from "../../wire/local_time.ts";
import { safeText } from "../../wire/safe_text.ts";

/** Gives the line for an event without its end; undefined for what belongs into no log. */
export function logLine(event: ClientEvent): string | undefined {
  const words = wordsOf(event);
  return words === undefined ? undefined : safeText(`${localTime(event.timeMs)} ${words}`);
}

/** Gives the line that tells which day the next ones are of. */
export function dayLine(timeMs: number, isFirst: boolean): string {
  return isFirst
    ? `--- Log opened ${localDay(timeMs)}`.replace(/ (\d{4})$/, ` ${localTime(timeMs)} $1`)
    : `--- Day changed ${localDay(timeMs)}`;
}

function wordsOf(event: ClientEvent): string | undefined {
  switch (event.kind) {
    case "said": {
      const { manner, from, text } = event;
      if (manner === "notice") return `-${from}- ${text}`;
      return manner === "action" ? ` * ${from} ${text}` : `<${from}> ${text}`;
    }
    case "joined":
      return `-!- ${event.who} has joined ${event.channel}`;
    case "left":
      return `-!- ${event.who} has left ${event.channel} [${event.reason}]`;
    case "quit":
      return `-!- ${event.who} has quit [${event.reason}]`;
    case "kicked":
      return `-!- ${event.who} was kicked from ${event.channel} by ${event.by} [${event.reason}]`;
    case "renamed":
      return `-!- ${event.who} is now known as ${event.to}`;
    case "topic":
      if (event.by === undefined) return undefined;
      return `-!- ${event.by} changed the topic of ${event.channel} to: ${event.text}`;
    case "mode":
      return `-!- mode/${event.channel} [${event.change}] by ${event.by}`;
    case "redacted":
      // The text stays: this is a copy of what was seen.
      return `-!- ${event.by} took back a message [${event.reason}]`;
    default:
      return undefined;
  }
}
