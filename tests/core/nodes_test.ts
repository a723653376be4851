import assert from "node:assert/strict";
import { gather } from "../helpers/gather.ts";
import { loggedIn } from "../helpers/logged_in.ts";
import { testCredential } from "../helpers/policy.ts";
import { createTable, type Table } from "../helpers/table.ts";

/** A table that is one of two nodes: its own is called here, the other one there. */
function createNode(): Table {
  const table = createTable();
  table.publishes({ kind: "nodeCame", node: "here", lease: table.world.lease, version: 1 });
  table.publishes({ kind: "nodeCame", node: "there", lease: "other", version: 1 });
  return table;
}

/** Two who are here and together: ann by her account, under the id `user`, and bob, who is told of who is away. */
function createPair() {
  const table = createNode();
  table.account("ann", "sesame");
  const ann = loggedIn(table, { account: "ann" });
  const bob = table.user("bob", "away-notify");
  gather("#a", ann, bob);
  return { table, ann, bob, user: ann.session.user?.id ?? "" };
}

/** Somebody comes to the other node. */
function comesThere(table: Table, nick: string, account?: string): string {
  const user = `other.${table.world.users.size + 1}`;
  const identity = { id: user, nick, username: `~${nick}`, host: "there", realname: nick };
  table.publishes({
    kind: "arrived",
    session: `other.s${nick}`,
    credentialKey: 0,
    identity: account === undefined ? identity : { ...identity, account },
  });
  return user;
}

Deno.test("who is on another node is here too, and leaves with its last connection", () => {
  const table = createNode();
  const ann = table.user("ann");
  const user = comesThere(table, "bob");
  ann.sends("JOIN #a");
  ann.looks();
  table.publishes({ kind: "joined", user, channel: "#a" });
  table.publishes({ kind: "quit", user, session: "other.snone", reason: "No such connection" });
  table.publishes({ kind: "quit", user, session: "other.sbob", reason: "Quit: bye" });
  ann.sees([":bob!~bob@there JOIN #a", ":bob!~bob@there QUIT :Quit: bye"]);
});

Deno.test("a lapse takes the users of that node, and keeps their ranks for who comes back", () => {
  const table = createNode();
  const ann = table.user("ann");
  ann.sends("JOIN #a");
  for (const nick of ["bob", "eve"]) {
    table.publishes({ kind: "joined", user: comesThere(table, nick), channel: "#a" });
  }
  ann.sends("MODE #a +oi bob");
  ann.looks();
  table.publishes({ kind: "nodeLapsed", node: "there", lease: "older" });
  ann.sees([]);
  table.publishes({ kind: "nodeLapsed", node: "there", lease: "other" });
  ann.sees([
    ":bob!~bob@there QUIT :Its server was lost",
    ":eve!~eve@there QUIT :Its server was lost",
  ]);
  const kept = table.archive.lines().filter((line) => line.includes(" QUIT "));
  assert.equal(kept.length, 2);
  assert.deepEqual([...table.world.nodes.keys()], ["here"]);
  assert.equal(table.world.isLive("other"), false);
  table.publishes({ kind: "nodeCame", node: "there", lease: "other2", version: 1 });
  table.publishes({ kind: "joined", user: comesThere(table, "bob"), channel: "#a" });
  ann.sees([":bob!~bob@there JOIN #a", ":chat.local MODE #a +o bob"]);
});

Deno.test("a channel whose members were all on a lost node waits an hour for them", () => {
  const table = createNode();
  table.publishes({ kind: "joined", user: comesThere(table, "bob"), channel: "#a" });
  table.publishes({ kind: "nodeLapsed", node: "there", lease: "other" });
  const ann = table.user("ann");
  ann.sends("JOIN #a");
  assert.match(ann.looks(), / 353 ann = #a :ann\r\n/);
  ann.sends("PART #a");
  table.nowMs += 60 * 60_000;
  ann.looks();
  ann.sends("JOIN #a");
  assert.match(ann.looks(), / 353 ann = #a :@ann\r\n/);
});

Deno.test("a node that comes anew has lost what it was before", () => {
  const table = createNode();
  comesThere(table, "bob");
  table.publishes({ kind: "nodeCame", node: "there", lease: "other2", version: 2 });
  assert.equal(table.world.userByNick("bob"), undefined);
  assert.deepEqual(table.world.nodes.get("there"), {
    lease: "other2",
    cameAtMs: table.nowMs,
    version: 2,
  });
});

Deno.test("a node that reads of its own lapse closes its users' connections, and others see them go", () => {
  const table = createNode();
  const ann = table.user("ann");
  const open = table.connect();
  ann.sends("JOIN #a");
  ann.looks();
  table.publishes({ kind: "nodeLapsed", node: "here", lease: table.world.lease });
  ann.leaves([
    "ERROR :Closing link: This server was cut off from the others; connect again",
  ]);
  assert.equal(table.world.users.size, 0);
  table.world.renewLease("next");
  open.sends("NICK bob", "USER bob 0 * :Bob");
  assert.match(open.looks(), / 001 bob /);
  assert.match(table.world.userByNick("bob")?.id ?? "", /^next\./);
  assert.deepEqual([...table.world.userByNick("bob")?.links.keys() ?? []], ["next.s2"]);
});

Deno.test("two sessions of an account on two nodes: away only when both are, and gone with the last", () => {
  const { table, ann, bob, user } = createPair();
  const session = "other.s7";
  const attached = { kind: "attached", user, account: "ann", credentialKey: 0, session } as const;
  table.publishes({ ...attached, away: "there" });
  bob.sees([]);
  ann.sends("AWAY :here");
  bob.sees([":ann!~ann@localhost AWAY :here"]);
  table.publishes({ kind: "awaySet", user, session, text: "" });
  bob.sees([":ann!~ann@localhost AWAY"]);
  ann.sends("QUIT :bye");
  bob.sees([]);
  assert.deepEqual(table.world.users.get(user)?.sessions, []);
  table.publishes({ kind: "nodeLapsed", node: "there", lease: "other" });
  bob.sees([":ann!~ann@localhost QUIT :Its server was lost"]);
});

Deno.test("somebody with connections to two nodes stays when one is lost", () => {
  const { table, ann, bob, user } = createPair();
  const attached = { kind: "attached", user, account: "ann", credentialKey: 0 } as const;
  table.publishes({ ...attached, session: "other.s7" });
  ann.sends("AWAY :here");
  bob.sees([]);
  table.publishes({ kind: "nodeLapsed", node: "there", lease: "other" });
  bob.sees([":ann!~ann@localhost AWAY :here"]);
});

Deno.test("KILL and GHOST of somebody on another node take effect at once", () => {
  const table = createNode();
  table.account("ann", "sesame");
  const oper = loggedIn(table, { account: "ann" });
  oper.sends("OPER root secret");
  oper.looks();
  comesThere(table, "bob");
  comesThere(table, "ann2", "ann");
  oper.sends("KILL bob :spam");
  assert.equal(table.world.userByNick("bob"), undefined);
  oper.sends("PRIVMSG NickServ :GHOST ann2");
  assert.equal(table.world.userByNick("ann2"), undefined);
});

Deno.test("a connection that was lost before it came to its user, in order, is gone from it", () => {
  const table = createTable();
  table.account("ann", "sesame");
  const desk = loggedIn(table, { account: "ann" });
  const phone = table.connect();
  phone.sends("CAP REQ sasl", "NICK ann", "USER ann 0 * :Ann", "AUTHENTICATE PLAIN");
  phone.sends(`AUTHENTICATE ${btoa("\0ann\0sesame")}`);
  table.bus.holds = true;
  phone.sends("CAP END");
  phone.drops("Connection lost");
  table.releases();
  table.releases();
  assert.deepEqual(desk.session.user?.sessions, [desk.session]);
  assert.equal(desk.session.user?.links.size, 1);
});

Deno.test("who comes in by a password that was changed on the way is not let in", () => {
  const table = createTable();
  table.account("ann", "sesame");
  const desk = loggedIn(table, { account: "ann" });
  const phone = table.connect();
  phone.sends("CAP REQ sasl", "NICK ann", "USER ann 0 * :Ann", "AUTHENTICATE PLAIN");
  phone.sends(`AUTHENTICATE ${btoa("\0ann\0sesame")}`);
  phone.looks();
  table.bus.holds = true;
  desk.sends("PRIVMSG NickServ :SET PASSWORD better-1");
  phone.sends("CAP END");
  table.releases();
  table.releases();
  phone.sees([":chat.local 904 * :The account was changed meanwhile; log in again"]);
  assert.equal(desk.session.user?.links.size, 1);
});

Deno.test("WHOIS names the node of somebody, and says nothing that only that node knows", () => {
  const table = createNode();
  const oper = table.user("oper");
  oper.sends("OPER root secret");
  const user = comesThere(table, "bob");
  table.publishes({ kind: "operatorSet", user, session: "other.sbob", isOperator: true });
  oper.looks();
  oper.sends("WHOIS bob");
  const numerics = oper.lines().map((line) => line.split(" ").slice(1, 5).join(" "));
  assert.deepEqual(numerics, [
    "311 oper bob ~bob",
    "312 oper bob there",
    "313 oper bob :is",
    "379 oper bob :is",
    "317 oper bob 0",
    "318 oper bob :End",
  ]);
  oper.sends("WHOIS there bob", "WHOIS oper", "USERHOST bob", "WHO bob %ni", "LUSERS");
  const text = oper.looks();
  assert.match(text, / 312 oper oper here /);
  assert.match(text, / 302 oper :bob\*=\+~bob@there/);
  assert.match(text, / 354 oper 255\.255\.255\.255 :bob/);
  assert.match(text, / 251 oper :There are 2 users and 0 invisible on 2 servers/);
  assert.match(text, / 252 oper 2 /);
  assert.match(text, / 255 oper :I have 1 clients and 1 servers/);
  assert.match(text, / 266 oper 2 2 /);
  oper.sends("LINKS");
  assert.match(oper.looks(), / 364 oper here chat\.local [^]* 364 oper there chat\.local /);
});

Deno.test("a ban by the name of somebody on another node is for that node to set", () => {
  const table = createNode();
  const oper = table.user("oper");
  oper.sends("OPER root secret");
  comesThere(table, "bob");
  oper.looks();
  oper.sends("DLINE bob");
  assert.match(oper.looks(), /"bob" is connected to there, which alone knows the address/);
});

Deno.test("an operator of a node that has stepped down, or gone, is none on any", () => {
  const table = createNode();
  const ann = table.user("ann");
  ann.sends("OPER root secret");
  assert.equal(table.world.operators, 1);
  ann.sends("MODE ann -o");
  assert.equal(table.world.operators, 0);
  ann.sends("OPER root secret", "QUIT");
  assert.equal(table.world.operators, 0);
});

Deno.test("what was done by a password that was changed meanwhile, or to another's account, is void", () => {
  const lines = ["SET PASSWORD thief-1", "DROP ann sesame", "IDENTIFY ann sesame"];
  for (const line of lines) {
    const table = createTable();
    table.account("ann", "sesame");
    const thief = line.startsWith("SET") ? loggedIn(table, { account: "ann" }) : table.user("eve");
    table.bus.holds = true;
    const reset = { kind: "credentialSet", user: undefined, account: "ann" } as const;
    table.publishes({ ...reset, credential: testCredential("own-1") });
    thief.sends(`NS ${line}`);
    table.releases();
    const told = thief.isClosed
      ? /ERROR :Closing link: The password of the account was changed/
      : / 904 eve :The account was changed meanwhile; log in again/;
    assert.match(thief.looks(), told);
    assert.equal(table.world.accounts.find("ann")?.credential.hash, "hash of own-1", line);
    assert.equal(thief.isClosed || thief.session.user?.account === undefined, true, line);
  }
});

Deno.test("a certificate is not added to an account that one has logged out of in order", () => {
  const table = createTable();
  table.account("ann", "sesame");
  const ann = loggedIn(table, { account: "ann" });
  const user = ann.session.user?.id ?? "";
  table.bus.holds = true;
  table.publishes({ kind: "loggedOut", user });
  const fingerprint = "ab".repeat(32);
  table.publishes({ kind: "certificateSet", user, account: "ann", fingerprint, isListed: true });
  table.releases();
  assert.equal(table.world.accounts.find("ann")?.fingerprints.size, 0);
});

Deno.test("the lobby is as old on all servers: as the first of them", () => {
  const table = createTable();
  table.nowMs += 5_000;
  table.publishes({ kind: "nodeCame", node: "here", lease: "lease", version: 1 });
  assert.equal(table.world.channel("#lobby")?.createdAtMs, table.nowMs);
  table.user("ann");
  table.nowMs += 5_000;
  table.publishes({ kind: "nodeCame", node: "there", lease: "other", version: 1 });
  assert.equal(table.world.channel("#lobby")?.createdAtMs, table.nowMs - 5_000);
});
