import assert from "node:assert/strict";
import { FakeServer } from "../helpers/client_fake_server.ts";
import { PipeRun } from "../helpers/client_pipe_run.ts";

const credentials = { name: "ann", password: "sesame" };
const account = { credentials, isPrivate: true };

Deno.test("pipe that can't log in tells it in one line, ends with 1 and is let in nowhere", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, account });
  const peer = await server.accept();
  for (const wanted of ["CAP LS 302", "NICK ann", /^USER /]) await peer.expect(wanted);
  await peer.send(":s CAP * LS :sasl=PLAIN");
  await peer.expect("CAP REQ :sasl");
  await peer.send(":s CAP * ACK :sasl");
  await peer.expect("AUTHENTICATE PLAIN");
  await peer.send("AUTHENTICATE +");
  await peer.expect(`AUTHENTICATE ${btoa("\0ann\0sesame")}`);
  await peer.send(":s 904 ann :Wrong password");
  await peer.expect("QUIT");
  assert.equal(await run.exit(), 1);
  assert.equal(run.errors.text, 'Could not log in as "ann": Wrong password\n');
  assert.equal(run.output.text, "");
});

Deno.test("pipe sends no password that others could read, and ends with 1", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, account: { credentials } });
  await server.welcome("server-time");
  assert.equal(await run.exit(), 1);
  assert.equal(
    run.errors.text,
    'Could not log in as "ann": the password could be read on its way. Connect with --tls\n',
  );
});
