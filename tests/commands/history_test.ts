import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const reading: readonly Capability[] = [
  "batch",
  "draft/chathistory",
  "message-tags",
  "server-time",
];

/** What the messages of an answer say, without its batch. */
function texts(seat: Seat): readonly string[] {
  const lines = seat.lines();
  assert.match(lines[0] ?? "", /BATCH \+h chathistory /);
  assert.match(lines.at(-1) ?? "", /BATCH -h$/);
  return lines.slice(1, -1).map((line) => {
    assert.match(line, /^@batch=h;time=\S+;msgid=\S+ :/);
    return line.replace(/^@\S+ :/, "").replace(/^(\w+)!\S+ PRIVMSG \S+ :/, "$1: ");
  });
}

function idOf(line: string | undefined): string {
  return /msgid=([0-9a-z]+)/.exec(line ?? "")?.[1] ?? "";
}

/** Ann, who reads, is in #x with bob, who has said "1" to "9", one a second; gives his messages' ids. */
function talk(): { table: Table; ann: Seat; bob: Seat; ids: readonly string[] } {
  const table = createTable();
  const ann = table.user("ann", ...reading);
  const bob = table.user("bob");
  ann.sends("JOIN #x");
  bob.sends("JOIN #x");
  ann.looks();
  for (let count = 1; count <= 9; count++) {
    table.nowMs += 1000;
    bob.sends(`PRIVMSG #x :${count}`);
  }
  return { table, ann, bob, ids: ann.lines().map(idOf) };
}

Deno.test("CHATHISTORY LATEST gives the newest messages, oldest first, in a batch", () => {
  const { ann } = talk();
  ann.sends("CHATHISTORY LATEST #x * 3");
  const [start, first, ...rest] = ann.lines();
  assert.equal(start, ":chat.local BATCH +h chathistory #x");
  assert.match(
    first ?? "",
    /^@batch=h;time=2026-01-02T03:04:12\.678Z;msgid=\w+ :bob!~bob@localhost PRIVMSG #x :7$/,
  );
  assert.equal(rest.at(-1), ":chat.local BATCH -h");
  assert.equal(rest.length, 3);
});

Deno.test("CHATHISTORY reads before, after, around and between messages", () => {
  const { ann, ids } = talk();
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`BEFORE #x msgid=${ids[3]} 2`, ["bob: 2", "bob: 3"]],
    [`BEFORE #x msgid=${ids[0]} 2`, []],
    [`AFTER #x msgid=${ids[3]} 2`, ["bob: 5", "bob: 6"]],
    [`AFTER #x msgid=${ids[8]} 2`, []],
    [`LATEST #x msgid=${ids[5]} 9`, ["bob: 7", "bob: 8", "bob: 9"]],
    [`AROUND #x msgid=${ids[4]} 3`, ["bob: 4", "bob: 5", "bob: 6"]],
    [`AROUND #x msgid=${ids[4]} 1`, ["bob: 5"]],
    [`BETWEEN #x msgid=${ids[1]} msgid=${ids[7]} 2`, ["bob: 3", "bob: 4"]],
    [`BETWEEN #x msgid=${ids[7]} msgid=${ids[1]} 2`, ["bob: 6", "bob: 7"]],
    ["BEFORE #x timestamp=2026-01-02T03:04:08.678Z 9", ["bob: 1", "bob: 2"]],
    ["AFTER #x timestamp=2026-01-02T03:04:08.678Z 2", ["bob: 4", "bob: 5"]],
    [
      "BETWEEN #x timestamp=2026-01-02T03:04:08.000Z timestamp=2026-01-02T03:04:09.700Z 9",
      ["bob: 3", "bob: 4"],
    ],
  ];
  for (const [query, expected] of cases) {
    ann.sends(`CHATHISTORY ${query}`);
    assert.deepEqual(texts(ann), expected, query);
  }
});

Deno.test("a limit of 0, or above the most, is the most", () => {
  const { ann } = talk();
  for (const limit of ["0", "999999999"]) {
    ann.sends(`CHATHISTORY LATEST #x * ${limit}`);
    assert.equal(texts(ann).length, 9);
  }
});

Deno.test("an answer has at most a thousand messages, whatever is asked for", () => {
  const { ann, bob } = talk();
  for (let count = 10; count <= 1_005; count++) bob.sends(`PRIVMSG #x :${count}`);
  ann.looks();
  for (const limit of ["0", "1001", "999999999"]) {
    ann.sends(`CHATHISTORY LATEST #x * ${limit}`);
    assert.equal(texts(ann).length, 1_000);
  }
});

Deno.test("joins and the like are read only with event-playback", () => {
  const table = createTable();
  const ann = table.user("ann", ...reading, "draft/event-playback");
  const [bob, cid] = [table.user("bob"), table.user("cid", ...reading)];
  for (const seat of [ann, bob, cid]) seat.sends("JOIN #x");
  bob.sends("PRIVMSG #x :hi", "NICK rob", "PART #x :bye");
  ann.sends("TOPIC #x :tea", "MODE #x +m");
  ann.looks();
  ann.sends("CHATHISTORY LATEST #x * 50");
  const events = ann.lines().slice(1, -1).map((line) => line.replace(/^@\S+ :/, ""));
  assert.deepEqual(events, [
    "ann!~ann@localhost JOIN #x",
    "bob!~bob@localhost JOIN #x",
    "cid!~cid@localhost JOIN #x",
    "bob!~bob@localhost PRIVMSG #x :hi",
    "bob!~bob@localhost NICK rob",
    "rob!~bob@localhost PART #x :bye",
    "ann!~ann@localhost TOPIC #x :tea",
    "ann!~ann@localhost MODE #x +m",
  ]);
  cid.looks();
  cid.sends("CHATHISTORY LATEST #x * 50");
  assert.deepEqual(texts(cid), ["bob: hi"]);
});

Deno.test("a reaction is read with event-playback, as it was sent; typing is not kept", () => {
  const table = createTable();
  const ann = table.user("ann", ...reading, "draft/event-playback");
  ann.sends("JOIN #x", "@+typing=active TAGMSG #x", "@+draft/react=👋;+draft/reply=abc TAGMSG #x");
  ann.looks();
  ann.sends("CHATHISTORY LATEST #x * 50");
  const lines = ann.lines();
  assert.equal(lines.length, 4);
  assert.match(
    lines[2] ?? "",
    /;\+draft\/react=👋;\+draft\/reply=abc :ann!~ann@localhost TAGMSG #x$/,
  );
});

Deno.test("a label stands on the batch itself", () => {
  const { ann } = talk();
  ann.sends("CAP REQ :labeled-response");
  ann.looks();
  ann.sends("@label=l1 CHATHISTORY LATEST #x * 1");
  const [start, line, end] = ann.lines();
  assert.equal(start, "@label=l1 :chat.local BATCH +h chathistory #x");
  assert.match(line ?? "", /^@batch=h;/);
  assert.equal(end, ":chat.local BATCH -h");
});

Deno.test("who knows no batches gets the lines alone", () => {
  const { table } = talk();
  const cid = table.user("cid", "draft/chathistory");
  cid.sends("JOIN #x");
  cid.looks();
  cid.sends("CHATHISTORY LATEST #x * 1");
  cid.sees([":bob!~bob@localhost PRIVMSG #x :9"]);
});

Deno.test("without the capability there is no CHATHISTORY, but HISTORY, with times in the texts", () => {
  const { table } = talk();
  const cid = table.user("cid");
  cid.sends("JOIN #x");
  cid.looks();
  cid.sends("CHATHISTORY LATEST #x * 1", "HISTORY #x 2");
  cid.sees([
    ":chat.local 421 cid CHATHISTORY :Unknown command",
    ":bob!~bob@localhost PRIVMSG #x :[03:04] 8",
    ":bob!~bob@localhost PRIVMSG #x :[03:04] 9",
  ]);
});

Deno.test("what CHATHISTORY can't do is told by a code", () => {
  const { ann } = talk();
  const cases: readonly (readonly [string, string])[] = [
    ["CHATHISTORY", "UNKNOWN_COMMAND *"],
    ["CHATHISTORY SOON #x * 5", "UNKNOWN_COMMAND SOON"],
    ["CHATHISTORY LATEST #x *", "NEED_MORE_PARAMS LATEST"],
    ["CHATHISTORY BETWEEN #x * 5", "NEED_MORE_PARAMS BETWEEN"],
    ["CHATHISTORY LATEST #x * many", "INVALID_PARAMS LATEST many"],
    ["CHATHISTORY LATEST #x * -5", "INVALID_PARAMS LATEST -5"],
    ["CHATHISTORY BEFORE #x * 5", "INVALID_PARAMS BEFORE *"],
    ["CHATHISTORY BEFORE #x msgid=nonsense 5", "INVALID_PARAMS BEFORE msgid=nonsense"],
    ["CHATHISTORY BEFORE #x timestamp=today 5", "INVALID_PARAMS BEFORE timestamp=today"],
    ["CHATHISTORY LATEST #nowhere * 5", "INVALID_TARGET LATEST #nowhere"],
    ["CHATHISTORY LATEST :a b", "NEED_MORE_PARAMS LATEST"],
    ["CHATHISTORY TARGETS timestamp=x timestamp=y 5", "INVALID_PARAMS TARGETS timestamp=x"],
  ];
  for (const [line, expected] of cases) {
    ann.sends(line);
    const [answer = ""] = ann.lines();
    assert.ok(
      answer.startsWith(`:chat.local FAIL CHATHISTORY ${expected} :`),
      `${line}: ${answer}`,
    );
  }
});

Deno.test("TARGETS lists channels and talks by their latest message", () => {
  const { table, ann, bob } = talk();
  table.nowMs += 1000;
  bob.sends("JOIN #y", "PRIVMSG ann :psst", "PRIVMSG #y :not for ann");
  ann.looks();
  ann.sends(
    "CHATHISTORY TARGETS timestamp=2026-01-02T03:04:00.000Z timestamp=2026-01-02T03:05:00.000Z 9",
  );
  ann.sees([
    ":chat.local BATCH +h draft/chathistory-targets",
    "@batch=h :chat.local CHATHISTORY TARGETS #x 2026-01-02T03:04:14.678Z",
    "@batch=h :chat.local CHATHISTORY TARGETS bob 2026-01-02T03:04:15.678Z",
    ":chat.local BATCH -h",
  ]);
  ann.sends(
    "CHATHISTORY TARGETS timestamp=2026-01-02T03:05:00.000Z timestamp=2026-01-02T03:04:00.000Z 1",
  );
  assert.match(ann.lines()[1] ?? "", /TARGETS bob /);
});

Deno.test("both sides of a private talk read it, each by the other's nick", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...reading), table.user("bob", ...reading)];
  ann.sends("PRIVMSG bob :hi bob");
  bob.sends("PRIVMSG ANN :hi ann");
  for (const [seat, other] of [[ann, "bob"], [bob, "ann"]] as const) {
    seat.looks();
    seat.sends(`CHATHISTORY LATEST ${other} * 9`);
    const said = seat.lines().slice(1, -1).map((line) => line.replace(/^.* PRIVMSG /, ""));
    assert.deepEqual(said, ["bob :hi bob", "ann :hi ann"]);
  }
});

Deno.test("another who takes the nick reads nothing of a private talk", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...reading), table.user("bob")];
  ann.sends("PRIVMSG bob :secret");
  bob.sends("NICK rob");
  const thief = table.user("bob", ...reading);
  thief.sends("CHATHISTORY LATEST ann * 9");
  assert.deepEqual(texts(thief), []);
  ann.sends("QUIT");
  const second = table.user("ann", ...reading);
  second.sends("CHATHISTORY LATEST bob * 9");
  assert.deepEqual(texts(second), []);
});

Deno.test("a channel that is made anew does not give away what was said while the old one was closed", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann"), table.user("bob", ...reading)];
  ann.sends("JOIN #x", "PRIVMSG #x :for all", "MODE #x +i", "PRIVMSG #x :for us", "PART #x");
  bob.sends("JOIN #x");
  bob.looks();
  bob.sends("CHATHISTORY LATEST #x * 9");
  assert.deepEqual(texts(bob), ["ann: for all"]);
});

Deno.test("who is banned and thrown out reads nothing more, nor does who has left", () => {
  const { ann, bob, table } = talk();
  const cid = table.user("cid", ...reading);
  cid.sends("JOIN #x");
  ann.sends("MODE #x +b cid!*@*", "KICK #x cid", "PRIVMSG #x :he is gone");
  cid.looks();
  cid.sends("CHATHISTORY LATEST #x * 9");
  assert.match(cid.looks(), /FAIL CHATHISTORY INVALID_TARGET/);
  bob.sends("PART #x", "CAP REQ :draft/chathistory");
  bob.looks();
  bob.sends("CHATHISTORY LATEST #x * 9");
  assert.match(bob.looks(), /FAIL CHATHISTORY INVALID_TARGET/);
});

Deno.test("in a secret, closed or locked channel one reads from one's own coming on", () => {
  for (const mode of ["+s", "+k key", "+i"]) {
    const table = createTable();
    const [ann, bob] = [table.user("ann"), table.user("bob", ...reading)];
    ann.sends(
      "JOIN #x",
      "PRIVMSG #x :open",
      `MODE #x ${mode}`,
      "PRIVMSG #x :early",
      "INVITE bob #x",
    );
    bob.sends("JOIN #x key");
    ann.sends("PRIVMSG #x :late");
    bob.looks();
    bob.sends("CHATHISTORY LATEST #x * 9");
    assert.deepEqual(texts(bob), ["ann: late"], mode);
    ann.sends(`MODE #x ${mode.replace("+", "-")}`);
    bob.looks();
    bob.sends("CHATHISTORY LATEST #x * 9");
    assert.deepEqual(texts(bob), ["ann: open", "ann: late"], mode);
  }
});

Deno.test("mode H opens a closed channel's past to its members, but no earlier life of it", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann"), table.user("bob", ...reading)];
  ann.sends("JOIN #x", "MODE #x +i", "PRIVMSG #x :old life", "PART #x");
  ann.sends("JOIN #x", "MODE #x +iH", "PRIVMSG #x :early", "INVITE bob #x");
  bob.sends("JOIN #x");
  bob.looks();
  bob.sends("CHATHISTORY LATEST #x * 9");
  assert.deepEqual(texts(bob), ["ann: early"]);
});

Deno.test("under mode E nothing that is said is kept", () => {
  const { ann } = talk();
  ann.sends("MODE #x +E", "PRIVMSG #x :forget this", "MODE #x -E", "PRIVMSG #x :keep this");
  ann.looks();
  ann.sends("CHATHISTORY LATEST #x * 2");
  assert.deepEqual(texts(ann), ["bob: 9", "ann: keep this"]);
});

Deno.test("what is for some ranks only is not kept, since all could read it later", () => {
  const { ann, bob } = talk();
  ann.sends("PRIVMSG @#x :ops only");
  bob.sends("CAP REQ :batch draft/chathistory message-tags server-time");
  bob.looks();
  bob.sends("CHATHISTORY LATEST #x * 1");
  assert.deepEqual(texts(bob), ["bob: 9"]);
});

Deno.test("who is in an auditorium is not given away by its past", () => {
  const table = createTable();
  const ann = table.user("ann");
  const [bob, cid] = [
    table.user("bob", ...reading, "draft/event-playback"),
    table.user("cid"),
  ];
  ann.sends("JOIN #x", "MODE #x +u");
  cid.sends("JOIN #x", "NICK kid");
  bob.sends("JOIN #x");
  cid.sends("QUIT");
  bob.looks();
  bob.sends("CHATHISTORY LATEST #x * 9");
  assert.doesNotMatch(bob.looks(), /cid|kid/);
});
