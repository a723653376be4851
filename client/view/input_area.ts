/** What is being typed, and what pops up above it. */

import { safeText } from "../../wire/safe_text.ts";
import { safeName } from "../../talk/sentence.ts";
import { layPrompt } from "../prompt_row.ts";
import { textWidth } from "../text_width.ts";
import type { Completion } from "../../talk/completion.ts";
import { type HistorySearch, matchOf } from "../typing/history_search.ts";
import type { PendingPaste } from "../typing/paste_guard.ts";
import {
  cutSpans,
  cutText,
  fitSpans,
  type Span,
  span,
  type SpanRows,
  spansWidth,
  tamed,
} from "./styled.ts";
import type { ViewState } from "./view_state.ts";

/** Rows, and where the cursor is in them. */
export interface InputArea {
  /** Each as wide as the screen. */
  readonly rows: SpanRows;
  /** Row of the cursor among them, from 0. */
  readonly cursorRow: number;
  /** Column of the cursor, from 0. */
  readonly cursorColumn: number;
}

/** How much room there is. */
export interface InputRoom {
  /** Columns of the screen. */
  readonly columns: number;
  /** The most rows. */
  readonly rows: number;
}

const promptFromColumns = 40;
const previewRows = 3;
const sign = "› ";

/** How many rows the input would fill. */
export function inputRowCount({ input: { text, search, completion, paste } }: ViewState): number {
  if (paste !== undefined) return Math.min(paste.lineCount, previewRows) + 1;
  if (search !== undefined) return 1;
  return text.split("\n").length + (hasChoice(completion) ? 1 : 0);
}

/** Lays out what is typed; the cursor is always seen. */
export function layInput(state: ViewState, room: InputRoom): InputArea {
  const { search, completion, paste } = state.input;
  if (paste !== undefined) return pasteArea(paste, room);
  if (search !== undefined) return searchArea(search, room);
  if (!hasChoice(completion) || room.rows < 2) return textArea(state, room);
  const strip = fitSpans(candidateSpans(completion, room.columns), room.columns);
  const text = textArea(state, { ...room, rows: room.rows - 1 });
  return { ...text, rows: [strip, ...text.rows], cursorRow: text.cursorRow + 1 };
}

function textArea(state: ViewState, { columns, rows: most }: InputRoom): InputArea {
  const { text, cursor } = state.input;
  const label = labelSpans(state, columns);
  const labelWidth = spansWidth(label);
  const lines = text.split("\n");
  const before = text.slice(0, cursor).split("\n");
  const cursorLine = before.length - 1;
  const cursorIn = before.at(-1)?.length ?? 0;
  const start = Math.max(0, Math.min(cursorLine - Math.floor(most / 2), lines.length - most));
  let cursorColumn = 0;
  const rows = lines.slice(start, start + most).map((line, at) => {
    const isCursorLine = start + at === cursorLine;
    const { row, column } = layPrompt({
      prompt: "",
      text: safeText(line),
      cursor: isCursorLine ? cursorIn : 0,
      columns: Math.max(columns - labelWidth, 1),
    });
    if (isCursorLine) cursorColumn = labelWidth + column;
    const front = start + at === 0 ? label : [span(sign.padStart(labelWidth), "faint")];
    const hint = text === "" ? hintSpans(state) : [span(row)];
    return fitSpans(cutSpans([...front, ...hint], columns), columns);
  });
  return { rows, cursorRow: cursorLine - start, cursorColumn: Math.min(cursorColumn, columns - 1) };
}

function labelSpans({ networks, network }: ViewState, columns: number): readonly Span[] {
  const own = networks[network];
  const role = own === undefined || own.state === "lost" ? "alarm" : "prompt";
  if (columns < promptFromColumns) return [span(columns < 6 ? "" : sign, role)];
  const nick = cutText(tamed(safeName(own?.nick ?? "")), Math.floor(columns / 4));
  return [span(nick === "" ? "" : `${nick} `, role), span(sign, "faint")];
}

/** Somebody who never saw this is told what can be typed. */
function hintSpans({ buffer }: ViewState): readonly Span[] {
  if (buffer.kind === "channel" && buffer.isJoined || buffer.kind === "person") {
    return [span(`Write to ${tamed(safeName(buffer.name))}, or /help`, "border")];
  }
  return [span("/join #channel, /msg nick, or /help", "border")];
}

function hasChoice(completion: Completion | undefined): completion is Completion {
  return completion !== undefined && completion.candidates.length > 1;
}

/** As many as there is room for, a page at a time. */
function candidateSpans(
  { candidates, index }: Completion,
  columns: number,
): readonly Span[] {
  const labels = candidates.map(({ label }) => cutText(` ${tamed(safeText(label))} `, columns));
  let first = 0;
  let width = 0;
  for (const [at, label] of labels.entries()) {
    width += textWidth(label);
    if (width > columns - 4 && at > first) {
      if (at > index) break;
      first = at;
      width = textWidth(label);
    }
  }
  const shown = labels.slice(first).map((label, at) =>
    span(label, first + at === index ? "chosen" : "bar")
  );
  return fitSpans([...(first > 0 ? [span("… ", "bar")] : []), ...shown], columns, { role: "bar" });
}

function searchArea(search: HistorySearch, { columns }: InputRoom): InputArea {
  const match = matchOf(search);
  const query = tamed(safeText(search.query));
  const end = cutFront(query, Math.max(Math.floor(columns / 2) - 8, 1));
  const front = [span(columns < 24 ? "" : "search: ", "prompt"), span(end, { bold: true })];
  const found = match === undefined
    ? query === "" ? "" : "nothing found"
    : tamed(safeText(match.replaceAll("\n", "⏎")));
  const place = match === undefined ? "" : `  ${search.index + 1}/${search.matches.length}`;
  const rest = [span(" › ", "faint"), span(found, match === undefined ? "faint" : "text")];
  const row = fitSpans([...front, ...rest, span(place, "faint")], columns);
  return {
    rows: [row],
    cursorRow: 0,
    cursorColumn: Math.min(spansWidth(front), Math.max(columns - 1, 0)),
  };
}

function pasteArea(
  { text, lineCount, isCut }: PendingPaste,
  { columns, rows }: InputRoom,
): InputArea {
  const ask = isCut
    ? " This paste is too long to hold: only its start is here. "
    : ` Send these ${lineCount} lines? `;
  const keys = isCut ? " e edits, Esc drops it" : " Enter sends, e edits, Esc drops them";
  const question = fitSpans([span(ask, "badge"), span(keys, "text")], columns);
  const room = Math.min(previewRows, Math.max(rows - 1, 0));
  const lines = text.split(/\r\n?|\n/, room + 1);
  const shown = lines.slice(0, room).map((line, at) => {
    const isLast = at === room - 1 && lineCount > room;
    // A line may be as long as a paste: what is not seen is not looked at.
    const start = tamed(safeText(line.slice(0, columns * 4)));
    const more = isLast ? `  … ${lineCount - room} more` : "";
    return fitSpans(
      [
        span("│ ", "border"),
        ...cutSpans([span(start, "faint")], columns - 2 - more.length),
        span(more, "notice"),
      ],
      columns,
    );
  });
  return { rows: [...shown, question], cursorRow: shown.length, cursorColumn: 0 };
}

/** The end of a text. */
function cutFront(text: string, columns: number): string {
  let cut = text;
  while (textWidth(cut) > columns) cut = tamed(cut.slice(1));
  return cut;
}
