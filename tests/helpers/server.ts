/** The server as its users run it: a process of its own, on a free port. */

import { permissions } from "../../tools/permissions.ts";
import { Feed } from "./feed.ts";

/** What runs the program from source with no more permissions than the executable has. */
export const chatCommand: readonly string[] = ["run", "--quiet", ...permissions, "main.ts"];

/** How a server is run, where that is not the usual. */
export interface ServerLaunch {
  /** Program and arguments that come before Deno and start what follows them. */
  readonly wrapper?: readonly string[];
  /** Standard input: "null" has an end at once. */
  readonly stdin?: "piped" | "null";
  /** With a port for the web; else it has none, which starts faster. */
  readonly hasWeb?: boolean;
  /** More variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A server that is running. */
export class TestServer implements AsyncDisposable {
  /** Its standard output. */
  readonly output = new Feed("standard output");
  /** Its standard error: the log. */
  readonly log = new Feed("the log");
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array> | undefined;
  readonly #pumps: readonly Promise<void>[];
  readonly #hasWeb: boolean;
  #port = 0;
  #webPort = 0;

  /** Starts `chat server` with `args`. Use `startServer`, which waits for the port. */
  constructor(args: readonly string[], launch: ServerLaunch) {
    const { wrapper = [], stdin = "null", hasWeb = false, env = {} } = launch;
    this.#hasWeb = hasWeb;
    const [program = "", ...rest] = [...wrapper, Deno.execPath(), ...chatCommand, "server"];
    const command = new Deno.Command(program, {
      args: [...rest, ...(hasWeb ? [] : ["--no-web"]), ...args],
      stdin,
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1", ...env },
    });
    this.#process = command.spawn();
    this.#input = stdin === "piped" ? this.#process.stdin.getWriter() : undefined;
    this.#pumps = [
      pump(this.#process.stdout, this.output),
      pump(this.#process.stderr, this.log),
    ];
  }

  /** Where it listens. */
  get port(): number {
    return this.#port;
  }

  /** Where its page is. */
  get webPort(): number {
    return this.#webPort;
  }

  /** Its process. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Waits until it listens. */
  async started(): Promise<void> {
    const [, port] = await this.output.expects(/^Server started on \S+:(\d+)\n/);
    this.#port = Number(port);
    if (!this.#hasWeb) return;
    const [, webPort] = await this.output.expects(/^Web page at https?:\/\/\S+:(\d+)\/\n/);
    this.#webPort = Number(webPort);
  }

  /** Types on its standard input. */
  async types(text: string): Promise<void> {
    await this.#input?.write(new TextEncoder().encode(text));
  }

  /** Ends its standard input. */
  async endsInput(): Promise<void> {
    await this.#input?.close();
  }

  /** Sends it a signal. */
  signal(name: Deno.Signal): void {
    this.#process.kill(name);
  }

  /** Reads a value in KiB of /proc/PID/status, as VmRSS. */
  memoryKib(field: string): number {
    const status = Deno.readTextFileSync(`/proc/${this.pid}/status`);
    return Number(new RegExp(`^${field}:\\s*(\\d+) kB`, "m").exec(status)?.[1]);
  }

  /** Counts its open descriptors. */
  descriptors(): number {
    return [...Deno.readDirSync(`/proc/${this.pid}/fd`)].length;
  }

  /** Waits until it has ended by itself, and gives its exit code. */
  async ends(): Promise<number> {
    await this.output.ended();
    return (await this.#process.status).code;
  }

  /** Ends it, by force where it does not end by itself. */
  async [Symbol.asyncDispose](): Promise<void> {
    kill(this.#process, "SIGTERM");
    const force = setTimeout(() => kill(this.#process, "SIGKILL"), 10_000);
    await this.#process.status;
    clearTimeout(force);
    await Promise.all(this.#pumps);
    await this.#input?.close().catch(() => {});
  }
}

/** Starts a server with `args` on a free port of loopback. */
export async function startServer(
  args: readonly string[] = [],
  launch: ServerLaunch = {},
): Promise<TestServer> {
  const server = new TestServer(["--port", "0", ...args], launch);
  try {
    await server.started();
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw new Error(`The server did not start: ${server.log.text}`, { cause: error });
  }
}

/** Feeds what comes from a stream of bytes until its end. */
export async function pump(stream: ReadableStream<Uint8Array>, feed: Feed): Promise<void> {
  const decoder = new TextDecoder();
  for await (const bytes of stream) feed.add(decoder.decode(bytes, { stream: true }));
  feed.end();
}

function kill(process: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    process.kill(signal);
  } catch {
    // It has ended.
  }
}
