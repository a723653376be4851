/** Lines of a file that may hold anything. */

/** A line with its number, from 1 on; `text` is undefined where it is too long. */
export interface FileLine {
  /** From 1 on. */
  readonly number: number;
  /** Without its end. */
  readonly text: string | undefined;
  /** Bytes of the file up to its end. */
  readonly atByte: number;
}

/** Reads lines one by one, of at most `maxLineBytes` with their ends. What is no UTF-8 is taken for Windows-1252, as old logs have it. */
export function* readFileLines(
  file: Deno.FsFile,
  maxLineBytes: number,
): Generator<FileLine> {
  const buffer = new Uint8Array(maxLineBytes);
  let filled = 0;
  let number = 0;
  let atByte = 0;
  let isTooLong = false;
  const line = (bytes: Uint8Array): FileLine => {
    number++;
    const text = isTooLong ? undefined : decode(bytes);
    isTooLong = false;
    return { number, text, atByte };
  };
  for (;;) {
    const count = file.readSync(buffer.subarray(filled));
    if (count === null) break;
    const end = filled + count;
    let start = 0;
    for (;;) {
      const feed = buffer.subarray(0, end).indexOf(10, Math.max(start, filled));
      if (feed < 0) break;
      atByte += feed + 1 - start;
      yield line(buffer.subarray(start, feed));
      start = feed + 1;
    }
    if (start === 0 && end === buffer.length) {
      isTooLong = true;
      atByte += end;
      filled = 0;
      continue;
    }
    buffer.copyWithin(0, start, end);
    filled = end - start;
  }
  if (filled > 0 || isTooLong) yield line(buffer.subarray(0, filled));
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
const western = new TextDecoder("windows-1252");

function decode(bytes: Uint8Array): string {
  const end = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length;
  const own = bytes.subarray(0, end);
  try {
    return utf8.decode(own);
  } catch {
    return western.decode(own);
  }
}
