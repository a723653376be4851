/** A conversation over a link, from the first line to the last. */

import { formatMessage } from "../wire/format.ts";
import { safeText } from "../wire/safe_text.ts";
import type { Conversation, Step } from "./conversation.ts";
import type { ClientEvent } from "./event.ts";
import type { Link } from "./link.ts";

/** Shows what is new; the next lines are read when it is through. */
export type Show = (events: readonly ClientEvent[]) => Promise<void>;

const welcomeMs = 30_000;
const joiningMs = 10_000;
const partingMs = 2_000;

/** Joins a link, the conversation on it, and whoever shows what is said. */
export class Session {
  readonly #link: Link;
  readonly #conversation: Conversation;
  readonly #show: Show;
  #fault: string | undefined;
  #isParting = false;
  #hasEnded = false;
  #joiningTimer: ReturnType<typeof setTimeout> | undefined;
  #partingTimer: ReturnType<typeof setTimeout> | undefined;
  #changed = Promise.withResolvers<void>();

  /** Nothing is sent before `run`. */
  constructor(link: Link, conversation: Conversation, show: Show) {
    this.#link = link;
    this.#conversation = conversation;
    this.#show = show;
  }

  /** We are leaving: the end of the connection is no news. */
  get isParting(): boolean {
    return this.#isParting;
  }

  /** The connection has ended. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Resolves when lines have come, or the connection has ended: the moment to look at the conversation again. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  /** One line that says why the connection ended. */
  get ending(): string {
    const farewell = this.#conversation.farewell;
    const reason = this.#fault ?? this.#link.fault ??
      (farewell === undefined ? undefined : `The server said: ${safeText(farewell)}`);
    if (reason !== undefined) return `Connection closed. ${reason}`;
    const isStrange = this.#conversation.stage === "registering";
    return isStrange ? "Connection closed. Is it a chat server?" : "Connection closed.";
  }

  /** Speaks with the server until the connection ends. */
  async run(): Promise<void> {
    const timer = setTimeout(() => this.#loseHope(), welcomeMs);
    try {
      this.#link.send(this.#conversation.start().send);
      for await (const lines of this.#link.lines()) {
        const steps = lines.map((line) => this.#conversation.receive(line, Date.now()));
        await this.take({
          send: steps.flatMap(({ send }) => send),
          events: steps.flatMap(({ events }) => events),
        });
        this.#tellChanged();
        if (this.#conversation.stage === "refused") break;
      }
    } finally {
      clearTimeout(timer);
      clearTimeout(this.#joiningTimer);
      clearTimeout(this.#partingTimer);
      this.#link.close();
      this.#hasEnded = true;
      this.#tellChanged();
    }
  }

  /** Sends and shows what follows from something. */
  async take({ send, events }: Step): Promise<void> {
    // Not waited for: a server that waits for us to read before it reads must not be waited for.
    this.#link.send(send);
    this.#expectToJoin();
    // What a server says to whoever leaves is for no one.
    const news = this.#isParting ? events.filter(({ kind }) => kind !== "server") : events;
    if (news.length > 0) await this.#show(news);
  }

  /** Says goodbye; `run` ends when the server has closed the connection, or has not within a moment. */
  part(reason: string): void {
    if (this.#isParting || this.#hasEnded) return;
    this.#isParting = true;
    const params = reason === "" ? [] : [reason];
    this.#link.send([formatMessage({ command: "QUIT", params })]);
    this.#partingTimer = setTimeout(() => this.#link.close(), partingMs);
  }

  #loseHope(): void {
    if (this.#conversation.stage !== "registering") return;
    this.#fault = `The server said no welcome for ${welcomeMs / 1000} s. Is it a chat server?`;
    this.#link.close();
  }

  /** A server that says nothing about a channel must not hold up what is typed for ever. */
  #expectToJoin(): void {
    const isJoining = this.#conversation.stage === "joining" && !this.#hasEnded;
    if (isJoining && this.#joiningTimer !== undefined) return;
    clearTimeout(this.#joiningTimer);
    this.#joiningTimer = isJoining ? setTimeout(() => this.#giveUpJoining(), joiningMs) : undefined;
  }

  async #giveUpJoining(): Promise<void> {
    this.#joiningTimer = undefined;
    await this.take(this.#conversation.giveUpJoining(Date.now()));
    this.#tellChanged();
  }

  #tellChanged(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
