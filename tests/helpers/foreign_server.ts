/** A real server of somebody else, on a free port of this machine, with its settings in a folder of its own. */

import { beforeDeadline } from "./client_fake_server.ts";

/** How one is started. */
export interface ForeignServerStart {
  /** The program. */
  readonly program: string;
  /** The text of its file of settings. */
  readonly settings: (port: number, folder: string) => string;
  /** Its arguments. */
  readonly args: (settingsFile: string) => readonly string[];
  /** What it prints when it listens. */
  readonly readyText: string;
}

/** One that is running. */
export class ForeignServer implements AsyncDisposable {
  /** Where to connect to. */
  readonly port: number;
  readonly #child: Deno.ChildProcess;
  readonly #folder: string;

  private constructor(port: number, child: Deno.ChildProcess, folder: string) {
    this.port = port;
    this.#child = child;
    this.#folder = folder;
  }

  /** Starts it and waits until it listens. */
  static async start(
    { program, settings, args, readyText }: ForeignServerStart,
  ): Promise<ForeignServer> {
    const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = free.addr;
    free.close();
    const folder = await Deno.makeTempDir();
    const file = `${folder}/${program}.conf`;
    await Deno.writeTextFile(file, settings(port, folder));
    const child = new Deno.Command(program, {
      args: [...args(file)],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    await beforeDeadline(untilPrinted(child.stdout, readyText), program);
    return new ForeignServer(port, child, folder);
  }

  /** Kills it: its clients are cut off. */
  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
  }

  /** Ends it and takes its folder away. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.stop();
    } catch (error) {
      // A test stopped it before.
      if (!(error instanceof TypeError)) throw error;
    }
    await Deno.remove(this.#folder, { recursive: true });
  }
}

async function untilPrinted(output: ReadableStream<Uint8Array>, text: string): Promise<void> {
  const reader = output.pipeThrough(new TextDecoderStream()).getReader();
  let printed = "";
  while (!printed.includes(text)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`It ended: ${printed}`);
    printed += value;
  }
  await reader.cancel();
}
