/** A conversation over one link after another, from the first line to the last. */

import { formatMessage } from "../wire/format.ts";
import { safeText } from "../wire/safe_text.ts";
import type { Conversation } from "./conversation.ts";
import type { ClientEvent } from "./event.ts";
import type { Link } from "./link.ts";
import { retryDelayMs } from "./retry.ts";
import type { Step } from "./step.ts";

/** News of the connection itself. */
export type Turn =
  /** It is broken, for a reason of one line or one that nobody knows (""), and the next one is being tried. */
  | { readonly kind: "lost"; readonly reason: string }
  /** There is another one, and what was missed is told. */
  | { readonly kind: "back" };

/** What a session is made of. */
export interface SessionOptions {
  /** What is said. */
  readonly conversation: Conversation;
  /** Shows what is new; the next lines are read when it is through. */
  readonly show: (events: readonly ClientEvent[]) => Promise<void>;
  /** Makes another connection when one is lost. */
  readonly reconnect: () => Promise<Link>;
  /** Tells what becomes of the connection. */
  readonly tell: (turn: Turn) => Promise<void>;
  /** After this long without a connection it is given up; left out: never. */
  readonly giveUpMs?: number;
  /** Gives a number from 0 to below 1; left out: by chance. */
  readonly random?: () => number;
}

const welcomeMs = 30_000;
const joiningMs = 10_000;
const partingMs = 2_000;
const nickRetryMs = 10_000;
const steadyMs = 10_000;

/** Joins links, the conversation on them, and whoever shows what is said. */
export class Session {
  readonly #options: SessionOptions;
  readonly #conversation: Conversation;
  #link: Link | undefined;
  #fault: string | undefined;
  #reason = "";
  #isParting = false;
  #hasEnded = false;
  #hasGivenUp = false;
  // Since when there is no connection over which everything is settled.
  #lostSinceMs: number | undefined;
  #backSinceMs = 0;
  #isUnsteady = false;
  #progress = 0;
  #joiningTimer: ReturnType<typeof setTimeout> | undefined;
  #partingTimer: ReturnType<typeof setTimeout> | undefined;
  #changed = Promise.withResolvers<void>();
  #woken = Promise.withResolvers<void>();

  /** Nothing is sent before `run`. */
  constructor(options: SessionOptions) {
    this.#options = options;
    this.#conversation = options.conversation;
  }

  /** We are leaving: the end of the connection is no news. */
  get isParting(): boolean {
    return this.#isParting;
  }

  /** The last connection has ended. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The connection was lost for so long that it is given up. */
  get hasGivenUp(): boolean {
    return this.#hasGivenUp;
  }

  /** The connection is broken, and nothing can be done but wait. */
  get isLost(): boolean {
    return this.#lostSinceMs !== undefined;
  }

  /** Resolves when lines have come, or the connection has ended: the moment to look at the conversation again. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  /** One line that says why the connection ended. */
  get ending(): string {
    const reason = this.#conversation.hasBeenIn || this.#reason !== ""
      ? this.#reason
      : "Is it a chat server?";
    return `Connection closed. ${reason}`.trimEnd();
  }

  /** Speaks with the server over this link and those that follow it. */
  async run(link: Link): Promise<void> {
    for (let next: Link | undefined = link; next !== undefined;) {
      await this.#talk(next);
      this.#reason = this.#why(next);
      if (this.#isParting || !this.#conversation.hasBeenIn) break;
      if (this.#conversation.stage === "refused") break;
      await this.#lose();
      next = await this.#return();
    }
    this.#hasEnded = true;
    this.#tellChanged();
  }

  /** Sends and shows what follows from something. */
  async take({ send, events }: Step): Promise<void> {
    // Not waited for: a server that waits for us to read before it reads must not be waited for.
    this.#link?.send(send);
    this.#expectToJoin();
    // What a server says to whoever leaves is for no one.
    const news = this.#isParting ? events.filter(({ kind }) => kind !== "server") : events;
    if (news.length > 0) await this.#options.show(news);
    await this.#noteReturn();
  }

  /** Says goodbye; `run` ends when the server has closed the connection, or has not within a moment. */
  part(reason: string): void {
    if (this.#isParting || this.#hasEnded) return;
    this.#isParting = true;
    const link = this.#link;
    if (link !== undefined) {
      const params = reason === "" ? [] : [reason];
      link.send([formatMessage({ command: "QUIT", params })]);
      this.#partingTimer = setTimeout(() => link.close(), partingMs);
    }
    this.#wake();
  }

  /** Leaves without waiting for the server. */
  leave(): void {
    this.part("");
    this.#link?.close();
  }

  /** Tries at once to connect again. */
  hurry(): void {
    this.#wake();
  }

  async #talk(link: Link): Promise<void> {
    this.#link = link;
    this.#fault = undefined;
    const timer = setTimeout(() => this.#loseHope(), welcomeMs);
    const nickTimer = setInterval(
      () => link.send(this.#conversation.retryNick().send),
      nickRetryMs,
    );
    try {
      link.send(this.#conversation.start().send);
      for await (const lines of link.lines()) {
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
      clearInterval(nickTimer);
      clearTimeout(this.#joiningTimer);
      clearTimeout(this.#partingTimer);
      this.#joiningTimer = undefined;
      this.#link = undefined;
      link.close();
    }
  }

  /** What was under way waits, and whoever looks on is told. */
  async #lose(): Promise<void> {
    const isNews = this.#lostSinceMs === undefined;
    this.#lostSinceMs ??= performance.now();
    if (isNews) this.#isUnsteady = performance.now() - this.#backSinceMs < steadyMs;
    const { events } = this.#conversation.lose(Date.now());
    this.#tellChanged();
    if (isNews) await this.#options.tell({ kind: "lost", reason: this.#reason });
    if (events.length > 0) await this.#options.show(events);
  }

  /** Tries until there is another connection, or nobody wants one any more. */
  async #return(): Promise<Link | undefined> {
    const { random = Math.random, reconnect, giveUpMs = Infinity } = this.#options;
    const deadlineMs = (this.#lostSinceMs ?? 0) + giveUpMs;
    while (!this.#isParting) {
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) {
        this.#hasGivenUp = true;
        return undefined;
      }
      const lastsMs = performance.now() - (this.#lostSinceMs ?? 0);
      const delayMs = retryDelayMs({ lastsMs, isUnsteady: this.#isUnsteady }, random());
      await this.#pause(Math.min(delayMs, leftMs));
      if (this.#isParting) return undefined;
      const link = await this.#dial(reconnect());
      if (link !== undefined) return link;
    }
    return undefined;
  }

  /** Waits for a connection, unless we are leaving: then it is closed when it comes. */
  async #dial(dialling: Promise<Link>): Promise<Link | undefined> {
    const outcome = dialling.catch(() => undefined);
    for (;;) {
      const woken = this.#woken.promise.then(() => "woken" as const);
      const link = await Promise.race([outcome, woken]);
      if (link !== "woken") return link;
      if (!this.#isParting) continue;
      outcome.then((late) => late?.close());
      return undefined;
    }
  }

  /** Tells that we are back once all is as it was. */
  async #noteReturn(): Promise<void> {
    if (this.#lostSinceMs === undefined || this.#conversation.stage !== "ready") return;
    this.#lostSinceMs = undefined;
    this.#backSinceMs = performance.now();
    await this.#options.tell({ kind: "back" });
  }

  #why(link: Link): string {
    const { farewell } = this.#conversation;
    const told = farewell === undefined ? "" : `The server said: ${safeText(farewell)}`;
    return this.#fault ?? link.fault ?? told;
  }

  async #pause(ms: number): Promise<void> {
    const timer = setTimeout(() => this.#wake(), ms);
    await this.#woken.promise;
    clearTimeout(timer);
  }

  #wake(): void {
    this.#woken.resolve();
    this.#woken = Promise.withResolvers<void>();
  }

  #loseHope(): void {
    if (this.#conversation.stage !== "registering") return;
    this.#fault = `The server said no welcome for ${welcomeMs / 1000} s. Is it a chat server?`;
    this.#link?.close();
  }

  /** A server that says nothing about a channel must not hold up what is typed for ever. */
  #expectToJoin(): void {
    const { stage, progress } = this.#conversation;
    const isJoining = stage === "joining" && this.#link !== undefined;
    const hasMoved = progress !== this.#progress;
    this.#progress = progress;
    if (isJoining && !hasMoved && this.#joiningTimer !== undefined) return;
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
