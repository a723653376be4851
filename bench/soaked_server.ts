/** The packed server with its history on disk, and what its process holds. */

/** A server that is soaked; its folder goes with it. */
export class SoakedServer implements AsyncDisposable {
  /** Where it listens. */
  readonly port: number;
  /** Where its page is. */
  readonly webPort: number;
  readonly #process: Deno.ChildProcess;
  readonly #folder: string;

  private constructor(process: Deno.ChildProcess, folder: string, ports: readonly number[]) {
    this.#process = process;
    this.#folder = folder;
    [this.port = 0, this.webPort = 0] = ports;
  }

  /** Starts `./chat server` with the limits that it has by itself. */
  static async start(): Promise<SoakedServer> {
    const folder = await Deno.makeTempDir({ prefix: "chat-soak-" });
    const process = new Deno.Command("./chat", {
      args: [
        ...["server", "--port", "0", "--web-port", "0", "--data", folder],
        ...["--log-level", "error", "--max-clients", "5000"],
      ],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let said = "";
    while (!/Web page at \S+\n/.test(said)) {
      const { done, value = "" } = await reader.read();
      if (done) throw new Error(`The server has ended; it said ${said}`);
      said += value;
    }
    reader.releaseLock();
    const ports = [...said.matchAll(/:(\d+)\/?\n/g)].map(([, port]) => Number(port));
    return new SoakedServer(process, folder, ports);
  }

  /** Memory of its own, in MiB. */
  ownMib(): number {
    return this.#statusMib("RssAnon");
  }

  /** The same with files that are mapped: the system keeps them in memory as long as nobody needs it for something else. */
  residentMib(): number {
    return this.#statusMib("VmRSS");
  }

  #statusMib(field: string): number {
    const status = Deno.readTextFileSync(`/proc/${this.#process.pid}/status`);
    return Number(new RegExp(`^${field}:\\s*(\\d+) kB`, "m").exec(status)?.[1]) / 1_024;
  }

  /** Open descriptors. */
  descriptors(): number {
    return [...Deno.readDirSync(`/proc/${this.#process.pid}/fd`)].length;
  }

  /** Seconds of processors that it has used. */
  cpuSeconds(): number {
    const stat = Deno.readTextFileSync(`/proc/${this.#process.pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Size of what is kept, in MB. */
  keptMegabytes(): number {
    return Deno.statSync(`${this.#folder}/chat.db`).size / 1_000_000;
  }

  /** Ends it in order; gives its exit code. */
  async ends(): Promise<number> {
    this.#process.kill("SIGTERM");
    const { code } = await this.#process.status;
    return code;
  }

  /** See `AsyncDisposable`. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#process.status;
    await this.#process.stdout.cancel().catch(() => {});
    await Deno.remove(this.#folder, { recursive: true });
  }
}
