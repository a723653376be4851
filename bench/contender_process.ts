/** One contender, running. */

import type { Contender, Place } from "./contenders.ts";

const startMs = 15_000;
const retryMs = 20;

/** A server that listens; ends with `stop`. */
export interface ContenderProcess extends AsyncDisposable {
  /** Its process. */
  readonly pid: number;
  /** Its port. */
  readonly port: number;
}

/**
 * Starts a contender in a folder of its own and waits until it listens.
 *
 * @throws {Error} with what it said, when it does not.
 */
export async function startContender(
  contender: Contender,
  tools: string,
): Promise<ContenderProcess> {
  const folder = await Deno.makeTempDir({ prefix: "chat-bench-" });
  // A server that gives up its rights must be able to read what is in it.
  await Deno.chmod(folder, 0o755);
  const place: Place = { port: freePort(), folder, tools };
  for (const [name, text] of Object.entries(contender.files?.(place) ?? {})) {
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
  const [command = "", ...args] = contender.command(place);
  const process = new Deno.Command(command, {
    args,
    env: contender.env?.(place) ?? {},
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const stop = async (): Promise<void> => {
    try {
      process.kill("SIGTERM");
      setTimeout(() => tryToKill(process), 3_000).unref();
    } catch {
      // It has ended by itself.
    }
    await process.status;
    await Deno.remove(folder, { recursive: true });
  };
  const ended = process.status.then(() => "ended" as const);
  if (await Promise.race([listens(place.port), ended]) !== "listens") {
    await stop();
    throw new Error(`It did not start: ${[command, ...args].join(" ")}`);
  }
  return { pid: process.pid, port: place.port, [Symbol.asyncDispose]: stop };
}

function tryToKill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended.
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function listens(port: number): Promise<"listens" | "late"> {
  const endMs = Date.now() + startMs;
  while (Date.now() < endMs) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return "listens";
    } catch {
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
  return "late";
}
