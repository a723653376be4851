/** Rows of what was said: who, what, what it answers, what others think of it. */

import { nickColour } from "../../wire/nick_colour.ts";
import { safeText } from "../../wire/safe_text.ts";
import type { Pending, Reaction, SaidEntry } from "../../talk/buffer.ts";
import type { Said } from "../../talk/event.ts";
import { safeName } from "../../talk/sentence.ts";
import { bodySpans } from "./body_spans.ts";
import { leads, type RowLead, type RowLook } from "./row_look.ts";
import {
  cutSpans,
  type Span,
  span,
  type SpanRows,
  spansWidth,
  type Style,
  tamed,
} from "./styled.ts";
import { wrapSpans } from "./wrap.ts";

/** What is said of a message besides itself. */
export interface SaidContext {
  /** The same person goes on: the name need not be said again. */
  readonly isFollowUp: boolean;
  /** What it answers, where that is among what is there. */
  readonly quoted: SaidEntry | undefined;
}

const border = span("│", "border");
const mentionBorder = span("┃", "mention");
const maxQuotedLength = 300;
const maxShownReactions = 12;

/** Gives the rows of a message. */
export function saidRows(
  { said, isMention, reactions, redaction }: SaidEntry,
  { isFollowUp, quoted }: SaidContext,
  look: RowLook,
): SpanRows {
  const isCalled = isMention && !look.isPrivateTalk;
  const lead: RowLead = {
    timeMs: said.timeMs,
    who: whoSpans(said, { isCalled, isFollowUp }, look),
    border: isCalled ? mentionBorder : border,
  };
  const own = { ...lead, timeMs: undefined, who: [] };
  const quote = said.replyTo === undefined ? [] : [quoteRow(quoted, own, look)];
  const body = redaction === undefined
    ? bodyLines(said, { role: roleOf(said, isCalled) }, look)
    : [[span(redactionText(redaction), { role: "faint", italic: true })]];
  const rows = leadRows(body, lead, look);
  const below = reactions.length === 0 ? [] : [reactionRow(reactions, own, look)];
  return [...quote, ...rows, ...below];
}

/** Gives the rows of something of ours that the server has not kept yet. */
export function pendingRows({ said }: Pending, look: RowLook): SpanRows {
  const name = whoSpans(said, { isCalled: false, isFollowUp: false }, look);
  const who = name.map(({ text }) => span(text, "pending"));
  return leadRows(bodyLines(said, { role: "pending" }, look), {
    timeMs: said.timeMs,
    who,
    border,
  }, look);
}

/** Puts what stands in front before lines of text, wrapped. */
export function leadRows(
  lines: SpanRows,
  lead: RowLead,
  look: RowLook,
): SpanRows {
  const { first, rest } = leads(lead, look);
  const { columns } = look;
  const width = {
    first: Math.max(columns - spansWidth(first), 1),
    rest: Math.max(columns - spansWidth(rest), 1),
  };
  return lines.flatMap((line, at) => {
    const own = at === 0 ? width : { ...width, first: width.rest };
    return wrapSpans(line, own).map((row, index) => [
      ...(at === 0 && index === 0 ? first : rest),
      ...row,
    ]);
  });
}

/** A nick with its colour. */
export function nickSpan(nick: string, style: Style, { hasNickColours }: RowLook): Span {
  const name = tamed(safeName(nick));
  return span(name, hasNickColours ? { ...style, nick: nickColour(nick) } : style);
}

function whoSpans(
  said: Said,
  { isCalled, isFollowUp }: { readonly isCalled: boolean; readonly isFollowUp: boolean },
  look: RowLook,
): readonly Span[] {
  const { manner, from, isOwn } = said;
  if (manner === "action") {
    return [span(look.isNarrow ? "* " : "*", isCalled ? "mention" : "faint")];
  }
  if (isFollowUp) return [];
  const { style } = nickSpan(from, { bold: true }, look);
  const name = span(tamed(safeName(from)), isCalled ? "badge" : isOwn ? "own" : style);
  const whole = manner === "notice" ? [span("-", "faint"), name, span("-", "faint")] : [name];
  if (!look.isNarrow) return whole;
  return [...cutSpans(whole, Math.max(Math.floor(look.columns / 2) - 2, 1)), span(": ", "faint")];
}

function roleOf({ manner }: Said, isCalled: boolean): "mention" | "notice" | "text" {
  return isCalled ? "mention" : manner === "notice" ? "notice" : "text";
}

function bodyLines(
  said: Said,
  style: Style,
  look: RowLook,
): SpanRows {
  const { manner, from, to, text, isPrivate, isOwn } = said;
  const lines = text.split("\n").map((line) => bodySpans(line, { style, marked: look.marked }));
  const [first = [], ...rest] = lines;
  const front: Span[] = [];
  if (isPrivate && !look.isPrivateTalk) {
    front.push(span(isOwn ? `(to ${tamed(safeName(to))}) ` : "(private) ", "faint"));
  }
  if (manner === "action") {
    const isPending = style.role === "pending";
    const name = nickSpan(from, { bold: true }, look);
    front.push(isPending ? span(name.text, style) : name, span(" "));
  }
  return [[...front, ...first], ...rest];
}

function quoteRow(
  quoted: SaidEntry | undefined,
  lead: RowLead,
  look: RowLook,
): readonly Span[] {
  const { rest } = leads(lead, look);
  if (quoted === undefined) {
    return cutSpans([...rest, span("┌ an older message", "faint")], look.columns);
  }
  const { said, redaction } = quoted;
  const line = safeText(said.text.slice(0, maxQuotedLength).replace(/\s+/g, " "));
  const text = redaction === undefined ? line : "deleted";
  const name = nickSpan(said.from, { role: "faint" }, look);
  const quote = [span("┌ ", "faint"), name, span(`: ${tamed(text)}`, "faint")];
  return cutSpans([...rest, ...quote], look.columns);
}

function reactionRow(
  reactions: readonly Reaction[],
  lead: RowLead,
  look: RowLook,
): readonly Span[] {
  const shown = reactions.slice(0, maxShownReactions).flatMap(({ text, nicks }) => [
    ...cutSpans([span(tamed(safeText(text)))], 16),
    span(` ${nicks.length}   `, "reaction"),
  ]);
  const more = reactions.length - maxShownReactions;
  const rest = more > 0 ? [span(`+${more}`, "reaction")] : [];
  return cutSpans([...leads(lead, look).rest, ...shown, ...rest], look.columns);
}

function redactionText({ by, reason }: { readonly by: string; readonly reason: string }): string {
  const why = reason === "" ? "" : ` (${tamed(safeText(reason))})`;
  return `deleted by ${tamed(safeName(by))}${why}`;
}
