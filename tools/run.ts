/** Runs a program to its end and hands over what it wrote. */

/** What is left of a program that ended. */
export interface Ended {
  /** Whether it ended by itself with exit code 0. */
  readonly success: boolean;
  /** All of its standard output. */
  readonly stdout: string;
  /** All of its standard error. */
  readonly stderr: string;
}

/** How a program is run. */
export interface RunOptions {
  /** After this time it is killed, which is no success. */
  readonly timeoutMs?: number;
  /** Environment variables on top of ours. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `command`, a program and its arguments, with nothing on its standard input. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const [program = "", ...args] = command;
  const child = new Deno.Command(program, {
    args,
    env: { NO_COLOR: "1", RUST_BACKTRACE: "0", ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const kill = () => child.kill("SIGKILL");
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(kill, options.timeoutMs);
  const { success, stdout, stderr } = await child.output();
  clearTimeout(timer);
  const decoder = new TextDecoder();
  return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
