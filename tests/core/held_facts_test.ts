import assert from "node:assert/strict";
import { createTable } from "../helpers/table.ts";

Deno.test("a client's next lines wait until its facts are applied, others' lines do not", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  table.bus.holds = true;
  ann.sends("JOIN #x", "PRIVMSG #x :hi", "PING done");
  assert.equal(ann.session.pendingFacts, 1);
  assert.equal(ann.heldLines, 2);
  bob.sends("PING x");
  bob.sees([":chat.local PONG chat.local :x"]);
  ann.sees([]);
  table.releases();
  assert.equal(ann.session.pendingFacts, 1);
  assert.equal(ann.heldLines, 1);
  table.releases();
  assert.deepEqual(ann.lines().map((line) => line.split(" ")[1]), ["JOIN", "353", "366", "PONG"]);
  assert.equal(ann.session.pendingFacts, 0);
});

Deno.test("a command of several facts waits for all of them", () => {
  const table = createTable();
  const ann = table.user("ann");
  table.bus.holds = true;
  ann.sends("JOIN #a,#b,#c", "PING x");
  assert.equal(ann.session.pendingFacts, 3);
  table.releases(2);
  assert.equal(ann.heldLines, 1);
  table.releases(1);
  assert.equal(ann.lines().at(-1), ":chat.local PONG chat.local :x");
});

Deno.test("two that claim one nick: the first in order has it, the second gets 433", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  for (const seat of [ann, bob, eve]) seat.sends("JOIN #x");
  for (const seat of [ann, bob, eve]) seat.looks();
  table.bus.holds = true;
  ann.sends("NICK zoe");
  bob.sends("NICK Zoe");
  table.releases();
  ann.sees([":ann!~ann@localhost NICK zoe"]);
  bob.sees([":ann!~ann@localhost NICK zoe", ":chat.local 433 bob Zoe :That nick is taken"]);
  eve.sees([":ann!~ann@localhost NICK zoe"]);
});

Deno.test("two that arrive under one nick: the second is told and registers with another", () => {
  const table = createTable();
  const [one, other] = [table.connect(), table.connect()];
  table.bus.holds = true;
  one.sends("NICK ann", "USER one 0 * :One");
  other.sends("NICK ann", "USER other 0 * :Other", "PING x");
  table.releases();
  assert.match(one.looks(), / 001 ann /);
  other.sees([":chat.local 433 * ann :That nick is taken", ":chat.local PONG chat.local :x"]);
  other.sends("NICK ann2");
  table.releases();
  assert.match(other.looks(), / 001 ann2 /);
});

Deno.test("a nick that was left comes free in order", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  table.bus.holds = true;
  ann.sends("NICK zoe");
  bob.sends("NICK ann");
  bob.sees([":chat.local 433 bob ann :That nick is taken"]);
  table.releases();
  bob.sends("NICK ann");
  table.releases();
  bob.sees([":bob!~bob@localhost NICK ann"]);
});

Deno.test("what is said after its sender has left in order is void, and refused by 404", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  for (const seat of [ann, bob]) seat.looks();
  const user = ann.session.user?.id ?? "";
  table.bus.holds = true;
  table.publishes({ kind: "left", user, channel: "#x", reason: "" });
  ann.sends("PRIVMSG #x :still here?");
  table.releases();
  ann.sees([
    ":ann!~ann@localhost PART #x",
    ":chat.local 404 ann #x :You are not in that channel (+n)",
  ]);
  bob.sees([":ann!~ann@localhost PART #x"]);
});

Deno.test("PART and TOPIC after one has left are void, and refused by 442; after all have, by 403", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  for (const seat of [ann, bob]) seat.looks();
  const leave = (user: string) =>
    table.publishes({ kind: "left", user, channel: "#x", reason: "" });
  const gone = [":ann!~ann@localhost PART #x", ":bob!~bob@localhost PART #x"];
  const lines = ["TOPIC #x :mine", "PART #x", "PRIVMSG #x :hi"];
  const refusals = [
    [442, "You are not in that channel"],
    [442, "You are not in that channel"],
    [404, "You are not in that channel (+n)"],
  ];
  for (const [at, line] of lines.entries()) {
    table.bus.holds = true;
    leave(ann.session.user?.id ?? "");
    ann.sends(line);
    table.releases();
    const [code, text] = refusals[at] ?? [];
    ann.sees([gone[0] ?? "", `:chat.local ${code} ann #x :${text}`]);
    table.bus.holds = false;
    ann.sends("JOIN #x", "PART #x");
    bob.sends("PART #x");
    ann.sends("JOIN #x");
    bob.sends("JOIN #x");
    for (const seat of [ann, bob]) seat.looks();
  }
  for (const line of lines) {
    table.bus.holds = true;
    leave(ann.session.user?.id ?? "");
    leave(bob.session.user?.id ?? "");
    ann.sends(line);
    table.releases();
    ann.sees([gone[0] ?? "", ":chat.local 403 ann #x :There is no such channel"]);
    bob.sees(gone);
    table.bus.holds = false;
    for (const seat of [ann, bob]) seat.sends("JOIN #x");
    for (const seat of [ann, bob]) seat.looks();
  }
});

Deno.test("what is said to someone who has left in order is void, and refused by 401", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  table.bus.holds = true;
  bob.sends("QUIT");
  ann.sends("PRIVMSG Bob :hi");
  eve.sends("NOTICE bob :hi");
  table.releases();
  ann.sees([":chat.local 401 ann Bob :There is nobody of that name"]);
  eve.sees([]);
});

Deno.test("a NOTICE that is void is not answered either", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("JOIN #x");
  ann.looks();
  table.bus.holds = true;
  const user = ann.session.user?.id ?? "";
  table.publishes({ kind: "left", user, channel: "#x", reason: "" });
  ann.sends("NOTICE #x :hi");
  table.releases();
  ann.sees([":ann!~ann@localhost PART #x"]);
});

Deno.test("joining twice in order is joining once", () => {
  const table = createTable();
  const ann = table.user("ann");
  table.bus.holds = true;
  ann.sends("JOIN #x,#X,#x");
  table.releases();
  assert.equal(ann.lines().filter((line) => / JOIN /.test(line)).length, 1);
});

Deno.test("one line of JOIN can't pass the limit of channels", () => {
  const table = createTable();
  const ann = table.user("ann");
  for (let at = 1; at <= 95; at++) ann.sends(`JOIN #c${at}`);
  ann.looks();
  table.bus.holds = true;
  ann.sends("JOIN #d1,#d2,#d3,#d4,#d5,#d6,#d7");
  table.releases();
  assert.deepEqual(ann.lines().filter((line) => / 405 /.test(line)), [
    ":chat.local 405 ann #d6 :You are in 100 channels; leave one first",
    ":chat.local 405 ann #d7 :You are in 100 channels; leave one first",
  ]);
});

Deno.test("who comes first in order is operator, and makes the channel's name", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  table.bus.holds = true;
  ann.sends("JOIN #Tea");
  bob.sends("JOIN #tea");
  table.releases();
  assert.match(
    bob.looks(),
    /^:bob!~bob@localhost JOIN #Tea\r\n:chat.local 353 bob = #Tea :@ann bob/,
  );
});

Deno.test("facts of someone who has left are void, and told to nobody", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  bob.looks();
  const user = ann.session.user?.id ?? "";
  const session = table.world.refOf(ann.session);
  table.bus.holds = true;
  ann.drops("Connection lost");
  table.publishes({ kind: "renamed", user, nick: "zoe" });
  table.publishes({ kind: "topicSet", user, channel: "#x", text: "t" });
  table.publishes({ kind: "joined", user, channel: "#y" });
  table.publishes({ kind: "userModesSet", user, on: ["i"], off: [] });
  table.publishes({ kind: "quit", user, session, reason: "twice" });
  table.releases();
  bob.sees([":ann!~ann@localhost QUIT :Connection lost"]);
  assert.deepEqual([...table.world.channels.keys()], ["#lobby", "#x"]);
});

Deno.test("who goes before it has arrived in order leaves no ghost", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("JOIN #lobby");
  const [irc, plain] = [table.connect(), table.connect()];
  table.bus.holds = true;
  irc.sends("NICK zoe", "USER zoe 0 * :Zoe");
  plain.sends("bob");
  irc.drops("Connection lost");
  plain.drops("Connection lost");
  table.releases();
  table.releases();
  assert.deepEqual([...table.world.users.values()].map(({ nick }) => nick), ["ann"]);
});

Deno.test("a guest's first message waits for the guest", () => {
  const table = createTable();
  const ann = table.plain("ann");
  const guest = table.connect();
  table.bus.holds = true;
  guest.sends("hello, all!", "second");
  table.releases();
  table.releases();
  table.releases();
  const nick = `guest-${guest.session.port}`;
  ann.sees([`* ${nick} joined`, `${nick}: hello, all!`, `${nick}: second`]);
});
