/** A client of somebody who looks at it, without anything to look at: what it is told is kept. */

import { connect } from "../../client/link.ts";
import { Conversation } from "../../talk/conversation.ts";
import type { ClientEvent } from "../../talk/event.ts";
import { newOnce } from "../../talk/once.ts";
import { Session } from "../../talk/session.ts";
import type { Step } from "../../talk/step.ts";
import { beforeDeadline } from "./client_fake_server.ts";

/** Events of one kind. */
export type EventOf<Kind extends ClientEvent["kind"]> = Extract<ClientEvent, { kind: Kind }>;

/** A client that runs until it is disposed of. */
export class FaceRun implements AsyncDisposable {
  /** What it knows and does. */
  readonly conversation: Conversation;
  /** All that it was told. */
  readonly events: ClientEvent[] = [];
  readonly #session: Session;
  readonly #running: Promise<void>;
  #changed = Promise.withResolvers<void>();

  /** Use `start`. */
  private constructor(nick: string, port: number) {
    this.conversation = new Conversation({ nick, channels: ["#room"], newOnce, isFace: true });
    const reconnect = () => connect({ host: "127.0.0.1", port });
    this.#session = new Session({
      conversation: this.conversation,
      show: (events) => this.#show(events),
      tell: () => Promise.resolve(),
      reconnect,
      random: () => 0,
    });
    this.#running = reconnect().then((link) => this.#session.run(link));
  }

  /** Connects to a port of this machine, joins #room, and is ready. */
  static async start(nick: string, port: number): Promise<FaceRun> {
    const run = new FaceRun(nick, port);
    await run.until("members");
    await run.settled();
    return run;
  }

  /** What time it is. */
  get now(): { readonly nowMs: number } {
    return { nowMs: Date.now() };
  }

  /** Does what follows from a wish. */
  async does(step: Step): Promise<void> {
    await this.#session.take(step);
  }

  /** Says something in #room; gives it as it was said. */
  async says(text: string, replyTo?: string): Promise<EventOf<"said">> {
    const reply = replyTo === undefined ? {} : { replyTo };
    const speech = { to: "#room", text, manner: "message", ...reply, ...this.now } as const;
    await this.does(this.conversation.say(speech));
    return await this.until("said", (said) => said.isOwn && said.text === text);
  }

  /** Waits until it is told of something, or was. */
  async until<Kind extends ClientEvent["kind"]>(
    kind: Kind,
    fits: (event: EventOf<Kind>) => boolean = () => true,
  ): Promise<EventOf<Kind>> {
    const isIt = (event: ClientEvent): event is EventOf<Kind> =>
      isOfKind(event, kind) && fits(event);
    for (;;) {
      const found = this.events.find(isIt);
      if (found !== undefined) return found;
      const kinds = this.events.map((event) => event.kind).join(" ");
      await beforeDeadline(this.#changed.promise, `"${kind}" after ${kinds}`);
    }
  }

  /** Waits until it is ready to say something. */
  async settled(): Promise<void> {
    while (this.conversation.stage !== "ready") {
      await beforeDeadline(this.#session.changed, "a client that is ready");
    }
  }

  /** Leaves. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#session.leave();
    await this.#running;
  }

  #show(events: readonly ClientEvent[]): Promise<void> {
    this.events.push(...events);
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
    return Promise.resolve();
  }
}

function isOfKind<Kind extends ClientEvent["kind"]>(
  event: ClientEvent,
  kind: Kind,
): event is EventOf<Kind> {
  return event.kind === kind;
}
