/** Servers of one chat where something of them fails. */

import assert from "node:assert/strict";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { connectNats } from "../../server/cluster/connect_nats.ts";
import {
  listSnapshots,
  readSnapshot,
  saveSnapshot,
  shareSecret,
} from "../../server/cluster/snapshot_shelf.ts";
import { admin } from "../helpers/admin.ts";
import { natsPeers, NatsServer } from "../helpers/nats_server.ts";
import { fileIn } from "../../server/store/data_folder.ts";
import { openForWriting } from "../../server/store/open_database.ts";
import { peerTest } from "../helpers/peers.ts";
import { readKeptLog } from "../helpers/kept_log.ts";
import { runChat } from "../helpers/run_chat.ts";
import { startServer } from "../helpers/server.ts";
import { limitedDisk } from "../helpers/small_disk.ts";
import { WireClient } from "../helpers/wire_client.ts";

peerTest("snapshots that are thrown away leave nothing in NATS", natsPeers, async () => {
  await using server = await NatsServer.start();
  const nats = await connectNats({
    servers: [`127.0.0.1:${server.port}`],
    name: "test",
    stream: "chat",
    login: { kind: "nobody" },
    tls: undefined,
    replicas: 1,
    maxAgeMs: 0,
    maxBytes: 0,
  });
  const connection = await connect({ port: server.port });
  try {
    const { bucket } = nats;
    await shareSecret(bucket, Uint8Array.of(1));
    for (let key = 1; key <= 20; key++) {
      await saveSnapshot(bucket, { key, text: `world ${key}`, firstKey: 1 });
    }
    const keys = await listSnapshots(bucket);
    assert.equal(keys.length, 8);
    assert.equal(await readSnapshot(bucket, 20), "world 20");
    const manager = await jetstreamManager(connection);
    const { state } = await manager.streams.info("KV_chat_standing");
    assert.equal(state.messages, 1 + 2 * keys.length, "the secret, and two parts of each");
  } finally {
    await connection.close();
    await nats.close();
  }
});

peerTest(
  "a server whose disk is full ends, others go on, and it has all that it missed when it comes again",
  natsPeers,
  async () => {
    await using nats = await NatsServer.start();
    await using disk = await limitedDisk();
    const cluster = ["--cluster", nats.url, "--node"];
    await using first = await startServer([...cluster, "first", "--memory"]);
    await using ann = await WireClient.joined(first.port, "ann", "echo-message");
    const says = async (text: string) => {
      await ann.sends(`PRIVMSG #lobby :${text}\r\n`);
      await ann.expects(` PRIVMSG #lobby :${text}\r\n`);
    };
    const args = [...cluster, "small", "--data", disk.folder];
    {
      const { wrapper } = disk;
      await using small = await startServer(args, { wrapper });
      await using bob = await WireClient.joined(small.port, "bob");
      await says("before");
      await bob.expects(" PRIVMSG #lobby :before\r\n");
      await disk.fill(small.pid);
      await says("while it was full");
      await small.log.expects("Messages can't be kept");
      await disk.free(small.pid);
      await says("after it was full");
      await bob.feed.ended();
      assert.equal(await small.ends(), 1);
    }
    await says("while it was away");
    {
      await using small = await startServer(args);
      await using bob = await WireClient.joined(small.port, "bob");
      await says("at last");
      await bob.expects(" PRIVMSG #lobby :at last\r\n");
    }
    const { lines } = readKeptLog(disk.folder, "#lobby");
    assert.deepEqual(
      lines.flatMap(({ line }) => / PRIVMSG #lobby :(.+)/.exec(line)?.[1] ?? []),
      ["before", "while it was full", "after it was full", "while it was away", "at last"],
    );
  },
);

peerTest(
  "a server that fails to apply a fact writes down no world that is half changed",
  natsPeers,
  async () => {
    // One fails where it is applied, the other one where it is logged.
    const ban = { kind: "ban", of: "mask", reason: "" };
    for (const f of [{ kind: "banned", ban }, { kind: "banned" }]) await failsAt(f);
  },
);

async function failsAt(f: object): Promise<void> {
  await using nats = await NatsServer.start();
  const folder = await Deno.makeTempDir({ prefix: "chat-failing-" });
  const connection = await connect({ port: nats.port });
  try {
    {
      const args = ["--data", folder, "--cluster", nats.url, "--node", "failing"];
      await using server = await startServer(args);
      await using ann = await WireClient.joined(server.port, "ann", "echo-message");
      await ann.sends("PRIVMSG #lobby :before\r\n");
      await ann.expects(" PRIVMSG #lobby :before\r\n");
      const manager = await jetstreamManager(connection);
      const came = await manager.streams.getMessage("chat", { seq: 1 });
      const { l: lease }: { readonly l: string } = came?.json() ?? assert.fail();
      const fact = { v: 1, l: lease, n: 9_999, f };
      connection.publish("chat.fact.all", JSON.stringify(fact));
      await ann.feed.ended();
      assert.equal(await server.ends(), 1);
    }
    const database = openForWriting(fileIn(folder));
    try {
      assert.equal(database.meta("snapshot"), undefined);
    } finally {
      database.close();
    }
    assert.equal(readKeptLog(folder, "#lobby").lines.length, 1, "what she said");
  } finally {
    await connection.close();
    await Deno.remove(folder, { recursive: true });
  }
}

peerTest(
  "while NATS is away the operator is told that nothing can be done, and nothing of it is done later",
  natsPeers,
  async () => {
    await using nats = await NatsServer.start();
    const data = await Deno.makeTempDir({ prefix: "chat-cut-off-" });
    try {
      const args = ["--data", data, "--cluster", nats.url, "--node", "one"];
      await using server = await startServer(args, { stdin: "piped" });
      await using ann = await WireClient.joined(server.port, "ann");
      await nats.kill();
      await ann.expects(" NOTICE ann :This server is cut off from the others");
      const why = /The server failed to do that: This server is cut off from the others; wait/;
      const { code, stderr } = await admin(data, "say", "lost");
      assert.equal(code, 1);
      assert.match(stderr, why);
      for (const line of ["lost", "/say lost"]) {
        await server.types(`${line}\n`);
        await server.output.expects(why);
      }
      await nats.restart();
      await ann.expects(" NOTICE ann :This server is connected to the others again");
      await server.types("found\n");
      await ann.expects(" NOTICE #lobby :found\r\n");
      assert.doesNotMatch(ann.feed.text, /lost/);
    } finally {
      await Deno.remove(data, { recursive: true });
    }
  },
);

peerTest(
  "a server that may not do what it must ends at its start and tells what that is",
  natsPeers,
  async () => {
    const cases = [
      ["chat.fact.all", /This server can't come in: .*"chat\.fact\.all"; the server ends/],
      ["chat.beat", /NATS must let servers publish and subscribe to chat\.beat; the server ends/],
    ] as const;
    for (const [denied, why] of cases) {
      const permissions = `permissions { publish: { deny: ["${denied}"] } }`;
      const users = `[{ user: chat, password: x, ${permissions} }]`;
      const config = `accounts { CHAT { jetstream: enabled, users: ${users} } }`;
      await using nats = await NatsServer.start({ config });
      const url = `nats://chat:x@127.0.0.1:${nats.port}`;
      const args = ["--port", "0", "--no-web", "--memory", "--cluster", url];
      const { code, stderr } = await runChat(["server", ...args]);
      assert.equal(code, 1, stderr);
      assert.match(stderr, why);
    }
  },
);
