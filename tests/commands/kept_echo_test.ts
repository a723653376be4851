import assert from "node:assert/strict";
import { createTable } from "../helpers/table.ts";

const once = "+chat/once=AAAAAAAAAAAAAAAAAAAAAA";
const other = "+chat/once=BBBBBBBBBBBBBBBBBBBBBB";

Deno.test("others see a message at once, its sender when it is kept", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "echo-message"), table.user("bob")];
  ann.sends("JOIN #x");
  bob.sends("JOIN #x");
  ann.looks();
  bob.looks();
  table.archive.holds = true;
  ann.sends("PRIVMSG #x :hi", "PING 1");
  bob.sees([":ann!~ann@localhost PRIVMSG #x :hi"]);
  bob.sends("PRIVMSG #x :hello");
  ann.sees([]);
  table.keeps();
  ann.sees([
    ":ann!~ann@localhost PRIVMSG #x :hi",
    ":chat.local PONG chat.local :1",
    ":bob!~bob@localhost PRIVMSG #x :hello",
  ]);
});

Deno.test("who sees no echo waits for nothing", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("JOIN #x");
  ann.looks();
  table.archive.holds = true;
  ann.sends("PRIVMSG #x :hi", "PING 1");
  ann.sees([":chat.local PONG chat.local :1"]);
});

Deno.test("what is not kept makes nobody wait: typing, other programs' questions, mode E", () => {
  const table = createTable();
  const ann = table.user("ann", "echo-message", "message-tags");
  ann.sends("JOIN #x", "MODE #x +E");
  ann.looks();
  table.archive.holds = true;
  ann.sends("@+typing=active TAGMSG #x", "PRIVMSG ann :\x01VERSION\x01", "PRIVMSG #x :gone");
  assert.equal(ann.lines().length, 4);
});

Deno.test("an answer to a label waits, and keeps its place", () => {
  const table = createTable();
  const ann = table.user("ann", "batch", "echo-message", "labeled-response");
  const bob = table.user("bob");
  bob.sends("JOIN #x");
  table.archive.holds = true;
  ann.sends("@label=1 JOIN #x", "@label=2 PRIVMSG #x :hi");
  bob.sends("PRIVMSG #x :hello");
  ann.sees([]);
  table.keeps();
  const lines = ann.lines();
  assert.equal(lines[0], "@label=1 :chat.local BATCH +a labeled-response");
  assert.equal(lines[1], "@batch=a :ann!~ann@localhost JOIN #x");
  assert.equal(lines.at(-2), "@label=2 :ann!~ann@localhost PRIVMSG #x :hi");
  assert.equal(lines.at(-1), ":bob!~bob@localhost PRIVMSG #x :hello");
});

Deno.test("what can't be kept is told in place of its echo; what it changed is changed", () => {
  const table = createTable();
  const ann = table.user("ann", "batch", "echo-message", "labeled-response");
  ann.sends("JOIN #x");
  ann.looks();
  table.archive.holds = true;
  ann.sends("PRIVMSG #x :one", "TOPIC #x :tea", "@label=7 PRIVMSG #x :two");
  table.loses();
  const text = "The server could not keep that message; others may have seen it, send it again";
  ann.sees([
    `FAIL PRIVMSG NOT_KEPT #x :${text}`,
    ":ann!~ann@localhost TOPIC #x :tea",
    `@label=7 FAIL PRIVMSG NOT_KEPT #x :${text}`,
  ]);
});

Deno.test("while nothing can be kept, what would be is refused before anyone sees it", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "message-tags"), table.user("bob")];
  ann.sends("JOIN #x");
  bob.sends("JOIN #x");
  ann.looks();
  bob.looks();
  table.archive.obstacle = "The disk is full";
  ann.sends(
    "PRIVMSG #x :hi",
    "TOPIC #x :tea",
    "MODE #x +m",
    "TOPIC #x",
    "@+typing=active TAGMSG #x",
  );
  bob.sees([]);
  ann.sees([
    ":chat.local FAIL PRIVMSG NOT_KEPT #x :The disk is full",
    ":chat.local FAIL TOPIC NOT_KEPT #x :The disk is full",
    ":chat.local FAIL MODE NOT_KEPT #x :The disk is full",
    ":chat.local 331 ann #x :No topic is set",
  ]);
  ann.sends("PART #x");
  bob.sees([":ann!~ann@localhost PART #x"]);
});

Deno.test("an anonymous plain client sees its line when it is kept, in its place", () => {
  const table = createTable({ plain: "anonymous" });
  const [ann, bob] = [table.connect(), table.connect()];
  for (const seat of [ann, bob]) seat.waits();
  for (const seat of [ann, bob]) seat.looks();
  table.archive.holds = true;
  ann.sends("one");
  bob.sends("two");
  ann.sees([]);
  table.keeps();
  ann.sees(["127.0.0.1:50001: one", "127.0.0.1:50002: two"]);
});

Deno.test("a message sent twice with one id is relayed once, and answered by its first echo", () => {
  const table = createTable();
  const ann = table.user("ann", "echo-message", "message-tags", "server-time");
  const bob = table.user("bob");
  ann.sends("JOIN #x");
  bob.sends("JOIN #x");
  ann.looks();
  bob.looks();
  ann.sends(`@${once} PRIVMSG #x :hi`);
  const first = ann.looks();
  table.nowMs += 5000;
  ann.sends(`@${once} PRIVMSG #x :hi`);
  assert.equal(ann.looks(), first);
  bob.sees([":ann!~ann@localhost PRIVMSG #x :hi"]);
  ann.sends(`@${other} PRIVMSG #x :hi`);
  assert.notEqual(ann.looks(), first);
  bob.sees([":ann!~ann@localhost PRIVMSG #x :hi"]);
});

Deno.test("an id holds for one target, whoever sends it, and must look like one", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "message-tags"), table.user("bob", "message-tags")];
  ann.sends("JOIN #x", "JOIN #y");
  bob.sends("JOIN #x", "JOIN #y");
  for (const line of [`@${once} PRIVMSG #x :1`, `@${once} PRIVMSG #y :2`]) ann.sends(line);
  bob.looks();
  ann.looks();
  // Ann's connection was lost, and she has come back while her ghost is still there.
  bob.sends(`@${once} PRIVMSG #x :1`);
  ann.sees([]);
  for (const bad of ["+chat/once", "+chat/once=short", "+chat/once=AAAAAAAAAAAAAAAAAAAAA*"]) {
    ann.sends(`@${bad} PRIVMSG #x :again`, `@${bad} PRIVMSG #x :again`);
    assert.equal(bob.lines().length, 2);
  }
});

Deno.test("a message that could not be kept may be sent again with the same id", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "message-tags"), table.user("bob")];
  ann.sends("JOIN #x");
  bob.sends("JOIN #x");
  table.archive.holds = true;
  ann.sends(`@${once} PRIVMSG #x :hi`);
  table.loses();
  bob.looks();
  ann.sends(`@${once} PRIVMSG #x :hi`);
  bob.sees([":ann!~ann@localhost PRIVMSG #x :hi"]);
});

Deno.test("a second sending waits until the first one is kept", () => {
  const table = createTable();
  const ann = table.user("ann", "echo-message", "message-tags");
  ann.sends("JOIN #x");
  ann.looks();
  table.archive.holds = true;
  ann.sends(`@${once} PRIVMSG #x :hi`, `@${once} PRIVMSG #x :hi`);
  ann.sees([]);
  table.keeps();
  const [first, second, ...rest] = ann.lines();
  assert.equal(first, second);
  assert.deepEqual(rest, []);
});

Deno.test("who says more than can be kept waits with the next line, and nobody else does", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann"), table.user("bob")];
  ann.sends("JOIN #x");
  bob.sends("JOIN #x");
  ann.looks();
  bob.looks();
  table.archive.isBehind = true;
  ann.sends("PRIVMSG #x :one", "PRIVMSG #x :two", "PING 1");
  bob.sees([":ann!~ann@localhost PRIVMSG #x :one"]);
  bob.sends("PING 2");
  bob.sees([":chat.local PONG chat.local :2"]);
  table.step(() => table.archive.catchesUp());
  bob.sees([":ann!~ann@localhost PRIVMSG #x :two"]);
  ann.sees([":chat.local PONG chat.local :1"]);
});

Deno.test("what is not kept need not wait for room", () => {
  const table = createTable();
  const ann = table.user("ann", "message-tags");
  ann.sends("JOIN #x");
  ann.looks();
  table.archive.isBehind = true;
  ann.sends("@+typing=active TAGMSG #x", "PRIVMSG ann :\x01VERSION\x01");
  ann.looks();
  ann.sends("PING 1");
  ann.sees([":chat.local PONG chat.local :1"]);
});
