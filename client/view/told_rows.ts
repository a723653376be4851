/** Rows of all that is not said: who comes and goes, the server's words, ours. */

import { safeText } from "../../wire/safe_text.ts";
import type { Entry } from "../../talk/buffer.ts";
import type { ChannelTold, Moved, OwnAffair, ServerTold } from "../../talk/event.ts";
import { movesText } from "../../talk/folded.ts";
import { sentenceOf } from "../../talk/sentence.ts";
import { bodySpans } from "./body_spans.ts";
import { leadRows } from "./message_rows.ts";
import type { RowLook } from "./row_look.ts";
import { type Role, type Span, span, type SpanRows, tamed } from "./styled.ts";

const border = span("│", "border");
const signs: Readonly<Record<Moved["kind"], string>> = {
  joined: "→",
  left: "←",
  quit: "←",
  kicked: "←",
  renamed: "↔",
  invited: "✉",
};

/** Gives the rows of several who come and go, one behind the other. */
export function movesRows(moves: readonly Moved[], look: RowLook): SpanRows {
  const kinds = new Set(moves.map(({ kind }) => signs[kind]));
  const [only = "↔"] = kinds;
  const [first] = moves;
  const role = first?.kind === "invited" ? "mention" : "moves";
  const text = span(tamed(movesText(moves)), role);
  const sign = span(kinds.size > 1 ? "⇄" : only, role);
  return signRows([[text]], { timeMs: moves.at(-1)?.timeMs, sign }, look);
}

/** Gives the rows of what is told, by the server or by us. */
export function toldRows(told: ChannelTold | ServerTold | OwnAffair, look: RowLook): SpanRows {
  const role = roleOf(told);
  const sign = span(role === "alarm" ? "!" : "·", role === "alarm" ? "alarm" : "faint");
  const { timeMs } = told;
  // Only what others wrote may have links and formatting in it.
  if (told.kind !== "server") {
    return signRows([[span(tamed(sentenceOf(told, undefined)), role)]], { timeMs, sign }, look);
  }
  const body = bodySpans(told.text, { style: { role }, marked: look.marked });
  return signRows([body], { timeMs, sign }, look);
}

/** Gives the rows of a line of ours. */
export function noteRows(
  { text, isBad, timeMs }: Extract<Entry, { kind: "note" }>,
  look: RowLook,
): SpanRows {
  const role = isBad ? "alarm" : "notice";
  const lines = text.split("\n").map((line) =>
    bodySpans(safeText(line), { style: { role }, marked: look.marked })
  );
  return signRows(lines, { timeMs, sign: span(isBad ? "!" : "›", role) }, look);
}

function signRows(
  lines: SpanRows,
  { timeMs, sign }: { readonly timeMs: number | undefined; readonly sign: Span },
  look: RowLook,
): SpanRows {
  const who = look.isNarrow ? [sign, span(" ")] : [sign];
  return leadRows(lines, { timeMs, who, border }, look);
}

function roleOf(told: ChannelTold | ServerTold | OwnAffair): Role {
  switch (told.kind) {
    case "server":
      if (told.level === "refusal") return "alarm";
      return told.level === "greeting" ? "faint" : told.level === "notice" ? "notice" : "text";
    case "account":
      return told.isBad ? "alarm" : "notice";
    case "gap":
    case "nickGiven":
    case "registrationRefused":
    case "joinRefused":
    case "sayRefused":
    case "sayLost":
      return "alarm";
    default:
      return "moves";
  }
}
