import assert from "node:assert/strict";
import { plainCost } from "../../server/commands/plain.ts";
import { utf8Length } from "../../wire/utf8.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("what people do in the lobby is one readable line each, and nobody reads its own", () => {
  const table = createTable();
  const [ann, bob] = [table.plain("ann"), table.plain("bob")];
  bob.sends("hello all", " two  spaces ", "/me waves", "/msg ann psst", "/nick rob", "exit");
  ann.sees([
    "bob: hello all",
    "bob:  two  spaces ",
    "* bob: waves",
    "bob (private): psst",
    "* bob is now rob",
    "* rob left",
  ]);
  bob.leaves(["[server] You are rob"]);
});

Deno.test("plain and IRC see each other rightly in the lobby", () => {
  const table = createTable();
  const ann = table.user("ann");
  const bob = table.plain("bob");
  ann.sends("JOIN #lobby");
  ann.sees([
    ":ann!~ann@localhost JOIN #lobby",
    ":chat.local 353 ann = #lobby :bob ann",
    ":chat.local 366 ann #lobby :End of /NAMES list",
  ]);
  bob.sends("hello: all", "/me waves", "/msg ANN psst", "/nick rob", "/join x", "/quit bye");
  ann.sees([
    ":bob!~plain@localhost PRIVMSG #lobby :hello: all",
    ":bob!~plain@localhost PRIVMSG #lobby :\x01ACTION waves\x01",
    ":bob!~plain@localhost PRIVMSG ann :psst",
    ":bob!~plain@localhost NICK rob",
    ":rob!~plain@localhost PART #lobby",
  ]);
  bob.looks();
  const eve = table.plain("eve");
  ann.sends(
    ...["PRIVMSG #lobby :hi", "NOTICE #lobby :note", "PRIVMSG eve :psst", "NOTICE eve :beep"],
    ...["PRIVMSG #lobby :\x01ACTION dances\x01", "PRIVMSG eve :\x01ACTION winks"],
    ...["NICK anna", "PART #lobby :reason", "JOIN #lobby", "QUIT :bye"],
  );
  eve.sees([
    ...["ann: hi", "ann: note", "ann (private): psst", "ann (private): beep"],
    ...["* ann: dances", "* ann (private): winks"],
    ...["* ann is now anna", "* anna left", "* anna joined", "* anna left"],
  ]);
});

Deno.test("what only programs read is not shown to plain clients", () => {
  const table = createTable();
  const ann = table.user("ann", "message-tags");
  ann.sends("JOIN #lobby");
  const bob = table.plain("bob");
  ann.sends(
    ...[
      "PRIVMSG bob :\x01VERSION\x01",
      "PRIVMSG #lobby :\x01PING 1\x01",
      "NOTICE bob :\x01DCC\x01",
    ],
    ...["PRIVMSG bob :\x01\x01", "PRIVMSG bob :\x01ACTIONS x\x01", "@+typing=active TAGMSG bob"],
    ...["TAGMSG #lobby", "MODE ann +i"],
  );
  bob.sees([]);
});

Deno.test("nothing that others send can move a cursor, colour, ring or forge a line", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("JOIN #lobby,#x", "TOPIC #x :\x1b[31mred");
  const bob = table.plain("bob");
  ann.sends(
    "PRIVMSG #lobby :\x1b[2J\x07bell \x0304,05red\x03 \x02bold\x02 \x7f \x9b1m tab\there",
    "PRIVMSG bob :\x01ACTION \x1b]0;title\x07\x01",
    "PRIVMSG bob :one\u2028two\u202Eeerht",
    "QUIT :\x1b[2J",
  );
  bob.sees([
    "ann: ␛[2J␇bell red bold ␡ �1m tab here",
    "* ann (private): ␛]0;title␇",
    "ann (private): one�two�eerht",
    "* ann left",
  ]);
  const eve = table.user("eve");
  eve.sends("JOIN #x", "TOPIC #x :\x1b[31m red");
  bob.sends("/join x");
  assert.deepEqual(bob.lines(), [
    "[server] You are in #x",
    "[server] Topic: ␛[31m red",
    "[server] Here: @eve, bob",
  ]);
  eve.sends("TOPIC #x :\x1b[1m", "TOPIC #x :");
  bob.sees(["* eve set the topic: ␛[1m", "* eve removed the topic"]);
});

Deno.test("what a plain client types makes no command for others' programs", () => {
  const table = createTable();
  const ann = table.user("ann");
  const bob = table.plain("bob");
  ann.sends("JOIN #lobby");
  ann.looks();
  bob.sends("\x01VERSION\x01", "a\0b", "PRIVMSG #lobby :hi", "@a=b :x QUIT", "QUIT");
  ann.sees([
    ":bob!~plain@localhost PRIVMSG #lobby :VERSION",
    ":bob!~plain@localhost PRIVMSG #lobby :ab",
    ":bob!~plain@localhost PRIVMSG #lobby :PRIVMSG #lobby :hi",
    ":bob!~plain@localhost PRIVMSG #lobby :@a=b :x QUIT",
    ":bob!~plain@localhost PRIVMSG #lobby :QUIT",
  ]);
});

Deno.test("exit and !DISCONNECT leave where they stand alone, and are words elsewhere", () => {
  const table = createTable();
  const ann = table.plain("ann");
  const bob = table.plain("bob");
  ann.looks();
  bob.sends("exit now", "the exit", "Exit", "!disconnect", "!DISCONNECT me", "exit!", "//exit");
  ann.sees([
    ...["bob: exit now", "bob: the exit", "bob: Exit", "bob: !disconnect", "bob: !DISCONNECT me"],
    ...["bob: exit!", "bob: /exit"],
  ]);
  bob.sends("  !DISCONNECT", "too late");
  bob.leaves([]);
  ann.sees(["* bob left"]);
});

Deno.test("4096 bytes of 漢 in one line arrive whole and in order as messages of at most 512 bytes", () => {
  const table = createTable();
  const ann = table.user("ann");
  const [bob, eve] = [table.plain("bob"), table.plain("eve")];
  ann.sends("JOIN #lobby");
  for (const seat of [ann, bob, eve]) seat.looks();
  const text = Array.from({ length: 1365 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join("");
  bob.sends(`${text}!`);
  bob.sees([]);
  const start = ":bob!~plain@localhost PRIVMSG #lobby :";
  const lines = ann.lines();
  for (const line of lines) assert.ok(line.startsWith(start) && utf8Length(line) <= 510);
  assert.equal(lines.map((line) => line.slice(start.length)).join(""), `${text}!`);
  assert.equal(lines.length, 9);
  assert.equal(eve.lines().map((line) => line.slice("bob: ".length)).join(""), `${text}!`);
  const deed = text.slice(0, 1360);
  bob.sends(`/me ${deed}`);
  const [before, after] = [`${start}\x01ACTION `, "\x01"];
  const acts = ann.lines();
  for (const act of acts) assert.ok(act.startsWith(before) && act.endsWith(after));
  const texts = acts.map((act) => act.slice(before.length, -after.length));
  assert.equal(texts.join(""), deed);
});

Deno.test("a line of more than 4096 bytes, or one that is not UTF-8, is refused with nothing of it said", () => {
  const table = createTable();
  const ann = table.plain("ann");
  const bob = table.plain("bob");
  ann.looks();
  bob.sends("x".repeat(4097), "ok");
  bob.sendsBytes(Uint8Array.of(0xff, 10));
  bob.sees([
    "[server] That line is longer than 4096 bytes; nothing of it was said",
    "[server] That line is not UTF-8; nothing of it was said",
  ]);
  ann.sees(["bob: ok"]);
});

Deno.test("the operator's word reaches everyone once, in the lobby or not", () => {
  const table = createTable();
  const [ann, eve] = table.users("ann", "eve");
  ann.sends("JOIN #lobby");
  const bob = table.plain("bob");
  const unnamed = table.connect();
  table.publishes({ kind: "announced", text: "Tea at five" });
  ann.sees([":chat.local NOTICE #lobby :Tea at five"]);
  eve.sees([":chat.local NOTICE * :Tea at five"]);
  bob.sees(["[server] Tea at five"]);
  unnamed.sees([]);
  bob.sends("/join x");
  bob.looks();
  table.publishes({ kind: "announced", text: "Again" });
  bob.sees(["[server] Again"]);
});

Deno.test("a long line costs as many messages as it may become", () => {
  assert.equal(plainCost(""), 1);
  assert.equal(plainCost("x".repeat(399)), 1);
  assert.equal(plainCost("x".repeat(4096)), 11);
});
