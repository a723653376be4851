import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import { gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

/** Someone who uses labels, and asks for `capabilities` besides. */
function labeller(table: Table, nick: string, ...capabilities: readonly Capability[]): Seat {
  return table.user(nick, "labeled-response", "batch", ...capabilities);
}

Deno.test("an answer of one line carries the label of its command", () => {
  const table = createTable();
  const ann = labeller(table, "ann");
  ann.sends("@label=a PING x", "@label=b;+x PRIVMSG nobody :hi", "@label=c BOGUS", "@label=d NICK");
  ann.sees([
    "@label=a :chat.local PONG chat.local :x",
    "@label=b :chat.local 401 ann nobody :There is nobody of that name",
    "@label=c :chat.local 421 ann BOGUS :Unknown command",
    "@label=d :chat.local 431 ann :Give a nick",
  ]);
});

Deno.test("a label comes back as it was, escapes and all", () => {
  const ann = labeller(createTable(), "ann");
  ann.sends("@label=a\\:b\\s\\\\ PING x");
  ann.sees(["@label=a\\:b\\s\\\\ :chat.local PONG chat.local :x"]);
});

Deno.test("what is answered by nothing is answered by ACK where it has a label", () => {
  const table = createTable();
  const [ann, bob] = [labeller(table, "ann"), table.user("bob")];
  const silent = ["PONG x", "PRIVMSG bob :hi", "NOTICE nobody :hi", "CAP END", "NICK ann"];
  for (const line of silent) {
    ann.sends(`@label=z ${line}`);
    ann.sees(["@label=z :chat.local ACK"]);
  }
  bob.sees([":ann!~ann@localhost PRIVMSG bob :hi"]);
});

Deno.test("an answer of several lines comes in a batch that carries the label", () => {
  const table = createTable();
  const ann = labeller(table, "ann");
  ann.sends("@label=a WHO ann", "@label=b JOIN #x", "PING x");
  ann.sees([
    "@label=a :chat.local BATCH +a labeled-response",
    "@batch=a :chat.local 352 ann * ~ann localhost chat.local ann H :0 ann",
    "@batch=a :chat.local 315 ann ann :End of WHO list",
    ":chat.local BATCH -a",
    "@label=b :chat.local BATCH +a labeled-response",
    "@batch=a :ann!~ann@localhost JOIN #x",
    "@batch=a :chat.local 353 ann = #x :@ann",
    "@batch=a :chat.local 366 ann #x :End of /NAMES list",
    ":chat.local BATCH -a",
    ":chat.local PONG chat.local :x",
  ]);
});

Deno.test("JOIN without names is one line, and so is a NICK that others see too", () => {
  const table = createTable();
  const [ann, bob] = [labeller(table, "ann", "no-implicit-names"), table.user("bob")];
  gather("#x", bob);
  ann.sends("@label=a JOIN #x");
  ann.sees(["@label=a :ann!~ann@localhost JOIN #x"]);
  bob.looks();
  ann.sends("@label=b NICK anna");
  ann.sees(["@label=b :ann!~ann@localhost NICK anna"]);
  bob.sees([":ann!~ann@localhost NICK anna"]);
});

Deno.test("an echo carries the label, also of what goes to many; what one sends oneself comes without it too", () => {
  const table = createTable();
  const ann = labeller(table, "ann", "echo-message");
  const bob = table.user("bob");
  gather("#x", ann, bob);
  ann.sends("@label=a PRIVMSG #x :one", "@label=b PRIVMSG ann :two", "@label=c PRIVMSG #x,bob :3");
  ann.sees([
    "@label=a :ann!~ann@localhost PRIVMSG #x :one",
    ":ann!~ann@localhost PRIVMSG ann :two",
    "@label=b :ann!~ann@localhost PRIVMSG ann :two",
    "@label=c :chat.local BATCH +a labeled-response",
    "@batch=a :ann!~ann@localhost PRIVMSG #x :3",
    "@batch=a :ann!~ann@localhost PRIVMSG bob :3",
    ":chat.local BATCH -a",
  ]);
  bob.sees([
    ":ann!~ann@localhost PRIVMSG #x :one",
    ":ann!~ann@localhost PRIVMSG #x :3",
    ":ann!~ann@localhost PRIVMSG bob :3",
  ]);
});

Deno.test("labels, batches, msgid, time and bot stand before the tags of clients", () => {
  const table = createTable();
  const ann = labeller(table, "ann", "echo-message", "message-tags", "server-time");
  ann.sends("MODE ann +B");
  ann.looks();
  ann.sends("@+a=1;label=x;+b PRIVMSG zoe,ann :hi", "@+a;label=y TAGMSG ann");
  const keys = ann.lines().filter((line) => line.includes(";+a"))
    .map((line) => line.split(" ")[0]?.slice(1).split(";").map((tag) => tag.replace(/=.*/, "")));
  assert.deepEqual(keys, [
    ["time", "msgid", "bot", "+a", "+b"],
    ["batch", "time", "msgid", "bot", "+a", "+b"],
    ["time", "msgid", "bot", "+a"],
    ["label", "time", "msgid", "bot", "+a"],
  ]);
});

Deno.test("a label is nothing without its capabilities, without a value and beyond 64 bytes", () => {
  const table = createTable();
  for (const capabilities of [[], ["batch"], ["labeled-response"]] as const) {
    const seat = table.user(`n${capabilities.join("").length}`, ...capabilities);
    seat.sends("@label=a PING x");
    seat.sees([":chat.local PONG chat.local :x"]);
  }
  const ann = labeller(table, "ann");
  const longest = "é".repeat(32);
  ann.sends(
    "@label PING x",
    "@label= PING x",
    `@label=${longest}a PING x`,
    `@label=${longest} PING x`,
  );
  ann.sees([
    ...new Array(3).fill(":chat.local PONG chat.local :x"),
    `@label=${longest} :chat.local PONG chat.local :x`,
  ]);
});

Deno.test("a labelled line that is too long is refused with its label", () => {
  const ann = labeller(createTable(), "ann");
  ann.sends(`@label=a PING ${"x".repeat(600)}`);
  ann.sees(["@label=a :chat.local 417 ann :That line is too long"]);
});

Deno.test("a label with a NUL in it is none, whatever else is wrong with its line", () => {
  const ann = labeller(createTable(), "ann");
  ann.sendsBytes(Uint8Array.from([...new TextEncoder().encode("@label=a\0b PING x"), 0xff, 10]));
  ann.sends(`@label=a\0b PING ${"x".repeat(9000)}`);
  ann.sees([
    ":chat.local FAIL * INVALID_UTF8 :That line is not UTF-8; nothing of it was said",
    ":chat.local 417 ann :That line is too long",
  ]);
});

Deno.test("a line so long that it is not read whole is refused with its label too", () => {
  const ann = labeller(createTable(), "ann");
  const long = "x".repeat(9000);
  const refused = ":chat.local 417 ann :That line is too long";
  ann.sends(`@label=a PING ${long}`, `@label=b;+x=${long} PING x`, `@+x=${long};label=c PING x`);
  ann.sees([`@label=a ${refused}`, `@label=b ${refused}`, refused]);
  ann.sends(`@+x=1;label=d${"d".repeat(9000)}`, "@label=e PING x");
  ann.sees([refused, "@label=e :chat.local PONG chat.local :x"]);
});

Deno.test("a line that is not UTF-8 is refused with its label and its command's name", () => {
  const ann = labeller(createTable(), "ann");
  const sendsRaw = (line: string) =>
    ann.sendsBytes(Uint8Array.from(`${line}\r\n`, (char) => char.charCodeAt(0)));
  const refused = (name: string) =>
    `:chat.local FAIL ${name} INVALID_UTF8 :That line is not UTF-8; nothing of it was said`;
  sendsRaw("@label=a PRIVMSG #x :\xe4");
  sendsRaw("@+x=\xe4;label=b :ann privmsg #x :hi");
  sendsRaw("@label=\xe4 PRIVMSG #x :hi");
  sendsRaw("@label=d PRIV\xe4 #x :hi");
  ann.sees([
    `@label=a ${refused("PRIVMSG")}`,
    `@label=b ${refused("PRIVMSG")}`,
    refused("PRIVMSG"),
    `@label=d ${refused("*")}`,
  ]);
  assert.equal(ann.session.label, undefined);
});

Deno.test("labels work before registration, whose welcome is the answer of what ended it", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("CAP REQ :labeled-response batch", "@label=a NICK ann", "USER ann 0 * :Ann");
  ann.sends("@label=b CAP END");
  const lines = ann.lines();
  assert.equal(lines[1], "@label=a :chat.local ACK");
  assert.equal(lines[2], "@label=b :chat.local BATCH +a labeled-response");
  assert.match(lines[3] ?? "", /^@batch=a :chat\.local 001 ann /);
  assert.equal(lines.at(-1), ":chat.local BATCH -a");
});

Deno.test("QUIT with a label is answered by ERROR with that label, as the last line", () => {
  const table = createTable();
  const ann = labeller(table, "ann");
  ann.sends("@label=a QUIT :bye", "@label=b PING x");
  ann.leaves(["@label=a ERROR :Closing link: Quit: bye"]);
  const bob = table.connect();
  bob.sends("CAP REQ :labeled-response batch", "@label=c QUIT");
  bob.leaves([
    ":chat.local CAP * ACK :labeled-response batch",
    "@label=c ERROR :Closing link: Quit: ",
  ]);
});

Deno.test("what a command has said before it ends its own session comes before ERROR", () => {
  const table = createTable();
  const ann = labeller(table, "ann");
  ann.sends("OPER root secret");
  ann.looks();
  ann.sends("@label=a KILL ann :enough");
  ann.leaves([
    ":ann!~ann@localhost KILL ann :enough",
    "@label=a ERROR :Closing link: Killed (ann (enough))",
  ]);
  const bob = table.connect("192.0.2.7", { isSecure: true });
  bob.sends("CAP REQ :labeled-response batch", "NICK bob", "USER bob 0 * :Bob", "CAP END");
  bob.sends("OPER root secret");
  bob.looks();
  bob.sends("@label=b DLINE 192.0.2.7");
  bob.leaves([
    "@label=b :chat.local 465 bob :You are banned from this server",
    "ERROR :Closing link: Banned",
  ]);
});

Deno.test("an answer ends when all its facts are applied, and holds nothing that others have caused", () => {
  const table = createTable();
  const ann = labeller(table, "ann", "no-implicit-names");
  const bob = table.user("bob");
  gather("#x", ann, bob);
  ann.sends("MONITOR + eve");
  ann.looks();
  table.bus.holds = true;
  ann.sends("@label=a JOIN #y,#z", "PING x");
  bob.sends("PRIVMSG #x :meanwhile");
  const eve = table.connect();
  eve.sends("NICK eve", "USER eve 0 * :Eve");
  table.releases(1);
  ann.sees([]);
  table.releases();
  ann.sees([
    "@label=a :chat.local BATCH +a labeled-response",
    "@batch=a :ann!~ann@localhost JOIN #y",
    "@batch=a :ann!~ann@localhost JOIN #z",
    ":chat.local BATCH -a",
    ":bob!~bob@localhost PRIVMSG #x :meanwhile",
    ":chat.local 730 * :eve!~eve@localhost",
    ":chat.local PONG chat.local :x",
  ]);
});

Deno.test("what comes while an answer waits for its last fact comes before it, unmarked", () => {
  const table = createTable();
  const ann = labeller(table, "ann", "no-implicit-names");
  const bob = table.user("bob");
  gather("#x", ann, bob);
  ann.sends("MONITOR + rob");
  ann.looks();
  table.bus.holds = true;
  bob.sends("NICK rob");
  ann.sends("@label=a JOIN #y");
  table.pings(ann);
  table.releases();
  ann.sees([
    "PING chat.local",
    ":bob!~bob@localhost NICK rob",
    ":chat.local 730 * :rob!~bob@localhost",
    "@label=a :ann!~ann@localhost JOIN #y",
  ]);
});

Deno.test("a fact that is void is refused with the label", () => {
  const table = createTable();
  const [ann, bob] = [labeller(table, "ann"), table.user("bob")];
  table.bus.holds = true;
  bob.sends("NICK zoe");
  ann.sends("@label=a NICK zoe");
  table.releases();
  ann.sees(["@label=a :chat.local 433 ann zoe :That nick is taken"]);
});

Deno.test("a session that goes while its answer is open leaves nothing behind", () => {
  const table = createTable();
  const [ann, bob] = [labeller(table, "ann"), table.user("bob")];
  gather("#x", ann, bob);
  table.bus.holds = true;
  ann.sends("@label=a PRIVMSG #x :last");
  ann.drops("Connection lost");
  table.releases();
  table.releases();
  bob.sees([
    ":ann!~ann@localhost PRIVMSG #x :last",
    ":ann!~ann@localhost QUIT :Connection lost",
  ]);
  assert.equal(ann.session.pendingFacts, 0);
});
