import assert from "node:assert/strict";
import { clientArguments } from "../helpers/client_command.ts";
import { beforeDeadline, FakeServer } from "../helpers/client_fake_server.ts";

function start(args: Parameters<typeof clientArguments>[0], env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: clientArguments(args),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1", ...env },
  }).spawn();
}

Deno.test("runClient ends with 1 and says what to do where nothing listens", async () => {
  const unused = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = unused.addr;
  unused.close();
  const child = start({ port });
  await child.stdin.close();
  const { code, stdout, stderr } = await child.output();
  assert.equal(code, 1);
  assert.equal(new TextDecoder().decode(stdout), "");
  assert.equal(
    new TextDecoder().decode(stderr),
    `Could not connect to 127.0.0.1:${port}: nothing listens there. Start a server with: chat server\n`,
  );
});

Deno.test("runClient takes the login name and says that it is connected", async () => {
  using server = new FakeServer();
  const child = start({ port: server.port, join: "a,#b" }, { USER: "Zoë" });
  const peer = await server.accept();
  await peer.expect("CAP LS 302");
  await peer.expect("NICK Zoe");
  await peer.expect(/^USER /);
  await peer.send(":s 001 Zoe :Hi");
  await peer.expect("JOIN #a");
  await peer.expect("JOIN #b");
  await peer.send(":Zoe!z@h JOIN #a", ":Zoe!z@h JOIN #b");
  await child.stdin.close();
  await peer.expect("QUIT");
  peer.close();
  const { code, stdout } = await child.output();
  assert.equal(code, 0);
  assert.match(new TextDecoder().decode(stdout), /^Connected to server\n\* you joined #a\n/);
});

Deno.test("runClient --json writes JSON and nothing else", async () => {
  using server = new FakeServer();
  const child = start({ port: server.port, nick: "ann", json: true });
  const peer = await server.welcome();
  await peer.expect("JOIN #lobby");
  await peer.send(":ann!a@h JOIN #lobby", ":bob!b@h PRIVMSG #lobby :hi");
  await child.stdin.close();
  await peer.expect("QUIT");
  peer.close();
  const { code, stdout } = await child.output();
  assert.equal(code, 0);
  const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line).kind), ["join", "message"]);
});

Deno.test("runClient leaves quietly when its output is closed, whatever is still to be said", async () => {
  using server = new FakeServer();
  const child = start({ port: server.port, nick: "ann" });
  const peer = await server.welcome("echo-message");
  await peer.expect("JOIN #lobby");
  await child.stdout.cancel();
  await peer.send(":ann!a@h JOIN #lobby", ":bob!b@h PRIVMSG #lobby :hi");
  await peer.expect("QUIT");
  peer.close();
  const [{ code }, errors] = await beforeDeadline(
    Promise.all([child.status, new Response(child.stderr).text()]),
    "the client's end",
  );
  assert.equal(code, 0);
  assert.equal(errors, "");
  await child.stdin.close();
});
