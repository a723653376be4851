/** The handshake: capabilities and a nick that the server takes; messages in, lines out. */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Message } from "../wire/message.ts";
import type { Account, AccountOffer } from "./account.ts";
import type { AccountNews, AccountStep } from "./account_step.ts";
import type { ClientEvent } from "./event.ts";
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
}

/** A capability that we make use of. */
export type WantedCapability =
  | "batch"
  | "draft/account-registration"
  | "draft/chathistory"
  | "draft/metadata-2"
  | "echo-message"
  | "message-tags"
  | "multi-prefix"
  | "sasl"
  | "server-time"
  | "standard-replies";

const wanted: readonly WantedCapability[] = [
  "message-tags",
  "server-time",
  "echo-message",
  "multi-prefix",
  "batch",
  "standard-replies",
  "draft/chathistory",
  "draft/metadata-2",
  "draft/account-registration",
  "sasl",
];

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
  readonly #account: Account | undefined;
  #mechanisms: readonly string[] | undefined;
  #isLoggingIn = false;

  /** `nick`: what we want to be called. */
  constructor(nick: string, { isReturning = false, account }: RegistrationOptions = {}) {
    this.wantedNick = nick;
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
    return {
      hasEcho: this.enabled.has("echo-message"),
      hasTags: this.enabled.has("message-tags"),
      hasHistory: this.enabled.has("batch") && this.enabled.has("draft/chathistory"),
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
    switch (subcommand) {
      case "LS":
        this.#note(names);
        if (params[2] === "*" && params.length > 3) return nothing;
        return this.#offered.size === 0 ? this.#end() : { send: [this.#request(this.#offered)] };
      case "NEW": {
        this.#noteMechanisms(names);
        const fresh = new Set(names.map(withoutValue).filter(isWanted));
        return fresh.size === 0 ? nothing : { send: [this.#request(fresh)] };
      }
      case "ACK":
        for (const name of names) {
          if (name.startsWith("-")) this.#disable(name.slice(1));
          else if (isWanted(name)) this.enabled.add(name);
        }
        return this.#end();
      case "DEL":
        names.forEach((name) => this.#disable(name));
        return nothing;
      case "NAK":
        return this.#end();
      default:
        return nothing;
    }
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
    this.#noteMechanisms(names);
    for (const name of names.map(withoutValue)) {
      if (isWanted(name)) this.#offered.add(name);
    }
  }

  #noteMechanisms(names: readonly string[]): void {
    const told = names.find((name) => name.startsWith("sasl="));
    if (told !== undefined) this.#mechanisms = told.slice("sasl=".length).split(",");
  }

  #request(names: Iterable<WantedCapability>): string {
    return formatMessage({ command: "CAP", params: ["REQ", [...names].join(" ")] });
  }

  #disable(name: string): void {
    if (isWanted(name)) this.enabled.delete(name);
  }
}

/** No numeric says it: servers do in their words. */
function isOwnedNick({ params }: Message): boolean {
  return /account|registered|identif|log ?in/i.test(params.at(-1) ?? "");
}

function isWanted(name: string): name is WantedCapability {
  return wanted.some((one) => one === name);
}

function withoutValue(name: string): string {
  return name.replace(/=.*$/, "");
}
