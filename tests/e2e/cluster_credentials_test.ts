/** NATS as docs/cluster.md has it set up: by TLS, with a password, and with no more rights than are needed. */

import assert from "node:assert/strict";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { natsPeers, NatsServer } from "../helpers/nats_server.ts";
import { peerTest } from "../helpers/peers.ts";
import { runChat } from "../helpers/run_chat.ts";
import { startServer } from "../helpers/server.ts";
import { TestFolder } from "../helpers/store_file.ts";
import { WireClient } from "../helpers/wire_client.ts";

const docs = await Deno.readTextFile("docs/cluster.md");

/** The configuration that the docs show, with the files of `certificate`. */
function natsConfig({ certFile, keyFile }: Certificate): string {
  const [, config = assert.fail("The docs show no configuration")] =
    /<!-- nats.conf -->\n\n```\n([^]*?)```\n\n<!-- \/nats.conf -->/.exec(docs) ?? [];
  return config.replace("/etc/nats/cert.pem", certFile).replace("/etc/nats/key.pem", keyFile)
    .replace("/etc/nats/ca.pem", certFile);
}

/** The settings that the docs show, for NATS on a port of this machine. */
function chatConfig({ certFile, keyFile }: Certificate, port: number, password: string): string {
  const [, config = assert.fail("The docs show no settings")] =
    /```toml\n(cluster = [^]*?)```/.exec(docs) ?? [];
  return config.replace("nats.example:4222", `127.0.0.1:${port}`)
    .replace("a%20long%2Fsecret", password).replace("/etc/chat/ca.pem", certFile)
    .replace("/etc/chat/node.pem", certFile).replace("/etc/chat/node.key", keyFile);
}

peerTest(
  "servers work by TLS, with a password, and with the rights at NATS that the docs give them",
  [...natsPeers, ...certificatePeers],
  async () => {
    using certificate = await Certificate.make();
    await using nats = await NatsServer.start({ config: natsConfig(certificate) });
    using folder = new TestFolder();
    const config = `${folder.path}/chat.toml`;
    const text = chatConfig(certificate, nats.port, "a%20long%2Fsecret");
    await Deno.writeTextFile(config, `${text}max-megabytes = 4\n`);
    const args = (name: string) => [
      ...["--config", config, "--node", name, "--data", `${folder.path}/${name}`],
      "--no-flood-limit",
    ];
    await using a = await startServer(args("a"));
    await using ann = await WireClient.joined(a.port, "ann", "echo-message");
    // So many that one snapshot is saved, which the next server starts from.
    const line = `PRIVMSG #lobby :${"x".repeat(300)}\r\n`;
    for (let count = 0; count < 11_000; count += 500) await ann.sends(line.repeat(500));
    await ann.sends("PRIVMSG #lobby :the end\r\n");
    await ann.expects("PRIVMSG #lobby :the end\r\n");
    await using b = await startServer(args("b"));
    await using bob = await WireClient.joined(b.port, "bob", "echo-message message-tags");
    await bob.sends("@+typing=active TAGMSG #lobby\r\nPRIVMSG #lobby :hello ann\r\n");
    await ann.expects(/bob!\S+ PRIVMSG #lobby :hello ann\r\n/);
    await a.log.expects("The server b has come");
    assert.doesNotMatch(nats.log.text, /violation/i);
    assert.doesNotMatch(a.log.text + b.log.text, /warn|error/);
  },
);

peerTest(
  "a server with a wrong password at NATS, or without its certificate, is told so",
  [...natsPeers, ...certificatePeers],
  async () => {
    using certificate = await Certificate.make();
    await using nats = await NatsServer.start({ config: natsConfig(certificate) });
    using folder = new TestFolder();
    const config = `${folder.path}/chat.toml`;
    const right = chatConfig(certificate, nats.port, "a%20long%2Fsecret");
    const faults = [
      chatConfig(certificate, nats.port, "wrong"),
      right.replace(/^tls-(?:cert|key) .*\n/gm, ""),
      right.replace(/^tls-ca .*\n/m, ""),
    ];
    for (const text of faults) {
      await Deno.writeTextFile(config, text);
      const words = ["--config", config, "--data", `${folder.path}/data`];
      const { code, stderr } = await runChat(["server", "--port", "0", "--no-web", ...words]);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /^NATS can't be used at 127\.0\.0\.1:\d+: .+ Look at --cluster\.$/m);
    }
  },
);
