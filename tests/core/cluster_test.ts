import assert from "node:assert/strict";
import { testBan } from "../helpers/ban.ts";
import { Cluster, type ClusterNode } from "../helpers/cluster.ts";
import { gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";

/** Two servers, with the account ann. */
function createCluster(): readonly [cluster: Cluster, here: ClusterNode, there: ClusterNode] {
  const cluster = new Cluster(["here", "there"]);
  const [here, there] = cluster.nodes;
  assert.ok(here && there);
  const scram = { salt: "", iterations: 1, storedKey: "", serverKey: "" };
  const credential = { hash: "hash of sesame", scram };
  here.life.publish({
    kind: "accountMade",
    user: undefined,
    account: "ann",
    credential,
    way: "sasl",
  });
  cluster.drain();
  return [cluster, here, there];
}

/** Somebody comes to a server, and all know of it. */
function comes(cluster: Cluster, { life }: ClusterNode, nick: string, account?: string): Seat {
  const seat = life.connect("192.0.2.1");
  seat.sends("CAP REQ :sasl away-notify", `NICK ${nick}`);
  if (account !== undefined) {
    seat.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${btoa(`\0${account}\0sesame`)}`);
  }
  seat.sends(`USER ${nick} 0 * :x`, "CAP END");
  cluster.drain();
  assert.equal(seat.session.user?.nick, nick);
  seat.looks();
  return seat;
}

function meet(cluster: Cluster, ...seats: readonly Seat[]): void {
  for (const seat of seats) {
    gather("#a", seat);
    cluster.drain();
  }
  for (const seat of seats) seat.looks();
}

Deno.test("two who claim one nick on two servers at once: the first in the stream has it everywhere", () => {
  const [cluster, here, there] = createCluster();
  const [one, other] = [here.life.connect("192.0.2.1"), there.life.connect("192.0.2.2")];
  one.sends("NICK bob", "USER one 0 * :x");
  other.sends("NICK Bob", "USER other 0 * :x");
  there.sends(Infinity);
  here.sends(Infinity);
  cluster.drain();
  assert.match(other.looks(), / 001 Bob /);
  one.sees([":chat.local 433 * bob :That nick is taken"]);
  for (const { life } of cluster.nodes) {
    assert.equal(life.world.userByNick("bob")?.username, "~other");
  }
  cluster.check("Two claims");
});

Deno.test("a kick that comes before a message makes it void on all servers, and after it does not", () => {
  for (const isKickFirst of [true, false]) {
    const [cluster, here, there] = createCluster();
    const [ann, bob] = [comes(cluster, here, "eve"), comes(cluster, there, "bob")];
    meet(cluster, ann, bob);
    ann.sends("KICK #a bob :out");
    bob.sends("PRIVMSG #a :hi");
    for (const node of isKickFirst ? [here, there] : [there, here]) node.sends(Infinity);
    cluster.drain();
    const kick = ":eve!~eve@localhost KICK #a bob :out";
    const said = ":bob!~bob@localhost PRIVMSG #a :hi";
    ann.sees(isKickFirst ? [kick] : [said, kick]);
    const refusal = ":chat.local 404 bob #a :You are not in that channel (+n)";
    bob.sees(isKickFirst ? [kick, refusal] : [kick]);
    cluster.check("A kick and a message");
  }
});

Deno.test("an account with a connection to each of two servers is one user, away when both are, gone with the last", () => {
  const [cluster, here, there] = createCluster();
  const desk = comes(cluster, here, "ann", "ann");
  const bob = comes(cluster, there, "bob");
  meet(cluster, desk, bob);
  const phone = comes(cluster, there, "ann", "ann");
  bob.sends("PRIVMSG #a :hi both");
  cluster.drain();
  for (const seat of [desk, phone]) seat.sees([":bob!~bob@localhost PRIVMSG #a :hi both"]);
  desk.sends("AWAY :desk");
  cluster.drain();
  bob.sees([]);
  phone.sends("AWAY :phone");
  cluster.drain();
  bob.sees([":ann!~ann@localhost AWAY :phone"]);
  phone.sends("QUIT :phone");
  cluster.drain();
  bob.sees([":ann!~ann@localhost AWAY :desk"]);
  desk.drops("Connection lost");
  cluster.drain();
  bob.sees([":ann!~ann@localhost QUIT :Connection lost"]);
  cluster.check("Two connections");
});

Deno.test("a changed password ends the account's connections to all servers but the one that changed it", () => {
  const [cluster, here, there] = createCluster();
  const [desk, phone] = [here, there].map((node) => comes(cluster, node, "ann", "ann"));
  desk?.sends("NS SET PASSWORD better-1");
  cluster.drain();
  phone?.leaves(["ERROR :Closing link: The password of the account was changed"]);
  assert.equal(desk?.isClosed, false);
  cluster.check("A changed password");
});

Deno.test("KILL, GHOST and the operator's kick end connections to another server", () => {
  const [cluster, here, there] = createCluster();
  const oper = comes(cluster, here, "ann", "ann");
  oper.sends("OPER root secret");
  cluster.drain();
  const [bob, eve] = [comes(cluster, there, "bob"), comes(cluster, there, "eve")];
  const ghost = comes(cluster, there, "ann2", "ann");
  oper.sends("KILL bob :spam", "NS GHOST ann2");
  here.life.publish({
    kind: "expelled",
    user: eve.session.user?.id ?? "",
    reason: "Kicked by the operator",
  });
  cluster.drain();
  bob.leaves([
    ":ann!~ann@localhost KILL bob :spam",
    "ERROR :Closing link: Killed (ann (spam))",
  ]);
  ghost.leaves(["ERROR :Closing link: Ghosted by ann"]);
  eve.leaves(["ERROR :Closing link: Kicked by the operator"]);
  assert.deepEqual([...here.life.world.users.values()].map(({ nick }) => nick), ["ann"]);
  cluster.check("Expelled");
});

Deno.test("a ban closes whom it fits on all servers, by addresses that each of them knows of its own", () => {
  const [cluster, here, there] = createCluster();
  const bob = comes(cluster, there, "bob");
  meet(cluster, comes(cluster, here, "eve"), bob);
  const late = there.life.connect("192.0.2.1");
  late.sends("NICK late", "USER late 0 * :x");
  here.life.publish({ kind: "banned", ban: testBan("192.0.2.0/24", { setAtMs: cluster.nowMs }) });
  here.sends(Infinity);
  cluster.drain();
  assert.match(bob.looks(), /ERROR :Closing link: Banned/);
  assert.match(late.looks(), /ERROR :Closing link: Banned/);
  assert.equal(here.life.world.users.size, 0);
  cluster.check("A ban by address");
});

Deno.test("a nick that is banned on the way is refused on all servers alike", () => {
  const [cluster, here, there] = createCluster();
  const bob = comes(cluster, there, "bob");
  bob.sends("NICK zoe");
  here.life.publish({ kind: "banned", ban: testBan("zoe!*@*", { setAtMs: cluster.nowMs }) });
  here.sends(Infinity);
  cluster.drain();
  bob.sees([":chat.local 432 bob zoe :That nick is banned from this server"]);
  cluster.check("A banned nick");
});

Deno.test("who is lost with a server finds its rank on another one", () => {
  const [cluster, here, there] = createCluster();
  const [bob, eve] = [comes(cluster, there, "bob"), comes(cluster, here, "eve")];
  meet(cluster, bob, eve);
  bob.sends("MODE #a +i");
  cluster.drain();
  here.life.publish({ kind: "nodeLapsed", node: "there", lease: there.life.world.lease });
  cluster.drain();
  bob.leaves([
    ":bob!~bob@localhost MODE #a +i",
    "ERROR :Closing link: This server was cut off from the others; connect again",
  ]);
  eve.sees([
    ":bob!~bob@localhost MODE #a +i",
    ":bob!~bob@localhost QUIT :Its server was lost",
  ]);
  const back = comes(cluster, here, "bob");
  back.sends("JOIN #a");
  cluster.drain();
  eve.sees([":bob!~bob@localhost JOIN #a", ":chat.local MODE #a +o bob"]);
  cluster.check("A lapse");
});

Deno.test("who was let in by a server that had lapsed by then comes to nobody's sight", () => {
  const [cluster, here, there] = createCluster();
  const bob = there.life.connect("192.0.2.1");
  bob.sends("NICK bob", "USER bob 0 * :x");
  here.life.publish({ kind: "nodeLapsed", node: "there", lease: there.life.world.lease });
  here.sends(Infinity);
  cluster.drain();
  assert.equal(here.life.world.users.size, 0);
  const eve = comes(cluster, there, "eve");
  assert.equal(here.life.world.users.get(eve.session.user?.id ?? "")?.nick, "eve");
  cluster.check("A late arrival");
});
