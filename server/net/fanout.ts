/** One message to many: encoded once for each shape it meets, handed over by reference. */

import { extendedJoinBit, messageTagsBit, serverTimeBit } from "../../wire/capabilities.ts";
import { formatMessage, message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { noTags } from "../../wire/tags.ts";
import { type HeldAnswer, labelledAnswer } from "./labelled_answer.ts";
import { plainOwn, plainRelay, plainReply } from "../core/plain_form.ts";
import { plainBit, type Session, shapeCount } from "../core/session.ts";
import type { AnswerStart, Relay, Sink } from "../core/sink.ts";

/** Messages that follow one another to the same recipients; they leave as one piece of bytes. */
interface Run {
  readonly relays: Relay[];
  readonly recipients: readonly Session[];
  readonly except: Session | undefined;
  readonly needs: number;
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
  #run: Run | undefined;

  /** `onFault` is told of what can't be written as lines; one such message must not end the server. */
  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  /** See `Sink`. */
  relay(relay: Relay, recipients: readonly Session[], except: Session | undefined): void {
    const run = this.#run;
    const { needs } = relay;
    const isSame = run !== undefined && run.recipients === recipients && run.except === except &&
      run.needs === needs;
    if (isSame) {
      run.relays.push(relay);
      return;
    }
    this.flush();
    this.#run = { relays: [relay], recipients, except, needs };
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

  #deliver({ relays, recipients, except, needs }: Run): void {
    const encoded = this.#encoded.fill(undefined);
    for (const session of recipients) {
      if (session === except || (needs !== 0 && (session.receives & needs) === 0)) continue;
      const { shape } = session;
      const bytes = encoded[shape] ??= encodeRelays(relays, shape);
      session.outlet.push(bytes);
    }
  }

  /** See `Sink`. */
  tell(session: Session, relay: Relay): void {
    this.flush();
    const held = this.#held.get(session);
    if (held !== undefined) {
      held.parts.push([shapedRelay(relay, session.shape)]);
      return;
    }
    session.outlet.push(
      session.shape === plainBit
        ? encodeLine(plainOwn(relay.message), "\n")
        : encodeRelays([relay], session.shape),
    );
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
    this.#held.set(session, { ...start, parts: [] });
  }

  /** See `Sink`. */
  closeAnswer(session: Session): void {
    const held = this.#held.get(session);
    if (held === undefined) return;
    this.flush();
    this.#held.delete(session);
    session.outlet.pull(encodeReplies(session, labelledAnswer(held)));
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
    const label = this.#takeLabel(session);
    session.isClosing = true;
    session.outlet.end(lastLine(session, reason, label), reason);
  }

  /** Where nothing but the end answers a command, the end bears its label; else what was said so far does. */
  #takeLabel(session: Session): string | undefined {
    const held = this.#held.get(session);
    if (held === undefined || held.parts.length > 0) {
      this.closeAnswer(session);
      return undefined;
    }
    this.#held.delete(session);
    return held.label;
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
export function lastLine(session: Session, reason: string, label?: string): Uint8Array {
  if (session.dialect === "open") {
    return session.wasAsked ? encoder.encode(`\n${plainReply(notice(reason))}\n`) : nothing;
  }
  if (session.dialect === "plain") {
    return reason.startsWith("Quit") ? nothing : encodeReply(session, notice(reason));
  }
  const error = createMessage("", "ERROR", `Closing link: ${reason}`);
  const tags = label === undefined ? noTags : new Map([["label", label]]);
  return encodeReply(session, { ...error, tags });
}

function notice(text: string): Message {
  return createMessage("", "NOTICE", "*", text);
}
