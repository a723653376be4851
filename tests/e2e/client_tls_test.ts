import assert from "node:assert/strict";
import { Certificate, certificatePeers } from "../helpers/certificate.ts";
import { meetingTest } from "../helpers/meeting.ts";
import { peerTest } from "../helpers/peers.ts";
import { type ChatRun, runChat, type RunOptions } from "../helpers/run_chat.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

/** Runs `chat client` until its input ends. */
async function runClient(args: readonly string[], options: RunOptions): Promise<ChatRun> {
  return await runChat(["client", "--nick", "pipe", ...args], options);
}

meetingTest("many lines of a pipe arrive in order", [], async ({ at, clientOptions }) => {
  await using ann = await WireClient.joined(at, "ann");
  const count = 150;
  const input = Array.from({ length: count }, (_, index) => `line ${index} 漢\n`).join("");
  const run = await runClient(clientOptions, { input });
  assert.deepEqual([run.code, run.stderr], [0, ""]);
  await ann.expects(/:pipe!\S+ QUIT /);
  const said = [...ann.feed.text.matchAll(/ PRIVMSG #lobby :(line .*)\r\n/g)];
  assert.equal(said.map(([, text]) => `${text}\n`).join(""), input);
});

peerTest("variables can say that the client speaks TLS", certificatePeers, async () => {
  using certificate = await Certificate.make();
  await using server = await startServer(certificate.options);
  const run = await runClient(["--port", `${server.port}`], {
    input: "hello\n",
    env: { CHAT_TLS: "1", CHAT_TLS_CA: certificate.certFile, CHAT_HOST: "localhost" },
  });
  assert.deepEqual([run.code, run.stderr], [0, ""]);
  await server.log.expects("pipe joined #lobby");
});

peerTest("a client that can't come in by TLS says so in one line", certificatePeers, async () => {
  using certificate = await Certificate.make({ names: "DNS:irc.example" });
  using other = await Certificate.make();
  await using secure = await startServer(certificate.options);
  await using open = await startServer();
  const to = (port: number) => `Could not connect to 127.0.0.1:${port}: `;
  const cases: readonly (readonly [port: number, args: readonly string[], line: string])[] = [
    [
      secure.port,
      ["--tls"],
      `${to(secure.port)}its certificate is not trusted. ` +
      "Give the certificate of whoever signed it with --tls-ca, or, if who runs the server says " +
      `that this is its fingerprint: --tls-fingerprint ${certificate.fingerprint}`,
    ],
    [
      secure.port,
      ["--tls-ca", other.certFile],
      `${to(secure.port)}its certificate is not trusted. ` +
      "Give the certificate of whoever signed it with --tls-ca, or, if who runs the server says " +
      `that this is its fingerprint: --tls-fingerprint ${certificate.fingerprint}`,
    ],
    [
      secure.port,
      ["--tls-ca", certificate.certFile],
      `${to(secure.port)}its certificate is not for "127.0.0.1". ` +
      "Give --host the name that it is for",
    ],
    [
      secure.port,
      ["--tls-ca", "gone.pem"],
      'File "gone.pem" does not exist. Give --tls-ca another one.',
    ],
    [secure.port, [], "[server] This port speaks TLS, as chat client --tls does"],
    [
      open.port,
      ["--tls"],
      `${to(open.port)}it does not speak TLS on port ${open.port}; leave out --tls`,
    ],
  ];
  for (const [port, args, line] of cases) {
    const run = await runClient(["--port", `${port}`, ...args], { input: "hello\n" });
    const code = line.startsWith("File ") ? 2 : 1;
    assert.deepEqual([run.code, run.stderr], [code, `${line}\n`]);
  }
});
