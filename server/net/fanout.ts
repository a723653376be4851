/** One message to many: encoded once for each shape it meets, handed over by reference. */

import { extendedJoinBit, messageTagsBit, serverTimeBit } from "../../wire/capabilities.ts";
import { formatMessage, message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { noTags } from "../../wire/tags.ts";
import { KeptLines } from "./kept_lines.ts";
import { type HeldAnswer, labelledAnswer } from "./labelled_answer.ts";
import { plainOwn, plainRelay, plainReply } from "../core/plain_form.ts";
import { plainBit, type Session, shapeCount } from "../core/session.ts";
import type { AnswerStart, Gap, Relay, Sink } from "../core/sink.ts";

/** Messages that follow one another to the same recipients; they leave as one piece of bytes. */
interface Run {
  readonly relays: Relay[];
  readonly recipients: readonly Session[];
  readonly except: Session | undefined;
  readonly needs: number;
  readonly gated: Session | undefined;
}

const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

/**
 * The sink of real connections.
 *
 * Whoever handles lines calls `flush` at the end of each turn; until then the last run may grow.
 */
export class Fanout implements Sink {
  readonly #encoded: (Uint8Array | undefined)[] = new Array(shapeCount).fill(undefined);
  readonly #onFault: (error: unknown) => void;
  readonly #held = new Map<Session, HeldAnswer>();
  readonly #keptLines = new KeptLines();
  #run: Run | undefined;

  /** `onFault` is told of what can't be written as lines; one such message must not end the server. */
  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  /** See `Sink`. */
  relay(relay: Relay, recipients: readonly Session[], except: Session | undefined): void {
    const run = this.#run;
    const { needs, gated } = relay;
    const isSame = run !== undefined && run.recipients === recipients && run.except === except &&
      run.needs === needs && run.gated === gated;
    if (isSame) {
      run.relays.push(relay);
      return;
    }
    this.flush();
    this.#run = { relays: [relay], recipients, except, needs, gated };
  }

  /** Delivers the run that is still open. */
  flush(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    try {
      this.#deliver(run);
    } catch (error) {
      this.#onFault(error);
    }
  }

  #deliver({ relays, recipients, except, needs, gated }: Run): void {
    const encoded = this.#encoded.fill(undefined);
    for (const session of recipients) {
      if (session === except || (needs !== 0 && (session.receives & needs) === 0)) continue;
      const { shape } = session;
      const bytes = encoded[shape] ??= encodeRelays(relays, shape);
      if (session === gated) this.#gate(session, relays, bytes);
      else session.outlet.push(bytes);
    }
  }

  /** Sends someone what it did itself when it is kept. */
  #gate(session: Session, relays: readonly Relay[], kept: Uint8Array): void {
    this.#keptLines.add({
      key: relays.at(-1)?.key ?? 0,
      gap: session.outlet.leaveGap(),
      kept,
      lost: () => lostRelays(session, relays),
    });
  }

  /** All facts up to `key` are kept now, or those that were not yet never will be. For who owns the archive. */
  settle(key: number, isKept: boolean): void {
    this.#keptLines.settle(key, isKept);
  }

  /** See `Sink`. */
  tell(session: Session, relay: Relay): void {
    this.flush();
    const isGated = relay.gated === session;
    const held = this.#held.get(session);
    if (held !== undefined) {
      held.parts.push([shapedRelay(relay, session.shape)]);
      if (isGated) this.#gateAnswer(session, held, relay);
      return;
    }
    const bytes = session.shape === plainBit
      ? encodeLine(plainOwn(relay.message), "\n")
      : encodeRelays([relay], session.shape);
    if (isGated) this.#gate(session, [relay], bytes);
    else session.outlet.push(bytes);
  }

  /** The answer takes the place of the first thing in it that must be kept. */
  #gateAnswer(session: Session, held: HeldAnswer, relay: Relay): void {
    held.gate = {
      key: relay.key,
      gap: held.gate?.gap ?? session.outlet.leaveGap(),
      relays: [...held.gate?.relays ?? [], relay],
    };
  }

  /** See `Sink`. An answer that is still being pulled comes first. */
  reply(session: Session, message: Message): void {
    this.answer(session, [message]);
  }

  /** See `Sink`. */
  answer(session: Session, messages: Iterable<Message>): void {
    this.flush();
    const held = this.#held.get(session);
    if (held !== undefined) held.parts.push(messages);
    else session.outlet.pull(encodeReplies(session, messages));
  }

  /** See `Sink`. */
  openAnswer(session: Session, start: AnswerStart): void {
    this.#held.set(session, { ...start, parts: [], gate: undefined });
  }

  /** See `Sink`. */
  closeAnswer(session: Session): void {
    const held = this.#held.get(session);
    if (held === undefined) return;
    this.flush();
    this.#held.delete(session);
    const lines = encodeReplies(session, labelledAnswer(held));
    if (held.gate === undefined) return session.outlet.pull(lines);
    const { key, gap, relays } = held.gate;
    const kept = joinUpTo(lines, eagerBytes);
    const lost = () => {
      const refusals = relays.map((relay) => lostLine(relay) ?? shapedRelay(relay, session.shape));
      const answer = labelledAnswer({ ...held, parts: [refusals] });
      return joinUpTo(encodeReplies(session, answer), eagerBytes);
    };
    this.#keptLines.add({ key, gap, kept, rest: lines, lost });
  }

  /** See `Sink`. */
  leaveGap(session: Session): Gap {
    this.flush();
    const held = this.#held.get(session);
    if (held !== undefined) {
      // The whole answer waits until the command is through, and this with it.
      return { fill: (messages) => void held.parts.push(messages) };
    }
    const gap = session.outlet.leaveGap();
    return {
      fill: (messages) => {
        const lines = encodeReplies(session, messages);
        gap.fill(joinUpTo(lines, eagerBytes), lines);
      },
    };
  }

  /** See `Sink`. */
  prompt(session: Session, text: string): void {
    this.flush();
    session.outlet.push(encoder.encode(text));
  }

  /** See `Sink`. */
  close(session: Session, reason: string): void {
    if (session.isClosing) return;
    this.flush();
    this.closeAnswer(session);
    session.isClosing = true;
    session.outlet.end(lastLine(session, reason), reason);
  }
}

function encodeRelays(relays: readonly Relay[], shape: number): Uint8Array {
  let text = "";
  for (const relay of relays) {
    const line = shape === plainBit ? plainRelay(relay.message) : formatRelay(relay, shape);
    if (line !== undefined) text += line + (shape === plainBit ? "\n" : "\r\n");
  }
  return text === "" ? nothing : encoder.encode(text);
}

/** A relayed message as a line of IRC, with the tags that this shape has asked for. */
function formatRelay(relay: Relay, shape: number): string {
  return formatMessage(shapedRelay(relay, shape));
}

function shapedRelay({ message, timeMs, msgid, realname }: Relay, shape: number): Message {
  const params = realname !== undefined && (shape & extendedJoinBit) !== 0
    ? [...message.params, "*", realname]
    : message.params;
  const hasTags = (shape & messageTagsBit) !== 0;
  const hasTime = (shape & serverTimeBit) !== 0;
  if (!hasTags && !hasTime) return { ...message, params, tags: noTags };
  const tags = new Map<string, string>();
  if (hasTime) tags.set("time", new Date(timeMs).toISOString());
  if (hasTags && msgid !== "") tags.set("msgid", msgid);
  // The server's stand first: https://ircv3.net/specs/extensions/message-tags#size-limit
  for (const [name, value] of hasTags ? message.tags : noTags) tags.set(name, value);
  return { ...message, params, tags };
}

/** So much of an answer keeps its place among what others say; the rest is pulled. */
const eagerBytes = 64 * 1024;

function joinUpTo(lines: Iterator<Uint8Array>, maxBytes: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let size = 0;
  while (size < maxBytes) {
    const next = lines.next();
    if (next.done) break;
    pieces.push(next.value);
    size += next.value.length;
  }
  return concat(pieces, size);
}

function concat(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const joined = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

const saying: ReadonlySet<string> = new Set(["PRIVMSG", "NOTICE", "TAGMSG"]);

/** What was said but can't be kept is told so in place of its echo; what has changed something has changed it all the same. */
function lostLine({ message: { command, params: [target = "*"] } }: Relay): Message | undefined {
  if (!saying.has(command)) return undefined;
  const text = "The server could not keep that message; others may have seen it, send it again";
  return createMessage("", "FAIL", command, "NOT_KEPT", target, text);
}

function lostRelays(session: Session, relays: readonly Relay[]): Uint8Array {
  const pieces = relays.map((relay) => {
    const line = lostLine(relay);
    return line === undefined ? encodeRelays([relay], session.shape) : encodeReply(session, line);
  });
  return concat(pieces, pieces.reduce((sum, { length }) => sum + length, 0));
}

function* encodeReplies(session: Session, messages: Iterable<Message>): Generator<Uint8Array> {
  for (const message of messages) yield encodeReply(session, message);
}

function encodeReply(session: Session, message: Message): Uint8Array {
  return session.dialect === "plain"
    ? encodeLine(plainReply(message), "\n")
    : encodeLine(formatMessage(message), "\r\n");
}

function encodeLine(line: string | undefined, end: string): Uint8Array {
  return line === undefined ? nothing : encoder.encode(line + end);
}

/**
 * The line that a closed session gets.
 *
 * Whoever left by own wish knows it; a client that has not said what it speaks is not talked to, unless it was asked.
 */
export function lastLine(session: Session, reason: string): Uint8Array {
  if (session.dialect === "open") {
    return session.wasAsked ? encoder.encode(`\n${plainReply(notice(reason))}\n`) : nothing;
  }
  if (session.dialect === "plain") {
    return reason.startsWith("Quit") ? nothing : encodeReply(session, notice(reason));
  }
  return encodeReply(session, createMessage("", "ERROR", `Closing link: ${reason}`));
}

function notice(text: string): Message {
  return createMessage("", "NOTICE", "*", text);
}
