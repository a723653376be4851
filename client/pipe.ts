/** The client between other programs: every line of input is a message, every message is a line of output. */

import { type Line, LineSplitter } from "../wire/lines.ts";
import { safeText } from "../wire/safe_text.ts";
import { Conversation } from "./conversation.ts";
import type { ClientEvent } from "./event.ts";
import { jsonLine } from "./json.ts";
import type { Link } from "./link.ts";
import { Output } from "./output.ts";
import type { ByteSink } from "./output.ts";
import { plainPalette } from "./palette.ts";
import { renderEvent } from "./render.ts";
import { Session } from "./session.ts";

/** Where lines come from and go to, and who we are. */
export interface PipeOptions {
  /** What we want to be called. */
  readonly nick: string;
  /** Channels to join, in order; lines go to the last one. */
  readonly channels: readonly string[];
  /** Write JSON objects in place of text. */
  readonly json: boolean;
  /** What is to be said. */
  readonly input: ReadableStream<Uint8Array>;
  /** What others say. */
  readonly output: ByteSink;
  /** What went wrong. */
  readonly errors: ByteSink;
}

const maxInputLineBytes = 64 * 1024;
const maxQuotedLength = 80;

/** Runs the client until its input is said, the connection ends, or nobody reads its output; gives the exit code. */
export async function runPipe(link: Link, options: PipeOptions): Promise<number> {
  const pipe = new Pipe(link, options);
  return await pipe.run();
}

class Pipe {
  readonly #session: Session;
  readonly #conversation: Conversation;
  readonly #output: Output;
  readonly #errors: Output;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #json: boolean;
  #lineNumber = 0;
  #hasFailed = false;

  constructor(link: Link, { nick, channels, json, input, output, errors }: PipeOptions) {
    this.#conversation = new Conversation({ nick, channels });
    this.#session = new Session(link, this.#conversation, (events) => this.#show(events));
    this.#output = new Output(output);
    this.#errors = new Output(errors);
    this.#reader = input.getReader();
    this.#json = json;
  }

  async run(): Promise<number> {
    const feeding = this.#feed();
    await this.#session.run();
    // A read that waits would wait for ever; what it was to read can no longer be said.
    this.#reader.cancel().catch(() => undefined);
    await feeding;
    if (!this.#session.isParting && this.#conversation.stage !== "refused") {
      this.#tellEnding();
    }
    await this.#errors.flushed();
    return this.#hasFailed ? 1 : 0;
  }

  async #feed(): Promise<void> {
    await this.#until(() => this.#conversation.stage === "ready");
    const splitter = new LineSplitter(maxInputLineBytes);
    while (!this.#session.hasEnded && !this.#session.isParting) {
      const chunk = await this.#read();
      await this.#say(chunk === undefined ? splitter.flush() : splitter.push(chunk));
      if (chunk === undefined) break;
      // Not a byte more than the server takes.
      await this.#until(() => this.#conversation.hasRoom);
    }
    await this.#session.take(this.#conversation.finishSaying(Date.now()));
    await this.#until(() => this.#conversation.isSettled);
    this.#session.part("");
  }

  async #read(): Promise<Uint8Array | undefined> {
    try {
      return (await this.#reader.read()).value;
    } catch {
      this.#hasFailed = true;
      this.#tell("Could not read standard input");
      return undefined;
    }
  }

  async #say(lines: readonly Line[]): Promise<void> {
    for (const line of lines) {
      this.#lineNumber++;
      if (line === "") continue;
      const to = this.#conversation.current;
      if (typeof line !== "string") this.#tellFault(line);
      else if (to === undefined) {
        this.#hasFailed = true;
        this.#tell(`Not said: "${quoted(line)}": no channel is joined`);
      } else {
        // A NUL would end the line for servers; its picture is what is left of it.
        const text = line.replaceAll("\0", "\u2400");
        const speech = { to, text, manner: "message", nowMs: Date.now() } as const;
        await this.#session.take(this.#conversation.say(speech));
      }
    }
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo() && !this.#session.hasEnded && !this.#session.isParting) {
      await this.#session.changed;
    }
  }

  async #show(events: readonly ClientEvent[]): Promise<void> {
    const text = events.map((event) => this.#render(event)).filter((line) => line !== undefined);
    if (text.length > 0) await this.#output.write(text.map((line) => `${line}\n`).join(""));
    await this.#errors.flushed();
    if (this.#output.isClosed || this.#hasLostChannel(events)) this.#session.part("");
  }

  /** Gives the line of output for an event; what is no news of others goes to standard error or nowhere. */
  #render(event: ClientEvent): string | undefined {
    switch (event.kind) {
      case "said":
        if (event.isOwn) return undefined;
        break;
      case "server":
        if (event.level === "greeting") return undefined;
        if (event.level === "refusal") return this.#tell(`[server] ${event.text}`);
        break;
      case "nickGiven":
        return this.#tell(this.#asText(event));
      case "registrationRefused":
      case "joinRefused":
        this.#hasFailed = true;
        return this.#tell(this.#asText(event));
      case "sayRefused": {
        this.#hasFailed = true;
        const reason = event.reason ?? "the server passed it on to nobody";
        return this.#tell(`Not said: "${quoted(event.text)}": ${reason}`);
      }
      case "names":
        return undefined;
      case "topic":
        if (event.by === undefined) return undefined;
        break;
    }
    return this.#json ? jsonLine(event) : this.#asText(event);
  }

  #asText(event: ClientEvent): string {
    const { current, channelCount } = this.#conversation;
    return renderEvent(event, {
      palette: plainPalette,
      hasTime: false,
      impliedChannel: channelCount > 1 ? undefined : current,
    });
  }

  /** Says whether lines have nowhere to go any more. */
  #hasLostChannel(events: readonly ClientEvent[]): boolean {
    const lost = events.find((event) =>
      event.kind === "joinRefused" ||
      ((event.kind === "kicked" || event.kind === "left") && event.isOwn)
    );
    if (lost === undefined) return false;
    this.#hasFailed = true;
    if (lost.kind !== "joinRefused") this.#tell(this.#asText(lost));
    return true;
  }

  #tell(text: string): undefined {
    this.#errors.write(`${safeText(text)}\n`);
  }

  #tellFault(fault: Exclude<Line, string>): void {
    this.#hasFailed = true;
    const why = fault.kind === "tooLong"
      ? `is longer than ${fault.maxBytes} bytes; split it`
      : `is not UTF-8: "${quoted(fault.text)}"`;
    this.#tell(`Line ${this.#lineNumber} was not said, it ${why}`);
  }

  #tellEnding(): void {
    this.#hasFailed = true;
    this.#tell(this.#session.ending);
    const [first] = this.#conversation.unsettled;
    const count = this.#conversation.unsettled.length;
    if (first === undefined) return;
    const rest = count === 1 ? "" : ` and ${count - 1} more`;
    this.#tell(`Perhaps not said: "${quoted(first.text)}"${rest}`);
  }
}

function quoted(text: string): string {
  return text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength)}…` : text;
}
