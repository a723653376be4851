/** Coming in: the handshake, the login, the nick that we want, and being let in again when a connection broke. */

import { isSameName } from "../wire/casemap.ts";
import type { Message } from "../wire/message.ts";
import { Account } from "./account.ts";
import { toldStep } from "./account_step.ts";
import type { ConversationOptions } from "./conversation_options.ts";
import type { ClientEvent } from "./event.ts";
import { NickReturn } from "./nick_return.ts";
import { Registration } from "./registration.ts";
import type { AccountEntry, PreferenceAction } from "./slash_action.ts";
import type { Step } from "./step.ts";

/** What a message of the handshake brings. */
export interface EntryStep extends Step {
  /** We are in, under this nick. */
  readonly nick?: string;
  /** It is about the handshake alone. */
  readonly isTold: boolean;
}

/** Speaks for us until we are in, over one connection after another. */
export class Entry {
  /** Our account. */
  readonly account: Account;
  /** Waits for the nick that a broken connection of ours still has. */
  readonly nickReturn: NickReturn = new NickReturn();
  readonly #isFace: boolean;
  #registration: Registration;
  #state: "registering" | "done" | "refused" = "registering";
  #hasBeenIn = false;
  #isReturning = false;

  /** Nothing is sent before `registration.start`. */
  constructor({ nick, account = {}, isFace = false }: ConversationOptions) {
    this.#isFace = isFace;
    this.account = new Account(account);
    this.#registration = new Registration(nick, { account: this.account, isFace });
  }

  /** How far we are, over the connection that stands. */
  get state(): "registering" | "done" | "refused" {
    return this.#state;
  }

  /** The server has let us in, over this connection or one before. */
  get hasBeenIn(): boolean {
    return this.#hasBeenIn;
  }

  /** We were in before this connection. */
  get isReturning(): boolean {
    return this.#isReturning;
  }

  /** The handshake of the connection that stands. */
  get registration(): Registration {
    return this.#registration;
  }

  /** Takes a message before we are in. */
  register(message: Message, nowMs: number): EntryStep {
    const { outcome, reason = "", ...step } = this.#registration.receive(message);
    const { send, events: news } = toldStep(step, nowMs);
    if (outcome === "done") return this.#enter(send, nowMs);
    if (outcome === undefined) return { send, events: news, isTold: news.length > 0 };
    this.#state = "refused";
    const refused: ClientEvent = {
      kind: "registrationRefused",
      timeMs: nowMs,
      id: undefined,
      reason,
    };
    return { send, events: news.length > 0 ? news : [refused], isTold: true };
  }

  /** Makes an account, logs in to one, or lets it keep something. `current`: the channel that is talked in. */
  act(
    action: AccountEntry | PreferenceAction,
    { nick, current, nowMs }: {
      readonly nick: string;
      readonly current: string | undefined;
      readonly nowMs: number;
    },
  ): Step {
    const offer = { ...this.#registration.offer, nick };
    return toldStep(this.account.act(action, offer, current), nowMs);
  }

  /** The connection is broken; `nick` is what we were called. */
  lose(nick: string): void {
    const { wantedNick } = this.#registration;
    const next = this.#state === "done" ? this.nickReturn.wanted ?? nick : wantedNick;
    this.#isReturning = this.#hasBeenIn;
    this.account.lose();
    const options = { isReturning: this.#isReturning, account: this.account, isFace: this.#isFace };
    this.#registration = new Registration(next, options);
    this.nickReturn.seek(undefined);
    this.#state = "registering";
  }

  #enter(send: readonly string[], nowMs: number): EntryStep {
    const { nick, wantedNick: wanted, isTaken } = this.#registration;
    this.#state = "done";
    this.#hasBeenIn = true;
    if (this.#isReturning && isTaken && !isSameName(nick, wanted)) this.nickReturn.seek(wanted);
    const login = toldStep(this.account.welcome(this.#registration.offer), nowMs, send);
    const events = [...this.#registration.nickNews(nowMs), ...login.events];
    return { send: login.send, events, nick, isTold: true };
  }
}
