/** The handshake: capabilities and a nick that the server takes; messages in, lines out. */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Message } from "../wire/message.ts";
import type { Account, AccountOffer } from "./account.ts";
import type { AccountNews, AccountStep } from "./account_step.ts";
import {
  isWantedCapability,
  parseMultilineLimits,
  requestsOf,
  type WantedCapability,
} from "./capability_wishes.ts";
import type { ClientEvent } from "./event.ts";
import type { MultilineLimits } from "./multiline_parts.ts";
import { numberedNick } from "./nick.ts";
import type { Ways } from "./sender.ts";

/** What to send next, and how the handshake ended if it did. */
export interface RegistrationStep {
  /** Lines to send. */
  readonly send: readonly string[];
  /** `done`: we are in; `refused`: we never will be. */
  readonly outcome?: "done" | "refused";
  /** The server's words for a refusal. */
  readonly reason?: string;
  /** What became of our login. */
  readonly news?: AccountNews;
}

/** What else there is to know of a handshake. */
export interface RegistrationOptions {
  /** Our last connection broke, and may still hold our nick. */
  readonly isReturning?: boolean;
  /** Logs in before we are let in; left out: nobody does. */
  readonly account?: Account;
  /** Somebody looks at all that there is to see. */
  readonly isFace?: boolean;
}

// Every server takes a nick this short: https://datatracker.ietf.org/doc/html/rfc1459#section-1.2
const surelyShortNick = 9;
const maxNickAttempts = 30;
const nothing: RegistrationStep = { send: [] };

/**
 * Speaks for us until the server welcomes us, and about capabilities as long as the connection stands.
 *
 * It never waits for an answer about capabilities: a server that knows none ignores the question and welcomes us.
 */
export class Registration {
  /** The nick that we asked for first. */
  readonly wantedNick: string;
  /** The server said that somebody else has the nick that we wanted. */
  isTaken = false;
  /** That nick belongs to an account. */
  isOwned = false;
  /** Capabilities in force. */
  readonly enabled: Set<WantedCapability> = new Set<WantedCapability>();
  #nick: string;
  #base: string;
  #isDone = false;
  #attempts = 1;
  #maxNickLength = Infinity;
  readonly #offered = new Set<WantedCapability>();
  readonly #isReturning: boolean;
  readonly #isFace: boolean;
  readonly #account: Account | undefined;
  #mechanisms: readonly string[] | undefined;
  #multiline: MultilineLimits | undefined;
  // Requests that have no answer.
  #requests = 0;
  #isLoggingIn = false;

  /** `nick`: what we want to be called. */
  constructor(
    nick: string,
    { isReturning = false, account, isFace = false }: RegistrationOptions = {},
  ) {
    this.wantedNick = nick;
    this.#isFace = isFace;
    this.#account = account;
    this.#isReturning = isReturning;
    this.#nick = nick;
    this.#base = nick;
  }

  /** The nick that we have, or asked for last. */
  get nick(): string {
    return this.#nick;
  }

  /** What the server can do for our messages, as far as it is in force. */
  get ways(): Ways {
    const hasBatch = this.enabled.has("batch");
    const hasMultiline = hasBatch && this.enabled.has("draft/multiline");
    return {
      hasEcho: this.enabled.has("echo-message"),
      hasTags: this.enabled.has("message-tags"),
      hasHistory: hasBatch && this.enabled.has("draft/chathistory"),
      multiline: hasMultiline ? this.#multiline : undefined,
    };
  }

  /** What can be done about accounts. */
  get offer(): AccountOffer {
    const ownedNick = this.isOwned ? this.wantedNick : undefined;
    return { enabled: this.enabled, mechanisms: this.#mechanisms, nick: this.#nick, ownedNick };
  }

  /** Tells where we got another nick than we wanted. */
  nickNews(nowMs: number): readonly ClientEvent[] {
    const { wantedNick: wanted, nick, isTaken } = this;
    if (isSameName(nick, wanted)) return [];
    const stamp = { timeMs: nowMs, id: undefined };
    const owned = this.isOwned ? { isOwned: true } as const : {};
    return [{ kind: "nickGiven", ...stamp, wanted, nick, isTaken, ...owned }];
  }

  /** The first lines of a connection. */
  start(): readonly string[] {
    return [
      "CAP LS 302",
      formatMessage({ command: "NICK", params: [this.#nick] }),
      formatMessage({ command: "USER", params: ["chat", "0", "*", "chat client"] }),
    ];
  }

  /** Takes each message of the server, before and after the welcome. */
  receive(message: Message): RegistrationStep {
    if (message.command === "CAP") return this.#negotiate(message.params);
    if (this.#isDone) return nothing;
    const login = this.#isLoggingIn ? this.#account?.receive(message, this.#nick) : undefined;
    if (login !== undefined) return this.#goOn(login);
    switch (message.command) {
      case "001":
        this.#isDone = true;
        // What the server calls us counts, whatever we asked for: some cut long nicks without a word.
        this.#nick = message.params[0] || this.#nick;
        return { send: [], outcome: "done" };
      case "433":
      case "436":
      case "437":
        this.isTaken = true;
        if (this.#nick === this.wantedNick) this.isOwned = isOwnedNick(message);
        return this.#tryNick(this.#nextNick(), message);
      case "432":
        return this.#tryShorter(message);
      case "ERROR":
        // Whoever was let in before is let in again when the server is less busy.
        if (this.#isReturning) return nothing;
        return { send: [], outcome: "refused", reason: message.params.at(-1) ?? "" };
      case "431":
      case "463":
      case "464":
      case "465":
      case "466":
      case "484":
        return { send: [], outcome: "refused", reason: message.params.at(-1) ?? "" };
      default:
        return nothing;
    }
  }

  #nextNick(): string {
    const number = ++this.#attempts;
    if (this.#isReturning && number === 2 && this.#base.length < this.#maxNickLength) {
      return `${this.#base}_`;
    }
    return numberedNick(this.#base, number, this.#maxNickLength);
  }

  #tryShorter(message: Message): RegistrationStep {
    if (this.#maxNickLength === Infinity && this.#nick.length > surelyShortNick) {
      this.#maxNickLength = surelyShortNick;
      this.#base = this.#base.slice(0, surelyShortNick);
      return this.#tryNick(this.#base, message);
    }
    return this.#refused(message);
  }

  #tryNick(nick: string, message: Message): RegistrationStep {
    if (this.#attempts > maxNickAttempts) return this.#refused(message);
    this.#nick = nick;
    return { send: [formatMessage({ command: "NICK", params: [nick] })] };
  }

  #refused({ params }: Message): RegistrationStep {
    return { send: [], outcome: "refused", reason: `${this.#nick}: ${params.at(-1) ?? ""}` };
  }

  #negotiate(params: readonly string[]): RegistrationStep {
    const subcommand = (params[1] ?? "").toUpperCase();
    const names = (params.at(-1) ?? "").split(" ").filter((name) => name !== "");
    // More of the same answer follows.
    const isPart = params[2] === "*" && params.length > 3;
    switch (subcommand) {
      case "LS":
        this.#note(names);
        if (isPart) return nothing;
        return this.#offered.size === 0 ? this.#end() : { send: this.#request(this.#offered) };
      case "NEW": {
        this.#noteValues(names);
        const fresh = new Set(this.#wantedOf(names));
        return fresh.size === 0 ? nothing : { send: this.#request(fresh) };
      }
      case "ACK":
        for (const name of names) {
          if (name.startsWith("-")) this.#disable(name.slice(1));
          else if (isWantedCapability(name, this.#isFace)) this.enabled.add(name);
        }
        return isPart ? nothing : this.#answered();
      case "DEL":
        names.forEach((name) => this.#disable(name));
        return nothing;
      case "NAK":
        return this.#retry(names);
      default:
        return nothing;
    }
  }

  /** A request is refused as a whole; what else was in it is asked for by itself. */
  #retry(names: readonly string[]): RegistrationStep {
    const wanted = this.#wantedOf(names);
    if (wanted.length < 2 || this.#isDone) return this.#answered();
    this.#requests--;
    return { send: wanted.flatMap((name) => this.#request([name])) };
  }

  #answered(): RegistrationStep {
    this.#requests = Math.max(this.#requests - 1, 0);
    return this.#requests === 0 ? this.#end() : nothing;
  }

  /** The negotiation is over, but for the login. */
  #end(): RegistrationStep {
    if (this.#isDone || this.#isLoggingIn) return nothing;
    this.#isLoggingIn = true;
    return this.#goOn(this.#account?.begin(this.offer) ?? nothing);
  }

  /** We are let in without an account too, unless that is what we came for. */
  #goOn(step: AccountStep): RegistrationStep {
    if (this.#account?.isTrying) return step;
    this.#isLoggingIn = false;
    if (step.news?.isBad && this.#account?.mustLogIn) return { ...step, outcome: "refused" };
    return { ...step, send: [...step.send, "CAP END"] };
  }

  #note(names: readonly string[]): void {
    this.#noteValues(names);
    for (const name of this.#wantedOf(names)) this.#offered.add(name);
  }

  #noteValues(names: readonly string[]): void {
    const value = (name: string) =>
      names.find((told) => told.startsWith(`${name}=`))?.slice(name.length + 1);
    this.#mechanisms = value("sasl")?.split(",") ?? this.#mechanisms;
    const limits = value("draft/multiline");
    if (limits !== undefined) this.#multiline = parseMultilineLimits(limits);
  }

  #wantedOf(names: readonly string[]): readonly WantedCapability[] {
    return names.map(withoutValue)
      .filter((name): name is WantedCapability => isWantedCapability(name, this.#isFace));
  }

  #request(names: Iterable<WantedCapability>): readonly string[] {
    const requests = requestsOf(names);
    this.#requests += requests.length;
    return requests.map((request) => formatMessage({ command: "CAP", params: ["REQ", request] }));
  }

  #disable(name: string): void {
    if (isWantedCapability(name, this.#isFace)) this.enabled.delete(name);
  }
}

/** No numeric says it: servers do in their words. */
function isOwnedNick({ params }: Message): boolean {
  return /account|registered|identif|log ?in/i.test(params.at(-1) ?? "");
}

function withoutValue(name: string): string {
  return name.replace(/=.*$/, "");
}
