/** The operator's console: standard input to what the server does, and the lobby on standard output. */

import { message as createMessage } from "../wire/format.ts";
import { type Line, LineSplitter } from "../wire/lines.ts";
import { type AdminAnswer, firstWord, type Office } from "./admin/admin_command.ts";
import { announce } from "./admin/admin_people.ts";
import { findAdminCommand } from "./admin/admin_table.ts";
import { adminHelp, failed } from "./admin/administration.ts";
import { lobbyName } from "./core/channel.ts";
import { createSession, reshape, type Session } from "./core/session.ts";
import type { Fanout } from "./net/fanout.ts";
import { Outbox, type Writer } from "./net/outbox.ts";
import type { Rounds } from "./net/rounds.ts";

/** What a console works with. */
export interface ConsoleOptions {
  /** What commands work with. */
  readonly office: Office;
  /** To answer by. */
  readonly fanout: Fanout;
  /** Where answers go. */
  readonly output: Writer;
  /** When they may go. */
  readonly rounds: Rounds;
  /** Shows the lobby too. */
  readonly showsChat: boolean;
}

/** Longest line that the operator may type, in bytes. */
const maxLineBytes = 4096;

/** Reads the operator's lines. */
export class Console {
  readonly #options: ConsoleOptions;
  readonly #session: Session;

  /** Opens the output; with `showsChat` the lobby is seen there from now on. */
  constructor(options: ConsoleOptions) {
    this.#options = options;
    const outlet = new Outbox(options.output, options.rounds, {
      lastLine: () => new Uint8Array(0),
      // Nobody reads it any more: the server goes on without.
      onEnding: () => {},
      onEnded: () => {},
    });
    const start = { id: 0, outlet, address: "", port: 0, host: "", openedAtMs: 0 };
    this.#session = createSession(start);
    this.#session.dialect = "plain";
    reshape(this.#session);
    if (options.showsChat) options.office.world.channel(lobbyName)?.watch(this.#session);
  }

  /** Reads lines until the input ends or fails, as it does in the background; the server goes on. */
  async read(input: ReadableStream<Uint8Array>): Promise<void> {
    const splitter = new LineSplitter(maxLineBytes);
    try {
      for await (const chunk of input) {
        this.#handle(splitter.push(chunk));
      }
      this.#handle(splitter.flush());
    } catch {
      // A terminal that is not ours to read.
    }
  }

  #handle(lines: readonly Line[]): void {
    for (const line of lines) this.#take(line);
    this.#options.fanout.flush();
  }

  #take(line: Line): void {
    if (typeof line !== "string") return this.#tell("That line is too long or not UTF-8");
    // A NUL could not be sent on, and ends a line nowhere.
    const text = line.replaceAll("\0", "").trim();
    if (text === "") return;
    const { office } = this.#options;
    if (!text.startsWith("/")) return this.#do(() => announce(office, text));
    const [word, rest] = firstWord(text);
    const name = word.slice(1);
    if (name === "help") {
      this.#tell("A line goes to everyone. Commands:");
      return adminHelp("/").forEach((line) => this.#tell(line));
    }
    const command = findAdminCommand(name);
    if (command === undefined) return this.#tell(`There is no command "${word}"; /help lists them`);
    this.#do(() => command.run(office, rest));
  }

  #do(run: () => AdminAnswer | Promise<AdminAnswer>): void {
    try {
      const answer = run();
      if (answer instanceof Promise) void this.#answerLater(answer);
      else this.#answer(answer);
    } catch (error) {
      this.#answer(failed(error));
    }
  }

  async #answerLater(answer: Promise<AdminAnswer>): Promise<void> {
    this.#answer(await answer.catch(failed));
    this.#options.fanout.flush();
  }

  #answer({ lines }: AdminAnswer): void {
    for (const line of lines) this.#tell(line);
  }

  #tell(text: string): void {
    this.#options.fanout.reply(this.#session, createMessage("", "NOTICE", "*", text));
  }
}
