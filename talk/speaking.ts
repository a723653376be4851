/** What we say: cut to size, sent, confirmed, and said again when a connection broke. */

import { isSameName, maxNickLength } from "../wire/casemap.ts";
import { maxMessageBytes, type Message } from "../wire/message.ts";
import { splitText } from "../wire/split_text.ts";
import { utf8Length } from "../wire/utf8.ts";
import type { ClientEvent, Said, Stamp } from "./event.ts";
import { cutToMessages, type MultilineLimits, textOfLines } from "./multiline_parts.ts";
import { isSendableWord } from "./reply_tags.ts";
import { onceTag, type Parcel, type Piece, Sender, type Ways } from "./sender.ts";
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
  /** How others see us, if that is known. */
  readonly mask: string | undefined;
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
  // Of the connection that stands, or stood last: what is said meanwhile waits for one like it.
  #multiline: MultilineLimits | undefined;

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

  /** We are let in, where the server can do this. */
  begin({ multiline }: Ways): void {
    this.#multiline = multiline;
  }

  /** Says something: as one message where the server takes it as one, else as one for each line and what fits into it. */
  say({ nowMs, ...piece }: Speech, standing: Standing): readonly ClientEvent[] {
    const parcels = this.#parcelsOf(piece, standing);
    this.#sender.offer(parcels);
    return parcels.map((parcel) => sayingOf(parcel, standing, nowMs));
  }

  /** No more will be said: what is under way is to be settled soon. */
  finish(): void {
    this.#sender.finish();
  }

  /** Sends what may go. Where the server echoes nothing, what was sent is shown at once. */
  depart(standing: Standing, nowMs: number): Step {
    const { nick, ways, isChannel } = standing;
    const split = ways.multiline === undefined ? this.#breakUp(standing, nowMs) : [];
    // The server knows what it has passed on by our nick; under another one only a channel's history tells.
    const isSameNick = isSameName(nick, this.#sentAs ?? nick);
    const departure = this.#sender.depart(ways, ({ to }) => isSameNick || isChannel(to));
    if (departure.lines.length > 0) this.#sentAs = nick;
    const lost = lostEvents(departure.lost, nowMs);
    if (ways.hasEcho) return { send: departure.lines, events: [...split, ...lost] };
    const stamp = { timeMs: nowMs, id: undefined };
    const events = departure.pieces.map((parcel): ClientEvent => ({
      kind: "said",
      ...stamp,
      ...ownWords(parcel, standing),
    }));
    return { send: departure.lines, events: [...split, ...lost, ...events] };
  }

  /** Says whether a message carries a name; if it is of one of ours, that one is settled. */
  confirm({ tags }: Message): boolean {
    const once = tags.get(onceTag) ?? "";
    if (once !== "") this.#sender.confirmed(once);
    return once !== "";
  }

  /** Settles the message that an echo without a name fits; gives the echo with the name. */
  echoed(said: Said): Said {
    const parcel = this.#sender.echoed(said.to, said.text);
    return parcel === undefined ? said : { ...said, once: parcel.once };
  }

  /** Gives what a refusal means if it is one of what we said. */
  refused(
    message: Message,
    { timeMs, reason }: { timeMs: number; reason: string },
  ): readonly ClientEvent[] | undefined {
    const { command, params } = message;
    const certainty = speechRefusal(message);
    if (certainty === "no") return undefined;
    const isFail = command.toUpperCase() === "FAIL";
    const ofLines = isFail && params[0]?.toUpperCase() === "BATCH";
    const parcel = this.#sender.refused(params.slice(1, -1), certainty === "surely", ofLines);
    if (parcel === undefined) return undefined;
    const piece = bare(parcel);
    const again = isFail && params[1] === "NOT_KEPT" ? piece : undefined;
    const stamp = { timeMs, id: undefined };
    return [
      { kind: "unsaid", ...stamp, once: parcel.once },
      { kind: "sayRefused", ...stamp, piece, text: piece.text, reason, again },
    ];
  }

  /** A PONG has come; tells what the server took and, though it echoes, passed on to nobody. */
  ponged({ params }: Message, nowMs: number): readonly ClientEvent[] {
    const stamp = { timeMs: nowMs, id: undefined };
    return this.#sender.ponged(params.at(-1) ?? "").flatMap((parcel): ClientEvent[] => {
      const { once, text } = parcel;
      const why = { reason: undefined, again: undefined };
      return [
        { kind: "unsaid", ...stamp, once },
        { kind: "sayRefused", ...stamp, piece: bare(parcel), text, ...why },
      ];
    });
  }

  /** The connection is broken; tells what was perhaps lost with it. */
  lose(nowMs: number): readonly ClientEvent[] {
    return lostEvents(this.#sender.lose(), nowMs);
  }

  #parcelsOf({ to, text, manner, replyTo }: Piece, { mask }: Standing): readonly Parcel[] {
    const lines = text.replaceAll("\0", "\u2400").split(/\r\n|[\r\n]/);
    const room = roomFor({ to, manner }, mask);
    const reply = replyTo !== undefined && isSendableWord(replyTo) ? { replyTo } : {};
    if (this.#multiline === undefined || manner !== "message") {
      const texts = lines.filter((line, at) => line !== "" || (at === 0 && lines.length === 1))
        .flatMap((line) => splitText(line, room));
      return texts.map((text, at) => ({
        to,
        text,
        manner,
        once: this.#newOnce(),
        // It is one answer, whatever it is cut to.
        ...(at === 0 ? reply : {}),
      }));
    }
    return cutToMessages(lines, { room, ...this.#multiline }).map((parts, at) => ({
      to,
      text: textOfLines(parts),
      manner,
      once: this.#newOnce(),
      ...(at === 0 ? reply : {}),
      ...(parts.length > 1 ? { lines: parts } : {}),
    }));
  }

  /** What waits as one message of several lines becomes several. */
  #breakUp(standing: Standing, nowMs: number): readonly ClientEvent[] {
    const made: Parcel[] = [];
    const gone = this.#sender.breakUp((parcel) => {
      const { lines, ...whole } = parcel;
      const texts = lines?.map(({ text }) => text).filter((text) => text !== "") ?? [];
      const parts = texts.map((text) => ({ ...whole, text, once: this.#newOnce() }));
      made.push(...parts);
      return parts;
    });
    const stamp = { timeMs: nowMs, id: undefined };
    return [
      ...gone.map(({ once }): ClientEvent => ({ kind: "unsaid", ...stamp, once })),
      ...made.map((parcel) => sayingOf(parcel, standing, nowMs)),
    ];
  }
}

/** How many bytes of text fit into one message of ours. */
export function roomFor({ to, manner }: Omit<Piece, "text">, mask: string | undefined): number {
  const maskBytes = mask === undefined ? longestMaskBytes : utf8Length(mask);
  const frame = `: PRIVMSG ${to} :\r\n` + (manner === "action" ? "\x01ACTION \x01" : "");
  return Math.max(maxMessageBytes - maskBytes - utf8Length(frame), leastTextBytes);
}

function ownWords(
  { to, text, manner, once, replyTo }: Parcel,
  { nick, isChannel }: Standing,
): Omit<Said, "kind" | keyof Stamp> & { readonly once: string } {
  const reply = replyTo === undefined ? {} : { replyTo };
  return { manner, from: nick, to, text, isPrivate: !isChannel(to), isOwn: true, once, ...reply };
}

function sayingOf(parcel: Parcel, standing: Standing, nowMs: number): ClientEvent {
  return { kind: "saying", timeMs: nowMs, id: undefined, ...ownWords(parcel, standing) };
}

function bare({ to, text, manner, replyTo }: Parcel): Piece {
  return { to, text, manner, ...(replyTo === undefined ? {} : { replyTo }) };
}

function lostEvents(parcels: readonly Parcel[], nowMs: number): readonly ClientEvent[] {
  if (parcels.length === 0) return [];
  const stamp = { timeMs: nowMs, id: undefined };
  return [
    ...parcels.map(({ once }): ClientEvent => ({ kind: "unsaid", ...stamp, once })),
    { kind: "sayLost", ...stamp, texts: parcels.map(({ text }) => text) },
  ];
}

// They answer nothing but a message, so that one that names nobody is about the oldest of ours.
const speechRefusals: ReadonlySet<string> = new Set(
  ["401", "404", "407", "408", "411", "412", "413", "414", "415", "417", "531"],
);

// They answer what is done to channels and to their members, which goes on while we speak there.
const otherRefusals: ReadonlySet<string> = new Set(
  ["441", "443", "467", "471", "472", "473", "474", "475", "478", "482", "696"],
);

/** How sure it is that a refusal is of a message and of nothing else. */
function speechRefusal({ command, params }: Message): "surely" | "perhaps" | "no" {
  const about = command.toUpperCase() === "FAIL"
    ? params[0]
    : command === "421" || command === "461"
    ? params[1]
    : undefined;
  if (otherRefusals.has(command)) return "no";
  if (about === undefined) return speechRefusals.has(command) ? "surely" : "perhaps";
  return ["PRIVMSG", "NOTICE", "BATCH"].includes(about.toUpperCase()) ? "surely" : "no";
}
