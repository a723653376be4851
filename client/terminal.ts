/** The client for a person at a terminal. */

import { formatMessage } from "../wire/format.ts";
import type { AccountOptions } from "../talk/account.ts";
import { Conversation } from "../talk/conversation.ts";
import { Entered } from "./entered.ts";
import { type ClientEvent, isShown } from "../talk/event.ts";
import { KeyReader } from "./typing/key_reader.ts";
import { LineEditor } from "./typing/line_editor.ts";
import type { Link } from "./link.ts";
import { newOnce } from "../talk/once.ts";
import { Output } from "./output.ts";
import { colourPalette, type Palette, plainPalette } from "./palette.ts";
import { leaveRawMode, terminalColumns } from "./raw_terminal.ts";
import { safeName } from "../talk/sentence.ts";
import { renderEvent, renderUnsaid } from "./render.ts";
import { Screen } from "./screen.ts";
import { Session, type Turn } from "../talk/session.ts";
import { isSecretInput } from "../talk/secret_input.ts";
import { parseTyped, typedForm } from "../talk/slash.ts";
import type { Action } from "../talk/slash_action.ts";
import { helpLines } from "../talk/slash_commands.ts";

/** Who we are and how it looks. */
export interface TerminalOptions {
  /** What we want to be called. */
  readonly nick: string;
  /** Channels to join, in order; typed lines go to the last one. */
  readonly channels: readonly string[];
  /** Whether the terminal shows colours. */
  readonly hasColours: boolean;
  /** Who we are at the server. */
  readonly account: AccountOptions;
  /** Makes another connection when one is lost. */
  readonly reconnect: () => Promise<Link>;
}

const leavingSignals: readonly Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];
const needsServer: ReadonlySet<string> = new Set(["join", "part", "nick", "register", "login"]);
const latestShown = 50;
const keptWhileLost = "Kept; it is said when the connection is back.";
const tooMuchKept = "So much waits to be said that this line stays here. Press Enter again later.";
const noRoom = "There is no room for that here; nothing of it was taken.";
const pastedSecret = "Nothing of this is said: there is a password in it. Type that line alone.";
const noChannel = "You are in no channel. Join one: /join #lobby";

/** Runs the client on this process's terminal until somebody leaves or the connection ends; gives the exit code. */
export async function runTerminal(link: Link, options: TerminalOptions): Promise<number> {
  const terminal = new Terminal(options);
  const leave = () => terminal.leave("");
  const redraw = () => void terminal.redraw();
  Deno.stdin.setRaw(true);
  for (const signal of leavingSignals) Deno.addSignalListener(signal, leave);
  Deno.addSignalListener("SIGWINCH", redraw);
  try {
    return await terminal.run(link, Deno.stdin.readable);
  } finally {
    leaveRawMode();
    for (const signal of leavingSignals) Deno.removeSignalListener(signal, leave);
    Deno.removeSignalListener("SIGWINCH", redraw);
  }
}

class Terminal {
  readonly #session: Session;
  readonly #conversation: Conversation;
  readonly #screen: Screen;
  readonly #editor = new LineEditor();
  readonly #palette: Palette;
  readonly #entered = new Entered();
  #isDoing = false;
  #hasToldKept = false;

  constructor({ hasColours, reconnect, ...who }: TerminalOptions) {
    this.#palette = hasColours ? colourPalette : plainPalette;
    this.#conversation = new Conversation({ ...who, newOnce, latest: latestShown });
    this.#session = new Session({
      conversation: this.#conversation,
      show: (events) => this.#show(events),
      tell: (turn) => this.#tellTurn(turn),
      reconnect,
    });
    this.#screen = new Screen({
      output: new Output(Deno.stdout),
      editor: this.#editor,
      prompt: () => this.#prompt(),
      columns: terminalColumns,
    });
  }

  async run(link: Link, input: ReadableStream<Uint8Array>): Promise<number> {
    await this.#screen.open();
    const reader = input.getReader();
    const typing = Promise.all([this.#readKeys(reader), this.#keepDoing()]);
    await this.#session.run(link);
    reader.cancel().catch(() => undefined);
    await typing;
    await this.#screen.close();
    const { isParting, isLost, ending } = this.#session;
    const { saying, stage } = this.#conversation;
    const errors = new Output(Deno.stderr);
    if (!isParting && stage !== "refused") errors.write(`${ending}\r\n`);
    const undone = this.#entered.lines.filter((line) => !isSecretInput(line));
    const texts = [...saying.unsettled.map(({ text }) => text), ...undone];
    if (isLost && texts.length > 0) errors.write(`${renderUnsaid(texts)}\r\n`);
    await errors.flushed();
    return isParting ? 0 : 1;
  }

  leave(reason: string): void {
    // Whoever asks twice does not want to wait for the server.
    if (this.#session.isParting) this.#session.leave();
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
        const isFull = this.#entered.isFull || this.#conversation.saying.isFull;
        if (isFull && key.kind === "press" && key.name === "enter") {
          await this.#remark(tooMuchKept);
          continue;
        }
        const outcome = this.#editor.press(key);
        if (outcome.kind === "left") this.leave("");
        else if (key.kind === "press" && key.name === "redraw") await this.#screen.clear();
        else if (outcome.kind === "full") await this.#remark(noRoom);
        else if (outcome.kind === "entered") await this.#enter(outcome.lines.filter(Boolean));
      }
      await this.#screen.redraw();
    }
    this.#session.part("");
  }

  /** Typed lines are done in order; those typed before we are in a channel wait for it. */
  async #enter(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const isFirst = this.#entered.isEmpty && !this.#isDoing;
    const kind = this.#parse(lines)?.kind;
    if (kind === "reconnect" || (kind === "quit" && (isFirst || this.#session.isLost))) {
      return await this.#do(lines);
    }
    this.#entered.push(lines);
    if (this.#session.isLost && !this.#hasToldKept) {
      this.#hasToldKept = true;
      await this.#remark(keptWhileLost);
    }
    await this.#doEntered();
  }

  /** What is said while there is no connection goes to the channel that we talk in now, not to one of later. */
  #isNext(lines: readonly string[]): boolean {
    const { stage, saying: { hasRoom }, current } = this.#conversation;
    if (!this.#session.isLost) return stage === "ready" && hasRoom;
    const kind = this.#parse(lines)?.kind ?? "say";
    if (kind === "say" || kind === "act") return current !== undefined;
    return !needsServer.has(kind);
  }

  async #doEntered(): Promise<void> {
    if (this.#isDoing) return;
    this.#isDoing = true;
    for (;;) {
      const lines = this.#entered.first;
      if (lines === undefined || !this.#isNext(lines)) break;
      this.#entered.shift();
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
    const { current: talk, nick } = this.#conversation;
    const isChannel = (name: string) => this.#conversation.isChannel(name);
    return parseTyped(only, { talk, nick, isChannel });
  }

  async #show(events: readonly ClientEvent[]): Promise<void> {
    const { current, channelCount } = this.#conversation;
    const look = {
      palette: this.#palette,
      hasTime: true,
      impliedChannel: channelCount > 1 ? undefined : current,
    };
    for (const event of events) this.#giveBack(event);
    await this.#screen.print(events.filter(isShown).map((event) => renderEvent(event, look)));
  }

  /** What the server could not keep is there to be said again. */
  #giveBack(event: ClientEvent): void {
    if (event.kind !== "sayRefused" || event.again === undefined) return;
    this.#editor.restore(typedForm(event.again, this.#conversation.current));
  }

  async #tellTurn(turn: Turn): Promise<void> {
    this.#hasToldKept = false;
    if (turn.kind === "back") return await this.#remark("Connected again");
    const text = `Connection lost; connecting again (at once by /reconnect). ${turn.reason}`;
    await this.#screen.print([this.#palette("alarm", text.trimEnd())]);
  }

  async #do(lines: readonly string[]): Promise<void> {
    const action = this.#parse(lines);
    if (action !== undefined) return await this.#act(action);
    if (lines.some(isSecretInput)) return await this.#remark(pastedSecret);
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
      case "tell":
        return await this.#say(action.text, "message", action.to);
      case "order":
        return await this.#session.take(this.#conversation.order(action.lines, Date.now()));
      case "join":
        return await this.#join(action.channel, action.key);
      case "part":
        return await this.#part(action.channel ?? this.#conversation.current, action.reason);
      case "nick":
        return await this.#send("NICK", action.nick);
      case "register":
      case "login":
      case "mute":
      case "unmute":
      case "ignore":
      case "unignore":
        return await this.#session.take(this.#conversation.enterAccount(action, Date.now()));
      case "quit":
        return this.leave(action.reason);
      case "reconnect":
        if (!this.#session.isLost) return await this.#remark("The connection stands.");
        return this.#session.hurry();
      case "help":
        return await this.#remark(...helpLines(action.command));
      case "wrong":
        return await this.#remark(action.text);
      default:
        return await this.#remark("There is no screen for that here.");
    }
  }

  async #say(
    text: string,
    manner: "message" | "action" = "message",
    to = this.#conversation.current,
  ): Promise<void> {
    if (to === undefined) return await this.#remark(noChannel);
    await this.#session.take(this.#conversation.say({ to, text, manner, nowMs: Date.now() }));
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
    const where = current === undefined ? "> " : `${safeName(current)}> `;
    return this.#session.isLost ? `(offline) ${where}` : where;
  }
}
