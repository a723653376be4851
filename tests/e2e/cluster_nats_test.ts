/** Servers of one chat while what they share is away. */

import assert from "node:assert/strict";
import { PipeRun } from "../helpers/client_pipe_run.ts";
import { type ClusterNode, NatsCluster, until } from "../helpers/nats_cluster.ts";
import { natsPeers } from "../helpers/nats_server.ts";
import { peerTest } from "../helpers/peers.ts";
import { StallingNetwork } from "../helpers/stalling_network.ts";
import { TestFolder } from "../helpers/store_file.ts";
import { WireClient } from "../helpers/wire_client.ts";

const pair = ["a", "b"];
const capabilities = "echo-message message-tags standard-replies";

/** What `/ready` answers. */
async function readiness({ server }: ClusterNode): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${server.webPort}/ready`);
  return `${response.status} ${(await response.text()).trim()}`;
}

peerTest(
  "while NATS is away people stay, are told, and get FAIL for what they say; then it goes on",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(pair, () => ({ hasWeb: true }));
    const [a, b] = [cluster.node("a"), cluster.node("b")];
    await using ann = await WireClient.joined(a.port, "ann", capabilities);
    await using bob = await WireClient.joined(b.port, "bob", capabilities);
    await ann.expects(/bob!\S+ JOIN #lobby\r\n/);
    assert.equal(await readiness(a), "200 ready");
    await cluster.nats.kill();
    for (const client of [ann, bob]) {
      await client.expects(/ NOTICE \S+ :This server is cut off from the others: what you say is/);
    }
    assert.equal(await readiness(a), "503 cut off");
    await ann.sends("PRIVMSG #lobby :nobody hears this\r\nJOIN #new\r\n");
    await ann.expects(/FAIL PRIVMSG NOT_KEPT #lobby :This server is cut off from the others; wait/);
    await ann.expects(/FAIL \* NOT_KEPT :This server is cut off from the others; wait/);
    await ann.sends("NAMES #lobby\r\nCHATHISTORY LATEST #lobby * 10\r\n");
    await ann.expects(/ 353 ann = #lobby :(?:ann bob|bob ann)\r\n/);
    await using late = await WireClient.connect(a.port, "late");
    await late.sends("NICK late\r\nUSER late 0 * :x\r\n");
    await late.expects(/ERROR :.*cut off from the others/);
    await cluster.nats.restart();
    for (const client of [ann, bob]) {
      await client.expects(/ NOTICE \S+ :This server is connected to the others again\r\n/);
    }
    assert.equal(await readiness(a), "200 ready");
    await ann.sends("PRIVMSG #lobby :and on\r\n");
    await ann.expects("PRIVMSG #lobby :and on\r\n");
    await bob.expects(/ann!\S+ PRIVMSG #lobby :and on\r\n/);
    assert.doesNotMatch(bob.feed.text, /nobody hears|QUIT/);
    assert.doesNotMatch(ann.feed.text, /:ann!\S+ PRIVMSG #lobby :nobody hears|QUIT/);
  },
);

peerTest(
  "a server that is cut off for less than its lease loses nobody, and misses nothing",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(pair, (name) => ({ hasNetwork: name === "b" }));
    const [a, b] = [cluster.node("a"), cluster.node("b")];
    await using ann = await WireClient.joined(a.port, "ann", capabilities);
    await using bob = await WireClient.joined(b.port, "bob", capabilities);
    await ann.expects(/bob!\S+ JOIN #lobby\r\n/);
    b.network?.cut();
    await bob.expects(/ NOTICE bob :This server is cut off/);
    for (let at = 0; at < 50; at++) await ann.sends(`PRIVMSG #lobby :${at}\r\n`);
    await ann.expects("PRIVMSG #lobby :49\r\n");
    b.network?.heal();
    await bob.expects(/ NOTICE bob :This server is connected to the others again\r\n/);
    for (let at = 0; at < 50; at++) await bob.expects(`PRIVMSG #lobby :${at}\r\n`);
    await bob.sends("PRIVMSG #lobby :here I am\r\n");
    await ann.expects(/bob!\S+ PRIVMSG #lobby :here I am\r\n/);
    assert.doesNotMatch(ann.feed.text, /QUIT/);
  },
);

peerTest(
  "what is on its way when the link to NATS breaks is in the stream once, in order, or refused",
  natsPeers,
  async () => {
    const args = ["--no-flood-limit"];
    await using cluster = await NatsCluster.start(pair, (name) => ({
      args,
      hasNetwork: name === "b",
    }));
    const [a, b] = [cluster.node("a"), cluster.node("b")];
    await using ann = await WireClient.joined(a.port, "ann", capabilities);
    await using bob = await WireClient.joined(b.port, "bob", capabilities);
    await ann.expects(/bob!\S+ JOIN #lobby\r\n/);
    const [rounds, each] = [5, 100];
    for (let round = 0; round < rounds; round++) {
      const first = round * each;
      const lines = Array.from({ length: each }, (_, at) => `PRIVMSG #lobby :${first + at}\r\n`);
      await bob.sends(lines.join(""));
      await ann.expects(`PRIVMSG #lobby :${first + round}\r\n`);
      b.network?.cut();
      await bob.expects(/ NOTICE bob :This server is cut off/);
      b.network?.heal();
      await bob.expects(/ NOTICE bob :This server is connected to the others again\r\n/);
      await bob.barrier();
    }
    await bob.sends("PRIVMSG #lobby :the end\r\n");
    await ann.expects("PRIVMSG #lobby :the end\r\n");
    const seen = [...ann.feed.text.matchAll(/PRIVMSG #lobby :(\d+)\r/g)].map(([, text]) =>
      Number(text)
    );
    assert.deepEqual(seen, [...new Set(seen)].sort((one, other) => one - other));
    const refused = bob.feed.text.match(/FAIL PRIVMSG NOT_KEPT/g)?.length ?? 0;
    assert.equal(seen.length + refused, rounds * each);
  },
);

peerTest(
  "a server from which nothing comes for longer than its lease: its people leave, are closed, and come again",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(pair, (name) => ({ hasNetwork: name === "b" }));
    const [a, b] = [cluster.node("a"), cluster.node("b")];
    await using ann = await WireClient.joined(a.port, "ann", capabilities);
    await using bob = await WireClient.joined(b.port, "bob", capabilities);
    await bob.sends("JOIN #own\r\n");
    await bob.expects(/ 366 bob #own /);
    await ann.expects(/bob!\S+ JOIN #lobby\r\n/);
    b.network?.stall();
    await bob.sends("PRIVMSG #lobby :on its way when the net broke\r\n");
    await ann.expects(/:bob!\S+ QUIT :Its server was lost\r\n/);
    await a.server.log.expects("Server b is lost");
    await ann.sends("NICK bob\r\n");
    await ann.expects(/:ann!\S+ NICK :?bob\r\n/);
    await bob.expects(/ NOTICE bob :This server is cut off/);
    await bob.sends("PRIVMSG #lobby :while cut off\r\n");
    await bob.expects(/FAIL PRIVMSG NOT_KEPT #lobby :/);
    b.network?.heal();
    await bob.expects(/ERROR :.*This server was cut off from the others; connect again\r\n/);
    await bob.feed.ended();
    await using again = await WireClient.connect(b.port, "again");
    await again.sends("NICK bob\r\nUSER bob 0 * :bob\r\n");
    await again.expects(/ 433 /);
    await again.sends("NICK bob2\r\nJOIN #lobby\r\n");
    await ann.expects(/:bob2!\S+ JOIN #lobby\r\n/);
    await again.sends("PRIVMSG #lobby :hello again\r\n");
    await ann.expects(/:bob2!\S+ PRIVMSG #lobby :hello again\r\n/);
    await cluster.settles();
    assert.doesNotMatch(ann.feed.text, /on its way|while cut off/);
    const users = (await b.nodes()).map((row) => row.users);
    assert.deepEqual(users, [1, 1]);
  },
);

peerTest(
  "a client that comes to another server each time says and shows everything once and in order",
  natsPeers,
  async () => {
    const args = ["--no-flood-limit"];
    await using cluster = await NatsCluster.start(pair, () => ({ args }));
    let turn = 0;
    await using network = new StallingNetwork(() => cluster.nodes[turn++ % 2]?.port ?? 0);
    await using bob = await WireClient.joined(cluster.node("a").port, "bob");
    const run = new PipeRun({ port: network.port, giveUpMs: 60_000 });
    await run.output.until("you joined");
    const [rounds, each] = [10, 20];
    for (let round = 0; round < rounds; round++) {
      for (let at = round * each; at < (round + 1) * each; at++) {
        run.type(`a${at}\n`);
        await bob.sends(`PRIVMSG #lobby :b${at}\r\n`);
        if (at % each === round) network.cut();
        network.heal();
      }
      await bob.expects(`PRIVMSG #lobby :a${(round + 1) * each - 1}\r\n`);
    }
    run.end();
    assert.equal(await run.exit(), 0);
    const behind = (text: string, prefix: RegExp) =>
      text.split(/\r?\n/).filter((line) => prefix.test(line)).map((line) =>
        line.replace(prefix, "")
      );
    const numbered = (letter: string, count: number) =>
      Array.from({ length: count }, (_, at) => `${letter}${at}`);
    const said = behind(bob.feed.text, /^:ann_*[0-9]*!\S+ PRIVMSG #lobby :/);
    assert.deepEqual(said, numbered("a", rounds * each));
    const seen = behind(run.output.text, /^bob: /);
    assert.deepEqual(seen, numbered("b", seen.length));
    assert.ok(turn > 5, "it has come to both servers, by turns");
  },
);

peerTest(
  "of three NATS servers the one that leads may die: what is said is said once, in order",
  natsPeers,
  async () => {
    using folder = new TestFolder();
    const config = `${folder.path}/chat.toml`;
    await Deno.writeTextFile(config, "[nats]\nreplicas = 3\n");
    const args = ["--no-flood-limit", "--config", config];
    await using cluster = await NatsCluster.start(pair, () => ({ args }), { natsCount: 3 });
    await using ann = await WireClient.joined(cluster.node("a").port, "ann", capabilities);
    await using bob = await WireClient.joined(cluster.node("b").port, "bob", capabilities);
    await ann.expects(/bob!\S+ JOIN/);
    let said = 0;
    const says = async (count: number) => {
      for (const end = said + count; said < end;) {
        await ann.sends(`PRIVMSG #lobby :${said}\r\n`);
        const [, isRefused] = await ann.expects(
          /PRIVMSG #lobby :\d+\r\n|(FAIL) PRIVMSG NOT_KEPT .*\r\n/,
        );
        // While it looks for another NATS server.
        if (isRefused === "") said++;
      }
    };
    for (let round = 0; round < 2; round++) {
      await says(50);
      // Two of three are needed, so each is whole before one dies.
      const nats = cluster.allNats[await cluster.nats.leaderOf("chat")] ?? assert.fail();
      await nats.kill();
      await says(50);
      await nats.restart();
      await says(50);
    }
    await bob.expects(`PRIVMSG #lobby :${said - 1}\r\n`);
    const seen = [...bob.feed.text.matchAll(/PRIVMSG #lobby :(\d+)/g)].map(([, number]) => number);
    assert.deepEqual(seen, Array.from({ length: said }, (_, at) => `${at}`));
  },
);

peerTest(
  "where NATS has no room left, that is told to who says something, and all else goes on",
  natsPeers,
  async () => {
    const args = ["--no-flood-limit"];
    const nats = { jetstream: "max_file_store: 1MB" };
    await using cluster = await NatsCluster.start(pair, () => ({ args }), { nats });
    const [a, b] = [cluster.node("a"), cluster.node("b")];
    await using ann = await WireClient.joined(
      a.port,
      "ann",
      `${capabilities} batch draft/chathistory`,
    );
    await using bob = await WireClient.joined(b.port, "bob", capabilities);
    await ann.expects(/bob!\S+ JOIN/);
    const line = `PRIVMSG #lobby :${"x".repeat(400)}\r\n`;
    await ann.sends(line.repeat(2_000));
    await ann.expects(/FAIL PRIVMSG NOT_KEPT #lobby :.*insufficient resources/);
    await a.server.log.expects("The stream did not take a fact: insufficient resources");
    await bob.sends("@+typing=active TAGMSG #lobby\r\nNAMES #lobby\r\n");
    await bob.expects(/ 353 bob = #lobby :(?:ann bob|bob ann)\r\n/);
    await ann.expects("TAGMSG #lobby\r\n");
    await ann.sends("CHATHISTORY LATEST #lobby * 1\r\n");
    await ann.expects(/PRIVMSG #lobby :x{400}\r\n[^]*BATCH -/);
  },
);

peerTest(
  "two servers with one name: the one that was there ends and tells why",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(["a"]);
    const first = cluster.node("a");
    const { server } = first;
    await using ann = await WireClient.joined(first.port, "ann");
    await using twin = cluster.twin("a");
    await twin.start();
    assert.equal(await server.ends(), 1);
    await server.log.expects('Another server goes by the name "a" too; give each a --node');
    await ann.feed.ended();
    await using bob = await WireClient.joined(twin.port, "bob");
    await bob.barrier();
  },
);

peerTest(
  "a server that ends in good order is gone from the others at once",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(pair);
    const [a, b] = [cluster.node("a"), cluster.node("b")];
    await using ann = await WireClient.joined(a.port, "ann");
    await using bob = await WireClient.joined(b.port, "bob");
    await ann.expects(/bob!\S+ JOIN/);
    await b.stop();
    await ann.expects(/:bob!\S+ QUIT :/);
    await bob.feed.ended();
    await until(async () => (await a.nodes()).length === 1, "b is gone");
    await b.start();
    await cluster.settles();
    assert.equal((await a.nodes()).length, 2);
  },
);
