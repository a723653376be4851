/** The lines of a connection that sends each in a message of its own, as an iterator. */

import type { Line } from "../../wire/lines.ts";
import type { Framing } from "./framing.ts";

/** The reading half of a connection of messages. */
export interface MessageReader {
  /** Gives what has come, at least one message; null when no more will come. Rejects when the connection is lost. */
  receive(): Promise<readonly Uint8Array[] | null>;
}

const LF = 10;
const CR = 13;

/**
 * Yields what one read completed; all of it is to be handled in one turn. While the consumer is busy nothing is read.
 *
 * `onRead` is called after every read.
 */
export async function* readMessages(
  reader: MessageReader,
  framing: Framing,
  onRead: () => void,
): AsyncGenerator<readonly Line[]> {
  for (;;) {
    const messages = await reader.receive();
    if (messages === null) return;
    onRead();
    yield messages.flatMap((message) => linesOf(message, framing));
  }
}

/** A line end after the line is forgiven; one within it is not: https://ircv3.net/specs/extensions/websocket */
function linesOf(message: Uint8Array, framing: Framing): readonly Line[] {
  const end = lineEnd(message);
  const line = new Uint8Array(end + 1);
  line.set(message.subarray(0, end));
  line[end] = LF;
  const isOne = message.subarray(end).every((byte) => byte === LF || byte === CR);
  // A first message that is refused still tells what is spoken.
  if (isOne || framing.dialect === "open") {
    const lines = framing.push(line);
    if (isOne) return lines;
  }
  return [{ kind: "severalLines", text: "" }];
}

function lineEnd(message: Uint8Array): number {
  const at = message.findIndex((byte) => byte === LF || byte === CR);
  return at < 0 ? message.length : at;
}
