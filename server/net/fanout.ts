/** One message to many: encoded once for each shape it meets, handed over by reference. */

import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { noTags } from "../../wire/tags.ts";
import {
  encodeList,
  encodePlain,
  encodeRelays,
  encodeReplies,
  encodeReply,
  encodeText,
  isPlain,
  joinFirst,
  lostLine,
  lostRelays,
  shapedMessages,
  shapedRelay,
} from "./encode.ts";
import { FormCache } from "./form_cache.ts";
import { KeptLines } from "./kept_lines.ts";
import { type HeldAnswer, labelledAnswer } from "./labelled_answer.ts";
import { type Form, formLines } from "../core/form.ts";
import { plainOwn, plainReply } from "../core/plain_form.ts";
import { type Session, shapeCount } from "../core/session.ts";
import { addressee } from "../core/replies.ts";
import type { AnswerStart, Gap, Relay, Sink } from "../core/sink.ts";

/** Messages that follow one another to the same recipients; they leave as one piece of bytes. */
interface Run {
  readonly relays: Relay[];
  readonly recipients: readonly Session[];
  readonly except: Session | undefined;
  readonly needs: number;
  readonly gated: Session | undefined;
}

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
  readonly #keptLines: KeptLines;
  readonly #forms = new FormCache();
  #run: Run | undefined;
  #deliveries = 0;

  /**
   * `onFault` is told of what can't be written as lines; one such message must not end the server. `onWaiting` is told that
   * somebody waits for what was applied to be kept.
   */
  constructor(onFault: (error: unknown) => void, onWaiting: () => void = () => {}) {
    this.#onFault = onFault;
    this.#keptLines = new KeptLines(onWaiting);
  }

  /** How often a message was handed to one of those who are to see it, since the start. */
  get deliveries(): number {
    return this.#deliveries;
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
    let count = 0;
    for (const session of recipients) {
      if (session === except || (needs !== 0 && (session.receives & needs) === 0)) continue;
      count++;
      const { shape } = session;
      const bytes = encoded[shape] ??= encodeRelays(relays, shape);
      if (session === gated) this.#gate(session, relays, bytes);
      else session.outlet.push(bytes);
    }
    this.#deliveries += count * relays.length;
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
      held.parts.push([...shapedMessages(relay, session.shape)]);
      if (isGated) this.#gateAnswer(session, held, relay);
      return;
    }
    const bytes = isPlain(session.shape)
      ? encodePlain(session, plainOwn(relay.message))
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
    else if (messages instanceof Array) session.outlet.pull(encodeList(session, messages));
    else session.outlet.pull(encodeReplies(session, messages));
  }

  /** See `Sink`. */
  letter(session: Session, parts: readonly (Message | Form)[]): void {
    const nick = addressee(session);
    if (session.dialect !== "irc" || this.#held.has(session)) {
      const each = (part: Message | Form) => "messages" in part ? formLines(part, nick) : [part];
      return this.answer(session, parts.flatMap(each));
    }
    this.flush();
    session.outlet.pull(encodeText(this.#forms.write(parts, nick), session.shape));
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
    const kept = joinFirst(lines);
    const lost = () => {
      const refusals = relays.map((relay) => lostLine(relay) ?? shapedRelay(relay, session.shape));
      const answer = labelledAnswer({ ...held, parts: [refusals] });
      return joinFirst(encodeReplies(session, answer));
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
        gap.fill(joinFirst(lines), lines);
      },
    };
  }

  /** See `Sink`. */
  prompt(session: Session, text: string): void {
    this.flush();
    session.outlet.push(encodeText(text, session.shape));
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

/**
 * The line that a closed session gets.
 *
 * Whoever left by own wish knows it; a client that has not said what it speaks is not talked to, unless it was asked.
 */
export function lastLine(session: Session, reason: string, label?: string): Uint8Array {
  if (session.dialect === "open") {
    return session.wasAsked
      ? encodeText(`\n${plainReply(notice(reason))}\n`, session.shape)
      : nothing;
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
