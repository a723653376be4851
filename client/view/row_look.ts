/** How rows of messages are to look: all that they depend on besides the messages. */

import type { Span } from "./styled.ts";
import { cutSpans, fitSpans, span, spansWidth } from "./styled.ts";
import type { Theme } from "./theme.ts";

/** All that rows of messages depend on. */
export interface RowLook {
  /** How wide they are. */
  readonly columns: number;
  /** There is no room for nicks in a column of their own: they stand in front of what they said. */
  readonly isNarrow: boolean;
  /** See the setting. */
  readonly clock: "24h" | "12h" | "off";
  /** Whether nicks have colours. */
  readonly hasNickColours: boolean;
  /** It is a talk with a person: everything in it is said to us. */
  readonly isPrivateTalk: boolean;
  /** What is to be marked wherever it stands; empty for nothing. */
  readonly marked: string;
  /** Colours. */
  readonly theme: Theme;
}

/** What stands in front of a row's text. */
export interface RowLead {
  /** When it happened; undefined: nothing is told. */
  readonly timeMs: number | undefined;
  /** Who, or a sign; on narrow screens with what stands behind it. */
  readonly who: readonly Span[];
  /** Between it and the text. */
  readonly border: Span;
}

/** Where a clock begins to fit on narrow screens. */
const clockFromColumns = 36;

/** Gives what stands in front of the first row and of the others. */
export function leads(
  { timeMs, who, border }: RowLead,
  look: RowLook,
): { readonly first: readonly Span[]; readonly rest: readonly Span[] } {
  const { columns, isNarrow } = look;
  const clock = timeMs === undefined ? "" : clockText(timeMs, look);
  const blank = " ".repeat(clockWidth(look));
  const time = span(clock === "" ? blank : clock, "faint");
  if (isNarrow) {
    const rest = span(" ".repeat(columns < 24 ? 1 : 2));
    const name = who.length === 0 ? [rest] : who;
    return { first: clock === "" ? name : [time, ...name], rest: [rest] };
  }
  const width = nickWidth(columns);
  const name = cutSpans(who, width);
  const left = span(" ".repeat(width - spansWidth(name)));
  const line = [span(" "), border, span(" ")];
  return {
    first: [span(" "), time, left, ...name, ...line],
    rest: [span(blank + " ".repeat(width + 1)), ...line],
  };
}

/** A line across with words in it. */
export function ruleSpans(words: string, role: "day" | "unread", columns: number): readonly Span[] {
  const text = cutSpans([span(` ${words} `, role)], Math.max(columns - 4, 1));
  const left = columns < 24 ? 1 : 3;
  const right = Math.max(columns - left - spansWidth(text), 0);
  const line = role === "day" ? "border" : role;
  return fitSpans(
    [span("─".repeat(left), line), ...text, span("─".repeat(right), line)],
    columns,
  );
}

/** Gives a key that is another one whenever rows would look otherwise. */
export function lookKey(look: RowLook): string {
  return JSON.stringify(look);
}

function nickWidth(columns: number): number {
  return columns >= 100 ? 15 : columns >= 64 ? 12 : 9;
}

function clockWidth({ clock, columns, isNarrow }: RowLook): number {
  if (clock === "off" || (isNarrow && columns < clockFromColumns)) return 0;
  return clock === "24h" ? 6 : 9;
}

/** Time of the day with a space behind it. */
function clockText(timeMs: number, look: RowLook): string {
  if (clockWidth(look) === 0) return "";
  const time = new Date(timeMs);
  const minutes = `${time.getMinutes()}`.padStart(2, "0");
  const hours = time.getHours();
  if (look.clock === "24h") return `${`${hours}`.padStart(2, "0")}:${minutes} `;
  return `${`${hours % 12 || 12}`.padStart(2)}:${minutes} ${hours < 12 ? "am" : "pm"} `;
}
