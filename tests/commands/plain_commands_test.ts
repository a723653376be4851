import assert from "node:assert/strict";
import { randomOf, randomText, seededRandom } from "../helpers/random.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("/echo shows one's own lines, or not", () => {
  const bob = createTable().plain("bob");
  bob.sends("one", "/echo on", "two", "/me waves", "/msg bob note", "/echo off", "three", "/echo");
  bob.sees([
    "[server] You see your own lines now",
    "bob: two",
    "* bob: waves",
    "bob (private): note",
    "bob (private): note",
    "[server] You no longer see your own lines",
    "[server] Say which: /echo on or /echo off",
  ]);
});

Deno.test("/join moves: the old channel is left, and lines go to the new one", () => {
  const table = createTable();
  const [ann, bob] = [table.plain("ann"), table.plain("bob")];
  ann.looks();
  bob.sends("/join tea", "anyone?", "/who", "/topic Tea", "/topic", "/join #TEA");
  ann.sees(["* bob left"]);
  bob.sees([
    "[server] You are in #tea",
    "[server] Here: @bob",
    "[server] Here: @bob",
    "* bob set the topic: Tea",
    "[server] Topic: Tea",
    "[server] You are in #tea already",
  ]);
  ann.sends("/join #tea please", "hi");
  ann.sees([
    "[server] You are in #tea",
    "[server] Topic: Tea",
    "[server] Here: @bob, ann",
    "[server] Said here before:",
    "03:04 bob: anyone?",
    "[server] That was before",
  ]);
  bob.sees(["* ann joined", "ann: hi"]);
  bob.sends("/join #lobby");
  bob.sees(["[server] You are in #lobby", "[server] Here: bob"]);
});

Deno.test("/join that is refused changes nothing", () => {
  const table = createTable();
  const bob = table.plain("bob");
  bob.sends("/join", "/join ,x", "/join a*b", "/who");
  bob.sees([
    "[server] Say where to: /join CHANNEL",
    "[server] Say where to: /join CHANNEL",
    "[server] #a*b: Channel name has a space, a comma, a colon, * or ?, or a character that can't be seen",
    "[server] Here: bob",
  ]);
});

Deno.test("the other commands answer as people read", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("JOIN #x", "TOPIC #x :Tea");
  const bob = table.plain("bob");
  bob.sends("/list", "/topic", "/topic mine", "/LIST");
  bob.sees([
    "[server] #lobby (1)",
    "[server] #x (1): Tea",
    "[server] #lobby has no topic",
    "[server] #lobby: You are not an operator of that channel",
    "[server] #lobby (1)",
    "[server] #x (1): Tea",
  ]);
  bob.sends("/nick", "/nick ann", "/nick a b", "/nick server", "/nick Bob");
  bob.sees([
    "[server] Give a nick",
    "[server] ann: That nick is taken",
    "[server] Nick has other characters than letters, digits and _-[]\\`^{}|",
    "[server] server: Nick is reserved",
    "[server] You are Bob",
  ]);
  bob.sends("/msg", "/msg ann", "/msg ann,bob hi", "/msg nobody hi", "/msg #x hi", "/me", "/me  ");
  bob.sees([
    "[server] Say whom and what: /msg NAME TEXT",
    "[server] Say whom and what: /msg NAME TEXT",
    "[server] Say whom and what: /msg NAME TEXT",
    "[server] nobody: There is nobody of that name",
    "[server] #x: You are not in that channel (+n)",
    "[server] Say what you do: /me TEXT",
    "[server] Say what you do: /me TEXT",
  ]);
  bob.sends("/msg  ann   two  words");
  assert.equal(ann.lines().at(-1), ":Bob!~plain@localhost PRIVMSG ann :two  words");
});

Deno.test("/help tells of every command, and an unknown one is told and not said", () => {
  const table = createTable();
  const ann = table.plain("ann");
  const bob = table.plain("bob");
  bob.sends("/help");
  const help = bob.lines();
  for (
    const name of ["help", "nick", "join", "msg", "me", "who", "list", "topic", "echo", "quit"]
  ) {
    assert.ok(help.some((line) => line.startsWith(`[server] /${name}`)), name);
  }
  ann.looks();
  bob.sends("/usr/bin is full", "/", "//usr/bin is full", "// two");
  bob.sees([
    "[server] There is no command /usr/bin; /help lists them, and //usr/bin says it",
    "[server] There is no command /; /help lists them, and // says it",
  ]);
  ann.sees(["bob: /usr/bin is full", "bob: / two"]);
});

Deno.test("/msg to nobody is told once, however long the name or the text", () => {
  const bob = createTable().plain("bob");
  bob.sends(
    `/msg ${"n".repeat(600)} hi`,
    `/msg nobody ${"x".repeat(4000)}`,
    `/msg #${"漢".repeat(1300)} hi`,
  );
  const lines = bob.lines();
  assert.equal(lines.length, 3);
  assert.match(lines[0] ?? "", /^\[server\] n{200}: There is nobody of that name$/);
  assert.equal(lines[1], "[server] nobody: There is nobody of that name");
  assert.match(lines[2] ?? "", /^\[server\] #漢{66}: There is no such channel$/);
});

Deno.test("/quit tells why to IRC clients", () => {
  const table = createTable();
  const ann = table.user("ann");
  const bob = table.plain("bob");
  ann.sends("JOIN #lobby");
  for (const seat of [ann, bob]) seat.looks();
  bob.sends("/quit so long");
  bob.leaves([]);
  ann.sees([":bob!~plain@localhost QUIT :Quit: so long"]);
});

Deno.test("no line of a plain client throws, whatever it holds", () => {
  const starts = [
    ...["", "/", "//", "/help ", "/nick ", "/join ", "/msg ", "/msg ann ", "/msg bob ", "/me "],
    ...["/who ", "/list ", "/topic ", "/echo ", "/MSG #lobby ", "exit ", "CAP ", "QUIT "],
  ];
  const pieces = [
    ...[
      " ",
      ":",
      ",",
      "#",
      "*",
      "a",
      "ann",
      "\x01",
      "\x1b[2J",
      "é",
      "漢字",
      "👨‍👩‍👧",
      "\u202e",
      "\ufeff",
    ],
    ...["\t", "+i", "0", "x".repeat(100), "漢".repeat(200), "e\u0301".repeat(300)],
  ];
  const random = seededRandom(3);
  for (let round = 0; round < 10; round++) {
    const table = createTable();
    const ann = table.user("ann");
    ann.sends("JOIN #lobby");
    for (let count = 0; count < 40; count++) {
      const seat = table.connect();
      for (let line = 0; line < 3 && !seat.isClosed; line++) {
        seat.sends(randomOf(random, starts) + randomText(random, pieces, 12));
      }
      ann.sends("PING x");
      assert.match(ann.looks(), / PONG chat\.local :x\r\n$/);
      seat.looks();
      seat.drops("Connection lost");
    }
  }
});
