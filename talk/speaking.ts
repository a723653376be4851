/** What we say: cut to size, sent, confirmed, and said again when a connection broke. */

import { isSameName, maxNickLength } from "../wire/casemap.ts";
import { maxMessageBytes, type Message } from "../wire/message.ts";
import { splitText } from "../wire/split_text.ts";
import { utf8Length } from "../wire/utf8.ts";
import type { ClientEvent } from "./event.ts";
import { onceTag, type Piece, Sender, type Ways } from "./sender.ts";
import type { Step } from "./step.ts";

/** Something to say. */
export interface Speech extends Piece {
  /** For what is shown at once. */
  readonly nowMs: number;
}

/** What became of what was said. */
export type Saying = Pick<Speaking, "hasRoom" | "isSettled" | "isFull" | "unsettled">;

/** Who we are on the connection that stands. */
export interface Standing {
  /** Our nick. */
  readonly nick: string;
  /** What the server can do. */
  readonly ways: Ways;
  /** Tells a channel's name from a nick. */
  readonly isChannel: (name: string) => boolean;
}

// As long as names and hosts get: https://modern.ircdocs.horse/#hostlen-parameter
const longestMaskBytes = maxNickLength + "!".length + 20 + "@".length + 63;
const leastTextBytes = 64;
const maxUnsettled = 10_000;
const maxUnsettledLength = 4 * 1024 * 1024;

/** Knows what became of each message of ours, from one connection to the next. */
export class Speaking {
  readonly #sender = new Sender();
  readonly #newOnce: () => string;
  #sentAs: string | undefined;

  /** `newOnce` gives each message a name that no other one has. */
  constructor(newOnce: () => string) {
    this.#newOnce = newOnce;
  }

  /** Says whether what was said before is sent, so that more may be. */
  get hasRoom(): boolean {
    return this.#sender.hasRoom;
  }

  /** Says whether the server has taken or refused all that was said. */
  get isSettled(): boolean {
    return this.#sender.isSettled;
  }

  /** What was said and not yet taken by the server. */
  get unsettled(): readonly Piece[] {
    return this.#sender.unsettled;
  }

  /** Says whether so much waits for the connection that no more should be said. */
  get isFull(): boolean {
    const { unsettled } = this;
    const length = unsettled.reduce((sum, { text }) => sum + text.length, 0);
    return unsettled.length >= maxUnsettled || length >= maxUnsettledLength;
  }

  /** Says something, in as many messages as it takes; `mask` is how others see us, if that is known. */
  say({ to, text, manner }: Piece, mask: string | undefined): void {
    const maskBytes = mask === undefined ? longestMaskBytes : utf8Length(mask);
    const frame = `: PRIVMSG ${to} :\r\n` + (manner === "action" ? "\x01ACTION \x01" : "");
    const room = maxMessageBytes - maskBytes - utf8Length(frame);
    const texts = splitText(text, Math.max(room, leastTextBytes));
    this.#sender.offer(texts.map((text) => ({ to, text, manner, once: this.#newOnce() })));
  }

  /** No more will be said: what is under way is to be settled soon. */
  finish(): void {
    this.#sender.finish();
  }

  /** Sends what may go. Where the server echoes nothing, what was sent is shown at once. */
  depart({ nick, ways, isChannel }: Standing, nowMs: number): Step {
    // The server knows what it has passed on by our nick; under another one only a channel's history tells.
    const isSameNick = isSameName(nick, this.#sentAs ?? nick);
    const departure = this.#sender.depart(ways, ({ to }) => isSameNick || isChannel(to));
    if (departure.lines.length > 0) this.#sentAs = nick;
    const lost = lostEvents(departure.lost, nowMs);
    if (ways.hasEcho) return { send: departure.lines, events: lost };
    const stamp = { timeMs: nowMs, id: undefined };
    const events = departure.pieces.map((piece): ClientEvent => {
      const isPrivate = !isChannel(piece.to);
      return { ...piece, ...stamp, kind: "said", from: nick, isPrivate, isOwn: true };
    });
    return { send: departure.lines, events: [...lost, ...events] };
  }

  /** Says whether a message carries a name; if it is of one of ours, that one is settled. */
  confirm({ tags }: Message): boolean {
    const once = tags.get(onceTag) ?? "";
    if (once !== "") this.#sender.confirmed(once);
    return once !== "";
  }

  /** Settles the message that an echo without a name fits. */
  echoed(to: string, text: string): void {
    this.#sender.echoed(to, text);
  }

  /** Gives what a refusal means if it is one of what we said. */
  refused(
    message: Message,
    { timeMs, reason }: { timeMs: number; reason: string },
  ): ClientEvent | undefined {
    const certainty = speechRefusal(message);
    if (certainty === "no") return undefined;
    const piece = this.#sender.refused(message.params.slice(1, -1), certainty === "surely");
    if (piece === undefined) return undefined;
    const isUnkept = message.command.toUpperCase() === "FAIL" && message.params[1] === "NOT_KEPT";
    const again = isUnkept ? piece : undefined;
    return { kind: "sayRefused", timeMs, id: undefined, text: piece.text, reason, again };
  }

  /** A PONG has come; tells what the server took and, though it echoes, passed on to nobody. */
  ponged({ params }: Message, nowMs: number): readonly ClientEvent[] {
    const stamp = { timeMs: nowMs, id: undefined, reason: undefined, again: undefined };
    return this.#sender.ponged(params.at(-1) ?? "")
      .map(({ text }): ClientEvent => ({ kind: "sayRefused", text, ...stamp }));
  }

  /** The connection is broken; tells what was perhaps lost with it. */
  lose(nowMs: number): readonly ClientEvent[] {
    return lostEvents(this.#sender.lose(), nowMs);
  }
}

function lostEvents(pieces: readonly Piece[], nowMs: number): readonly ClientEvent[] {
  if (pieces.length === 0) return [];
  const texts = pieces.map(({ text }) => text);
  return [{ kind: "sayLost", timeMs: nowMs, id: undefined, texts }];
}

// They answer nothing but a message, so that one that names nobody is about the oldest of ours.
const speechRefusals: ReadonlySet<string> = new Set(
  ["401", "404", "407", "408", "411", "412", "413", "414", "415", "417", "531"],
);

/** How sure it is that a refusal is of a message and of nothing else. */
function speechRefusal({ command, params }: Message): "surely" | "perhaps" | "no" {
  const about = command.toUpperCase() === "FAIL"
    ? params[0]
    : command === "421" || command === "461"
    ? params[1]
    : undefined;
  if (about !== undefined) return about.toUpperCase() === "PRIVMSG" ? "surely" : "no";
  return speechRefusals.has(command) ? "surely" : "perhaps";
}
