/** A real server of somebody else: https://ngircd.barton.de */

import { beforeDeadline } from "./client_fake_server.ts";

const settings = (port: number) => `
[Global]
Name = irc.test
Info = test
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = "Hello"
ServerUID = 65534
ServerGID = 65534
[Limits]
MaxConnectionsIP = 0
MaxNickLength = 16
[Options]
Ident = no
PAM = no
DNS = no
`;

/** An ngIRCd on a free port of this machine, with its settings in a folder of its own. */
export class Ngircd implements AsyncDisposable {
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
  static async start(): Promise<Ngircd> {
    const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = free.addr;
    free.close();
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/ngircd.conf`, settings(port));
    const child = new Deno.Command("ngircd", {
      args: ["-n", "-f", `${folder}/ngircd.conf`],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    await beforeDeadline(untilReady(child.stdout), "ngircd");
    return new Ngircd(port, child, folder);
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

/** Reads what it logs until it says that it is ready. */
async function untilReady(output: ReadableStream<Uint8Array>): Promise<void> {
  const reader = output.pipeThrough(new TextDecoderStream()).getReader();
  let log = "";
  while (!log.includes(" ready.")) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`ngircd ended: ${log}`);
    log += value;
  }
  await reader.cancel();
}
