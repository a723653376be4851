/** The client's pipe mode in this process, between an input and outputs that a test holds. */

import { connect } from "../../client/link.ts";
import { runPipe } from "../../client/pipe.ts";
import type { PipeOptions } from "../../client/pipe_options.ts";
import { beforeDeadline } from "./client_fake_server.ts";

/** Options of a run. */
export interface PipeRunOptions {
  /** Of the server, on this machine. */
  readonly port: number;
  /** Nick wanted. */
  readonly nick?: string;
  /** Channels to join. */
  readonly channels?: readonly string[];
  /** JSON in place of text. */
  readonly json?: boolean;
  /** Bytes of output after which nobody reads any more. */
  readonly outputLimit?: number;
  /** How many messages before joining are wanted. */
  readonly history?: number;
  /** How long a lost connection is tried to be made again; left out: not at all. */
  readonly giveUpMs?: number;
  /** Who the client is at the server. */
  readonly account?: PipeOptions["account"];
}

/** A client that runs until its input ends, or its server does. */
export class PipeRun {
  readonly output: Collected;
  readonly errors: Collected = new Collected(Infinity);
  readonly #input: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #exit: Promise<number>;

  /** How often the client asked for input. */
  pulls = 0;

  /** Connects and starts. */
  constructor(
    {
      port,
      nick = "ann",
      channels = ["#lobby"],
      json = false,
      outputLimit,
      history = 0,
      giveUpMs = 0,
      account = {},
    }: PipeRunOptions,
  ) {
    this.output = new Collected(outputLimit ?? Infinity);
    this.#input = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      pull: () => {
        this.pulls++;
      },
    }, { highWaterMark: 0 });
    this.#exit = this.#run(port, { nick, channels, json, history, giveUpMs, account });
  }

  /** Gives the client input. */
  type(input: string | Uint8Array): void {
    const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
    this.#controller?.enqueue(bytes);
  }

  /** Ends the input. */
  end(): void {
    this.#controller?.close();
  }

  /** Waits for the end and gives the exit code. */
  exit(): Promise<number> {
    return beforeDeadline(this.#exit, "the client's end");
  }

  async #run(
    port: number,
    who: Pick<PipeOptions, "nick" | "channels" | "json" | "history" | "giveUpMs" | "account">,
  ): Promise<number> {
    const reconnect = () => connect({ host: "127.0.0.1", port });
    const link = await reconnect();
    const { output, errors } = this;
    return await runPipe(link, {
      ...who,
      input: this.#input,
      output,
      errors,
      reconnect,
      random: () => 0,
    });
  }
}

/** Takes bytes as a pipe does, and breaks when nobody reads any more. */
export class Collected {
  readonly #decoder = new TextDecoder();
  readonly #limit: number;
  #changed = Promise.withResolvers<void>();
  #text = "";

  /** `limit`: bytes after which writing fails. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What was written so far. */
  get text(): string {
    return this.#text;
  }

  /** Its lines. */
  get lines(): readonly string[] {
    return this.#text.split("\n").slice(0, -1);
  }

  /** Takes bytes, never more than 7 at a time. */
  write(bytes: Uint8Array): Promise<number> {
    if (this.#text.length >= this.#limit) return Promise.reject(new Deno.errors.BrokenPipe("test"));
    const taken = bytes.subarray(0, 7);
    this.#text += this.#decoder.decode(taken, { stream: true });
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
    return Promise.resolve(taken.length);
  }

  /** Waits until `part` was written. */
  async until(part: string): Promise<void> {
    while (!this.#text.includes(part)) {
      await beforeDeadline(this.#changed.promise, `"${part}" after "${this.#text}"`);
    }
  }
}
