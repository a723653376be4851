/** The lines of one connection, as an iterator. */

import type { Line } from "../../wire/lines.ts";
import type { Framing } from "./framing.ts";

/** The reading half of a connection. */
export interface Reader {
  /** Reads into `buffer` and gives how many bytes; null at the end of the stream. */
  read(buffer: Uint8Array): Promise<number | null>;
}

// A pending read pins its buffer, so an idle connection costs the small one.
const smallBytes = 512;
const largeBytes = 16 * 1024;

/**
 * Yields what one read completed; all of it is to be handled in one turn. While the consumer is busy nothing is read.
 *
 * `onRead` is called after every read that gave bytes, lines or not. Ends with the stream; throws what `read` throws.
 */
export async function* readLines(
  reader: Reader,
  framing: Framing,
  onRead: () => void,
): AsyncGenerator<readonly Line[]> {
  let buffer = new Uint8Array(smallBytes);
  let reading: Promise<number | null> | undefined;
  for (;;) {
    reading ??= reader.read(buffer);
    const { quietMs } = framing;
    const count = quietMs === undefined ? await reading : await unlessQuiet(reading, quietMs);
    if (count === "quiet") {
      yield framing.flush();
      continue;
    }
    reading = undefined;
    if (count === null) {
      yield framing.flush();
      return;
    }
    onRead();
    const lines = framing.push(buffer.subarray(0, count));
    if (count === buffer.length && count < largeBytes) buffer = new Uint8Array(largeBytes);
    else if (count < smallBytes && buffer.length > smallBytes) buffer = new Uint8Array(smallBytes);
    if (lines.length > 0) yield lines;
  }
}

async function unlessQuiet(
  reading: Promise<number | null>,
  quietMs: number,
): Promise<number | null | "quiet"> {
  const { promise, resolve } = Promise.withResolvers<"quiet">();
  const timer = setTimeout(resolve, quietMs, "quiet");
  try {
    return await Promise.race([reading, promise]);
  } finally {
    clearTimeout(timer);
  }
}
