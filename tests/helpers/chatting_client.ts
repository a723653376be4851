/** Clients as programs of their own, each with numbered messages to say. */

import assert from "node:assert/strict";
import { clientArguments } from "./client_command.ts";
import { Feed } from "./feed.ts";
import { pump } from "./server.ts";

/** A client as a program of its own. */
export interface ChattingClient {
  /** Its nick, with which its messages begin. */
  readonly name: string;
  /** It runs. */
  readonly process: Deno.ChildProcess;
  /** A JSON object for each thing it shows. */
  readonly output: Feed;
  /** What it tells its user besides. */
  readonly errors: Feed;
  /** Feeds both. */
  readonly pumps: readonly Promise<void>[];
  /** What is typed. */
  readonly input: WritableStreamDefaultWriter<Uint8Array>;
  /** How many messages have been waited for. */
  seen: number;
}

/** Starts one that says nothing yet. */
export function startClient(name: string, port: number): ChattingClient {
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

/** Ends it by force. */
export async function endClient({ process, pumps, input }: ChattingClient): Promise<void> {
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
export async function types(
  { name, input }: ChattingClient,
  messagesEach: number,
): Promise<void> {
  const lines = Array.from({ length: messagesEach }, (_, at) => `{"text":"${name} ${at}"}\n`);
  await input.write(new TextEncoder().encode(lines.join("")));
}

/** A message that was shown. */
export interface Seen {
  /** Its msgid. */
  readonly id: string;
  /** What was said. */
  readonly text: string;
}

/** What one has shown of others. */
export function messagesOf({ output }: ChattingClient): readonly Seen[] {
  const lines = output.text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "message");
}

/** Waits until a client has seen so many messages of others. */
export async function sees(client: ChattingClient, count: number): Promise<void> {
  for (; client.seen < count; client.seen++) await client.output.expects('"kind":"message"');
}

/** Says that it has seen all that the others said, each once, in the order in which each said it. */
export function assertWhole(
  client: ChattingClient,
  names: readonly string[],
  messagesEach: number,
): void {
  const messages = messagesOf(client);
  const ids = messages.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, `${client.name} saw a message twice`);
  for (const name of names.filter((other) => other !== client.name)) {
    const texts = messages.map(({ text }) => text).filter((text) => text.startsWith(`${name} `));
    const all = Array.from({ length: messagesEach }, (_, at) => `${name} ${at}`);
    assert.deepEqual(texts, all, `${client.name} saw other messages of ${name}`);
  }
}
