import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import { loggedIn } from "../helpers/logged_in.ts";
import { createTable } from "../helpers/table.ts";

const by = (nick: string) => `:${nick}!~${nick}@localhost`;

const refused = (nick: string, waitS: number, pace = "2 in 30") =>
  `:chat.local 404 ${nick} #x :Slow mode: at most ${pace} s; say it again in ${waitS} s (+f)`;

/** In `#x` ann leads and has set a slow mode; bob and eve have no rank. */
function room(pace = "2:30") {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob, eve);
  ann.sends(`MODE #x +f ${pace}`);
  forget(ann, bob, eve);
  return { table, ann, bob, eve };
}

Deno.test("under slow mode each says so much in so much time; more is refused by 404", () => {
  const { table, ann, bob, eve } = room();
  bob.sends("PRIVMSG #x :one", "PRIVMSG #x :two", "PRIVMSG #x :three");
  bob.sees([refused("bob", 30)]);
  eve.sends("PRIVMSG #x :hi");
  const said = [["bob", "one"], ["bob", "two"], ["eve", "hi"]];
  ann.sees(said.map(([nick, text]) => `${by(nick ?? "")} PRIVMSG #x :${text}`));
  forget(bob, eve);
  table.nowMs += 29_500;
  bob.sends("PRIVMSG #x :three", "NOTICE #x :three");
  bob.sees([refused("bob", 1)]);
  ann.sees([]);
  table.nowMs += 500;
  bob.sends("PRIVMSG #x :three");
  ann.sees([`${by("bob")} PRIVMSG #x :three`]);
});

Deno.test("slow mode does not hold for operators, half-operators and voices; it does for bots", () => {
  const { ann, bob, eve } = room("1:30");
  ann.sends("MODE #x +v bob");
  eve.sends("MODE eve +B");
  forget(ann, bob, eve);
  for (const seat of [ann, bob, eve]) seat.sends("PRIVMSG #x :one", "PRIVMSG #x :two");
  assert.equal(bob.lines().length, 3);
  assert.equal(ann.lines().length, 3);
  assert.equal(eve.lines().at(-1), refused("eve", 30, "1 in 30"));
  ann.sends("MODE #x -v bob");
  forget(bob);
  bob.sends("PRIVMSG #x :three");
  bob.sees([]);
});

Deno.test("reactions count, typing does not and goes on", () => {
  const { table, ann } = room("1:30");
  const kim = table.user("kim", "message-tags");
  gather("#x", kim);
  forget(ann, kim);
  kim.sends(
    "@+typing=active TAGMSG #x",
    "@+draft/react=x;+draft/reply=y TAGMSG #x",
    "@+typing=active TAGMSG #x",
    "PRIVMSG #x :hi",
  );
  kim.sees([refused("kim", 30, "1 in 30")]);
});

Deno.test("coming again or under another name does not help, nor does another connection of an account", () => {
  const { table, ann, bob } = room("1:30");
  bob.sends("PRIVMSG #x :one", "PART #x", "JOIN #x", "NICK rob");
  forget(ann, bob);
  bob.sends("PRIVMSG #x :two");
  bob.sees([refused("rob", 30, "1 in 30")]);
  table.account("kim", "sesame");
  const login = ["AUTHENTICATE PLAIN", `AUTHENTICATE ${btoa("\0kim\0sesame")}`];
  const one = table.user("kim1");
  one.sends(...login, "JOIN #x", "PRIVMSG #x :one", "QUIT");
  const other = table.user("kim2");
  other.sends(...login, "JOIN #x");
  forget(other);
  other.sends("PRIVMSG #x :two");
  other.sees([refused("kim2", 30, "1 in 30")]);
});

Deno.test("what is sent again for want of its echo is answered by the first one's, however soon", () => {
  const { table } = room("1:30");
  const kim = table.user("kim", "message-tags", "echo-message");
  gather("#x", kim);
  const line = "@+chat/once=aaaaaaaaaaaaaaaaaaaaaa PRIVMSG #x :hi";
  kim.sends(line);
  const first = kim.looks();
  assert.match(first, /PRIVMSG #x :hi/);
  kim.sends(line);
  assert.equal(kim.looks(), first);
  kim.sends("@+chat/once=baaaaaaaaaaaaaaaaaaaaa PRIVMSG #x :hi");
  kim.sees([refused("kim", 30, "1 in 30")]);
});

Deno.test("what is refused by slow mode is not known as sent", () => {
  const { table } = room("1:30");
  const kim = table.user("kim", "message-tags", "echo-message");
  gather("#x", kim);
  const line = "@+chat/once=aaaaaaaaaaaaaaaaaaaaaa PRIVMSG #x :hi";
  kim.sends("PRIVMSG #x :one");
  table.bus.holds = true;
  kim.sends(line);
  table.releases();
  table.bus.holds = false;
  forget(kim);
  table.nowMs += 30_000;
  kim.sends(line);
  assert.match(kim.looks(), /PRIVMSG #x :hi/);
});

Deno.test("a plain client is told of slow mode in words, and is as slow", () => {
  const table = createTable();
  const bob = table.plain("bob");
  const changes = [{ kind: "slow", isSet: true, pace: { messages: 1, seconds: 60 } }] as const;
  table.publishes({ kind: "modesSet", user: undefined, channel: "#lobby", changes });
  bob.looks();
  bob.sends("one", "two");
  assert.equal(
    bob.looks(),
    "[server] #lobby: Slow mode: at most 1 in 60 s; say it again in 60 s (+f)\n",
  );
});

Deno.test("slow mode is shown, set anew and taken off by who leads; what is none is told by 696", () => {
  const { ann, bob } = room();
  bob.sends("MODE #x", "MODE #x -f");
  assert.equal(bob.lines()[0], ":chat.local 324 bob #x +ntf 2:30");
  ann.sends("MODE #x +f 2:30", "MODE #x +fl 1:60 9", "MODE #x -f", "MODE #x -f");
  ann.sees([`${by("ann")} MODE #x +fl 1:60 9`, `${by("ann")} MODE #x -f`]);
  const text = "Slow mode is messages:seconds, such as 2:30; at most 100 and 3600";
  for (const bad of ["0:1", "1:0", "101:1", "1:3601", "1", "x:y", "1:1:1", "-1:5"]) {
    ann.sends(`MODE #x +f ${bad}`);
    ann.sees([`:chat.local 696 ann #x f ${bad} :${text}`]);
  }
});

Deno.test("what is said by two connections of one person at once is counted in its order", () => {
  const { table, ann, bob } = room("1:60");
  table.account("kim", "sesame");
  const [one, other] = [loggedIn(table, { account: "kim" }), loggedIn(table, { account: "kim" })];
  one.sends("JOIN #x");
  forget(ann, bob, one, other);
  table.bus.holds = true;
  one.sends("PRIVMSG #x :one");
  other.sends("PRIVMSG #x :two");
  assert.equal(table.bus.waiting, 2);
  table.releases();
  bob.sees([`${by("kim")} PRIVMSG #x :one`]);
  assert.equal(other.lines().at(-1), refused("kim", 60, "1 in 60"));
});
