/** The client between other programs: every line of input is a message, every message is a line of output. */

import { type Line, LineSplitter } from "../wire/lines.ts";
import { safeText } from "../wire/safe_text.ts";
import { Conversation } from "../talk/conversation.ts";
import { type ClientEvent, isShown, type Said, type ShownEvent } from "../talk/event.ts";
import { isSameName } from "../wire/casemap.ts";
import { Exec } from "./filter/exec.ts";
import { carryOut, parseJsonOrder } from "./filter/json_order.ts";
import { jsonError, jsonLine } from "./json.ts";
import type { Link } from "./link.ts";
import { newOnce } from "../talk/once.ts";
import { Output } from "./output.ts";
import type { PipeOptions } from "./pipe_options.ts";
import { renderEvent, renderUnsaid } from "./render.ts";
import { Session, type Turn } from "../talk/session.ts";

const maxInputLineBytes = 64 * 1024;
const maxQuotedLength = 80;
const usualGiveUpMs = 120_000;

/** Runs the client until its input is said, the connection ends, or nobody reads its output; gives the exit code. */
export async function runPipe(link: Link, options: PipeOptions): Promise<number> {
  const pipe = new Pipe(options);
  return await pipe.run(link);
}

class Pipe {
  readonly #session: Session;
  readonly #conversation: Conversation;
  readonly #output: Output;
  readonly #errors: Output;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #options: PipeOptions;
  readonly #exec: Exec | undefined;
  readonly #giveUpMs: number;
  #lineNumber = 0;
  #hasFailed = false;

  constructor(options: PipeOptions) {
    const { nick, channels, history: latest, sinceMs, reconnect, random = Math.random } = options;
    const account = { ...options.account, mustLogIn: true };
    this.#options = options;
    this.#conversation = new Conversation({ nick, channels, newOnce, latest, sinceMs, account });
    this.#giveUpMs = options.giveUpMs ?? usualGiveUpMs;
    this.#session = new Session({
      conversation: this.#conversation,
      show: (events) => this.#show(events),
      tell: (turn) => this.#tellTurn(turn),
      reconnect,
      random,
      giveUpMs: this.#giveUpMs,
    });
    this.#output = new Output(options.output);
    this.#errors = new Output(options.errors);
    this.#reader = options.input?.getReader();
    this.#exec = options.exec === undefined ? undefined : new Exec({
      command: options.exec.command,
      tell: (text) => this.#tell(text),
      ...(options.exec.isReplying ? { reply: (said, lines) => this.#reply(said, lines) } : {}),
    });
  }

  async run(link: Link): Promise<number> {
    const feeding = this.#feed();
    await this.#session.run(link);
    // A read that waits would wait for ever; what it was to read can no longer be said.
    this.#reader?.cancel().catch(() => undefined);
    await feeding;
    await this.#exec?.idle;
    if (!this.#session.isParting) this.#tellEnding();
    await this.#errors.flushed();
    return this.#hasFailed ? 1 : 0;
  }

  async #feed(): Promise<void> {
    await this.#until(() => this.#isReady);
    if (this.#reader === undefined && this.#options.isTail) return;
    const splitter = new LineSplitter(maxInputLineBytes);
    while (!this.#session.hasEnded && !this.#session.isParting) {
      const chunk = await this.#read();
      await this.#say(chunk === undefined ? splitter.flush() : splitter.push(chunk));
      if (chunk === undefined) break;
      // Not a byte more than the server takes.
      await this.#until(() => this.#isReady && this.#conversation.saying.hasRoom);
    }
    await this.#session.take(this.#conversation.finishSaying(Date.now()));
    // What others said meanwhile is still to be shown, but nobody waits for a connection for that alone.
    await this.#until(() => {
      const { saying, stage } = this.#conversation;
      return saying.isSettled && stage !== "joining";
    });
    this.#session.part("");
  }

  get #isReady(): boolean {
    return this.#conversation.stage === "ready";
  }

  async #read(): Promise<Uint8Array | undefined> {
    try {
      return (await this.#reader?.read())?.value;
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
      else if (this.#options.json) await this.#obey(line);
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

  /** Does what an object of a program asks for. */
  async #obey(line: string): Promise<void> {
    const order = parseJsonOrder(line, this.#conversation.current);
    if ("fault" in order) {
      this.#hasFailed = true;
      this.#tellProgram(`Line ${this.#lineNumber} was not done: ${order.fault}`);
    } else await this.#session.take(carryOut(order, this.#conversation, Date.now()));
  }

  /** Programs answer by notices, which start no program at the other side: two of them would never end. */
  #reply({ id, from, to, isPrivate }: Said, lines: readonly string[]): void {
    const reply = { ...(id === undefined ? {} : { replyTo: id }), manner: "notice" } as const;
    for (const text of lines) {
      const speech = { to: isPrivate ? from : to, text, nowMs: Date.now(), ...reply };
      this.#session.take(this.#conversation.say(speech));
    }
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo() && !this.#session.hasEnded && !this.#session.isParting) {
      await this.#session.changed;
    }
  }

  async #show(events: readonly ClientEvent[]): Promise<void> {
    for (const event of events) {
      this.#options.log?.(event);
      if (event.kind === "said" && !event.isOwn && event.manner !== "notice") {
        this.#exec?.take(event);
      }
    }
    const text = events.map((event) => this.#render(event)).filter((line) => line !== undefined);
    if (text.length > 0) await this.#output.write(text.map((line) => `${line}\n`).join(""));
    await this.#errors.flushed();
    const isStranger = events.some((event) => event.kind === "account" && event.isBad);
    const isOver = this.#output.isClosed || isStranger || this.#hasLostChannel(events);
    if (isOver) this.#session.part("");
  }

  /** Gives the line of output for an event; what is no news of others goes to standard error or nowhere. */
  #render(event: ClientEvent): string | undefined {
    if (!isShown(event)) return this.#options.json ? this.#asJson(event) : undefined;
    switch (event.kind) {
      case "said":
        if (event.isOwn && !event.isOld) return undefined;
        break;
      case "server":
        if (event.level === "greeting" || event.level === "answer") return undefined;
        if (event.level === "refusal") return this.#tellProgram(`[server] ${event.text}`);
        break;
      case "account":
        this.#hasFailed ||= event.isBad;
        return event.isBad ? this.#tell(this.#asText(event)) : undefined;
      case "nickGiven":
        return this.#tell(this.#asText(event));
      case "registrationRefused":
      case "joinRefused":
      case "sayLost":
        this.#hasFailed = true;
        return this.#tell(this.#asText(event));
      case "sayRefused": {
        this.#hasFailed = true;
        const reason = event.reason ?? "the server passed it on to nobody";
        return this.#tellProgram(`Not said: "${quoted(event.text)}": ${reason}`);
      }
      case "gap":
        return this.#tell(this.#asText(event));
      case "names":
      case "edge":
        return undefined;
      case "topic":
        if (event.by === undefined) return undefined;
        break;
    }
    return this.#options.json ? jsonLine(event) : this.#asText(event);
  }

  /** What we did ourselves is no news. */
  #asJson(event: ClientEvent): string | undefined {
    const doer = event.kind === "reacted" ? event.who : event.kind === "redacted" ? event.by : "";
    return isSameName(doer, this.#conversation.nick) ? undefined : jsonLine(event);
  }

  #asText(event: ShownEvent): string {
    const { current, channelCount } = this.#conversation;
    return renderEvent(event, channelCount > 1 ? undefined : current);
  }

  /** Says whether lines have nowhere to go any more. */
  #hasLostChannel(events: readonly ClientEvent[]): boolean {
    // A program says where each of its lines goes, and may leave a channel or fail to enter one.
    const isProgram = this.#options.json && this.#reader !== undefined;
    const lost = events.filter(isShown).find((event) =>
      (event.kind === "joinRefused" &&
        (!isProgram || this.#options.channels.includes(event.channel))) ||
      ((event.kind === "kicked" || event.kind === "left") && event.isOwn && !isProgram)
    );
    if (lost === undefined) return false;
    this.#hasFailed = true;
    if (lost.kind !== "joinRefused") this.#tell(this.#asText(lost));
    return true;
  }

  #tell(text: string): undefined {
    this.#errors.write(`${safeText(text)}\n`);
  }

  /** Tells a person, and a program that reads us too. */
  #tellProgram(text: string): undefined {
    this.#tell(text);
    if (this.#options.json) this.#output.write(`${jsonError(safeText(text), Date.now())}\n`);
  }

  #tellFault(fault: Exclude<Line, string>): void {
    this.#hasFailed = true;
    const why = fault.kind === "tooLong"
      ? `is longer than ${fault.maxBytes} bytes; split it`
      : `is not UTF-8: "${quoted(fault.text)}"`;
    this.#tellProgram(`Line ${this.#lineNumber} was not said, it ${why}`);
  }

  async #tellTurn(turn: Turn): Promise<void> {
    this.#tell(
      turn.kind === "back"
        ? "Connected again"
        : `Connection lost; connecting again. ${turn.reason}`.trimEnd(),
    );
    await this.#errors.flushed();
  }

  #tellEnding(): void {
    this.#hasFailed = true;
    const { saying, stage } = this.#conversation;
    const unsaid = renderUnsaid(saying.unsettled.map(({ text }) => text)) ?? "";
    if (this.#session.hasGivenUp) {
      this.#tell(`No connection for ${this.#giveUpMs / 1000} s. ${unsaid}`.trimEnd());
      return;
    }
    if (stage !== "refused") this.#tell(this.#session.ending);
    if (unsaid !== "") this.#tell(unsaid);
  }
}

function quoted(text: string): string {
  return text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength)}…` : text;
}
