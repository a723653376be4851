/** Servers of one chat that are killed and come back, over and over, while people talk. */

import assert from "node:assert/strict";
import {
  assertWhole,
  type ChattingClient,
  endClient,
  messagesOf,
  sees,
  startClient,
  types,
} from "../helpers/chatting_client.ts";
import { type ClusterNode, NatsCluster, until } from "../helpers/nats_cluster.ts";
import { natsPeers } from "../helpers/nats_server.ts";
import { peerTest } from "../helpers/peers.ts";
import { randomBelow, randomOf, seededRandom } from "../helpers/random.ts";
import { runChat } from "../helpers/run_chat.ts";
import { StallingNetwork } from "../helpers/stalling_network.ts";

const clientCount = 10;
const messagesEach = 1_000;
const rounds = 20;

/** All that a server has kept in its folder. */
async function historyOf(folder: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runChat(["export", "--data", folder]);
  assert.equal(code, 0, stderr);
  return stdout.trimEnd().split("\n");
}

/** Takes NATS away from a server until that has noticed. */
async function cutOff({ server, network }: ClusterNode): Promise<void> {
  network?.cut();
  await server.log.expects("NATS is away");
  network?.heal();
  await server.log.expects("NATS is there again");
}

function saidIn(history: readonly string[]): readonly string[] {
  return history.map((line): { readonly command: string; readonly text: string } =>
    JSON.parse(line)
  )
    .filter(({ command }) => command === "PRIVMSG").map(({ text }) => text);
}

peerTest(
  "10,000 messages are in all servers' histories, each once and in one order, through 20 rounds of SIGKILL, with NATS killed and cut off meanwhile",
  natsPeers,
  async () => {
    const random = seededRandom(10);
    const args = ["--no-flood-limit"];
    await using cluster = await NatsCluster.start(
      ["a", "b", "c"],
      () => ({ args, hasNetwork: true }),
    );
    let killed: string | undefined;
    let turn = 0;
    // Whoever loses its server comes to the next one that is there.
    await using network = new StallingNetwork(() => {
      const there = cluster.nodes.filter(({ name }) => name !== killed);
      return there[turn++ % there.length]?.port ?? 0;
    });
    const names = Array.from({ length: clientCount }, (_, at) => `client${at}`);
    const clients: ChattingClient[] = [];
    try {
      for (const name of names) clients.push(startClient(name, network.port));
      for (const { output } of clients) await output.expects('"kind":"join"');
      await cluster.settles();
      for (const client of clients) await types(client, messagesEach);
      const total = messagesEach * (clientCount - 1);
      for (let round = 1; round <= rounds; round++) {
        const seer = clients[randomBelow(random, clients.length)] ?? assert.fail();
        await sees(seer, Math.floor(total * round / (rounds + 1)));
        const node = randomOf(random, cluster.nodes);
        killed = node.name;
        await node.kill();
        await node.start();
        killed = undefined;
        if (round % 5 === 0) await cluster.nats.restart();
        if (round % 5 === 2) await cutOff(randomOf(random, cluster.nodes));
      }
      for (const client of clients) await sees(client, total);
      for (const client of clients) {
        await client.output.expects("\n");
        assertWhole(client, names, messagesEach);
        const ids = messagesOf(client).map(({ id }) => id);
        assert.deepEqual(ids, [...ids].sort(), `${client.name} saw another order`);
      }
    } finally {
      for (const client of clients) await endClient(client);
    }
    // All have left by then, on all servers.
    await until(async () => {
      const states = await Promise.all(cluster.nodes.map((node) => node.nodes()));
      return states.flat().every(({ users }) => users === 0);
    }, "Nobody is there");
    await Promise.all(cluster.nodes.map((node) => node.stop()));
    const [history = [], ...others] = await Promise.all(
      cluster.nodes.map(({ folder }) => historyOf(folder)),
    );
    for (const other of others) assert.deepEqual(other, history);
    const said = saidIn(history);
    assert.equal(said.length, clientCount * messagesEach);
    assert.equal(new Set(said).size, said.length);
  },
);
