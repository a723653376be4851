/** A program of somebody else, with its input and output in the test's hands. */

import { Feed } from "./feed.ts";
import { pump } from "./server.ts";

/** A program that is running. */
export class PeerProcess implements AsyncDisposable {
  /** Its standard output. */
  readonly output: Feed;
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #pumps: readonly Promise<void>[];

  /** Starts `program`. */
  constructor(program: string, args: readonly string[]) {
    this.output = new Feed(program);
    const command = new Deno.Command(program, {
      args: [...args],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    });
    this.#process = command.spawn();
    this.#input = this.#process.stdin.getWriter();
    const errors = new Feed(`${program}'s errors`);
    this.#pumps = [pump(this.#process.stdout, this.output), pump(this.#process.stderr, errors)];
  }

  /** Types on its standard input. */
  async types(text: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(text));
  }

  /** Ends its standard input. */
  async endsInput(): Promise<void> {
    await this.#input.close();
  }

  /** Waits until it has written `pattern`. */
  async expects(pattern: string | RegExp): Promise<readonly string[]> {
    return await this.output.expects(pattern);
  }

  /** Waits until it has ended by itself, and gives its exit code. */
  async ends(): Promise<number> {
    await this.output.ended();
    return (await this.#process.status).code;
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#process.status;
    await Promise.all(this.#pumps);
    await this.#input.close().catch(() => {});
  }
}
