/** A program that is run for each message. */

import type { Said } from "../../talk/event.ts";
import { safeText } from "../../wire/safe_text.ts";

/** Which program, and what becomes of its words. */
export interface ExecOptions {
  /** The program and its arguments; never seen by a shell. */
  readonly command: readonly string[];
  /** Takes lines that it wrote, where they are to be said back; left out: they go to our standard output. */
  readonly reply?: (to: Said, lines: readonly string[]) => void;
  /** Tells what went wrong, in one line. */
  readonly tell: (text: string) => void;
  /** After this long it is ended. */
  readonly timeoutMs?: number;
}

const maxAtOnce = 4;
const maxWaiting = 100;
const usualTimeoutMs = 30_000;
const killMs = 2_000;
const maxReplyBytes = 16 * 1024;
const maxReplyLines = 20;

/** Runs it for one message after another, a few at a time. What comes faster for long is dropped, and that is told. */
export class Exec {
  readonly #options: ExecOptions;
  readonly #waiting: Said[] = [];
  #running = 0;
  #dropped = 0;
  #idle = Promise.withResolvers<void>();

  /** Nothing is run before `take`. */
  constructor(options: ExecOptions) {
    this.#options = options;
    this.#idle.resolve();
  }

  /** Runs it for a message, now or when it is its turn. */
  take(said: Said): void {
    if (this.#running + this.#waiting.length === 0) this.#idle = Promise.withResolvers<void>();
    if (this.#waiting.length < maxWaiting) this.#waiting.push(said);
    else if (this.#dropped++ === 0) {
      this.#options.tell(
        `Messages come faster than "${this.#program}" takes them; some are left out`,
      );
    }
    this.#next();
  }

  /** Resolves when nothing runs or waits. */
  get idle(): Promise<void> {
    return this.#idle.promise;
  }

  get #program(): string {
    return safeText(this.#options.command[0] ?? "");
  }

  #next(): void {
    while (this.#running < maxAtOnce) {
      const said = this.#waiting.shift();
      if (said === undefined) break;
      this.#running++;
      this.#run(said)
        .catch((error) =>
          this.#options.tell(`Could not run "${this.#program}": ${reasonOf(error)}`)
        )
        .finally(() => {
          this.#running--;
          this.#next();
        });
    }
    if (this.#running > 0 || this.#waiting.length > 0) return;
    if (this.#dropped > 0) this.#options.tell(`${this.#dropped} messages were left out`);
    this.#dropped = 0;
    this.#idle.resolve();
  }

  async #run(said: Said): Promise<void> {
    const { command: [program = "", ...args], reply, timeoutMs = usualTimeoutMs } = this.#options;
    const child = new Deno.Command(program, {
      args,
      env: variablesOf(said),
      stdin: "piped",
      stdout: reply === undefined ? "inherit" : "piped",
      stderr: "inherit",
    }).spawn();
    const reader = reply === undefined ? undefined : child.stdout.getReader();
    const timers = [
      setTimeout(() => this.#end(child, timeoutMs), timeoutMs),
      setTimeout(() => {
        kill(child, "SIGKILL");
        // What it has started itself may hold its output open.
        reader?.cancel().catch(() => {});
      }, timeoutMs + killMs),
    ];
    const output = reader === undefined ? undefined : readLines(reader);
    await feed(child.stdin, said.text);
    const lines = await output;
    const { code, signal } = await child.status;
    timers.forEach(clearTimeout);
    if (code !== 0 && signal === null) {
      this.#options.tell(`"${this.#program}" ended with exit code ${code}`);
    }
    if (reply !== undefined && lines !== undefined && lines.length > 0) reply(said, lines);
  }

  #end(child: Deno.ChildProcess, timeoutMs: number): void {
    this.#options.tell(`"${this.#program}" ran for ${timeoutMs / 1000} s and was ended`);
    kill(child, "SIGTERM");
  }
}

/** Names of their own: CHAT_NICK and the like would be options of a client that the program starts. */
function variablesOf({ from, to, manner, timeMs, id, ...said }: Said): Record<string, string> {
  const told = {
    FROM: from,
    TO: to,
    KIND: manner === "message" && said.isPrivate ? "private" : manner,
    TIME: new Date(timeMs).toISOString(),
    ID: id ?? "",
    ACCOUNT: said.account ?? "",
    REPLY_TO: said.replyTo ?? "",
  };
  return Object.fromEntries(
    Object.entries(told).map(([name, value]) => [
      `CHAT_MESSAGE_${name}`,
      value.replaceAll("\0", ""),
    ]),
  );
}

async function feed(input: WritableStream<Uint8Array>, text: string): Promise<void> {
  const writer = input.getWriter();
  try {
    await writer.write(new TextEncoder().encode(`${text}\n`));
    await writer.close();
  } catch {
    // It does not want to read, which is its right.
  }
}

/** Reads to the end, and keeps the beginning. */
async function readLines(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<readonly string[]> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { value } = await reader.read();
    if (value === undefined) break;
    if (bytes < maxReplyBytes) {
      text += decoder.decode(value.subarray(0, maxReplyBytes - bytes), { stream: true });
    }
    bytes += value.length;
  }
  const lines = text.split(/[\r\n]+/).map((line) => line.replaceAll("\0", "\u2400"));
  return lines.filter((line) => line !== "").slice(0, maxReplyLines);
}

function kill(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch {
    // It has ended.
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such program";
  if (error instanceof Deno.errors.PermissionDenied) return "that is not allowed";
  return safeText(error instanceof Error ? error.message : String(error));
}
