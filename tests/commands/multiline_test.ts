import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import { randomBelow, randomOf, seededRandom } from "../helpers/random.ts";
import { forget, gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const modern: readonly Capability[] = ["batch", "draft/multiline"];
const failed = (code: string, text: string) => `:chat.local FAIL BATCH ${code} :${text}`;

/** Lines of a message of several lines. */
function batch(reference: string, target: string, ...lines: readonly string[]): readonly string[] {
  return [
    `BATCH +${reference} draft/multiline ${target}`,
    ...lines.map((line) => `@batch=${reference} PRIVMSG ${target} :${line}`),
    `BATCH -${reference}`,
  ];
}

/** Sends "hello", then "how is everyone?" in two pieces. */
function greets(seat: Seat, target: string, tags = ""): void {
  seat.sends(
    `${tags}BATCH +1 draft/multiline ${target}`,
    `@batch=1 PRIVMSG ${target} hello`,
    `@batch=1 privmsg ${target} :how is `,
    `@batch=1;draft/multiline-concat PRIVMSG ${target} :everyone?`,
    "BATCH -1",
  );
}

const source = ":ann!~ann@localhost";
const whole = (target: string) => [
  `${source} BATCH +m draft/multiline ${target}`,
  `@batch=m ${source} PRIVMSG ${target} :hello`,
  `@batch=m ${source} PRIVMSG ${target} :how is `,
  `@batch=m;draft/multiline-concat ${source} PRIVMSG ${target} :everyone?`,
  `${source} BATCH -m`,
];

Deno.test("a message of several lines comes as a batch to those who know it, as lines to the others", () => {
  const table = createTable();
  const [ann, bob, old] = [
    table.user("ann", ...modern, "echo-message"),
    table.user("bob", ...modern),
    table.user("old"),
  ];
  const pat = table.plain("pat");
  gather("#lobby", ann, bob, old);
  forget(pat);
  greets(ann, "#lobby");
  ann.sees(whole("#lobby"));
  bob.sees(whole("#lobby"));
  old.sees([
    `${source} PRIVMSG #lobby :hello`,
    `${source} PRIVMSG #lobby :how is `,
    `${source} PRIVMSG #lobby :everyone?`,
  ]);
  pat.sees(["ann: hello", "ann: how is ", "ann: everyone?"]);
});

Deno.test("it has one msgid and one set of tags, which the first of single lines has; all have the time", () => {
  const table = createTable();
  const ann = table.user("ann", ...modern, "message-tags");
  const bob = table.user("bob", ...modern, "message-tags", "server-time");
  const old = table.user("old", "message-tags", "server-time");
  gather("#x", ann, bob, old);
  ann.sends(
    ...batch("1", "#x", "", "one", "", "two").map((line, at) =>
      at === 0 ? `@+draft/reply=abc ${line}` : line
    ),
  );
  const time = "time=2026-01-02T03:04:05.678Z";
  const [start = "", ...rest] = bob.lines();
  const tags = /^@(time=\S+;msgid=\w+;\+draft\/reply=abc) :ann!\S+ BATCH \+m draft\/multiline #x$/
    .exec(start)?.[1];
  assert.ok(tags, start);
  assert.deepEqual(rest, [
    `@batch=m ${source} PRIVMSG #x :`,
    `@batch=m ${source} PRIVMSG #x :one`,
    `@batch=m ${source} PRIVMSG #x :`,
    `@batch=m ${source} PRIVMSG #x :two`,
    `${source} BATCH -m`,
  ]);
  old.sees([`@${tags} ${source} PRIVMSG #x :one`, `@${time} ${source} PRIVMSG #x :two`]);
});

Deno.test("without batch nobody is sent a batch", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob", "draft/multiline")];
  greets(ann, "bob");
  assert.equal(bob.lines().filter((line) => line.includes("BATCH")).length, 0);
});

Deno.test("one line in a batch is a message as any", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob", ...modern)];
  ann.sends(...batch("1", "bob", "\x01ACTION waves\x01"));
  bob.sees([`${source} PRIVMSG bob :\x01ACTION waves\x01`]);
});

Deno.test("a label is that of the beginning, and the echo's beginning bears it", () => {
  const table = createTable();
  const ann = table.user("ann", ...modern, "labeled-response", "echo-message");
  gather("#x", ann);
  greets(ann, "#x", "@label=7 ");
  const [start, ...rest] = whole("#x");
  ann.sees([`@label=7 ${start}`, ...rest]);
  const quiet = table.user("bob", ...modern, "labeled-response");
  greets(quiet, "ann", "@label=8 ");
  quiet.sees(["@label=8 :chat.local ACK"]);
  greets(quiet, "nobody", "@label=9 ");
  quiet.sees(["@label=9 :chat.local 401 bob nobody :There is nobody of that name"]);
  quiet.sends("@label=10 BATCH +1 draft/multiline ann", "@batch=1 NOTICE ann :x", "BATCH -1");
  quiet.sees([`@label=10 ${failed("MULTILINE_INVALID", "Its lines must be PRIVMSGs")}`]);
});

Deno.test("an echo that is not all of the answer stands in the answer's batch", () => {
  const table = createTable();
  const ann = table.user("ann", ...modern, "labeled-response", "echo-message");
  const bob = table.user("bob");
  bob.sends("AWAY :lunch");
  greets(ann, "bob", "@label=7 ");
  const [start, ...rest] = whole("bob");
  ann.sees([
    "@label=7 :chat.local BATCH +a labeled-response",
    `@batch=a ${start}`,
    ...rest.slice(0, -1),
    `@batch=a ${rest.at(-1)}`,
    "@batch=a :chat.local 301 ann bob :lunch",
    ":chat.local BATCH -a",
  ]);
});

Deno.test("what is too much is refused once, and nothing of it is said", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob")];
  const many = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);
  ann.sends(...batch("1", "bob", ...many(105)));
  ann.sees([failed("MULTILINE_MAX_LINES 100", "A message has at most 100 lines")]);
  ann.sends(...batch("1", "bob", ...new Array(20).fill("x".repeat(300))));
  ann.sees([failed("MULTILINE_MAX_BYTES 4096", "A message has at most 4096 bytes")]);
  bob.sees([]);
  ann.sends(...batch("1", "bob", ...many(100)));
  assert.equal(bob.lines().length, 100);
  // 16 lines of 255 bytes and 15 line ends are 4,095.
  ann.sends(...batch("1", "bob", ...new Array(16).fill("x".repeat(255))));
  assert.equal(bob.lines().length, 16);
  ann.sees([]);
});

Deno.test("what is no message of several lines is refused", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob")];
  const refused = (lines: readonly string[], ...answers: readonly string[]) => {
    ann.sends(...lines);
    ann.sees(answers);
    assert.equal(ann.session.openBatch, undefined);
  };
  const invalid = (text: string) => failed("MULTILINE_INVALID", text);
  refused(batch("1", "bob"), invalid("There is no text in it"));
  refused(batch("1", "bob", "", ""), invalid("There is no text in it"));
  refused(batch("1", "bob", "a", "\x01VERSION\x01"), invalid("It can't hold CTCP"));
  refused(["BATCH -1"], invalid("No such batch is open"));
  refused(["BATCH 1 draft/multiline bob"], invalid("A batch begins with + and a reference"));
  refused(["BATCH +1 netsplit a b"], invalid("A batch must be one of draft/multiline"));
  refused(["BATCH +1 draft/multiline"], ":chat.local 461 ann BATCH :Parameters are missing");
  refused(["@batch=1 PRIVMSG bob :x"], invalid("No such batch is open"));
  refused(
    ["BATCH +1 draft/multiline bob", "@batch=1 PRIVMSG eve :x", "BATCH -1"],
    failed("MULTILINE_INVALID_TARGET bob eve", "A line goes to somebody else than its batch"),
  );
  const blank = ["@batch=1 PRIVMSG bob :x", "@batch=1;draft/multiline-concat PRIVMSG bob :"];
  refused(
    ["BATCH +1 draft/multiline bob", ...blank, "BATCH -1"],
    invalid("A blank line can't be joined to another"),
  );
  refused(
    ["BATCH +1 draft/multiline bob", "BATCH +2 draft/multiline bob", "BATCH -1"],
    invalid("Another batch is open; end it first"),
    invalid("There is no text in it"),
  );
  bob.sees([]);
});

Deno.test("a line that can't be read spoils its batch", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob")];
  const lines = (middle: string) => [
    "BATCH +1 draft/multiline bob",
    "@batch=1 PRIVMSG bob :one",
    `@batch=1 PRIVMSG bob :${middle}`,
    "BATCH -1",
  ];
  ann.sends(...lines("x".repeat(600)));
  assert.match(ann.looks(), /^:chat\.local 417 ann :[^\n]*\n$/);
  ann.sends(...lines("x".repeat(480)));
  assert.match(ann.looks(), /^:chat\.local 417 ann :[^\n]*\n$/);
  const [before = "", after = ""] = `${lines("é").join("\r\n")}\r\n`.split("é");
  const encoder = new TextEncoder();
  ann.sendsBytes(Uint8Array.of(...encoder.encode(before), 0xff, ...encoder.encode(after)));
  assert.match(ann.looks(), /^:chat\.local FAIL PRIVMSG INVALID_UTF8 :[^\n]*\n$/);
  bob.sees([]);
});

Deno.test("a batch that is not ended in time is refused, and another may begin", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob")];
  const late = failed("MULTILINE_INVALID", "It was not ended within 30 seconds");
  const begin = ["BATCH +1 draft/multiline bob", "@batch=1 PRIVMSG bob :one"];
  ann.sends(...begin);
  table.nowMs += 30_001;
  ann.sends("@batch=1 PRIVMSG bob :two", "@batch=1 PRIVMSG bob :three", "BATCH -1");
  ann.sees([late]);
  ann.sends(...begin);
  table.nowMs += 30_001;
  ann.sends("BATCH -1", ...begin);
  ann.sees([late]);
  table.nowMs += 30_001;
  ann.sends(...batch("2", "bob", "new"));
  ann.sees([]);
  bob.sees([`${source} PRIVMSG bob :new`]);
});

Deno.test("what is no line of a batch is done while one is open", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob")];
  ann.sends("BATCH +1 draft/multiline bob", "@batch=1 PRIVMSG bob :in", "PING x");
  ann.sees([":chat.local PONG chat.local :x"]);
  ann.sends("PRIVMSG bob :between", "BATCH -1");
  bob.sees([`${source} PRIVMSG bob :between`, `${source} PRIVMSG bob :in`]);
});

Deno.test("without draft/multiline BATCH is no command, and a batch tag says nothing", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("BATCH +1 draft/multiline bob", "@batch=1 PRIVMSG bob :x");
  ann.sees([":chat.local 421 ann BATCH :Unknown command"]);
  bob.sees([`${source} PRIVMSG bob :x`]);
});

Deno.test("rights hold for a message of several lines as for others", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob")];
  gather("#x", bob);
  greets(ann, "#x");
  ann.sees([":chat.local 404 ann #x :You are not in that channel (+n)"]);
  greets(ann, "nobody,bob");
  ann.sees([":chat.local 401 ann nobody,bob :There is nobody of that name"]);
});

Deno.test("it is read back whole, found by words of any line, and taken back as one", () => {
  const table = createTable();
  const reading: readonly Capability[] = ["draft/chathistory", "message-tags", "soju.im/search"];
  const ann = table.user("ann", ...modern, ...reading, "draft/message-redaction", "echo-message");
  const old = table.user("old", ...reading, "batch");
  const pat = table.plain("pat");
  gather("#lobby", ann, old);
  greets(ann, "#lobby", "@+x=y ");
  const id = /msgid=(\w+)/.exec(ann.looks())?.[1] ?? "";
  forget(old, pat);
  const read = ["CHATHISTORY LATEST #lobby * 1"];
  ann.sends(...read);
  ann.sees([
    ":chat.local BATCH +h chathistory #lobby",
    `@batch=h;msgid=${id};+x=y ${source} BATCH +hm draft/multiline #lobby`,
    `@batch=hm ${source} PRIVMSG #lobby :hello`,
    `@batch=hm ${source} PRIVMSG #lobby :how is `,
    `@batch=hm;draft/multiline-concat ${source} PRIVMSG #lobby :everyone?`,
    `@batch=h ${source} BATCH -hm`,
    ":chat.local BATCH -h",
  ]);
  const separate = [
    `@batch=h;msgid=${id};+x=y ${source} PRIVMSG #lobby :hello`,
    `@batch=h ${source} PRIVMSG #lobby :how is `,
    `@batch=h ${source} PRIVMSG #lobby :everyone?`,
    ":chat.local BATCH -h",
  ];
  old.sends(...read);
  old.sees([":chat.local BATCH +h chathistory #lobby", ...separate]);
  for (const isIndexed of [false, true]) {
    if (isIndexed) table.archive.index();
    old.sends("SEARCH :text=hello everyone");
    old.sees([":chat.local BATCH +h soju.im/search", ...separate]);
  }
  old.sends("HISTORY #lobby 5");
  assert.equal(old.looks().match(/\[03:04\]|\[[^\]]+\] /g)?.length, 3);
  pat.sends("/history");
  assert.match(pat.looks(), /ann: hello\r?\n[^\n]*ann: how is \r?\n[^\n]*ann: everyone\?/);
  ann.sends(`REDACT #lobby ${id}`, ...read);
  assert.doesNotMatch(ann.looks(), /hello|everyone/);
});

Deno.test("sent again with the same once tag it is not relayed again, but echoed whole", () => {
  const table = createTable();
  const ann = table.user("ann", ...modern, "echo-message");
  const bob = table.user("bob", ...modern);
  const tags = `@+chat/once=${"x".repeat(22)} `;
  greets(ann, "bob", tags);
  bob.sees(whole("bob"));
  ann.sees(whole("bob"));
  greets(ann, "bob", tags);
  bob.sees([]);
  ann.sees(whole("bob"));
});

Deno.test("its echo waits until it is kept, and one FAIL tells that it was not", () => {
  const table = createTable();
  const ann = table.user("ann", ...modern, "echo-message");
  gather("#x", ann);
  table.archive.holds = true;
  greets(ann, "#x");
  ann.sees([]);
  table.keeps();
  ann.sees(whole("#x"));
  table.archive.holds = true;
  greets(ann, "#x");
  table.loses();
  assert.match(ann.looks(), /^FAIL PRIVMSG NOT_KEPT #x :[^\n]*\n$/);
});

function leave(table: Table, seat: Seat): void {
  seat.drops("Connection lost");
  assert.equal(table.world.sessions.has(seat.session), false);
}

Deno.test("a batch that is open goes with its connection", () => {
  const table = createTable();
  const ann = table.user("ann", ...modern);
  ann.sends("BATCH +1 draft/multiline #x", "@batch=1 PRIVMSG #x :x");
  leave(table, ann);
});

Deno.test("whatever comes of batches, what is held of them is bounded and what is read of them is whole", () => {
  const random = seededRandom(7);
  const texts = ["", "x", "x".repeat(400), "\x01VERSION\x01", "é漢 ", ":", "a b"];
  const line = (): string => {
    const tag = randomOf(random, [
      "",
      "@batch=1 ",
      "@batch=2 ",
      "@batch=1;draft/multiline-concat ",
    ]);
    const reference = randomOf(random, ["1", "2", "", "x".repeat(70)]);
    const target = randomOf(random, ["#x", "#X", "bob", "nobody", ""]);
    return randomOf(random, [
      `${tag}BATCH +${reference} draft/multiline ${target}`,
      "BATCH +1 draft/multiline #x",
      ...new Array(8).fill(`@batch=1 PRIVMSG #x :${randomOf(random, texts)}`),
      `${tag}PRIVMSG ${target} :${randomOf(random, texts)}`,
      `${tag}BATCH -${reference}`,
      "BATCH -1",
      `${tag}NICK ann${randomBelow(random, 9)}`,
    ]);
  };
  for (let round = 0; round < 20; round++) {
    const table = createTable();
    const ann = table.user("ann", ...modern, "echo-message", "labeled-response");
    const [bob, old] = [table.user("bob", ...modern), table.user("old")];
    gather("#x", ann, bob, old);
    for (let step = 0; step < 60; step++) {
      ann.sends(...Array.from({ length: randomBelow(random, 12) }, line));
      const { openBatch } = ann.session;
      assert.ok((openBatch?.bytes ?? 0) <= 4096 && (openBatch?.lines.length ?? 0) <= 100);
    }
    const batches = bob.lines().filter((text) => text.includes(" BATCH "));
    batches.forEach((text, at) =>
      assert.ok(text.includes(at % 2 === 0 ? " BATCH +m " : " BATCH -m"))
    );
    assert.equal(batches.length % 2, 0);
    assert.doesNotMatch(old.looks(), /BATCH|batch=| :\r\n/);
  }
});
