/** How long a text is on the wire, where limits count bytes. */

/**
 * Counts the bytes of `text` in UTF-8 without encoding it.
 *
 * A lone surrogate counts 3, as U+FFFD, which `TextEncoder` puts in its place.
 */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (isPairAt(text, at)) {
      bytes += 2;
      at++;
    } else bytes += 2;
  }
  return bytes;
}

/** Says whether `text` takes more than `maxBytes` in UTF-8; counts only when the length leaves it open. */
export function exceedsUtf8(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  return text.length * 3 > maxBytes && utf8Length(text) > maxBytes;
}

/** Cuts `text` to at most `maxBytes` of UTF-8, never inside a code point. */
export function cutUtf8(text: string, maxBytes: number): string {
  if (!exceedsUtf8(text, maxBytes)) return text;
  let bytes = 0;
  let end = 0;
  for (const point of text) {
    bytes += utf8Length(point);
    if (bytes > maxBytes) break;
    end += point.length;
  }
  return text.slice(0, end);
}

function isPairAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  return unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000;
}
