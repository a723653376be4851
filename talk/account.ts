/** Our account at the server: making it, and logging in to it, over one connection after another. */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Message } from "../wire/message.ts";
import { chooseMechanism, type Credentials, Sasl } from "./sasl.ts";
import type { Crypt } from "./scram.ts";
import type { AccountStep } from "./account_step.ts";
import { Preferences } from "./preferences.ts";
import { onceTag } from "./sender.ts";
import type { AccountEntry, PreferenceAction } from "./slash_action.ts";

/** Who we are at the server, and what may be done about it. */
export interface AccountOptions {
  /** What to log in with at each connection. */
  readonly credentials?: Credentials;
  /** Nobody but the server reads what is sent: by TLS, or because it does not leave this machine. */
  readonly isPrivate?: boolean;
  /** Without the account nothing is to be done. */
  readonly mustLogIn?: boolean;
  /** What SCRAM computes with; left out: passwords are sent as they are. */
  readonly crypt?: Crypt;
}

/** What the connection that stands can do. */
export interface AccountOffer {
  /** Capabilities in force. */
  readonly enabled: ReadonlySet<string>;
  /** Ways to log in; undefined where the server does not say. */
  readonly mechanisms: readonly string[] | undefined;
  /** Our nick. */
  readonly nick: string;
  /** The nick that we wanted and did not get, for it belongs to an account. */
  readonly ownedNick: string | undefined;
}

/** Something that the server has not answered. */
type Attempt =
  | { readonly kind: "sasl"; readonly sasl: Sasl; readonly credentials: Credentials }
  | { readonly kind: "service"; readonly credentials: Credentials }
  | { readonly kind: "register"; readonly credentials: Credentials };

const nothing: AccountStep = { send: [] };
const service = "NickServ";
const readable = "The password goes over the network readable by others; --tls hides it";

/** Knows what we log in with. Pure; it outlives connections. */
export class Account {
  /** See `AccountOptions`. */
  readonly mustLogIn: boolean;
  /** What it keeps. */
  readonly preferences: Preferences = new Preferences();
  readonly #isPrivate: boolean;
  readonly #crypt: Crypt | undefined;
  #credentials: Credentials | undefined;
  #attempt: Attempt | undefined;
  #name: string | undefined;
  #hasTried = false;
  // What NickServ was told last: servers that echo would show it.
  #whispered: string | undefined;
  #ownedNick: string | undefined;
  // Capabilities in force, once we are in.
  #enabled: ReadonlySet<string> | undefined;

  /** Nothing is sent before `begin` or `welcome`. */
  constructor({ credentials, isPrivate = false, mustLogIn = false, crypt }: AccountOptions) {
    this.#credentials = credentials;
    this.#isPrivate = isPrivate;
    this.#crypt = crypt;
    this.mustLogIn = mustLogIn;
  }

  /** The account that we are logged in to. */
  get name(): string | undefined {
    return this.#name;
  }

  /** The server has not said yet whether it lets us in. */
  get isTrying(): boolean {
    return this.#attempt !== undefined;
  }

  /** The connection is broken: on the next one we log in again. */
  lose(): void {
    this.#attempt = undefined;
    this.#name = undefined;
    this.#hasTried = false;
    this.#enabled = undefined;
    this.#whispered = undefined;
    this.preferences.lose();
  }

  /** Logs in during the handshake, where there is something to log in with and a way to. */
  begin({ enabled, mechanisms }: AccountOffer): AccountStep {
    if (this.#credentials === undefined || !enabled.has("sasl")) return nothing;
    this.#hasTried = true;
    return this.#authenticate(this.#credentials, mechanisms);
  }

  /** The handshake is over: where it knew no way to log in, NickServ is asked. */
  welcome({ enabled, ownedNick }: AccountOffer): AccountStep {
    this.#enabled = enabled;
    this.#ownedNick = ownedNick;
    if (this.#credentials === undefined || this.#hasTried) return { send: this.#fetch() };
    this.#hasTried = true;
    return this.#identify(this.#credentials);
  }

  /** Does what our user asks for; `current`: the channel that is talked in. */
  act(
    action: AccountEntry | PreferenceAction,
    offer: AccountOffer,
    current: string | undefined,
  ): AccountStep {
    if (action.kind === "login" || action.kind === "register") return this.#enter(action, offer);
    return this.preferences.act(action, { isKept: this.#isKept, current });
  }

  /** Takes a message, to us under this nick; undefined where it is not about this. */
  receive(message: Message, nick: string): AccountStep | undefined {
    const step = this.#receive(message) ?? this.preferences.receive(message, nick);
    if (message.command !== "900" || this.#enabled === undefined) return step;
    return { ...step, send: [...step?.send ?? [], ...this.#reclaim(nick), ...this.#fetch()] };
  }

  /** Whether the account keeps what we like. */
  get #isKept(): boolean {
    return this.#name !== undefined && (this.#enabled?.has("draft/metadata-2") ?? false);
  }

  /** Whoever logs in to have a nick gets it. */
  #reclaim(nick: string): readonly string[] {
    const wanted = this.#ownedNick;
    this.#ownedNick = undefined;
    if (wanted === undefined || isSameName(wanted, nick)) return [];
    if (!isSameName(wanted, this.#name ?? "")) return [];
    return [formatMessage({ command: "NICK", params: [wanted] })];
  }

  #fetch(): readonly string[] {
    return this.#isKept ? this.preferences.fetch() : [];
  }

  #enter(action: AccountEntry, offer: AccountOffer): AccountStep {
    if (this.#attempt?.kind === "sasl") {
      return bad("The server still answers. Try again in a moment");
    }
    const { password } = action;
    if (action.kind === "register") {
      return this.#register({ name: offer.nick, password }, action.email, offer);
    }
    const credentials = { name: action.name ?? offer.nick, password };
    return offer.enabled.has("sasl")
      ? this.#authenticate(credentials, offer.mechanisms)
      : this.#identify(credentials);
  }

  #receive(message: Message): AccountStep | undefined {
    const { command, params } = message;
    if (command === "900") this.#name = params[2] ?? "";
    if (command === "901") this.#name = undefined;
    if (this.#isWhisper(message)) return nothing;
    const attempt = this.#attempt;
    switch (attempt?.kind) {
      case "sasl":
        return this.#goOn(attempt.sasl, attempt.credentials, message);
      case "service":
        if (command === "900") return this.#succeed(attempt.credentials);
        break;
      case "register":
        if (command.toUpperCase() === "REGISTER") return this.#made(attempt.credentials, params);
        if (command.toUpperCase() === "FAIL" && params[0]?.toUpperCase() === "REGISTER") {
          this.#attempt = undefined;
          return bad(`No account was made: ${params.at(-1) ?? ""}`);
        }
        if (command === "900") return nothing;
    }
    const isMissing = command === "401" && isSameName(params[1] ?? "", service);
    if (attempt === undefined || !isMissing) return undefined;
    this.#attempt = undefined;
    return bad("This server knows no accounts");
  }

  #authenticate(credentials: Credentials, mechanisms: readonly string[] | undefined): AccountStep {
    const offer = { mechanisms, isPrivate: this.#isPrivate, crypt: this.#crypt };
    const chosen = chooseMechanism(offer);
    if ("reason" in chosen) return notLoggedIn(credentials, chosen.reason);
    const sasl = new Sasl(credentials, chosen.name, this.#crypt);
    this.#attempt = { kind: "sasl", sasl, credentials };
    return { send: sasl.start() };
  }

  #identify(credentials: Credentials): AccountStep {
    if (!this.#isPrivate) {
      const reason = "the password could be read on its way. Connect with --tls";
      return notLoggedIn(credentials, reason);
    }
    const { name, password } = credentials;
    if (name.includes(" ") || password.includes(" ")) {
      return notLoggedIn(credentials, "what this server is told can't have a space in it");
    }
    this.#attempt = { kind: "service", credentials };
    return { send: [this.#whisper(`IDENTIFY ${name} ${password}`)] };
  }

  #register(
    credentials: Credentials,
    email: string | undefined,
    { enabled }: AccountOffer,
  ): AccountStep {
    const { password } = credentials;
    const news = this.#isPrivate ? {} : { news: { text: readable, isBad: false } };
    if (!enabled.has("draft/account-registration")) {
      // Nobody can tell one server's answer from another's: our user reads it.
      const words = email === undefined ? password : `${password} ${email}`;
      return { send: [this.#whisper(`REGISTER ${words}`)], ...news };
    }
    this.#attempt = { kind: "register", credentials };
    const params = ["*", email ?? "*", password];
    return { send: [formatMessage({ command: "REGISTER", params })], ...news };
  }

  #whisper(text: string): string {
    this.#whispered = text;
    return formatMessage({ command: "PRIVMSG", params: [service, text] });
  }

  #isWhisper({ command, params, tags }: Message): boolean {
    if (command.toUpperCase() !== "PRIVMSG" || tags.has(onceTag)) return false;
    return isSameName(params[0] ?? "", service) && params[1] === this.#whispered;
  }

  #goOn(sasl: Sasl, credentials: Credentials, message: Message): AccountStep | undefined {
    const step = sasl.receive(message);
    if (step === undefined || step.kind === "going") return step;
    if (step.kind === "done") return this.#succeed(credentials);
    this.#attempt = undefined;
    return { ...notLoggedIn(credentials, step.reason), send: step.send };
  }

  #succeed(credentials: Credentials): AccountStep {
    this.#attempt = undefined;
    this.#credentials = credentials;
    this.#name ??= credentials.name;
    return good(`Logged in as "${this.#name}"`);
  }

  /** https://ircv3.net/specs/extensions/account-registration#the-register-command */
  #made(credentials: Credentials, [result = "", name, ...rest]: readonly string[]): AccountStep {
    this.#attempt = undefined;
    const made = { ...credentials, name: name ?? credentials.name };
    if (result.toUpperCase() === "SUCCESS") {
      this.#credentials = made;
      this.#name ??= made.name;
      return good(`Account "${made.name}" is made, and you are logged in`);
    }
    return good(`Account "${made.name}" waits: ${rest.at(-1) ?? ""}`);
  }
}

function notLoggedIn({ name }: Credentials, reason: string): AccountStep {
  return bad(`Could not log in as "${name}": ${reason}`);
}

function good(text: string): AccountStep {
  return { send: [], news: { text, isBad: false } };
}

function bad(text: string): AccountStep {
  return { send: [], news: { text, isBad: true } };
}
