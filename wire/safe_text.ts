/** What others wrote, made safe for a terminal, a log or a line client. */

// mIRC formatting: https://modern.ircdocs.horse/formatting
const formatting =
  // deno-lint-ignore no-control-regex -- formatting codes are control characters
  /\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f]/g;

// C0, DEL, C1, line and paragraph separators, and what turns the direction of text around.
// deno-lint-ignore no-control-regex -- these are the characters to be caught
const dangerous = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * Gives `text` with nothing in it that could move a cursor, colour a screen, ring a bell or start a line.
 *
 * mIRC formatting is dropped, a tab is a space, other control characters become their pictures (ESC is U+241B).
 */
export function safeText(text: string): string {
  return text.replace(formatting, "").replace(dangerous, picture);
}

function picture(found: string): string {
  const code = found.charCodeAt(0);
  if (code === 9) return " ";
  if (code < 32) return String.fromCharCode(0x2400 + code);
  return code === 127 ? "\u2421" : "\ufffd";
}
