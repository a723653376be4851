import assert from "node:assert/strict";
import { formatAlias } from "../../server/commands/plain_entry.ts";
import { createTable } from "../helpers/table.ts";

const welcome = (nick: string) => [
  `[server] Welcome, ${nick}. What you type goes to everyone here; /help tells more, exit leaves.`,
  "[server] You are in #lobby",
];

Deno.test("a client that waits is asked alias? to the letter, once, and nothing more is written", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("JOIN #lobby");
  ann.looks();
  const bob = table.connect();
  bob.waits();
  assert.equal(bob.looks(), "alias?");
  table.publishes({ kind: "announced", text: "hello" });
  ann.sends("PRIVMSG #lobby :hi");
  assert.equal(bob.looks(), "");
  bob.sends("bob");
  bob.sees([
    ...welcome("bob"),
    "[server] Here: ann, bob",
    "[server] Said here before:",
    "03:04 [server] hello",
    "03:04 ann: hi",
    "[server] That was before",
  ]);
  assert.equal(ann.lines().at(-1), ":bob!~plain@localhost JOIN #lobby");
});

Deno.test("lines of the plain dialect end in LF alone", () => {
  const bob = createTable().connect();
  bob.sends("bob");
  assert.match(bob.looks(), /^(\[server\] [^\r\n]+\n){3}$/);
});

Deno.test("a client that speaks first is not asked, and its first line is its name all the same", () => {
  const bob = createTable({ motd: ["Be kind."] }).connect();
  bob.sends("bob", "hello", "/who");
  const [first = "", second = ""] = welcome("bob");
  bob.sees([first, "[server] Be kind.", second, "[server] Here: bob", "[server] Here: bob"]);
});

Deno.test("a name is made of what can be one", () => {
  const aliases: readonly (readonly [string, string | undefined])[] = [
    ["bob", "bob"],
    ["  bob  ", "bob"],
    ["Anna Lena", "Anna_Lena"],
    ["a \t b", "a_b"],
    ["Zoë Müller", "Zoe_Muller"],
    ["2pac", "_2pac"],
    ["[x]{y}|^`\\", "[x]{y}|^`\\"],
    ["server", "server"],
    ["a".repeat(32), "a".repeat(32)],
    ["a".repeat(33), undefined],
    ["", undefined],
    ["   ", undefined],
    ["-x", undefined],
    ["hello, all!", undefined],
    ["Øre", undefined],
    ["東京", undefined],
    ["a!b@c", undefined],
    ["#x", undefined],
    ["/help", undefined],
    ["\x1b[2J", undefined],
  ];
  for (const [line, alias] of aliases) assert.equal(formatAlias(line), alias, line);
});

Deno.test("a name that is taken or reserved gets a number, told in one line that knows /nick", () => {
  const table = createTable();
  table.user("bob");
  table.plain("Bob2");
  const names = ["BOB", "bob", "server", "NickServ", "chanserv", "[Server]", "b".repeat(32)];
  const nicks = ["BOB3", "bob4", "server2", "NickServ2", "chanserv2", "Server3", "b".repeat(32)];
  for (const [at, name] of names.entries()) {
    const nick = nicks[at] ?? "";
    const seat = table.connect();
    seat.waits();
    seat.looks();
    seat.sends(name);
    const told =
      `[server] The name ${name} is taken; you are ${nick}. /nick NAME gives you another one`;
    assert.deepEqual(seat.lines().slice(0, -1), [
      ...(nick === name ? [] : [told]),
      ...welcome(nick),
    ]);
  }
  const long = table.connect();
  long.sends("b".repeat(32));
  assert.equal(long.session.user?.nick, `${"b".repeat(31)}2`);
});

Deno.test("a first line that is no name makes a guest, and is its first message", () => {
  const table = createTable();
  const ann = table.plain("ann");
  const guest = table.connect();
  guest.waits();
  guest.sends("hello, everyone!", "second");
  const nick = `guest-${guest.session.port}`;
  assert.equal(guest.session.user?.nick, nick);
  ann.sees([`* ${nick} joined`, `${nick}: hello, everyone!`, `${nick}: second`]);
  guest.sees([
    `alias?[server] That is no name, so it was said. You are ${nick}; /nick NAME gives you another name`,
    ...welcome(nick),
    `[server] Here: ann, ${nick}`,
  ]);
});

Deno.test("an empty first line makes a guest without a message", () => {
  const table = createTable();
  const ann = table.plain("ann");
  for (const line of ["", "  "]) {
    const guest = table.connect();
    guest.waits();
    guest.sends(line);
    ann.sees([`* guest-${guest.session.port} joined`]);
    guest.sends("exit");
    ann.looks();
  }
});

Deno.test("a first line that is a command makes a guest who gives it", () => {
  const table = createTable();
  const guest = table.connect();
  guest.sends("/nick bob");
  assert.equal(guest.session.user?.nick, "bob");
  const other = table.connect();
  other.sends("//x");
  assert.equal(guest.lines().at(-1), `guest-${other.session.port}: /x`);
});

Deno.test("exit, !DISCONNECT and QUIT as the first line leave at once", () => {
  const table = createTable();
  const ann = table.plain("ann");
  for (const word of ["exit", " exit ", "!DISCONNECT"]) {
    const bob = table.connect();
    bob.waits();
    bob.sends(word, "hello");
    bob.leaves(["alias?"]);
  }
  for (const word of ["quit", "QUIT", "quit bye"]) {
    const bob = table.connect();
    bob.waits();
    bob.sends(word, "hello");
    assert.match(bob.looks(), /^alias\?\r\nERROR :Closing link: Quit/);
    assert.equal(bob.isClosed, true);
  }
  ann.sees([]);
});

Deno.test("IRC after the question starts on a line of its own", () => {
  const ann = createTable().connect();
  ann.waits();
  ann.sends("PING x");
  assert.equal(ann.looks(), "alias?\r\n:chat.local PONG chat.local :x\r\n");
  const lower = createTable().connect();
  lower.sends("nick ann");
  assert.equal(lower.looks(), "");
  lower.sends("user ann 0 * ann");
  assert.match(lower.looks(), /^:chat\.local 001 ann /);
});

Deno.test("a server with a password asks for it first, and gives three tries", () => {
  const table = createTable({ password: "open sesame" });
  const ann = table.connect();
  ann.waits();
  assert.equal(ann.looks(), "password?");
  ann.sends("wrong");
  assert.equal(ann.looks(), "[server] That password is wrong; tries left: 2\npassword?");
  ann.sends("open sesame");
  assert.equal(ann.looks(), "alias?");
  ann.sends("ann");
  ann.sees([...welcome("ann"), "[server] Here: ann"]);
  const bob = table.connect();
  bob.waits();
  bob.sends("a", "", "c", "d");
  bob.leaves([
    "password?[server] That password is wrong; tries left: 2",
    "password?[server] That password is wrong; tries left: 1",
    "password?[server] Wrong password",
  ]);
  const eve = table.connect();
  eve.waits();
  eve.sends("exit");
  eve.leaves(["password?"]);
  ann.sees([]);
});

Deno.test("IRC after the question for a password needs PASS", () => {
  const table = createTable({ password: "open" });
  const ann = table.connect();
  ann.waits();
  ann.sends("PASS open", "NICK ann", "USER ann 0 * :Ann");
  assert.match(ann.looks(), /^password\?\r\n:chat\.local 001 ann /);
});

Deno.test("anonymous clients are called by their address, are asked nothing and see their own lines", () => {
  const table = createTable({ plain: "anonymous" });
  const one = table.connect();
  one.waits();
  one.sees([...welcome("127.0.0.1:50001"), "[server] Here: 127.0.0.1:50001"]);
  const other = table.connect("2001:db8::1");
  other.waits();
  other.looks();
  one.sees(["* [2001:db8::1]:50002 joined"]);
  other.sends("hello", "quit", "nick bob");
  const seen = ["hello", "quit", "nick bob"].map((text) => `[2001:db8::1]:50002: ${text}`);
  one.sees(seen);
  other.sees(seen);
  other.sends("exit");
  other.leaves([]);
  one.sees(["* [2001:db8::1]:50002 left"]);
});

Deno.test("an anonymous client that speaks at once is in, and its line is said", () => {
  const table = createTable({ plain: "anonymous" });
  const one = table.connect();
  one.sends("hello");
  one.sees([
    ...welcome("127.0.0.1:50001"),
    "[server] Here: 127.0.0.1:50001",
    "127.0.0.1:50001: hello",
  ]);
});

Deno.test("a slow IRC client among anonymous ones starts anew, and its first guise is gone", () => {
  const table = createTable({ plain: "anonymous" });
  const one = table.connect();
  const ann = table.connect();
  for (const seat of [one, ann]) seat.waits();
  for (const seat of [one, ann]) seat.looks();
  ann.sends("NICK ann", "USER ann 0 * :Ann", "JOIN #lobby");
  const lines = ann.lines();
  assert.equal(lines[0], ":chat.local 001 ann :Welcome to the chat, ann");
  assert.deepEqual(lines.slice(-3, -1), [
    ":ann!~ann@localhost JOIN #lobby",
    ":chat.local 353 ann = #lobby :127.0.0.1:50001 ann",
  ]);
  one.sees(["* 127.0.0.1:50002 left", "* ann joined"]);
  ann.sends("PRIVMSG 127.0.0.1:50001 :psst");
  one.sees(["ann (private): psst"]);
});

Deno.test("an anonymous client that has begun a line is not let in unasked", () => {
  const table = createTable({ plain: "anonymous" });
  const ann = table.connect();
  ann.sendsBytes(new TextEncoder().encode("CAP L"));
  ann.waits();
  ann.sendsBytes(new TextEncoder().encode("S\r\n"));
  assert.match(ann.looks(), /^:chat\.local CAP \* LS :/);
});

Deno.test("anonymous clients too must know the server's password", () => {
  const table = createTable({ plain: "anonymous", password: "open" });
  const one = table.connect();
  one.waits();
  assert.equal(one.looks(), "password?");
  one.sends("open", "hello");
  one.sees([
    ...welcome("127.0.0.1:50001"),
    "[server] Here: 127.0.0.1:50001",
    "127.0.0.1:50001: hello",
  ]);
});
