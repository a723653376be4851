/** Ten clients talk while the server is killed and started again, over and over. */

import assert from "node:assert/strict";
import { clientArguments } from "../helpers/client_command.ts";
import { Feed } from "../helpers/feed.ts";
import { pump, startServer, type TestServer } from "../helpers/server.ts";
import { TestFolder } from "../helpers/store_file.ts";

const clientCount = 10;

/** How a server ends, and how much is said meanwhile. */
interface Trial {
  readonly signal: Deno.Signal;
  readonly restarts: number;
  readonly messagesEach: number;
}

/** A client as a program of its own. */
interface Client {
  readonly name: string;
  readonly process: Deno.ChildProcess;
  readonly output: Feed;
  readonly errors: Feed;
  readonly pumps: readonly Promise<void>[];
  readonly input: WritableStreamDefaultWriter<Uint8Array>;
  /** How many messages have been waited for. */
  seen: number;
}

function startClient(name: string, port: number): Client {
  const process = new Deno.Command(Deno.execPath(), {
    args: clientArguments({ port, nick: name, json: true }),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = new Feed(`output of ${name}`);
  const errors = new Feed(`errors of ${name}`);
  return {
    name,
    process,
    output,
    errors,
    input: process.stdin.getWriter(),
    seen: 0,
    pumps: [pump(process.stdout, output), pump(process.stderr, errors)],
  };
}

async function endClient({ process, pumps, input }: Client): Promise<void> {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended.
  }
  await process.status;
  await Promise.all(pumps);
  await input.close().catch(() => {});
}

/** Types all that a client has to say, as fast as it takes it. */
async function types({ name, input }: Client, messagesEach: number): Promise<void> {
  const lines = Array.from({ length: messagesEach }, (_, at) => `{"text":"${name} ${at}"}\n`);
  await input.write(new TextEncoder().encode(lines.join("")));
}

interface Seen {
  readonly id: string;
  readonly text: string;
}

function messagesOf({ output }: Client): readonly Seen[] {
  const lines = output.text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "message");
}

/** Waits until a client has seen so many messages of others. */
async function sees(client: Client, count: number): Promise<void> {
  for (; client.seen < count; client.seen++) await client.output.expects('"kind":"message"');
}

Deno.test("10 clients end with all 10,000 messages, each once and in one order, through 20 restarts", async () => {
  const trial: Trial = { signal: "SIGTERM", restarts: 20, messagesEach: 1_000 };
  await restartMeanwhile(trial, (client, names) => {
    assertWhole(client, names, trial.messagesEach);
    const ids = messagesOf(client).map(({ id }) => id);
    assert.deepEqual(ids, [...ids].sort(), `${client.name} saw another order`);
  });
});

// What some saw and nobody kept is said again later: there is no one order then.
Deno.test("10 clients end with all messages, each once, although the server is killed five times", async () => {
  const trial: Trial = { signal: "SIGKILL", restarts: 5, messagesEach: 250 };
  await restartMeanwhile(trial, (client, names) => assertWhole(client, names, trial.messagesEach));
});

async function restartMeanwhile(
  { signal, restarts, messagesEach }: Trial,
  check: (client: Client, names: readonly string[]) => void,
): Promise<void> {
  using folder = new TestFolder();
  const args = ["--data", folder.path, "--no-flood-limit"];
  let server: TestServer = await startServer(args);
  const { port } = server;
  const names = Array.from({ length: clientCount }, (_, at) => `client${at}`);
  const clients = names.map((name) => startClient(name, port));
  try {
    // All are there before the first word, so that all see it.
    for (const { output } of clients) await output.expects("\n");
    const [first] = clients;
    assert.ok(first);
    for (const client of clients) await types(client, messagesEach);
    const total = messagesEach * (clientCount - 1);
    for (let round = 1; round <= restarts; round++) {
      await sees(first, Math.floor(total * round / (restarts + 1)));
      server.signal(signal);
      await server.ends();
      await server[Symbol.asyncDispose]();
      server = await startServer([...args, "--port", String(port)]);
    }
    for (const client of clients) await sees(client, total);
    for (const client of clients) {
      await client.output.expects("\n");
      check(client, names);
    }
  } finally {
    for (const client of clients) await endClient(client);
    await server[Symbol.asyncDispose]();
  }
}

/** Ids go up as the log does: those who see them in that order see all in one order. */
function assertWhole(client: Client, names: readonly string[], messagesEach: number): void {
  const messages = messagesOf(client);
  const ids = messages.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, `${client.name} saw a message twice`);
  for (const name of names.filter((other) => other !== client.name)) {
    const texts = messages.map(({ text }) => text).filter((text) => text.startsWith(`${name} `));
    const all = Array.from({ length: messagesEach }, (_, at) => `${name} ${at}`);
    assert.deepEqual(texts, all, `${client.name} saw other messages of ${name}`);
  }
}
