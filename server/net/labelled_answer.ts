/** All that answers one command, marked as its answer: https://ircv3.net/specs/extensions/labeled-response */

import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { multilineBatch } from "../../wire/multiline.ts";
import type { OutletGap } from "../core/session.ts";
import type { AnswerStart, Relay } from "../core/sink.ts";

/** What makes an answer wait. */
export interface AnswerGate {
  /** Key of the last fact that must be kept. */
  readonly key: number;
  /** The answer's place. */
  readonly gap: OutletGap;
  /** What its sender sees of those facts. */
  readonly relays: readonly Relay[];
}

/** An answer that is held until it is whole. */
export interface HeldAnswer extends AnswerStart {
  /** Its lines so far; long parts are pulled only when they are sent. */
  readonly parts: Iterable<Message>[];
  /** What of it must be kept before it is sent, and its place. */
  gate: AnswerGate | undefined;
}

/** Within one answer there is one batch, so its reference needs to be no other. */
const reference = "a";

/** Marks an answer: ACK where it is empty, the label on a single line, else a batch. Nothing is pulled ahead but two lines. */
export function* labelledAnswer({ label, source, parts }: HeldAnswer): Generator<Message> {
  const lines = concat(parts);
  const first = lines.next();
  if (first.done) {
    yield tagged(createMessage(source, "ACK"), "label", label);
    return;
  }
  if (first.value.params[1] === multilineBatch) {
    return yield* labelledLines({ label, source }, [first.value, ...lines]);
  }
  // What is a batch of its own needs none around it.
  if (first.value.command === "BATCH") {
    yield tagged(first.value, "label", label);
    yield* lines;
    return;
  }
  const second = lines.next();
  if (second.done) {
    yield tagged(first.value, "label", label);
    return;
  }
  yield* inBatch({ label, source }, prepend([first.value, second.value], lines));
}

/** The echo of a message of several lines is a batch, and alone it needs none around it. Such answers are short. */
function* labelledLines(
  { label, source }: AnswerStart,
  lines: readonly Message[],
): Generator<Message> {
  const [start] = lines;
  const end = lines.findIndex(({ command, params }) => {
    return command === "BATCH" && params[0]?.startsWith("-") === true;
  });
  if (start === undefined || end < lines.length - 1) {
    return yield* inBatch({ label, source }, lines);
  }
  yield tagged(start, "label", label);
  yield* lines.slice(1);
}

function* inBatch(
  { label, source }: AnswerStart,
  lines: Iterable<Message>,
): Generator<Message> {
  const start = createMessage(source, "BATCH", `+${reference}`, "labeled-response");
  yield tagged(start, "label", label);
  // Lines of a batch within it are that one's.
  for (const line of lines) yield tagged(line, "batch", reference);
  yield createMessage(source, "BATCH", `-${reference}`);
}

function* prepend(first: readonly Message[], rest: Iterable<Message>): Generator<Message> {
  yield* first;
  yield* rest;
}

function* concat(parts: readonly Iterable<Message>[]): Generator<Message> {
  for (const part of parts) yield* part;
}

/** The server's tags stand before those of clients: https://ircv3.net/specs/extensions/message-tags#client-only-tags */
function tagged(message: Message, name: string, value: string): Message {
  return { ...message, tags: new Map([[name, value], ...message.tags]) };
}
