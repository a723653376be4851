import type { Credential } from "../../server/core/account.ts";
import { Cluster, type ClusterNode } from "../helpers/cluster.ts";
import { type Random, randomBelow, randomOf, seededRandom } from "../helpers/random.ts";
import type { Seat } from "../helpers/seat.ts";
import { testBan } from "../helpers/ban.ts";

const seeds = Number(Deno.env.get("REPLICA_SEEDS") ?? 60);
const firstSeed = Number(Deno.env.get("REPLICA_FIRST_SEED") ?? 1);

const nicks = ["ann", "Ann", "bob", "eve", "zoe", "guest"];
const accounts = ["ann", "bob", "kim"];
const channels = ["#a", "#A", "#b", "#c", "#lobby"];
const passwords = ["sesame-1", "sesame-2"];
const addresses = ["192.0.2.1", "192.0.2.2", "198.51.100.7"];
const capabilities = "echo-message draft/pre-away message-tags draft/metadata-2 batch " +
  "draft/read-marker draft/channel-rename labeled-response";
const certificates = ["aa".repeat(32), "bb".repeat(32), "", ""];

Deno.test("whatever happens on several servers, all know and have kept the same of it", () => {
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    const random = seededRandom(seed);
    const cluster = new Cluster(["one", "two", "three"].slice(0, 2 + seed % 2));
    makeAccounts(cluster);
    for (let step = 0; step < 600; step++) {
      act(random, cluster);
      for (const node of cluster.nodes) {
        // Now and then one is far behind.
        if (randomBelow(random, 3) === 0) node.sends(randomBelow(random, 6));
        if (randomBelow(random, 3) === 0) node.takes(randomBelow(random, 12));
      }
      if (randomBelow(random, 100) === 0) {
        cluster.drain();
        cluster.check(`Seed ${seed}, step ${step}`);
      }
    }
    cluster.drain();
    cluster.check(`Seed ${seed}`);
  }
});

function makeAccounts({ nodes: [node] }: Cluster): void {
  for (const account of accounts) {
    const fact = { kind: "accountMade", user: undefined, account, way: "register" } as const;
    node?.life.publish({ ...fact, credential: credentialOf(passwords[0]) });
  }
}

function credentialOf(password = ""): Credential {
  const scram = { salt: "", iterations: 1, storedKey: "", serverKey: "" };
  return { hash: `hash of ${password}`, scram };
}

function act(random: Random, cluster: Cluster): void {
  const node = randomOf(random, cluster.nodes);
  cluster.nowMs += randomBelow(random, 20) === 0 ? 61_000 : randomBelow(random, 900);
  const seats = openSeats(node);
  const chance = randomBelow(random, 400);
  if (seats.length < 3 || chance < 12) return comes(random, node);
  const seat = randomOf(random, seats);
  if (chance < 18) seat.drops(randomOf(random, ["Connection lost", "Quit: bye"]));
  else if (chance < 24) rules(random, node);
  else if (chance === 25) lapses(random, cluster, node);
  else if (chance === 26) restarts(random, cluster, node);
  else seat.sends(...Array.from({ length: 1 + randomBelow(random, 3) }, () => randomLine(random)));
  for (const each of seats) each.looks();
}

function openSeats({ life }: ClusterNode): readonly Seat[] {
  return life.seats.filter(({ isClosed }) => !isClosed);
}

function comes(random: Random, { life }: ClusterNode): void {
  const seat = life.connect(
    randomOf(random, addresses),
    randomOf(random, certificates) || undefined,
  );
  const account = randomOf(random, accounts);
  const nick = randomOf(random, [...nicks, account, account, account]);
  const login = btoa(`\0${account}\0${randomOf(random, passwords)}`);
  const way = randomBelow(random, 8);
  if (way === 0 && randomBelow(random, 3) === 0) {
    return seat.sends(randomOf(random, [nick, "hello, all!"]), "/me waves");
  }
  seat.sends(`CAP REQ :sasl ${capabilities}`, `NICK ${nick}`);
  if (way > 2) seat.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${login}`);
  if (way === 7) seat.sends("AUTHENTICATE EXTERNAL", "AUTHENTICATE +");
  if (way === 2) seat.sends("AWAY :from the start");
  seat.sends(`USER ${nick} 0 * :x`, "CAP END", "JOIN #a,#b");
}

/** What the operator of a server does. */
function rules(random: Random, { life, nowMs }: ClusterNode): void {
  const name = randomOf(random, accounts);
  const target = randomOf(random, ["192.0.2.2", "192.0.2.0/24", "198.51.100.7"]);
  const credential = credentialOf(randomOf(random, passwords));
  const user = randomOf(random, [...life.world.users.keys(), "nobody.1"]);
  const untilMs = nowMs + randomBelow(random, 90_000);
  life.publish(randomOf(
    random,
    [
      { kind: "announced", text: "Mind the gap" },
      { kind: "banned", ban: testBan(target, { setAtMs: nowMs, untilMs }) },
      { kind: "banned", ban: testBan(`${name}!*@*`, { setAtMs: nowMs, untilMs }) },
      { kind: "banned", ban: testBan(`a:${name}`, { setAtMs: nowMs, untilMs }) },
      { kind: "banned", ban: testBan(`a:${name}`, { kind: "mute" }) },
      { kind: "unbanned", banKind: "mute", of: "account", target: `a:${name}` },
      { kind: "unbanned", banKind: "ban", of: "account", target: `a:${name}` },
      { kind: "unbanned", banKind: "ban", of: "address", target },
      { kind: "credentialSet", user: undefined, account: name, credential },
      { kind: "accountDropped", user: undefined, account: name },
      { kind: "expelled", user, reason: "Kicked by the operator" },
      { kind: "topicSet", user: undefined, channel: "#lobby", text: "News" },
      { kind: "redacted", user, target: { kind: "channel", name: "#a" }, key: 20, reason: "" },
      {
        kind: "modesSet",
        user: undefined,
        channel: "#a",
        changes: [{ kind: "rank", letter: "o", isSet: true, user }],
      },
    ] as const,
  ));
}

/** A server is thought lost, rightly or not. */
function lapses(random: Random, { nodes }: Cluster, { life }: ClusterNode): void {
  const lost = randomOf(random, nodes);
  const lease = life.world.nodes.get(lost.name)?.lease;
  if (lease !== undefined) life.publish({ kind: "nodeLapsed", node: lost.name, lease });
}

function restarts(random: Random, { nodes }: Cluster, node: ClusterNode): void {
  node.restarts(randomOf(random, nodes.filter((each) => each !== node)));
}

function randomLine(random: Random): string {
  const channel = randomOf(random, channels);
  const nick = randomOf(random, nicks);
  const name = randomOf(random, accounts);
  const password = randomOf(random, passwords);
  const once = `@+chat/once=${"abcdefgh"[randomBelow(random, 8)]}${"x".repeat(21)}`;
  const why = randomOf(random, ["", " :gone"]);
  return randomOf(random, [
    ...[`JOIN ${channel}`, `JOIN ${channel}`, `JOIN ${channel} key`, `PART ${channel} :bye`],
    ...[`NICK ${nick}`, `PRIVMSG ${channel} :hi`, `${once} PRIVMSG ${channel} :once`],
    ...[`${once} PRIVMSG ${nick} :once`, `@+draft/react=x TAGMSG ${channel}`, `AWAY${why}`],
    ...[`TOPIC ${channel} :new`, `MODE ${nick} +iwB`, `MODE ${nick} -iB`, `SETNAME :other`],
    ...[`MODE ${channel} +o ${nick}`, `MODE ${channel} +b ${nick}`, `MODE ${channel} -b ${nick}`],
    ...[`MODE ${channel} +f 2:30`, `MODE ${channel} -f`, `MODE ${channel} +v ${nick}`],
    ...[`MODE ${channel} +k key`, `MODE ${channel} -k key`, `MODE ${channel} +im-t`],
    ...[`MODE ${channel} -im`, `MODE ${channel} +uHs`, `MODE ${channel} -uHs`],
    ...[`MODE ${channel} +bR a:${name}`, `MODE ${channel} -R`, `MODE ${channel} +g spam*`],
    ...[
      `KICK ${channel} ${nick}`,
      `INVITE ${nick} ${channel}`,
      `INVITE ${name} ${channel}`,
      `MODE ${channel} +l 4`,
    ],
    ...[`NS REGISTER ${password}`, `NS IDENTIFY ${name} ${password}`, "NS LOGOUT"],
    ...[`NS IDENTIFY ${name} ${password}`, `REGISTER * * ${password}`, `NS GHOST ${nick}`],
    ...[`NS SET PASSWORD ${password}`, `NS DROP ${name} ${password}`, `NS REGAIN ${nick}`],
    ...[`NS CERT ADD`, `NS CERT DEL ${certificates[0]}`, `CS REGISTER ${channel}`],
    ...[`CS DROP ${channel}`, `CS OP ${channel}`, `RENAME ${channel} #d`, `RENAME #d ${channel}`],
    ...[`METADATA * SET url :there`, `METADATA ${channel} SET url :there`, `METADATA * CLEAR`],
    ...[`MARKREAD ${channel} timestamp=2026-01-01T00:00:00.000Z`, "OPER root secret"],
    ...[`MODE ${nick} -o`, `KILL ${nick} :why`, `CHGHOST ${nick} elsewhere`, `WALLOPS :hear`],
    ...[`DLINE 1 ${nick} :out`, `KLINE 1 ${nick}!*@192.0.2.1 :out`, `KLINE 1 a:${name}`],
    ...[`SHUN 1 ${nick}`, `UNSHUN ${nick}`, "QUIT :bye", "/me waves", `/nick ${nick}`, "/join #b"],
    ...[
      `/login ${name} ${password}`,
      `/register ${password}`,
      `WHOIS ${nick}`,
      "WHO *",
      "@label=x LUSERS",
    ],
  ]);
}
