/** A person at work: keys to the desk, what it asks for to the networks and the terminal. */

import type { ClientEvent } from "../talk/event.ts";
import { Conversation } from "../talk/conversation.ts";
import type { Link } from "../talk/link.ts";
import { Network } from "../talk/network.ts";
import { newOnce } from "../talk/once.ts";
import { retryDelayMs } from "../talk/retry.ts";
import { Session, type Turn } from "../talk/session.ts";
import type { BufferLimits } from "../talk/shelf.ts";
import { slashLanguage } from "../talk/slash_language.ts";
import type { NetworkPlan } from "./client_plan.ts";
import { Desk } from "./desk/desk.ts";
import type { Effect } from "./desk/effect.ts";
import type { Drawing } from "./drawing.ts";
import { Lag } from "./lag.ts";
import { connectUnless, pause } from "./leaving.ts";
import { lastWords, type NetworkLine, viewOf } from "./network_line.ts";
import { Output } from "./output.ts";
import { Painter } from "./painter.ts";
import { enterRawMode, leaveRawMode, stopHere } from "./raw_terminal.ts";
import type { Key } from "./typing/key.ts";
import type { TerminalOptions } from "./terminal_options.ts";
import { escapeWaitMs, KeyReader } from "./typing/key_reader.ts";

const latestShown = 100;
// What keeps the process below 120 MiB.
const limits: BufferLimits = { maxEntries: 2_500, maxLookedAt: 10_000, maxTotal: 20_000 };
const tickMs = 1000;

/** Joins the desk with its networks and the terminal, which whoever makes this has taken. */
export class DeskRunner {
  readonly #options: TerminalOptions;
  readonly #lines: readonly NetworkLine[];
  readonly #desk: Desk;
  readonly #drawing: Drawing;
  readonly #painter: Painter;
  readonly #keys = new KeyReader();
  #escapeTimer: ReturnType<typeof setTimeout> | undefined;
  #leaving = Promise.withResolvers<void>();
  #isParting = false;
  #isLent = false;

  /** Nothing happens before `run`. `drawing` has the screen. */
  constructor(options: TerminalOptions, drawing: Drawing) {
    this.#options = options;
    this.#drawing = drawing;
    this.#lines = options.networks.map((plan, at) => this.#lineOf(plan, at));
    const networks = this.#lines.map(({ network }) => network);
    this.#desk = new Desk({ networks, settings: options.settings });
    this.#painter = new Painter({
      desk: this.#desk,
      networks: () => this.#lines.map(viewOf),
      drawing,
      depth: options.depth,
      onTop: () => this.#loadOlder(),
    });
  }

  /**
   * Goes on until somebody leaves; gives the exit code.
   *
   * @throws {Error} with one line for the user, where there is one network and it can't be reached.
   */
  async run(): Promise<number> {
    await this.#painter.draw();
    if (this.#options.depth !== "none") this.#drawing.askBackground();
    const reader = Deno.stdin.readable.getReader();
    const reading = this.#read(reader);
    const ticking = setInterval(() => this.#tick(), tickMs);
    try {
      await Promise.all(this.#lines.map((line, at) => this.#keep(line, at)));
    } finally {
      clearInterval(ticking);
      reader.cancel().catch(() => undefined);
      await reading;
      clearTimeout(this.#escapeTimer);
      this.#painter.stop();
      await this.#drawing.close();
    }
    return await this.#goodbye();
  }

  /** Leaves all networks; who asks twice leaves at once. */
  leave(reason: string): void {
    for (const { session } of this.#lines) {
      if (this.#isParting) session.leave();
      else session.part(reason);
    }
    this.#isParting = true;
    this.#leaving.resolve();
  }

  /** Draws all anew, at the size that the terminal has now. */
  redraw(): void {
    this.#painter.forget();
  }

  /** Gives the terminal back to the shell until it lets us go on. */
  async suspend(): Promise<void> {
    await this.#lend(stopHere);
  }

  #lineOf(plan: NetworkPlan, at: number): NetworkLine {
    const { name, nick, channels, account } = plan;
    const options = { nick, channels, account, newOnce, latest: latestShown, isFace: true };
    const conversation = new Conversation(options);
    const session = new Session({
      conversation,
      reconnect: plan.connect,
      show: (events) => this.#show(at, events),
      tell: (turn) => this.#tell(at, turn),
    });
    const highlights = () => this.#desk.settings.get("highlights").split(" ").filter(Boolean);
    return {
      plan,
      session,
      network: new Network({ name, conversation, highlights, commands: slashLanguage, ...limits }),
      lag: new Lag(),
    };
  }

  /** Connects, and goes on until the session ends. Where there are other networks, one that is not there is tried again. */
  async #keep({ plan, session }: NetworkLine, at: number): Promise<void> {
    const startMs = Date.now();
    let link: Link | undefined;
    while (link === undefined && !this.#isParting) {
      try {
        link = await connectUnless(this.#leaving.promise, plan.connect);
      } catch (error) {
        if (this.#lines.length === 1) throw error;
        this.#note(at, error instanceof Error ? error.message : String(error), true);
        const kept = { lastsMs: Date.now() - startMs, isUnsteady: true };
        await pause(retryDelayMs(kept, Math.random()), this.#leaving.promise);
      }
    }
    if (link === undefined) return;
    if (this.#isParting) return link.close();
    void this.#loadEmoji();
    await session.run(link);
    if (!this.#isParting) this.#note(at, session.ending, true);
  }

  #show(at: number, events: readonly ClientEvent[]): Promise<void> {
    const nowMs = Date.now();
    const line = this.#lines[at];
    line?.lag.follow(events, nowMs);
    if (line !== undefined) {
      for (const event of events) {
        this.#options.log?.(line.plan.name, event);
      }
    }
    this.#do(this.#desk.receive(at, events, nowMs));
    this.#painter.changed();
    return Promise.resolve();
  }

  #tell(at: number, turn: Turn): Promise<void> {
    if (turn.kind === "lost") {
      this.#lines[at]?.network.buffers.lose();
      this.#lines[at]?.lag.lose();
    }
    const text = turn.kind === "back"
      ? "Connected again"
      : `Connection lost; connecting again (at once by /reconnect). ${turn.reason}`.trimEnd();
    this.#note(at, text, turn.kind === "lost");
    return Promise.resolve();
  }

  #note(at: number, text: string, isBad: boolean): void {
    this.#desk.note(at, text, { isBad, nowMs: Date.now() });
    this.#painter.changed();
  }

  async #read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      clearTimeout(this.#escapeTimer);
      this.#press(this.#keys.push(decoder.decode(value, { stream: true })));
      if (!this.#keys.isWaiting) continue;
      this.#escapeTimer = setTimeout(() => this.#press(this.#keys.flush()), escapeWaitMs);
    }
    if (!this.#isParting) this.leave("");
  }

  #press(keys: readonly Key[]): void {
    if (this.#isLent) return;
    for (const key of keys) this.#do(this.#desk.press(key, Date.now()));
    this.#painter.changed();
  }

  #do(effects: readonly Effect[]): void {
    for (const effect of effects) this.#doOne(effect);
  }

  #doOne(effect: Effect): void {
    const here = this.#desk.place.network;
    switch (effect.kind) {
      case "take":
        return void this.#lines[effect.network]?.session.take(effect.step);
      case "quit":
        return this.leave(effect.reason);
      case "reconnect":
        if (this.#lines[effect.network]?.session.isLost === false) {
          return this.#note(effect.network, "The connection stands.", false);
        }
        return this.#lines[effect.network]?.session.hurry();
      case "suspend":
        return void this.suspend();
      case "edit":
        return void this.#lend(async () =>
          this.#desk.edited(await this.#options.edit(effect.text))
        );
      case "redraw":
        return this.redraw();
      case "bell":
        return void this.#drawing.bell();
      case "notify":
        return void this.#drawing.notify(effect.text);
      case "save":
        return this.#try(here, "The settings are kept", () => {
          this.#options.save(this.#desk.settings.values);
        });
      case "scroll":
        return this.#painter.turn(effect.to);
    }
  }

  #try(at: number, done: string, act: () => void): void {
    try {
      act();
      this.#note(at, done, false);
    } catch (error) {
      this.#note(at, error instanceof Error ? error.message : String(error), true);
    }
  }

  /** Gives the terminal to something else until it is done with it. */
  async #lend(use: () => Promise<void>): Promise<void> {
    if (this.#isLent) return;
    this.#isLent = true;
    await this.#drawing.close();
    leaveRawMode();
    try {
      await use();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#note(this.#desk.place.network, text, true);
    }
    enterRawMode();
    this.#isLent = false;
    await this.#drawing.open();
    this.#painter.forget();
  }

  #loadOlder(): void {
    const { network, talk } = this.#desk.place;
    const line = this.#lines[network];
    // Until then what is shown is not all that was asked for.
    if (line?.network.conversation.stage !== "ready" || line.session.isLost) return;
    void line.session.take(line.network.loadOlder(talk, Date.now()));
  }

  #tick(): void {
    this.#do(this.#desk.look());
    this.#painter.changed();
  }

  async #loadEmoji(): Promise<void> {
    const { emojiByName } = await import("../talk/emoji.ts");
    this.#desk.learnEmoji(emojiByName);
  }

  async #goodbye(): Promise<number> {
    const errors = new Output(Deno.stderr);
    for (const text of this.#lines.flatMap(lastWords)) errors.write(`${text}\n`);
    await errors.flushed();
    return this.#lines.some(({ session }) => session.isParting) ? 0 : 1;
  }
}
