/** `chat` as a command that comes to its end. */

import { chatCommand } from "./server.ts";

/** How it ended. */
export interface ChatRun {
  /** The exit code. */
  readonly code: number;
  /** All of standard output. */
  readonly stdout: string;
  /** All of standard error. */
  readonly stderr: string;
}

/** What differs from the usual run. */
export interface RunOptions {
  /** Its standard input; left out: none. */
  readonly input?: string;
  /** Variables on top of ours, without colours. */
  readonly env?: Readonly<Record<string, string>>;
  /** A program, with its arguments, that starts it. */
  readonly wrapper?: readonly string[];
}

const deadlineMs = 60_000;

/** Runs it to its end. */
export async function runChat(
  args: readonly string[],
  { input, env = {}, wrapper = [] }: RunOptions = {},
): Promise<ChatRun> {
  const [program = "", ...words] = [...wrapper, Deno.execPath(), ...chatCommand, ...args];
  const child = new Deno.Command(program, {
    args: words,
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1", ...env },
    signal: AbortSignal.timeout(deadlineMs),
  }).spawn();
  // What ends without reading closes its input.
  const writing = input === undefined
    ? undefined
    : new Blob([input]).stream().pipeTo(child.stdin).catch(() => undefined);
  const { code, stdout, stderr } = await child.output();
  await writing;
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
