import assert from "node:assert/strict";
import { createIrssiParser } from "../../server/transfer/irssi_parser.ts";
import { createJsonlParser } from "../../server/transfer/jsonl_parser.ts";
import type { LogParser } from "../../server/transfer/log_parser.ts";
import { createWeechatParser } from "../../server/transfer/weechat_parser.ts";

/** Gives lines as time and text; what is wrong as a sentence's end; nothing for what is nothing. */
function read(parser: LogParser, log: string): readonly string[] {
  return log.split("\n").flatMap((line) => {
    const parsed = parser(line);
    if (parsed.kind === "nothing") return [];
    if (parsed.kind === "bad") return [parsed.why];
    return parsed.lines.map(({ timeMs, line }) => {
      const time = new Date(timeMs);
      const iso = new Date(timeMs - time.getTimezoneOffset() * 60_000).toISOString();
      return `${iso.slice(0, 19)} ${line}`;
    });
  });
}

const irssiLog = `--- Log opened Mon Jan 01 23:58:12 2024
23:58 -!- ann [~ann@host.example] has joined #x
23:58 <@ann> hello <all>
23:58 < bob> hi
23:58  * ann waves
23:59 -bot:#x- done
23:59 -!- Irssi: #x: Total of 2 nicks [1 ops, 0 halfops, 0 voices, 1 normal]
23:59 -!- bob is now known as robert
--- Day changed Tue Jan 02 2024
00:00 -!- robert was kicked from #x by ann [enough]
00:01:30 -!- mode/#x [+mo ann] by ann
[00:02] -!- ann changed the topic of #x to: New: things
00:03 -!- carl [c@h] has left #x [bye]
00:04 -!- dora [d@h] has quit [Ping timeout]
--- Log closed Tue Jan 02 00:05:00 2024`;

Deno.test("a log of irssi is read whole", () => {
  assert.deepEqual(read(createIrssiParser("#x"), irssiLog), [
    "2024-01-01T23:58:00 :ann!~ann@host.example JOIN #x",
    "2024-01-01T23:58:00 :ann PRIVMSG #x :hello <all>",
    "2024-01-01T23:58:00 :bob PRIVMSG #x :hi",
    "2024-01-01T23:58:00 :ann PRIVMSG #x :\x01ACTION waves\x01",
    "2024-01-01T23:59:00 :bot NOTICE #x :done",
    "2024-01-01T23:59:00 :bob NICK robert",
    "2024-01-02T00:00:00 :ann KICK #x robert :enough",
    "2024-01-02T00:01:30 :ann MODE #x +mo ann",
    "2024-01-02T00:02:00 :ann TOPIC #x :New: things",
    "2024-01-02T00:03:00 :carl!c@h PART #x :bye",
    "2024-01-02T00:04:00 :dora!d@h QUIT :Ping timeout",
  ]);
});

Deno.test("a log of irssi that is damaged tells what is wrong where", () => {
  const log = `12:00 <ann> too early
--- Day changed Tue Feb 30 2024
--- Log opened Mon Jan 01 12:00:00 2024
25:00 <ann> x
12:00 what is this
12:00 <> x
12:00 <two words> x
12:00 -!- a was kicked from #x by b!c [x]
nothing`;
  assert.deepEqual(read(createIrssiParser("#x"), log), [
    "has no date above it",
    "has a date that is none",
    "has no time",
    "is nothing that irssi writes",
    "is nothing that irssi writes",
    "has a nick that is none",
    "has a nick that is none",
    "has no time",
  ]);
});

const weechatLog = [
  "2024-01-02 12:34:55\t-->\tann (~ann@host.example) has joined #x",
  "2024-01-02 12:34:55\t-->\tbob [account] (Bob B (the one)) (~b@h) has joined #x",
  "2024-01-02 12:34:56\t@ann\ttext with a\ttab",
  "2024-01-02 12:34:57\t *\tann acts",
  "2024-01-02 12:34:58\t--\tNotice(bot) -> #x: note",
  "2024-01-02 12:34:59\t--\tbob is now known as robert",
  "2024-01-02 12:35:00\t--\tMode #x [+o robert] by ann",
  '2024-01-02 12:35:01\t--\tann has changed topic for #x from "a" to "b"',
  "2024-01-02 12:35:02\t--\tChannel #x: 2 nicks (1 op, 0 voices, 1 normal)",
  "2024-01-02 12:35:03\t<--\tann has kicked robert (enough)",
  "2024-01-02 12:35:04\t<--\tcarl (c@h) has left #x (bye)",
  "2024-01-02 12:35:05\t<--\tdora (d@h) has quit (Ping timeout)",
].join("\n");

Deno.test("a log of WeeChat is read whole", () => {
  assert.deepEqual(read(createWeechatParser("#x"), weechatLog), [
    "2024-01-02T12:34:55 :ann!~ann@host.example JOIN #x",
    "2024-01-02T12:34:55 :bob!~b@h JOIN #x",
    "2024-01-02T12:34:56 :ann PRIVMSG #x :text with a tab",
    "2024-01-02T12:34:57 :ann PRIVMSG #x :\x01ACTION acts\x01",
    "2024-01-02T12:34:58 :bot NOTICE #x :note",
    "2024-01-02T12:34:59 :bob NICK robert",
    "2024-01-02T12:35:00 :ann MODE #x +o robert",
    "2024-01-02T12:35:01 :ann TOPIC #x :b",
    "2024-01-02T12:35:03 :ann KICK #x robert :enough",
    "2024-01-02T12:35:04 :carl!c@h PART #x :bye",
    "2024-01-02T12:35:05 :dora!d@h QUIT :Ping timeout",
  ]);
});

Deno.test("dates that there are not, and lines without tabs, are told", () => {
  const log = "2024-02-30 12:00:00\tann\tx\n2024-01-02 12:00:00 ann x\n2024-01-02 25:00:00\ta\tx";
  assert.deepEqual(read(createWeechatParser("#x"), log), [
    "has a date that is none",
    "has no time, prefix and text with tabs between them",
    "has a date that is none",
  ]);
});

Deno.test("control characters of a log become pictures, and formatting stays", () => {
  const log = "2024-01-02 12:00:00\tann\t\x1b[2J\x07\0\x02bold\x0304red\u202e";
  const [line = ""] = read(createWeechatParser("#x"), log);
  assert.equal(line.slice(20), ":ann PRIVMSG #x :␛[2J␇␀\x02bold\x0304red\ufffd");
});

Deno.test("a text that is too long for a line becomes several, none longer than a line may be", () => {
  const lines = read(
    createIrssiParser("#x"),
    [
      "--- Log opened Mon Jan 01 12:00:00 2024",
      `12:00 <ann> ${"word ".repeat(300)}`,
      `12:00 * ann ${"ü".repeat(600)}`,
      `12:00 -!- ann has quit [${"x".repeat(2_000)}]`,
    ].join("\n"),
  ).map((line) => line.slice(20));
  assert.deepEqual(lines.map((line) => new TextEncoder().encode(`${line}\r\n`).length > 512), [
    ...lines.map(() => false),
  ]);
  assert.ok(lines.filter((line) => line.startsWith(":ann PRIVMSG #x :word")).length > 2);
  assert.equal(lines.filter((line) => line.startsWith(":ann QUIT")).length, 1);
});

Deno.test("of what happened nothing is told that takes more than a line", () => {
  const time = "2024-01-02 12:00:00";
  const log = [
    `${time}\t--\tMode #x [+b ${"x".repeat(600)}] by ann`,
    `${time}\t-->\t${"é".repeat(64)} (${"é".repeat(64)}@${"é".repeat(255)}) has joined #x`,
  ].join("\n");
  assert.deepEqual(read(createWeechatParser("#x"), log), [
    "has more than fits into a line",
    "has more than fits into a line",
  ]);
});

const good = {
  channel: "#x",
  msgid: "00000abc0000000001",
  time: "2024-01-02T12:34:56.789Z",
  source: "ann!a@h",
  command: "PRIVMSG",
  params: ["#x", "hi"],
};

Deno.test("an exported object is read with all that it has", () => {
  const line = { ...good, restricted: true, tags: { "+draft/reply": "a b;c" } };
  assert.deepEqual(createJsonlParser(undefined)(JSON.stringify(line)), {
    kind: "lines",
    lines: [{
      channel: "#x",
      timeMs: Date.UTC(2024, 0, 2, 12, 34, 56, 789),
      precisionMs: 1,
      isSaid: true,
      isRestricted: true,
      part: 0,
      tags: "+draft/reply=a\\sb\\:c",
      line: ":ann!a@h PRIVMSG #x :hi",
      msgid: { epoch: "abc", key: 1 },
    }],
  });
});

const hostile: readonly (readonly [what: string, line: string, why: RegExp])[] = [
  ["no JSON", "{", /no JSON/],
  ["no object", "[1]", /no JSON object/],
  ["no channel", JSON.stringify({ ...good, channel: 5 }), /no channel/],
  ["a channel that is none", JSON.stringify({ ...good, channel: "#a b" }), /no channel/],
  ["a private talk", JSON.stringify({ ...good, owner: "u1", with: "bob" }), /private/],
  ["no time", JSON.stringify({ ...good, time: "yesterday" }), /no time/],
  ["a day too many", JSON.stringify({ ...good, time: "2024-13-02T12:34:56Z" }), /no time/],
  [
    "a day that its month has not",
    JSON.stringify({ ...good, time: "2024-02-31T12:34:56Z" }),
    /no time/,
  ],
  ["another channel's message", JSON.stringify({ ...good, params: ["#y", "x"] }), /no message/],
  ["a numeric", JSON.stringify({ ...good, command: "001" }), /no message/],
  ["a second line inside", JSON.stringify({ ...good, params: ["#x", "a\r\nQUIT"] }), /no message/],
  ["a source of two words", JSON.stringify({ ...good, source: "a b" }), /no message/],
  ["half a character", JSON.stringify({ ...good, params: ["#x", "\ud800"] }), /no message/],
  ["a text too long", JSON.stringify({ ...good, params: ["#x", "x".repeat(600)] }), /no message/],
  ["a text that leaves no room for its end", exactly(511), /no message/],
  ["a later line too long", withMore("x".repeat(490)), /more lines/],
  ["a part that is none", JSON.stringify({ ...good, part: -1 }), /part/],
  ["tags that are none", JSON.stringify({ ...good, tags: { "a b": "c" } }), /tags/],
];

/** An object whose line takes so many bytes without its end. */
function exactly(bytes: number): string {
  const text = "x".repeat(bytes - ":ann!a@h PRIVMSG #x :".length);
  return JSON.stringify({ ...good, params: ["#x", text] });
}

function withMore(text: string): string {
  return JSON.stringify({ ...good, more: [{ text }] });
}

Deno.test("an object whose lines are as long as lines may be is read", () => {
  const room = "x".repeat(489);
  for (const line of [exactly(510), withMore(room)]) {
    assert.equal(createJsonlParser(undefined)(line).kind, "lines");
  }
});

for (const [what, line, why] of hostile) {
  Deno.test(`an object with ${what} is left out`, () => {
    const parsed = createJsonlParser(undefined)(line);
    assert(parsed.kind === "bad");
    assert.match(parsed.why, why);
  });
}

Deno.test("of a file with several channels one can be taken", () => {
  assert.equal(createJsonlParser("#X")(JSON.stringify(good)).kind, "lines");
  assert.equal(createJsonlParser("#y")(JSON.stringify(good)).kind, "nothing");
});
