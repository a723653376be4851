/** All that answers one command, marked as its answer: https://ircv3.net/specs/extensions/labeled-response */

import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import type { AnswerStart } from "../core/sink.ts";

/** An answer that is held until it is whole. */
export interface HeldAnswer extends AnswerStart {
  /** Its lines so far; long parts are pulled only when they are sent. */
  readonly parts: Iterable<Message>[];
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
  const second = lines.next();
  if (second.done) {
    yield tagged(first.value, "label", label);
    return;
  }
  const start = createMessage(source, "BATCH", `+${reference}`, "labeled-response");
  yield tagged(start, "label", label);
  yield tagged(first.value, "batch", reference);
  yield tagged(second.value, "batch", reference);
  for (const line of lines) yield tagged(line, "batch", reference);
  yield createMessage(source, "BATCH", `-${reference}`);
}

function* concat(parts: readonly Iterable<Message>[]): Generator<Message> {
  for (const part of parts) yield* part;
}

/** The server's tags stand before those of clients: https://ircv3.net/specs/extensions/message-tags#client-only-tags */
function tagged(message: Message, name: string, value: string): Message {
  return { ...message, tags: new Map([[name, value], ...message.tags]) };
}
