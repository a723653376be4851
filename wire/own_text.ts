/** Text that is kept. */

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** V8 copies parts of a text that are shorter, and joins them at once. */
const minWindowLength = 13;

/**
 * Copies a text that is to be kept.
 *
 * A word cut out of a line is to V8 a window on all that was read with it: a nick of 20 bytes would keep 64 KiB alive.
 */
export function ownText(text: string): string {
  if (text.length < minWindowLength) return text;
  return decoder.decode(encoder.encode(text));
}
