import assert from "node:assert/strict";
import { type FakePeer, FakeServer } from "../helpers/client_fake_server.ts";
import { PipeRun } from "../helpers/client_pipe_run.ts";

const capabilities = "message-tags server-time echo-message batch draft/chathistory";
const us = ":ann!chat@host";
const lost = "Connection lost; connecting again.";
const back = "Connected again";
const giveUpMs = 60_000;

async function joins(peer: FakePeer, channel = "#lobby"): Promise<void> {
  await peer.expect(`JOIN ${channel}`);
  await peer.send(`@time=2026-01-02T03:04:05.000Z ${us} JOIN ${channel}`);
}

async function enters(server: FakeServer): Promise<FakePeer> {
  const peer = await server.welcome(capabilities);
  await joins(peer);
  return peer;
}

async function history(peer: FakePeer, question: string, lines: readonly string[]): Promise<void> {
  await peer.expect(question);
  const inside = lines.map((line) => line.replace("@", "@batch=1;"));
  await peer.send(":s BATCH +1 chathistory #lobby", ...inside, ":s BATCH -1");
}

async function echoes(peer: FakePeer, text: string, id: string): Promise<string> {
  await peer.expect(`PRIVMSG #lobby :${text}`);
  const once = peer.once ?? "";
  await peer.send(`@msgid=${id};+chat/once=${once} ${us} PRIVMSG #lobby :${text}`);
  return once;
}

/** Takes the end of the client, who may ask before whether all was read. */
async function leaves(peer: FakePeer): Promise<void> {
  await peer.skipUntil("QUIT");
  peer.close();
}

const first = "@msgid=m1 :bob!b@h PRIVMSG #lobby :first";
const after = "CHATHISTORY AFTER #lobby msgid=m1 100";

Deno.test("pipe says under the same name what was not echoed when the connection broke", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, giveUpMs });
  const peer = await enters(server);
  await peer.send(first);
  run.type("one\ntwo\n");
  const one = await echoes(peer, "one", "m2");
  assert.match(one, /^[A-Za-z0-9_-]{22}$/);
  await peer.expect("PRIVMSG #lobby :two");
  const two = peer.once;
  assert.notEqual(two, one);
  run.end();
  await peer.expect(/^PING/);
  peer.close();
  const next = await enters(server);
  await history(next, "CHATHISTORY AFTER #lobby msgid=m2 100", [
    "@msgid=m3 :bob!b@h PRIVMSG #lobby :meanwhile",
  ]);
  assert.equal(await echoes(next, "two", "m4"), two);
  await leaves(next);
  assert.equal(await run.exit(), 0);
  assert.deepEqual(run.output.lines, ["* you joined #lobby", "bob: first", "bob: meanwhile"]);
  assert.deepEqual(run.errors.lines, [lost, back]);
});

Deno.test("pipe does not say again what the server has kept, though its echo was lost", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, giveUpMs });
  const peer = await enters(server);
  await peer.send(first);
  await run.output.until("first");
  run.type("one\n");
  run.end();
  await peer.expect("PRIVMSG #lobby :one");
  const { once } = peer;
  peer.close();
  const next = await enters(server);
  await history(next, after, [`@msgid=m2;+chat/once=${once} ${us} PRIVMSG #lobby :one`]);
  await leaves(next);
  assert.equal(await run.exit(), 0);
});

Deno.test("pipe comes back from connections that break at every moment", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, giveUpMs });
  const peer = await enters(server);
  await peer.send(first);
  await run.output.until("first");
  run.type("one\n");
  await peer.expect("PRIVMSG #lobby :one");
  const { once } = peer;
  peer.close();

  const silent = await server.accept();
  silent.close();
  const unready = await server.accept();
  await unready.expect("CAP LS 302");
  await unready.send(":s CAP * LS :message-tags");
  unready.close();
  const welcomed = await server.welcome(capabilities);
  await welcomed.expect("JOIN #lobby");
  welcomed.close();
  const asked = await enters(server);
  await asked.expect(after);
  asked.close();
  const halfway = await enters(server);
  await halfway.expect(after);
  await halfway.send(
    ":s BATCH +1 chathistory #lobby",
    "@batch=1;msgid=m2 :bob!b@h PRIVMSG #lobby :second",
    "@msgid=m3 :bob!b@h PRIVMSG #lobby :third",
  );
  halfway.close();

  const last = await enters(server);
  await history(last, after, [
    "@msgid=m2 :bob!b@h PRIVMSG #lobby :second",
    "@msgid=m3 :bob!b@h PRIVMSG #lobby :third",
  ]);
  assert.equal(await echoes(last, "one", "m4"), once);
  run.end();
  await leaves(last);
  assert.equal(await run.exit(), 0);
  const shown = ["* you joined #lobby", "bob: first", "bob: second", "bob: third"];
  assert.deepEqual(run.output.lines, shown);
  assert.deepEqual(run.errors.lines, [lost, back], "told once, not for every try");
});

Deno.test("pipe reads no input while it has no connection", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, giveUpMs });
  const peer = await enters(server);
  run.type("one\n");
  await peer.expect("PRIVMSG #lobby :one");
  peer.close();
  const next = await server.welcome(capabilities);
  const before = run.pulls;
  run.type("two\n");
  run.type("three\n");
  await joins(next);
  await next.expect(/^CHATHISTORY/);
  assert.ok(run.pulls <= before + 1, "at most the read that waited already");
  await next.send(":s BATCH +1 chathistory #lobby", ":s BATCH -1");
  for (const text of ["one", "two", "three"]) await echoes(next, text, text);
  run.end();
  await leaves(next);
  assert.equal(await run.exit(), 0);
});

Deno.test("pipe gives up after a while and tells how much it could not say", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, giveUpMs: 200 });
  const peer = await enters(server);
  run.type("one\ntwo\nthree\n");
  for (const text of ["one", "two", "three"]) await peer.expect(`PRIVMSG #lobby :${text}`);
  server[Symbol.dispose]();
  assert.equal(await run.exit(), 1);
  assert.deepEqual(run.errors.lines, [lost, 'No connection for 0.2 s. Not said: "one" and 2 more']);
});

Deno.test("pipe does not come back when it was never let in", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, giveUpMs });
  const peer = await server.accept();
  await peer.expect("CAP LS 302");
  peer.close();
  assert.equal(await run.exit(), 1);
  assert.deepEqual(run.errors.lines, ["Connection closed. Is it a chat server?"]);
});

Deno.test("pipe ends with the server's words when it is banned meanwhile", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, giveUpMs });
  const peer = await enters(server);
  run.type("one\n");
  await peer.expect("PRIVMSG #lobby :one");
  peer.close();
  const next = await server.accept();
  await next.expect("CAP LS 302");
  await next.send(":s 465 ann :You are banned", "ERROR :Banned");
  assert.equal(await run.exit(), 1);
  assert.deepEqual(run.errors.lines, [lost, "[server] You are banned", 'Not said: "one"']);
});

Deno.test("pipe tells what was perhaps lost where the server has no history", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, giveUpMs });
  const peer = await server.welcome("echo-message");
  await joins(peer);
  run.type("one\n");
  await peer.expect("PRIVMSG #lobby :one");
  peer.close();
  const next = await server.welcome("echo-message");
  await joins(next);
  await run.errors.until(back);
  run.end();
  await leaves(next);
  assert.equal(await run.exit(), 1);
  assert.deepEqual(run.errors.lines, [
    lost,
    'Perhaps not said, the connection broke: "one"',
    "Messages may be missing here: #lobby",
    back,
  ]);
});

Deno.test("pipe --history writes what was said before, with its ids and times", async () => {
  using server = new FakeServer();
  const run = new PipeRun({ port: server.port, history: 2, json: true });
  const peer = await enters(server);
  await history(peer, "CHATHISTORY LATEST #lobby * 2", [
    "@msgid=m1;time=2026-01-02T03:04:05.678Z :bob!b@h PRIVMSG #lobby :old",
    `@msgid=m2;time=2026-01-02T03:04:06.000Z ${us} PRIVMSG #lobby :mine`,
  ]);
  run.end();
  await leaves(peer);
  assert.equal(await run.exit(), 0);
  const told = run.output.lines.map((line) => JSON.parse(line));
  assert.deepEqual(told.slice(1), [
    {
      time: "2026-01-02T03:04:05.678Z",
      id: "m1",
      kind: "message",
      from: "bob",
      to: "#lobby",
      text: "old",
    },
    {
      time: "2026-01-02T03:04:06.000Z",
      id: "m2",
      kind: "message",
      from: "ann",
      to: "#lobby",
      text: "mine",
    },
  ]);
});
