import assert from "node:assert/strict";
import { textRoom } from "../../wire/message.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("PRIVMSG and NOTICE to a channel go to all others there, and to nobody else", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  for (const seat of [ann, bob]) seat.looks();
  ann.sends("PRIVMSG #X :hi all", "NOTICE #x :: )", "privmsg #x hi");
  bob.sees([
    ":ann!~ann@localhost PRIVMSG #x :hi all",
    ":ann!~ann@localhost NOTICE #x :: )",
    ":ann!~ann@localhost PRIVMSG #x :hi",
  ]);
  ann.sees([]);
  eve.sees([]);
});

Deno.test("PRIVMSG to a nick goes to it, as it is spelt, and to a list to each", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  ann.sends("PRIVMSG BOB :hi", "PRIVMSG bob,,nobody,eve :all");
  bob.sees([":ann!~ann@localhost PRIVMSG bob :hi", ":ann!~ann@localhost PRIVMSG bob :all"]);
  eve.sees([":ann!~ann@localhost PRIVMSG eve :all"]);
  ann.sees([":chat.local 401 ann nobody :There is nobody of that name"]);
});

Deno.test("PRIVMSG to oneself arrives once, and once more as its echo", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("PRIVMSG ann :note");
  ann.sees([":ann!~ann@localhost PRIVMSG ann :note"]);
  const bob = table.user("bob", "echo-message");
  bob.sends("PRIVMSG bob :note");
  bob.sees([":bob!~bob@localhost PRIVMSG bob :note", ":bob!~bob@localhost PRIVMSG bob :note"]);
});

Deno.test("a source that a client puts before its line is ignored", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends(":bob!x@y PRIVMSG bob :hi");
  bob.sees([":ann!~ann@localhost PRIVMSG bob :hi"]);
});

Deno.test("PRIVMSG is refused by 411, 412, 407, 401, 403 and 404", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  bob.sends("JOIN #x");
  bob.looks();
  ann.sends(
    "PRIVMSG",
    "PRIVMSG :",
    "PRIVMSG bob",
    "PRIVMSG bob :",
    "PRIVMSG a,b,c,d,e :x",
    "PRIVMSG nobody :x",
    "PRIVMSG ,, :x",
    "PRIVMSG #nowhere :x",
    "PRIVMSG #x :x",
    "PRIVMSG :bob x",
  );
  ann.sees([
    ":chat.local 411 ann :Tell PRIVMSG whom",
    ":chat.local 411 ann :Tell PRIVMSG whom",
    ":chat.local 412 ann :There is no text to send",
    ":chat.local 412 ann :There is no text to send",
    ":chat.local 407 ann a,b,c,d,e :Give at most 4 targets at a time",
    ":chat.local 401 ann nobody :There is nobody of that name",
    ":chat.local 401 ann ,, :There is nobody of that name",
    ":chat.local 403 ann #nowhere :There is no such channel",
    ":chat.local 404 ann #x :You are not in that channel (+n)",
    ":chat.local 412 ann :There is no text to send",
  ]);
  bob.sees([]);
});

Deno.test("NOTICE is never answered", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  bob.sends("JOIN #x");
  const line = `NOTICE bob :${"x".repeat(510 - "NOTICE bob :".length)}`;
  ann.sends(
    "NOTICE",
    "NOTICE bob",
    "NOTICE a,b,c,d,e :x",
    "NOTICE nobody :x",
    "NOTICE #x :x",
    line,
  );
  ann.sees([]);
});

Deno.test("a text that leaves no room for its sender's name is refused by 417, never cut", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  const room = textRoom("ann!~ann@localhost", "PRIVMSG", "bob");
  for (const letter of ["x", "漢"]) {
    const bytes = new TextEncoder().encode(letter).length;
    const fits = letter.repeat(Math.floor(room / bytes)) + "x".repeat(room % bytes);
    ann.sends(`PRIVMSG bob :${fits}`);
    bob.sees([`:ann!~ann@localhost PRIVMSG bob :${fits}`]);
    ann.sends(`PRIVMSG bob :${fits}x`);
    ann.sees([":chat.local 417 ann :With your name in front the line is too long"]);
    bob.sees([]);
  }
});

Deno.test("a line longer than 512 bytes is refused by 417, and the next one is read", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends(
    `PRIVMSG bob :${"x".repeat(498)}`,
    `PRIVMSG bob ${"x".repeat(9000)}`,
    "PRIVMSG bob :ok",
  );
  ann.sees([
    ":chat.local 417 ann :That line is too long",
    ":chat.local 417 ann :That line is too long",
  ]);
  bob.sees([":ann!~ann@localhost PRIVMSG bob :ok"]);
});

Deno.test("what is not UTF-8 is answered by FAIL with its command, and not relayed", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sendsBytes(new TextEncoder().encode("PRIVMSG bob :caf"));
  ann.sendsBytes(Uint8Array.of(0xe9, 13, 10, 0xff, 10));
  ann.sees([
    ":chat.local FAIL PRIVMSG INVALID_UTF8 :That line is not UTF-8; nothing of it was said",
    ":chat.local FAIL * INVALID_UTF8 :That line is not UTF-8; nothing of it was said",
  ]);
  bob.sees([]);
});

Deno.test("echo-message gives the sender what the others get", () => {
  const table = createTable();
  const ann = table.user("ann", "echo-message", "message-tags");
  const bob = table.user("bob", "message-tags");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  for (const seat of [ann, bob]) seat.looks();
  ann.sends("PRIVMSG #x :one", "NOTICE bob :two", "@+a TAGMSG #x", "PRIVMSG nobody :three");
  const lines = ann.lines();
  assert.equal(lines.length, 4);
  bob.sees(lines.slice(0, 3));
  assert.match(lines[3] ?? "", / 401 ann nobody /);
});
