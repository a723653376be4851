/** Answers that fill several rows, as notes in the talk where they were asked for. */

import { localDate, localTime } from "../../wire/local_time.ts";
import { safeText } from "../../wire/safe_text.ts";
import type { ClientEvent } from "../../talk/event.ts";
import { safeName } from "../../talk/sentence.ts";

const maxRows = 300;

/** Gives the rows of an answer; undefined for what is none. */
export function listingOf(event: ClientEvent): readonly string[] | undefined {
  switch (event.kind) {
    case "listed": {
      const sorted = [...event.channels].sort((one, other) => other.memberCount - one.memberCount);
      const rows = sorted.slice(0, maxRows).map(({ name, memberCount, topic }) =>
        `${String(memberCount).padStart(6)}  ${safeName(name)}  ${safeText(topic)}`.trimEnd()
      );
      const left = sorted.length - rows.length;
      const more = left > 0 ? [`and ${left} more: /list pattern narrows them`] : [];
      const count = sorted.length === 1 ? "1 channel" : `${sorted.length} channels`;
      return [`${count}; /join goes to one`, ...rows, ...more];
    }
    case "found": {
      const { said, words, isWhole } = event;
      const rows = said.slice(-maxRows).map(({ timeMs, from, to, text, isPrivate }) => {
        const where = isPrivate ? "" : ` ${safeName(to)}`;
        return `${localDate(timeMs)} ${localTime(timeMs).slice(0, 5)}${where} ${safeName(from)}: ${
          safeText(text)
        }`;
      });
      const quoted = words === "" ? "" : ` for "${safeText(words)}"`;
      const count = said.length === 1 ? "1 message" : `${said.length} messages`;
      const rest = isWhole ? "" : "; there may be more";
      return [`Found ${count}${quoted}${rest}`, ...rows];
    }
    default:
      return undefined;
  }
}
