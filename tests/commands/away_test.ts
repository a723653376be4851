import assert from "node:assert/strict";
import { maxRealnameBytes, maxTopicBytes } from "../../server/core/welcome.ts";
import { gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("AWAY is told to who shares a channel and asked for it, and 301 to who writes", () => {
  const table = createTable();
  const [ann, eve] = table.users("ann", "eve");
  const bob = table.user("bob", "away-notify");
  const far = table.user("far", "away-notify");
  gather("#x,#y", ann, eve, bob);
  ann.sends("AWAY :At lunch");
  ann.sees([":chat.local 306 ann :You are marked as away"]);
  bob.sees([":ann!~ann@localhost AWAY :At lunch"]);
  eve.sends("PRIVMSG ann :hi", "NOTICE ann :hi", "WHOIS ann");
  const lines = eve.lines();
  assert.equal(lines[0], ":chat.local 301 eve ann :At lunch");
  assert.equal(lines[1], ":chat.local 311 eve ann ~ann localhost * :ann");
  assert.ok(lines.slice(2).includes(":chat.local 301 eve ann :At lunch"));
  ann.looks();
  ann.sends("AWAY :At lunch", "AWAY :Asleep", "AWAY", "AWAY", "AWAY :");
  ann.sees([
    ":chat.local 306 ann :You are marked as away",
    ":chat.local 306 ann :You are marked as away",
    ...new Array(3).fill(":chat.local 305 ann :You are no longer marked as away"),
  ]);
  bob.sees([":ann!~ann@localhost AWAY :Asleep", ":ann!~ann@localhost AWAY"]);
  far.sees([]);
  eve.sends("PRIVMSG ann :hi");
  eve.sees([]);
});

Deno.test("AWAY is cut to its limit", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends(`AWAY :${"é".repeat(200)}`);
  bob.sends("PRIVMSG ann :hi");
  bob.sees([`:chat.local 301 bob ann :${"é".repeat(maxTopicBytes / 2)}`]);
});

Deno.test("who enters while away is told to be so", () => {
  const table = createTable();
  const bob = table.user("bob", "away-notify");
  const [ann, eve] = table.users("ann", "eve");
  gather("#x", bob, eve);
  ann.sends("AWAY :tea", "JOIN #x");
  bob.sees([":ann!~ann@localhost JOIN #x", ":ann!~ann@localhost AWAY :tea"]);
  eve.sees([":ann!~ann@localhost JOIN #x"]);
});

Deno.test("AWAY before registration is kept for the arrival, with draft/pre-away alone", () => {
  const table = createTable();
  const eve = table.user("eve", "extended-monitor", "away-notify");
  eve.sends("MONITOR + ann");
  eve.looks();
  const ann = table.connect();
  ann.sends("NICK ann", "AWAY :no", "CAP REQ draft/pre-away", "AWAY :tea", "AWAY", "AWAY *");
  ann.sees([
    ":chat.local 451 ann :Register first: NICK and USER",
    ":chat.local CAP ann ACK :draft/pre-away",
    ":chat.local 306 ann :You are marked as away",
    ":chat.local 305 ann :You are no longer marked as away",
    ":chat.local 306 ann :You are marked as away",
  ]);
  ann.sends("USER ann 0 * :Ann", "CAP END");
  assert.match(ann.looks(), /^:chat\.local 001 ann /);
  eve.sees([":chat.local 730 * :ann!~ann@localhost", ":ann!~ann@localhost AWAY :*"]);
  eve.sends("PRIVMSG ann :hi");
  eve.sees([":chat.local 301 eve ann :*"]);
  ann.sends("AWAY");
  eve.sees([":ann!~ann@localhost AWAY"]);
});

Deno.test("who has said to be back before it arrived is here", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("CAP REQ draft/pre-away", "AWAY :tea", "AWAY", "NICK ann", "USER ann 0 * :Ann");
  ann.sends("CAP END");
  assert.equal(ann.session.user?.away, undefined);
  assert.equal(ann.session.registration.away, undefined);
});

Deno.test("SETNAME is told to oneself and to who shares a channel, with setname alone", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "setname"), table.user("bob", "setname")];
  const eve = table.user("eve");
  gather("#x,#y", ann, bob, eve);
  ann.sends("SETNAME :Ann Example", "SETNAME :Ann Example", "WHO ann");
  ann.sees([
    ":ann!~ann@localhost SETNAME :Ann Example",
    ":ann!~ann@localhost SETNAME :Ann Example",
    ":chat.local 352 ann #x ~ann localhost chat.local ann H@ :0 Ann Example",
    ":chat.local 315 ann ann :End of WHO list",
  ]);
  bob.sees([":ann!~ann@localhost SETNAME :Ann Example"]);
  eve.sees([]);
  eve.sends("SETNAME :Eve Example");
  eve.sees([]);
  bob.sees([":eve!~eve@localhost SETNAME :Eve Example"]);
});

Deno.test("SETNAME is refused by FAIL where the name can't be, and by 461 without one", () => {
  const ann = createTable().user("ann", "setname");
  ann.sends(`SETNAME :${"é".repeat(maxRealnameBytes / 2)}x`, "SETNAME :", "SETNAME");
  ann.sees([
    ":chat.local FAIL SETNAME INVALID_REALNAME :That real name is too long",
    ":chat.local FAIL SETNAME INVALID_REALNAME :That real name is empty",
    ":chat.local 461 ann SETNAME :Parameters are missing",
  ]);
  ann.sends(`SETNAME :${"x".repeat(maxRealnameBytes)}`);
  ann.sees([`:ann!~ann@localhost SETNAME :${"x".repeat(maxRealnameBytes)}`]);
});

Deno.test("AWAY and SETNAME of who has left in order are void", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann"), table.user("bob", "away-notify", "setname")];
  gather("#x", ann, bob);
  const user = ann.session.user?.id ?? "";
  const session = table.world.refOf(ann.session);
  table.bus.holds = true;
  ann.drops("Connection lost");
  table.publishes({ kind: "awaySet", user, session, text: "tea" });
  table.publishes({ kind: "realnameSet", user, realname: "x" });
  table.releases();
  bob.sees([":ann!~ann@localhost QUIT :Connection lost"]);
});

Deno.test("extended-join tells account and real name to who asked for it", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann"), table.user("bob", "extended-join", "setname")];
  const eve = table.user("eve");
  gather("#x", bob, eve);
  ann.sends("SETNAME :Ann Example", "JOIN #x");
  bob.sees([":ann!~ann@localhost JOIN #x * :Ann Example"]);
  eve.sees([":ann!~ann@localhost JOIN #x"]);
});

Deno.test("all that a bot does is marked as such to who has message-tags", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "message-tags"), table.user("bob")];
  const eve = table.user("eve");
  for (const seat of [ann, bob, eve]) seat.sends("JOIN #x");
  bob.sends("MODE bob +B");
  for (const seat of [ann, bob, eve]) seat.looks();
  bob.sends("PRIVMSG #x :one", "@+a=1 NOTICE ann :two", "PART #x", "JOIN #x", "NICK rob");
  bob.sends("MODE rob -B", "PRIVMSG ann :three", "MODE rob +B", "QUIT");
  const seen = ann.lines().map((line) => line.replace(/msgid=\w+/, "msgid"));
  assert.deepEqual(seen, [
    "@msgid;bot :bob!~bob@localhost PRIVMSG #x :one",
    "@msgid;bot;+a=1 :bob!~bob@localhost NOTICE ann :two",
    "@msgid;bot :bob!~bob@localhost PART #x",
    "@msgid;bot :bob!~bob@localhost JOIN #x",
    "@msgid;bot :bob!~bob@localhost NICK rob",
    "@msgid :rob!~bob@localhost PRIVMSG ann :three",
    "@msgid;bot :rob!~bob@localhost QUIT :Quit: ",
  ]);
  assert.doesNotMatch(eve.looks(), /^@/m);
});
