import assert from "node:assert/strict";
import stringWidth from "string-width";
import { drawFrame, type Frame } from "../../../client/view/frame.ts";
import type { ScreenSize } from "../../../client/view/layout.ts";
import { RowCache } from "../../../client/view/row_cache.ts";
import type { InputView, ViewState } from "../../../client/view/view_state.ts";
import { allSettings } from "../../../talk/settings.ts";
import { type Random, randomBelow, randomOf, seededRandom } from "../../helpers/random.ts";
import { hostileText } from "./hostile_text.ts";
import { plainRow } from "./plain_row.ts";
import { buffersOf, joined, said, sampleTalk, startMs, viewState } from "./sample_talk.ts";

const sizes: readonly ScreenSize[] = [
  ...[1, 2, 3, 5, 20, 21, 23, 24, 36, 40, 59, 60, 75, 80, 89, 90, 120, 300].flatMap((columns) =>
    [1, 2, 3, 5, 6, 24].map((rows) => ({ columns, rows }))
  ),
  { columns: 80, rows: 200 },
];
const noInput: InputView = {
  text: "",
  cursor: 0,
  search: undefined,
  completion: undefined,
  paste: undefined,
};

Deno.test("a frame fits every screen", () => {
  const state = viewState(sampleTalk(), "#lobby", { typing: ["bob", "carol"] });
  for (const size of sizes) assertFits(frameOf(state, size), size);
});

Deno.test("a frame fits every screen whatever others write and we type", () => {
  const random = seededRandom(1);
  for (let round = 0; round < 40; round++) {
    const state = hostileState(random);
    for (let each = 0; each < 6; each++) {
      const size = { columns: 1 + randomBelow(random, 120), rows: 1 + randomBelow(random, 40) };
      assertFits(frameOf(state, size), size);
    }
  }
});

Deno.test("a frame shows topic, messages, members, talks and what is typed", () => {
  const input = { ...noInput, text: "see you", cursor: 3 };
  const state = viewState(sampleTalk(), "#lobby", { input, typing: ["bob"] });
  const frame = frameOf(state, { columns: 120, rows: 40 });
  const screen = frame.rows.map(plainRow);
  assert.match(screen[0] ?? "", /libera .*│ #lobby {2}Welcome to the lobby .*│ 9 people/);
  assert.match(screen[1] ?? "", /^2 {2}#lobby .* @alice/);
  assert.ok(screen.some((row) => /12:01 +alice │ morning everyone!/.test(row)));
  assert.match(screen.at(-2) ?? "", /● ann libera 34 ms {2}bob types…/);
  assert.match(screen.at(-1) ?? "", /^ann › see you/);
  assert.deepEqual(frame.cursor, { row: 39, column: 9 });
  assert.equal(frame.title, "(2) #lobby · libera");
});

Deno.test("a narrow frame has no lists but tells what is unread elsewhere", () => {
  const frame = frameOf(viewState(sampleTalk(), "#lobby"), { columns: 59, rows: 20 });
  const screen = frame.rows.map(plainRow);
  assert.match(screen.at(-2) ?? "", /3:#ops 1 {2}5:bob 1/);
  assert.ok(screen.some((row) => row.startsWith("12:13 carol: and more")));
  assert.ok(screen.every((row) => !row.includes("people")));
});

Deno.test("the member list goes by its setting", () => {
  const settings = allSettings(new Map([["members", "off"]]));
  const state = viewState(sampleTalk(), "#lobby", { settings });
  assert.ok(
    frameOf(state, { columns: 120, rows: 20 }).rows.every((row) => !row.includes("people")),
  );
});

Deno.test("the talk that is looked at is in a list that is too long", () => {
  const buffers = buffersOf(Array.from({ length: 50 }, (_, at) => joined(`#c${10 + at}`)));
  for (const name of ["#c10", "#c37", "#c59"]) {
    const frame = frameOf(viewState(buffers, name), { columns: 80, rows: 12 });
    assert.ok(frame.rows.some((row) => plainRow(row).slice(0, 20).includes(name)), name);
  }
});

Deno.test("a long text that is typed keeps its cursor on the screen", () => {
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at} ${"漢".repeat(60)}`);
  const text = lines.join("\n");
  for (let cursor = 0; cursor <= text.length; cursor += 37) {
    const state = viewState(sampleTalk(), "#lobby", { input: { ...noInput, text, cursor } });
    const frame = frameOf(state, { columns: 50, rows: 24 });
    assertFits(frame, { columns: 50, rows: 24 });
    const line = text.slice(0, cursor).split("\n").length - 1;
    const row = plainRow(frame.rows[frame.cursor.row] ?? "");
    const isStart = cursor - text.lastIndexOf("\n", cursor - 1) < 20;
    if (isStart) assert.match(row, new RegExp(`line ${line} `));
    assert.ok(frame.cursor.row >= 24 - 8);
  }
});

Deno.test("Tab shows what else fits, the one put in among it", () => {
  const candidates = Array.from({ length: 60 }, (_, at) => ({ label: `nick${at}`, text: "" }));
  for (let index = 0; index < 60; index++) {
    const completion = { replacement: { start: 0, end: 0, text: "" }, candidates, index };
    const input = { ...noInput, text: "n", cursor: 1, completion };
    const frame = frameOf(viewState(sampleTalk(), "#lobby", { input }), { columns: 70, rows: 20 });
    const strip = plainRow(frame.rows.at(-2) ?? "");
    assert.match(strip, new RegExp(` nick${index} `));
  }
});

Deno.test("a search shows what is looked for and what is found", () => {
  const search = { query: "rel", matches: ["the release", "relax"], index: 1 };
  const input = { ...noInput, search };
  const frame = frameOf(viewState(sampleTalk(), "#lobby", { input }), { columns: 80, rows: 20 });
  assert.match(plainRow(frame.rows.at(-1) ?? ""), /^search: rel › relax {2}2\/2/);
  assert.equal(frame.cursor.column, "search: rel".length);
});

Deno.test("a paste that waits shows its start and what can be done", () => {
  const paste = { text: "one\ntwo\nthree\nfour\nfive\nsix", lineCount: 6, isCut: false };
  const state = viewState(sampleTalk(), "#lobby", { input: { ...noInput, paste } });
  const screen = frameOf(state, { columns: 80, rows: 20 }).rows.map(plainRow);
  assert.match(screen.at(-1) ?? "", /Send these 6 lines\? .*Enter sends, e edits, Esc drops/);
  assert.match(screen.at(-2) ?? "", /three {2}… 3 more/);
});

Deno.test("a connection that is lost is told", () => {
  const state = viewState(sampleTalk(), "#lobby");
  const networks = state.networks.map((network) => ({ ...network, state: "lost" } as const));
  const screen = frameOf({ ...state, networks }, { columns: 80, rows: 20 }).rows.map(plainRow);
  assert.match(screen.at(-2) ?? "", /○ ann libera connection lost/);
});

Deno.test("who waits for older messages at the top is told", () => {
  const buffers = sampleTalk();
  const asking = () =>
    frameOf(viewState(buffers, "#lobby"), { columns: 80, rows: 60 }).rows.map(plainRow).at(-2) ??
      "";
  assert.doesNotMatch(asking(), /asking for older/);
  buffers.askOlder("#lobby");
  assert.match(asking(), /asking for older messages…/);
});

Deno.test("without colours a frame has none", () => {
  const theme = { depth: "none", ground: "dark" } as const;
  const { rows } = frameOf(viewState(sampleTalk(), "#lobby", { theme }), {
    columns: 120,
    rows: 40,
  });
  // deno-lint-ignore no-control-regex -- the sequences of a terminal start so
  const codes = rows.join("").matchAll(/\x1b\[([0-9;]*)m/g);
  for (const [, code = ""] of codes) assert.match(code, /^(?:[1-9](?:;[1-9])*)?$/);
});

function frameOf(state: ViewState, size: ScreenSize): Frame {
  return drawFrame(state, size, new RowCache());
}

function assertFits({ rows, cursor, title }: Frame, { columns, rows: count }: ScreenSize): void {
  assert.equal(rows.length, count);
  for (const row of rows) {
    const plain = plainRow(row);
    // deno-lint-ignore no-control-regex -- control characters are what is looked for
    assert.doesNotMatch(plain, /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
    const width = stringWidth(plain);
    assert.ok(width <= columns, `${width} > ${columns}: ${JSON.stringify(plain)}`);
  }
  // deno-lint-ignore no-control-regex -- as above
  assert.doesNotMatch(title, /[\x00-\x1f\x7f-\x9f]/);
  assert.ok(cursor.row >= 0 && cursor.row < count, `row ${cursor.row}`);
  assert.ok(cursor.column >= 0 && cursor.column < columns, `column ${cursor.column}`);
}

function hostileState(random: Random): ViewState {
  const text = () => hostileText(random);
  const nick = () => hostileText(random, 4);
  const manners = ["message", "action", "notice"] as const;
  const buffers = buffersOf([], "#lobby");
  const stamp = { id: undefined, timeMs: startMs };
  const events = Array.from(
    { length: 12 },
    (_, at) =>
      said(nick(), text(), {
        id: `m${at}`,
        manner: randomOf(random, manners),
        replyTo: `m${at - 1}`,
      }),
  );
  const members = Array.from({ length: 9 }, () => ({ nick: nick(), prefixes: nick() }));
  buffers.receive([
    { kind: "members", channel: "#lobby", members, ...stamp },
    { kind: "topic", channel: "#lobby", by: undefined, text: text(), ...stamp },
    ...events,
    joined("#lobby", nick()),
    { kind: "quit", who: nick(), reason: text(), ...stamp },
    { kind: "mode", channel: "#lobby", by: nick(), change: text(), ...stamp },
    { kind: "server", level: "answer", text: text(), ...stamp },
    {
      kind: "reacted",
      talk: "#lobby",
      who: nick(),
      target: "m3",
      text: text(),
      isTakenBack: false,
      ...stamp,
    },
    { kind: "redacted", talk: "#lobby", by: nick(), target: "m4", reason: text(), ...stamp },
    joined(`#${nick()}`),
    said("x", text(), { to: nick(), isPrivate: true, isOwn: true }),
    { ...said("ann", text()), kind: "saying", once: "o" },
  ], startMs);
  const typed = text().toWellFormed();
  const candidates = [{ label: nick(), text: "" }, { label: text(), text: "" }];
  const completion = { replacement: { start: 0, end: 0, text: "" }, candidates, index: 1 };
  const asked = [
    {},
    { completion },
    { search: { query: nick(), matches: [text()], index: 0 } },
    { paste: { text: text(), lineCount: 7, isCut: false } },
  ];
  const cursor = randomBelow(random, typed.length + 1);
  return viewState(buffers, "#lobby", {
    input: { ...noInput, text: typed, cursor, ...randomOf(random, asked) },
    typing: [nick(), nick()],
    marked: randomOf(random, ["", "a", "word", "漢"]),
    theme: {
      depth: randomOf(random, ["none", "16", "256", "true"] as const),
      ground: randomOf(random, ["dark", "light"] as const),
    },
  });
}
