/** What we say in several lines, cut to what a server takes: https://ircv3.net/specs/extensions/multiline */

import type { MoreLine } from "../wire/multiline.ts";
import { splitText } from "../wire/split_text.ts";
import { utf8Length } from "../wire/utf8.ts";

/** How much one message of several lines may hold. */
export interface MultilineLimits {
  /** With one for each line end in it. */
  readonly maxBytes: number;
  /** Lines as they are sent. */
  readonly maxLines: number;
}

/**
 * Gives the messages that hold these lines, each as the lines that are sent for it. `room`: most bytes of one of these.
 * Callers bound the text by what can be typed.
 */
export function cutToMessages(
  lines: readonly string[],
  { room, maxBytes, maxLines }: MultilineLimits & { readonly room: number },
): readonly (readonly MoreLine[])[] {
  const messages: MoreLine[][] = [];
  let open: MoreLine[] = [];
  let bytes = 0;
  const close = () => {
    const message = withoutBlankEnds(open);
    if (message.length > 0) messages.push(message);
    open = [];
    bytes = 0;
  };
  for (const piece of lines.flatMap((line) => joinedPieces(line, Math.min(room, maxBytes)))) {
    const length = utf8Length(piece.text);
    if (open.length === maxLines || bytes + length + 1 > maxBytes) close();
    bytes += length + (open.length === 0 || piece.isJoined ? 0 : 1);
    open.push({ text: piece.text, isJoined: piece.isJoined && open.length > 0 });
  }
  close();
  return messages;
}

/** The text that its lines make together. */
export function textOfLines(lines: readonly MoreLine[]): string {
  return lines.map(({ text, isJoined }, at) => (at === 0 || isJoined ? "" : "\n") + text).join("");
}

/** One line as pieces that fit; put together they are that line, with each space in it. */
function joinedPieces(line: string, room: number): readonly MoreLine[] {
  // The space that is cut at goes with what is before it.
  const pieces = splitText(line, room - 1);
  let at = 0;
  return pieces.map((piece, index) => {
    at += piece.length;
    const hasSpace = line[at] === " ";
    if (hasSpace) at++;
    return { text: hasSpace ? `${piece} ` : piece, isJoined: index > 0 };
  });
}

function withoutBlankEnds(lines: readonly MoreLine[]): MoreLine[] {
  const start = lines.findIndex(({ text }) => text !== "");
  const end = lines.findLastIndex(({ text }) => text !== "");
  if (start < 0) return [];
  return lines.slice(start, end + 1).map((line, at) =>
    at === 0 ? { ...line, isJoined: false } : line
  );
}
