/** The list of those in a channel. */

import { nickColour } from "../../wire/nick_colour.ts";
import type { Member } from "../../talk/buffer.ts";
import { safeName } from "../../talk/sentence.ts";
import { fitSpans, type Span, span, type SpanRows, tamed } from "./styled.ts";
import { textWidth } from "../text_width.ts";

// Names of more than these do not make the list wider.
const maxMeasured = 200;

/** How many columns the list would fill. */
export function memberListWidth(members: readonly Member[]): number {
  const widths = members.slice(0, maxMeasured).map(({ nick }) => textWidth(tamed(safeName(nick))));
  return Math.max(...widths, 0) + 3;
}

/** Gives the rows of the list, as many as there is room for. */
export function memberListRows(
  members: readonly Member[],
  { width, height, hasColours }: {
    readonly width: number;
    readonly height: number;
    readonly hasColours: boolean;
  },
): SpanRows {
  const isWhole = members.length <= height;
  const shown = members.slice(0, isWhole ? height : Math.max(height - 1, 0));
  const rows = shown.map((member) => fitSpans(memberSpans(member, hasColours), width));
  if (isWhole || height <= 0) return rows;
  return [...rows, fitSpans([span(` +${members.length - shown.length} more`, "faint")], width)];
}

function memberSpans({ nick, prefixes, isAway }: Member, hasColours: boolean): readonly Span[] {
  const name = tamed(safeName(nick));
  const mark = tamed(safeName(prefixes.slice(0, 1))) || " ";
  const colour = hasColours ? { nick: nickColour(nick) } : {};
  return [
    span(` ${mark}`, "faint"),
    isAway === true ? span(name, "faint") : span(name, colour),
  ];
}
