/** The whole screen, from all there is to show. */

import { safeName } from "../../talk/sentence.ts";
import { statusRow, topicRow } from "./bar_rows.ts";
import { inputRowCount, layInput } from "./input_area.ts";
import { type Areas, layOut, listFromColumns, type ScreenSize } from "./layout.ts";
import { memberListRows, memberListWidth } from "./member_list.ts";
import type { BlockSource } from "./message_blocks.ts";
import type { RowCache } from "./row_cache.ts";
import type { RowLook } from "./row_look.ts";
import { type Visible, visibleRows } from "./scroll.ts";
import { fitSpans, type Span, span, type SpanRows } from "./styled.ts";
import { talkListRows, talkListWidth } from "./talk_list.ts";
import { paintSpans } from "./theme.ts";
import type { ViewState } from "./view_state.ts";

/** A screen as a terminal takes it. */
export interface Frame {
  /** As many as the screen has; none is wider, none holds anything but text, SGR, OSC 8 and jumps to a column. */
  readonly rows: readonly string[];
  /** Where the cursor is, from 0. */
  readonly cursor: { readonly row: number; readonly column: number };
  /** Of the window. */
  readonly title: string;
  /** The first entry is seen: it is time to ask for older ones. */
  readonly isTop: boolean;
  /** What `scrollUp` and its like take. */
  readonly source: BlockSource;
  /** How many rows messages have. */
  readonly messageRows: number;
}

/** Draws a screen. `cache` is to be the same one each time. */
export function drawFrame(state: ViewState, size: ScreenSize, cache: RowCache): Frame {
  const areas = areasOf(state, size);
  const { main, messageRows } = areas;
  const textColumns = main.width - (areas.members === undefined ? 0 : 1);
  const source = blockSource(state, { columns: textColumns, screenColumns: size.columns }, cache);
  const seen = visibleRows(source, state.scroll, messageRows);
  const { theme } = state;
  const columns = Math.max(size.columns, 1);
  const input = layInput(state, { columns, rows: areas.inputRows });
  const facts = {
    belowCount: seen.belowCount,
    hasActivity: areas.list === undefined,
    hasName: !areas.hasTopic,
    isAsking: seen.isTop && state.buffer.older === "asked",
  };
  const upper = upperRows(state, areas, seen);
  const status = areas.hasStatus ? [paintSpans(statusRow(state, facts, columns), theme)] : [];
  const rows = [...upper, ...status, ...input.rows.map((row) => paintSpans(row, theme))];
  // What is typed fills all the rows that the layout gave it, but for what a paste or a search leaves free.
  while (rows.length < Math.max(size.rows, 1)) rows.push("");
  return {
    rows,
    cursor: {
      row: Math.min(upper.length + status.length + input.cursorRow, rows.length - 1),
      column: input.cursorColumn,
    },
    title: titleOf(state),
    isTop: seen.isTop,
    source,
    messageRows,
  };
}

function areasOf(state: ViewState, size: ScreenSize): Areas {
  const { buffer, settings } = state;
  const hasMembers = settings.get("members") !== "off" && buffer.kind === "channel" &&
    buffer.members.length > 0;
  return layOut(size, {
    listWidth: talkListWidth(state),
    membersWidth: hasMembers ? memberListWidth(buffer.members) : undefined,
    inputRows: inputRowCount(state),
  });
}

function blockSource(
  { buffer, settings, marked, theme }: ViewState,
  { columns, screenColumns }: { readonly columns: number; readonly screenColumns: number },
  cache: RowCache,
): BlockSource {
  const clock = settings.get("clock");
  const look: RowLook = {
    columns,
    isNarrow: screenColumns < listFromColumns,
    clock: clock === "12h" || clock === "off" ? clock : "24h",
    hasNickColours: settings.get("nick-colours") !== "off",
    isPrivateTalk: buffer.kind === "person",
    marked,
    theme,
  };
  return { buffer, foldsMoves: settings.get("fold-moves") !== "off", look, cache };
}

/** Topic and messages between the lists. */
function upperRows(
  state: ViewState,
  areas: Areas,
  seen: Visible,
): readonly string[] {
  const { main, list, members, hasTopic, messageRows } = areas;
  const height = messageRows + Number(hasTopic);
  const paint = (row: readonly Span[]) => paintSpans(row, state.theme);
  const topic = hasTopic ? [paint(topicRow(state, main.width))] : [];
  // Between text and the line beside it is a gap.
  const gap = members === undefined ? "" : " ";
  const blanks = new Array<string>(Math.max(messageRows - seen.rows.length, 0));
  const messages = [...blanks.fill(" ".repeat(main.width - gap.length)), ...seen.rows];
  const middle = [...topic, ...messages.map((row) => row + gap)];
  const left = list === undefined
    ? []
    : talkListRows(state, { width: list.width, height }).map(paint);
  const right = members === undefined
    ? []
    : memberRows(state, { width: members.width, height }).map(paint);
  const line = paint([span("│", "border")]);
  return middle.map((row, at) => {
    const first = list === undefined
      ? ""
      : `${endedAt(left[at] ?? " ".repeat(list.width), list.width)}${line}`;
    if (members === undefined) return first + row;
    const last = right[at] ?? " ".repeat(members.width);
    return `${first}${endedAt(row, members.column - 1)}${line}${last}`;
  });
}

function memberRows(
  { buffer: { members }, settings }: ViewState,
  { width, height }: { readonly width: number; readonly height: number },
): SpanRows {
  const head = fitSpans(
    [span(` ${members.length} ${members.length === 1 ? "person" : "people"}`, "bar")],
    width,
    {
      role: "bar",
    },
  );
  const hasColours = settings.get("nick-colours") !== "off";
  return [head, ...memberListRows(members, { width, height: height - 1, hasColours })];
}

/** Terminals differ about how wide such letters are: what stands behind them is put at its column. */
function endedAt(row: string, column: number): string {
  return unsureWidth.test(row) ? `${row}\x1b[${column + 1}G` : row;
}

function titleOf({ networks, network, buffer }: ViewState): string {
  const mentions = networks.flatMap(({ buffers }) => buffers)
    .reduce((sum, { mentionCount, isMuted }) => sum + (isMuted ? 0 : mentionCount), 0);
  const own = safeName(networks[network]?.name ?? "");
  const name = buffer.kind === "server" ? own : `${safeName(buffer.name)} · ${own}`;
  return mentions > 0 ? `(${mentions}) ${name}` : name;
}

// Above what all terminals agree about; and what joins letters to one, which some do not know. Without the flag u, as in
// `theme.ts`.
const unsureWidth =
  /[\u0300-\u036f\u0590-\u0e7f\u0f00-\u1fff\u200b-\u200f\u231a-\u2bff\ufe0f\ud800-\udfff]/;
