import assert from "node:assert/strict";
import { createTable } from "../helpers/table.ts";

Deno.test("JOIN is told to all there, and its sender gets the names; who comes first is operator", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("JOIN #x");
  ann.sees([
    ":ann!~ann@localhost JOIN #x",
    ":chat.local 353 ann = #x :@ann",
    ":chat.local 366 ann #x :End of /NAMES list",
  ]);
  bob.sends("JOIN #x");
  bob.sees([
    ":bob!~bob@localhost JOIN #x",
    ":chat.local 353 bob = #x :@ann bob",
    ":chat.local 366 bob #x :End of /NAMES list",
  ]);
  ann.sees([":bob!~bob@localhost JOIN #x"]);
});

Deno.test("JOIN tells the topic with who set it and when, if there is one", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("JOIN #x", "TOPIC #x :Tea and cake");
  bob.sends("JOIN #x");
  bob.sees([
    ":bob!~bob@localhost JOIN #x",
    ":chat.local 332 bob #x :Tea and cake",
    `:chat.local 333 bob #x ann!~ann@localhost ${Math.floor(table.nowMs / 1000)}`,
    ":chat.local 353 bob = #x :@ann bob",
    ":chat.local 366 bob #x :End of /NAMES list",
  ]);
});

Deno.test("a channel is one however it is spelt, and is called as its first member spelt it", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("JOIN #Tea");
  bob.sends("JOIN #tEA", "PRIVMSG #TEA :hi", "JOIN #tea");
  assert.deepEqual(ann.lines().slice(-2), [
    ":bob!~bob@localhost JOIN #Tea",
    ":bob!~bob@localhost PRIVMSG #Tea :hi",
  ]);
  assert.equal(bob.lines().length, 3);
  bob.sends("JOIN #LOBBY");
  assert.equal(bob.lines()[0], ":bob!~bob@localhost JOIN #lobby");
});

Deno.test("nobody is operator of the lobby by being there first", () => {
  const ann = createTable().user("ann");
  ann.sends("JOIN #lobby", "TOPIC #lobby :mine");
  assert.deepEqual(ann.lines().slice(1), [
    ":chat.local 353 ann = #lobby :ann",
    ":chat.local 366 ann #lobby :End of /NAMES list",
    ":chat.local 482 ann #lobby :You are not an operator of that channel",
  ]);
});

Deno.test("JOIN of a list enters each, and answers each that is no channel by 403", () => {
  const ann = createTable().user("ann");
  const long = `#${"c".repeat(64)}`;
  ann.sends(`JOIN #a,,x,#,#a*,#${"c".repeat(63)},#a,#b,${long} key,key`);
  const lines = ann.lines().filter((line) => !/ 353 | 366 /.test(line));
  assert.deepEqual(lines, [
    ":ann!~ann@localhost JOIN #a",
    ":chat.local 403 ann x :Channel name does not start with #",
    ":chat.local 403 ann # :Channel name is empty",
    ":chat.local 403 ann #a* :Channel name has a space, a comma, a colon, * or ?, or a character that can't be seen",
    `:ann!~ann@localhost JOIN #${"c".repeat(63)}`,
    ":ann!~ann@localhost JOIN #b",
    `:chat.local 403 ann ${long} :Channel name is longer than 64 bytes`,
  ]);
});

Deno.test("JOIN answers something to every nonsense", () => {
  const ann = createTable().user("ann");
  ann.sends("JOIN", "JOIN :", "JOIN ,", "JOIN :#a b", "JOIN :,:", `JOIN ${"x".repeat(500)}`);
  const lines = ann.lines();
  assert.deepEqual(lines.slice(0, 5), [
    ":chat.local 461 ann JOIN :Parameters are missing",
    ":chat.local 461 ann JOIN :Parameters are missing",
    ":chat.local 403 ann , :Channel name does not start with #",
    ":chat.local 403 ann * :Channel name has a space, a comma, a colon, * or ?, or a character that can't be seen",
    ":chat.local 403 ann * :Channel name does not start with #",
  ]);
  assert.match(lines[5] ?? "", /^:chat\.local 403 ann x{100,} :/);
});

Deno.test("JOIN 0 leaves all channels", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  bob.sends("JOIN #a,#b,#c");
  ann.sends("JOIN #a,#b");
  ann.looks();
  ann.sends("JOIN 0", "JOIN 0");
  ann.sees([":ann!~ann@localhost PART #a", ":ann!~ann@localhost PART #b"]);
  assert.deepEqual([...table.world.channels.keys()], ["#lobby", "#a", "#b", "#c"]);
  bob.sends("JOIN 0");
  assert.deepEqual([...table.world.channels.keys()], ["#lobby"]);
});

Deno.test("the 101st channel is answered by 405, until one is left", () => {
  const ann = createTable().user("ann");
  for (let at = 1; at <= 100; at++) ann.sends(`JOIN #c${at}`);
  ann.looks();
  ann.sends("JOIN #more", "JOIN #c1");
  ann.sees([":chat.local 405 ann #more :You are in 100 channels; leave one first"]);
  ann.sends("PART #c7", "JOIN #more");
  assert.equal(ann.lines()[1], ":ann!~ann@localhost JOIN #more");
});

Deno.test("PART is told to all there and to its sender, with its reason if it has one", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  for (const seat of [ann, bob]) seat.sends("JOIN #x,#y");
  for (const seat of [ann, bob]) seat.looks();
  ann.sends("PART #X,#nowhere,,#y :See you", "PART #x");
  const told = [
    ":ann!~ann@localhost PART #x :See you",
    ":ann!~ann@localhost PART #y :See you",
  ];
  bob.sees(told);
  ann.sees([
    told[0] ?? "",
    ":chat.local 403 ann #nowhere :There is no such channel",
    told[1] ?? "",
    ":chat.local 442 ann #x :You are not in that channel",
  ]);
  bob.sends("PART #y");
  bob.sees([":bob!~bob@localhost PART #y"]);
  ann.sees([]);
  ann.sends("PART", "PART :", "PART #y");
  ann.sees([
    ":chat.local 461 ann PART :Parameters are missing",
    ":chat.local 461 ann PART :Parameters are missing",
    ":chat.local 403 ann #y :There is no such channel",
  ]);
});

Deno.test("a channel that all have left is made anew, with a new operator", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("JOIN #x", "TOPIC #x :old", "PART #x");
  bob.sends("JOIN #x");
  bob.sees([
    ":bob!~bob@localhost JOIN #x",
    ":chat.local 353 bob = #x :@bob",
    ":chat.local 366 bob #x :End of /NAMES list",
  ]);
});

Deno.test("TOPIC shows, sets and clears, and everyone there is told", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  for (const seat of [ann, bob]) seat.looks();
  ann.sends("TOPIC #x", "TOPIC #X :Tea");
  ann.sees([":chat.local 331 ann #x :No topic is set", ":ann!~ann@localhost TOPIC #x :Tea"]);
  bob.sees([":ann!~ann@localhost TOPIC #x :Tea"]);
  table.nowMs += 60_000;
  bob.sends("TOPIC #x");
  bob.sees([
    ":chat.local 332 bob #x :Tea",
    `:chat.local 333 bob #x ann!~ann@localhost ${Math.floor(table.nowMs / 1000) - 60}`,
  ]);
  ann.sends("TOPIC #x :", "TOPIC #x");
  ann.sees([":ann!~ann@localhost TOPIC #x :", ":chat.local 331 ann #x :No topic is set"]);
});

Deno.test("TOPIC is refused by 482, 442, 403 and 461", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  for (const seat of [ann, bob]) seat.looks();
  bob.sends("TOPIC #x :mine", "TOPIC #nowhere", "TOPIC", "TOPIC :#a b");
  bob.sees([
    ":chat.local 482 bob #x :You are not an operator of that channel",
    ":chat.local 403 bob #nowhere :There is no such channel",
    ":chat.local 461 bob TOPIC :Parameters are missing",
    ":chat.local 403 bob * :There is no such channel",
  ]);
  eve.sends("TOPIC #x :mine", "TOPIC #x");
  eve.sees([
    ":chat.local 442 eve #x :You are not in that channel",
    ":chat.local 331 eve #x :No topic is set",
  ]);
  ann.sees([]);
});

Deno.test("a long topic and a long reason are cut, so that they fit with the longest names", () => {
  const table = createTable();
  const ann = table.user("n".repeat(32));
  const channel = `#${"c".repeat(63)}`;
  ann.sends(`JOIN ${channel}`, `TOPIC ${channel} :${"漢".repeat(140)}`, `TOPIC ${channel}`);
  const topic = table.world.channel(channel)?.topic?.text ?? "";
  assert.match(topic, /^漢{90,}$/);
  ann.sends("LIST", `PART ${channel} :${"漢".repeat(140)}`, `QUIT :${"漢".repeat(160)}`);
  assert.match(ann.looks(), / PART #c+ :漢{90,}\r\n/);
});

Deno.test("NAMES lists members, and ends each channel that is none or unknown by 366", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  bob.looks();
  bob.sends("NAMES #X,#nowhere", "NAMES", "NAMES :", "NAMES :a b");
  bob.sees([
    ":chat.local 353 bob = #x :@ann bob",
    ":chat.local 366 bob #x :End of /NAMES list",
    ":chat.local 366 bob #nowhere :End of /NAMES list",
    ":chat.local 366 bob * :End of /NAMES list",
    ":chat.local 366 bob * :End of /NAMES list",
    ":chat.local 366 bob * :End of /NAMES list",
  ]);
});

Deno.test("NAMES keeps the invisible from those who are not in the channel", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  bob.sends("MODE bob +i", "NAMES #x");
  assert.equal(bob.lines().at(-2), ":chat.local 353 bob = #x :@ann bob");
  eve.sends("NAMES #x");
  eve.sees([":chat.local 353 eve = #x :@ann", ":chat.local 366 eve #x :End of /NAMES list"]);
});

Deno.test("NAMES of many takes several lines", () => {
  const table = createTable();
  const channel = `#${"c".repeat(63)}`;
  const nicks = Array.from({ length: 40 }, (_, at) => `${"n".repeat(30)}${at + 10}`);
  for (const nick of nicks) table.user(nick).sends(`JOIN ${channel}`);
  const ann = table.user("ann");
  ann.sends(`NAMES ${channel}`);
  const lines = ann.lines();
  const names = lines.slice(0, -1).flatMap((line) => line.split(" :")[1]?.split(" "));
  assert.deepEqual(names, nicks.map((nick, at) => at === 0 ? `@${nick}` : nick));
  assert.equal(lines.at(-1), `:chat.local 366 ann ${channel} :End of /NAMES list`);
});

Deno.test("LIST tells channels with their number of members and their topic", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("JOIN #x,#y", "TOPIC #x :Tea");
  bob.sends("JOIN #x", "JOIN #lobby");
  bob.looks();
  const start = ":chat.local 321 bob Channel :Users  Name";
  const end = ":chat.local 323 bob :End of /LIST";
  bob.sends("LIST", "LIST #X,#nowhere,,#y", "LIST >3", "LIST :");
  const all = [
    start,
    ":chat.local 322 bob #lobby 1 :",
    ":chat.local 322 bob #x 2 :Tea",
    ":chat.local 322 bob #y 1 :",
    end,
  ];
  const some = [start, ":chat.local 322 bob #x 2 :Tea", ":chat.local 322 bob #y 1 :", end];
  bob.sees([...all, ...some, start, end, ...all]);
  bob.sends("LIST #nowhere");
  bob.sees([start, end]);
});
