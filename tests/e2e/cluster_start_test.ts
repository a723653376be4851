/** How a server becomes one of several, or is told why it can't. */

import assert from "node:assert/strict";
import { NatsCluster, until } from "../helpers/nats_cluster.ts";
import { natsPeers } from "../helpers/nats_server.ts";
import { peerTest } from "../helpers/peers.ts";
import { runChat } from "../helpers/run_chat.ts";
import { startServer } from "../helpers/server.ts";
import { limitedDisk, memoryDisk } from "../helpers/small_disk.ts";
import { TestFolder } from "../helpers/store_file.ts";
import { WireClient } from "../helpers/wire_client.ts";

const capabilities = "echo-message message-tags batch draft/chathistory";

/** Says so many messages and waits for the last one's echo. */
async function saysMany(client: WireClient, count: number, text = ""): Promise<void> {
  const lines = Array.from({ length: count }, (_, at) => `PRIVMSG #tea :${at} ${text}\r\n`);
  for (let at = 0; at < count; at += 500) await client.sends(lines.slice(at, at + 500).join(""));
  await client.expects(`PRIVMSG #tea :${count - 1} ${text}`);
}

/** Messages of #tea that a client can read, from the newest back. */
async function history(client: WireClient, limit: number): Promise<readonly string[]> {
  await client.sends(`JOIN #tea\r\nCHATHISTORY LATEST #tea * ${limit}\r\n`);
  const [text = ""] = await client.expects(/BATCH \+\S+ chathistory #tea\r\n[^]*BATCH -\S+\r\n/);
  return [...text.matchAll(/ PRIVMSG #tea :(\d+)/g)].map(([, number = ""]) => number);
}

/** The oldest message of #tea that a client can read. */
async function firstSaid(client: WireClient): Promise<string> {
  await client.sends(
    "JOIN #tea\r\nCHATHISTORY AFTER #tea timestamp=2020-01-01T00:00:00.000Z 1\r\n",
  );
  const [, number = ""] = await client.expects(/ PRIVMSG #tea :(\d+)[^]*BATCH -\S+\r\n/);
  return number;
}

peerTest(
  "a new server knows what the others know before it lets anybody in",
  natsPeers,
  async () => {
    const args = ["--no-flood-limit"];
    await using cluster = await NatsCluster.start(["a"], () => ({ args }));
    const a = cluster.node("a");
    await using ann = await WireClient.joined(a.port, "ann", capabilities);
    await ann.sends("JOIN #tea\r\nTOPIC #tea :Green or black?\r\nMODE #tea +m\r\n");
    await saysMany(ann, 2_000);
    const known = await a.key();
    const b = cluster.add("b", { hasWeb: true, args });
    await b.start();
    assert.ok(await b.key() > known);
    await b.server.log.expects(/Reading what the others did: \d{4} facts/);
    const ready = await fetch(`http://127.0.0.1:${b.server.webPort}/ready`);
    assert.equal(await ready.text(), "ready\n");
    await using bob = await WireClient.joined(b.port, "bob", capabilities);
    await bob.sends("JOIN #tea\r\nMODE #tea\r\n");
    await bob.expects(/ 332 bob #tea :Green or black\?\r\n/);
    await bob.expects(/ 324 bob #tea \+\S*m/);
    const read = await history(bob, 1_000);
    assert.deepEqual(read, Array.from({ length: 1_000 }, (_, at) => `${at + 1_000}`));
    // What it missed while it was away, too.
    await bob.close();
    await b.stop();
    await saysMany(ann, 500, "more");
    await b.start();
    await using eve = await WireClient.joined(b.port, "eve", capabilities);
    assert.equal((await history(eve, 1_000)).length, 1_000);
    assert.deepEqual(await history(eve, 2), ["498", "499"]);
  },
);

peerTest(
  "where the stream has thrown away its first facts, a new server goes on from a snapshot, or from a copy of another's folder",
  natsPeers,
  async () => {
    using folder = new TestFolder();
    const config = `${folder.path}/chat.toml`;
    await Deno.writeTextFile(config, "[nats]\nmax-megabytes = 4\n");
    const args = ["--no-flood-limit", "--config", config];
    await using cluster = await NatsCluster.start(["a"], () => ({ args }));
    const a = cluster.node("a");
    await using ann = await WireClient.joined(a.port, "ann", capabilities);
    await ann.sends("JOIN #tea\r\nTOPIC #tea :Green or black?\r\n");
    await saysMany(ann, 11_000, "x".repeat(300));
    const b = cluster.add("b", { args });
    await b.start();
    await using bob = await WireClient.joined(b.port, "bob", capabilities);
    await bob.sends("JOIN #tea\r\n");
    await bob.expects(/ 332 bob #tea :Green or black\?\r\n/);
    assert.deepEqual(await history(bob, 1), ["10999"]);
    assert.notEqual(await firstSaid(bob), "0", "what was said before the snapshot is not there");
    const c = cluster.add("c", { args });
    await Deno.mkdir(c.folder);
    const { code, stderr } = await runChat(["backup", `${c.folder}/chat.db`, "--data", a.folder]);
    assert.equal(code, 0, stderr);
    await c.start();
    await using cat = await WireClient.joined(c.port, "cat", capabilities);
    assert.equal(await firstSaid(cat), "0");
    await bob.sends("PRIVMSG #tea :11000 is heard\r\n");
    await cat.expects("PRIVMSG #tea :11000 is heard\r\n");
  },
);

peerTest("what a server can't be one of several with is told in one line", natsPeers, async () => {
  await using cluster = await NatsCluster.start(["a"]);
  const { url } = cluster.nats;
  using alone = new TestFolder();
  {
    await using server = await startServer(["--data", alone.path]);
    await using ann = await WireClient.joined(server.port, "ann", capabilities);
    await ann.sends("PRIVMSG #lobby :kept\r\n");
    await ann.expects("PRIVMSG #lobby :kept\r\n");
  }
  const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = free.addr;
  free.close();
  const faults: readonly (readonly [args: readonly string[], code: number, told: RegExp])[] = [
    [["--node", "x"], 2, /^Option --node is for several servers\. Give --cluster too\.\n$/],
    [
      ["--cluster", `nats://127.0.0.1:${port}`],
      1,
      new RegExp(`^NATS can't be used at 127\\.0\\.0\\.1:${port}: .+ Look at --cluster\\.\\n$`),
    ],
    [
      ["--cluster", url, "--data", alone.path],
      1,
      /^The folder of --data holds what another chat has kept\. Give an empty one\.\n$/,
    ],
    [["--cluster", "127.0.0.1:4222"], 2, /^Option '--cluster .* Give addresses like nats:/],
  ];
  for (const [args, code, told] of faults) {
    using empty = new TestFolder();
    const data = args.includes("--data") ? [] : ["--data", empty.path];
    const run = await runChat(["server", "--port", "0", "--no-web", ...data, ...args]);
    assert.equal(run.code, code, run.stderr);
    assert.match(run.stderr.split("\n").filter((line) => !/ info /.test(line)).join("\n"), told);
  }
});

peerTest(
  "a server whose disk is full ends, since the others know more than it can keep, and catches up later",
  natsPeers,
  async () => {
    const disk = await memoryDisk() ?? await limitedDisk();
    try {
      await using cluster = await NatsCluster.start(["a"]);
      const words = ["--data", disk.folder, "--cluster", cluster.nats.url, "--node", "b"];
      await using ann = await WireClient.joined(cluster.node("a").port, "ann", capabilities);
      {
        await using b = await startServer(words, { wrapper: disk.wrapper });
        await using bob = await WireClient.joined(b.port, "bob", capabilities);
        await disk.fill(b.pid);
        await ann.sends("PRIVMSG #lobby :kept by the others\r\n");
        await ann.expects("PRIVMSG #lobby :kept by the others\r\n");
        assert.equal(await b.ends(), 1);
        await bob.feed.ended();
        await disk.free(b.pid);
      }
      await ann.expects(/:bob!\S+ QUIT /);
      await using again = await startServer(words, { wrapper: disk.wrapper });
      await using eve = await WireClient.joined(again.port, "eve", capabilities);
      await eve.sends("CHATHISTORY LATEST #lobby * 10\r\n");
      await eve.expects("PRIVMSG #lobby :kept by the others\r\n");
    } finally {
      await disk[Symbol.asyncDispose]();
    }
  },
);

peerTest(
  "one of several servers can go on alone with what it has kept, and then no longer with the others",
  natsPeers,
  async () => {
    await using cluster = await NatsCluster.start(["a"]);
    const a = cluster.node("a");
    {
      await using ann = await WireClient.joined(a.port, "ann", capabilities);
      await ann.sends("PRIVMSG #lobby :shared\r\n");
      await ann.expects("PRIVMSG #lobby :shared\r\n");
    }
    await until(async () => (await a.nodes()).every(({ users }) => users === 0), "ann has left");
    await a.stop();
    {
      await using server = await startServer(["--data", a.folder]);
      await using eve = await WireClient.joined(server.port, "eve", capabilities);
      await eve.sends("CHATHISTORY LATEST #lobby * 10\r\n");
      await eve.expects("PRIVMSG #lobby :shared\r\n");
      await eve.sends("PRIVMSG #lobby :alone\r\n");
      await eve.expects("PRIVMSG #lobby :alone\r\n");
    }
    const words = ["--data", a.folder, "--cluster", cluster.nats.url, "--node", "a"];
    const { code, stderr } = await runChat(["server", "--port", "0", "--no-web", ...words]);
    assert.equal(code, 1);
    assert.match(stderr, /^The stream has lost its last facts: this server knows \d+, and it /m);
  },
);
