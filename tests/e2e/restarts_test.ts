/** Ten clients talk while the server is killed and started again, over and over. */

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
import { startServer, type TestServer } from "../helpers/server.ts";
import { TestFolder } from "../helpers/store_file.ts";

const clientCount = 10;

/** How a server ends, and how much is said meanwhile. */
interface Trial {
  readonly signal: Deno.Signal;
  readonly restarts: number;
  readonly messagesEach: number;
}

Deno.test("10 clients end with all 10,000 messages, each once and in one order, through 20 restarts", async () => {
  const trial: Trial = { signal: "SIGTERM", restarts: 20, messagesEach: 1_000 };
  await restartMeanwhile(trial, (client, names) => {
    assertWhole(client, names, trial.messagesEach);
    // Ids go up as the log does: those who see them in that order see all in one order.
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
  check: (client: ChattingClient, names: readonly string[]) => void,
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
