/** What in a text can be followed: addresses and names of channels. */

/** A piece of a text. */
export type TextPiece =
  | { readonly kind: "text"; readonly text: string }
  /** `href` is an address of a scheme that is safe to open: http, https, irc, ircs or mailto. */
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  | { readonly kind: "channel"; readonly text: string };

// Nothing in it can match in two ways, so that time is in proportion to the text.
const candidates =
  /(?:https?|ircs?):\/\/[^\s<>"]+|mailto:[^\s<>"]+|(?<![^\s([{<,;])#[^\s,:<>()[\]{}"']+/gi;
// Longer ones are text: nobody types or reads them.
const maxLinkLength = 2048;
const maxChannelLength = 64;
const maxPieces = 500;
const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Takes a text that was made safe apart; together the pieces are the text. Takes time in proportion to it. */
export function linkPieces(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(candidates)) {
    if (pieces.length >= maxPieces) break;
    const found = trimmed(match[0]);
    const piece = pieceOf(found);
    if (piece === undefined) continue;
    if (match.index > end) pieces.push({ kind: "text", text: text.slice(end, match.index) });
    pieces.push(piece);
    end = match.index + found.length;
  }
  if (end < text.length) pieces.push({ kind: "text", text: text.slice(end) });
  return pieces;
}

function pieceOf(found: string): TextPiece | undefined {
  if (found.startsWith("#")) {
    const isName = found.length > 1 && found.length <= maxChannelLength && !/^#[0-9]+$/.test(found);
    return isName ? { kind: "channel", text: found } : undefined;
  }
  if (found.length > maxLinkLength || !URL.canParse(found)) return undefined;
  const { protocol, host, href } = new URL(found);
  if (protocol !== "mailto:" && host === "") return undefined;
  return { kind: "link", text: found, href };
}

/** The end of a sentence is not the end of an address; a bracket is, where the address has it opened too. */
function trimmed(found: string): string {
  let end = found.length;
  while (end > 0) {
    const last = found.charAt(end - 1);
    const opening = pairs[last];
    if (opening !== undefined) {
      const inside = found.slice(0, end);
      if (count(inside, opening) >= count(inside, last)) break;
    } else if (!/[.,;:!?'"*_~…’”»。，、]/.test(last)) break;
    // Past this many it is noise, which may stay what it is.
    if (found.length - end > 32) break;
    end--;
  }
  return found.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
