/** The client for a person at a terminal. */

import { formatMessage } from "../wire/format.ts";
import { Conversation } from "./conversation.ts";
import type { ClientEvent } from "./event.ts";
import { KeyReader } from "./keys.ts";
import { LineEditor } from "./line_editor.ts";
import type { Link } from "./link.ts";
import { Output } from "./output.ts";
import { colourPalette, type Palette, plainPalette } from "./palette.ts";
import { renderEvent, safeName } from "./render.ts";
import { Screen } from "./screen.ts";
import { Session } from "./session.ts";
import { type Action, helpLines, parseTyped } from "./slash.ts";

/** Who we are and how it looks. */
export interface TerminalOptions {
  /** What we want to be called. */
  readonly nick: string;
  /** Channels to join, in order; typed lines go to the last one. */
  readonly channels: readonly string[];
  /** Whether the terminal shows colours. */
  readonly hasColours: boolean;
}

const leavingSignals: readonly Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];
const noChannel = "You are in no channel. Join one: /join #lobby";

/** Runs the client on this process's terminal until somebody leaves or the connection ends; gives the exit code. */
export async function runTerminal(link: Link, options: TerminalOptions): Promise<number> {
  const terminal = new Terminal(link, options);
  const leave = () => terminal.leave("");
  const redraw = () => void terminal.redraw();
  Deno.stdin.setRaw(true);
  for (const signal of leavingSignals) Deno.addSignalListener(signal, leave);
  Deno.addSignalListener("SIGWINCH", redraw);
  try {
    return await terminal.run(Deno.stdin.readable);
  } finally {
    leaveRawMode();
    for (const signal of leavingSignals) Deno.removeSignalListener(signal, leave);
    Deno.removeSignalListener("SIGWINCH", redraw);
  }
}

function leaveRawMode(): void {
  try {
    Deno.stdin.setRaw(false);
  } catch {
    // The terminal is gone, and its mode with it.
  }
}

function terminalColumns(): number {
  try {
    return Math.max(Deno.consoleSize().columns, 8);
  } catch {
    return 80;
  }
}

class Terminal {
  readonly #link: Link;
  readonly #session: Session;
  readonly #conversation: Conversation;
  readonly #screen: Screen;
  readonly #editor = new LineEditor();
  readonly #palette: Palette;
  #entered: (readonly string[])[] = [];
  #isDoing = false;

  constructor(link: Link, { nick, channels, hasColours }: TerminalOptions) {
    this.#link = link;
    this.#palette = hasColours ? colourPalette : plainPalette;
    this.#conversation = new Conversation({ nick, channels });
    this.#session = new Session(link, this.#conversation, (events) => this.#show(events));
    this.#screen = new Screen({
      output: new Output(Deno.stdout),
      editor: this.#editor,
      prompt: () => this.#prompt(),
      columns: terminalColumns,
    });
  }

  async run(input: ReadableStream<Uint8Array>): Promise<number> {
    await this.#screen.open();
    const reader = input.getReader();
    const typing = Promise.all([this.#readKeys(reader), this.#keepDoing()]);
    await this.#session.run();
    reader.cancel().catch(() => undefined);
    await typing;
    await this.#screen.close();
    if (this.#session.isParting) return 0;
    if (this.#conversation.stage !== "refused") {
      await new Output(Deno.stderr).write(`${this.#session.ending}\r\n`);
    }
    return 1;
  }

  leave(reason: string): void {
    // Whoever asks twice does not want to wait for the server.
    if (this.#session.isParting) this.#link.close();
    else this.#session.part(reason);
  }

  redraw(): Promise<void> {
    return this.#screen.redraw();
  }

  async #readKeys(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    const keys = new KeyReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      for (const key of keys.push(decoder.decode(value, { stream: true }))) {
        const outcome = this.#editor.press(key);
        if (outcome.kind === "left") this.leave("");
        else if (outcome.kind === "redraw") await this.#screen.clear();
        else if (outcome.kind === "entered") await this.#enter(outcome.lines);
      }
      await this.#screen.redraw();
    }
    this.#session.part("");
  }

  /** Typed lines are done in order; those typed before we are in a channel wait for it. */
  async #enter(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const isFirst = this.#entered.length === 0 && !this.#isDoing;
    if (isFirst && this.#parse(lines)?.kind === "quit") return await this.#do(lines);
    this.#entered.push(lines);
    await this.#doEntered();
  }

  async #doEntered(): Promise<void> {
    if (this.#isDoing) return;
    this.#isDoing = true;
    while (this.#conversation.stage === "ready" && this.#conversation.hasRoom) {
      const lines = this.#entered.shift();
      if (lines === undefined) break;
      await this.#do(lines);
    }
    this.#isDoing = false;
  }

  /** Does what waited, as soon as the server has answered what it waited for. */
  async #keepDoing(): Promise<void> {
    while (!this.#session.hasEnded) {
      await this.#session.changed;
      await this.#doEntered();
    }
  }

  /** Several lines come from a paste: none of them is a command. */
  #parse(lines: readonly string[]): Action | undefined {
    const [only] = lines;
    if (only === undefined || lines.length > 1) return undefined;
    return parseTyped(only, (name) => this.#conversation.isChannel(name));
  }

  async #show(events: readonly ClientEvent[]): Promise<void> {
    const { current, channelCount } = this.#conversation;
    const look = {
      palette: this.#palette,
      hasTime: true,
      impliedChannel: channelCount > 1 ? undefined : current,
    };
    await this.#screen.print(events.map((event) => renderEvent(event, look)));
  }

  async #do(lines: readonly string[]): Promise<void> {
    const action = this.#parse(lines);
    if (action !== undefined) return await this.#act(action);
    for (const line of lines) await this.#say(line);
  }

  async #act(action: Action): Promise<void> {
    switch (action.kind) {
      case "nothing":
        return;
      case "say":
        return await this.#say(action.text);
      case "act":
        return await this.#say(action.text, "action");
      case "tell": {
        const { to, text } = action;
        const speech = { to, text, manner: "message", nowMs: Date.now() } as const;
        return await this.#session.take(this.#conversation.say(speech));
      }
      case "join":
        return await this.#join(action.channel, action.key);
      case "part":
        return await this.#part(action.channel ?? this.#conversation.current, action.reason);
      case "nick":
        return await this.#send("NICK", action.nick);
      case "quit":
        return this.leave(action.reason);
      case "help":
        return await this.#remark(...helpLines());
      case "wrong":
        return await this.#remark(action.text);
    }
  }

  async #say(text: string, manner: "message" | "action" = "message"): Promise<void> {
    const to = this.#conversation.current;
    if (to === undefined) return await this.#remark(noChannel);
    const speech = { to, text, manner, nowMs: Date.now() };
    await this.#session.take(this.#conversation.say(speech));
  }

  async #join(channel: string, key: string | undefined): Promise<void> {
    const step = this.#conversation.join(channel, key);
    if (step.switched !== undefined) await this.#remark(`Now in ${safeName(step.switched)}`);
    await this.#session.take(step);
  }

  async #part(channel: string | undefined, reason: string): Promise<void> {
    if (channel === undefined) return await this.#remark(noChannel);
    await this.#send("PART", ...(reason === "" ? [channel] : [channel, reason]));
  }

  #send(command: string, ...params: readonly string[]): Promise<void> {
    return this.#session.take({ send: [formatMessage({ command, params })], events: [] });
  }

  #remark(...lines: readonly string[]): Promise<void> {
    return this.#screen.print(lines.map((line) => this.#palette("faint", line)));
  }

  #prompt(): string {
    const { current } = this.#conversation;
    return current === undefined ? "> " : `${safeName(current)}> `;
  }
}
