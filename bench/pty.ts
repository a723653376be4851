/** A program on a terminal of its own, that of `script` from util-linux. */

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** What is started, and how large its terminal is. */
export interface PtyOptions {
  /** The program and its arguments, without quotes in them. */
  readonly command: readonly string[];
  /** What it finds in its environment besides ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** Rows of the terminal. */
  readonly rows?: number;
  /** Columns of the terminal. */
  readonly columns?: number;
}

/** A program that runs on a terminal. */
export class Pty {
  readonly #script: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #text = "";
  #pid = 0;
  #startMs = 0;

  private constructor(script: Deno.ChildProcess) {
    this.#script = script;
    this.#reader = script.stdout.getReader();
    this.#writer = script.stdin.getWriter();
  }

  /** Starts a program; the clock runs from when its terminal is there and it is about to be loaded. */
  static async start({ command, env = {}, rows = 24, columns = 80 }: PtyOptions): Promise<Pty> {
    const words = command.map((word) => `'${word}'`).join(" ");
    // The shell becomes the program, so that its process id is the program's.
    const line = `stty rows ${rows} cols ${columns} -echo; ` +
      `echo "started $$ at $EPOCHREALTIME."; exec ${words}`;
    const script = new Deno.Command("script", {
      args: ["--quiet", "--flush", "--command", line, "/dev/null"],
      env: { SHELL: "/bin/bash", TERM: "xterm-256color", ...env },
      ...{ stdin: "piped", stdout: "piped", stderr: "null" },
    }).spawn();
    const pty = new Pty(script);
    const [, pid = "", seconds = ""] = await pty.wait(/started (\d+) at ([\d.]+)\./);
    pty.#startMs = Number(seconds) * 1000 - performance.timeOrigin;
    pty.#pid = Number(pid);
    return pty;
  }

  /** The program's process. */
  get pid(): number {
    return this.#pid;
  }

  /** How long it has been running. */
  get ageMs(): number {
    return performance.now() - this.#startMs;
  }

  /** Waits for a text on the way to the terminal; what comes before it and with it is forgotten. */
  async wait(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#text);
      if (found !== null) {
        this.#text = this.#text.slice(found.index + found[0].length);
        return found;
      }
      const { done, value } = await this.#reader.read();
      if (done) throw new Error(`The program ended without ${pattern}: ${this.#text.slice(-500)}`);
      this.#text = (this.#text + decoder.decode(value, { stream: true })).slice(-maxKeptLength);
    }
  }

  /** Types. */
  async type(text: string): Promise<void> {
    await this.#writer.write(encoder.encode(text));
  }

  /** Ends the program at once. */
  async kill(): Promise<void> {
    Deno.kill(this.#pid, "SIGKILL");
    await this.ended();
  }

  /** Resolves when the program has ended. */
  async ended(): Promise<void> {
    while (!(await this.#reader.read()).done);
    await this.#script.status;
    await this.#writer.close().catch(() => undefined);
  }
}

const maxKeptLength = 100_000;
