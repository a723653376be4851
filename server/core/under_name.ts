/** What was said under an earlier name of a channel, as it is told under that of today. */

import { isChannelName, isSameName } from "../../wire/casemap.ts";
import { textRoom } from "../../wire/message.ts";
import type { MoreLine } from "../../wire/multiline.ts";
import { cutUtf8, exceedsUtf8 } from "../../wire/utf8.ts";
import type { Lines } from "./multiline.ts";

/** Room for any code point. */
const leastRoom = 4;

/**
 * Puts `target` in the place of the channel's earlier name.
 *
 * A text that a longer name leaves no room for goes on in joined lines. What can't be cut, as modes, keeps the earlier name.
 */
export function underName(lines: Lines, target: string): Lines {
  const { message, more } = lines;
  const [first = "", ...rest] = message.params;
  const isOther = isChannelName(target) && isChannelName(first) && !isSameName(first, target);
  if (!isOther) return lines;
  const room = textRoom(message.source, message.command, target, ...rest.slice(0, -1));
  const text = rest.at(-1) ?? "";
  // An imported source may be longer than any here.
  if (room < leastRoom) return lines;
  const isSaid = ["PRIVMSG", "NOTICE"].includes(message.command);
  if (!isSaid) {
    return exceedsUtf8(text, room)
      ? lines
      : { message: { ...message, params: [target, ...rest] }, more };
  }
  const [start = "", ...ends] = cutInto(text, room);
  return {
    message: { ...message, params: [target, start] },
    more: [...ends.map(joined), ...more.flatMap((line) => cutLine(line, room))],
  };
}

function joined(text: string): MoreLine {
  return { text, isJoined: true };
}

function cutLine({ text, isJoined }: MoreLine, room: number): readonly MoreLine[] {
  const [start = "", ...ends] = cutInto(text, room);
  return [{ text: start, isJoined }, ...ends.map(joined)];
}

/** Nothing is left out, not even a space, since the pieces are joined again. */
function cutInto(text: string, room: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  do {
    const piece = cutUtf8(rest, room);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  } while (rest !== "");
  return pieces;
}
