/** What one does with a message. */

import { isSameName } from "../wire/casemap.ts";
import type { Room } from "./room.ts";
import type { SaidEntry } from "../talk/buffer.ts";

/** Reacts, or takes back what was the same. */
export function react(
  room: Room,
  { said: { id: target }, reactions }: SaidEntry,
  text: string,
): void {
  if (target === undefined) return;
  const { nick, nowMs, current: { name: talk }, network: { conversation } } = room;
  const same = reactions.find((each) => each.text === text);
  const isTakenBack = same?.nicks.some((each) => isSameName(each, nick)) ?? false;
  room.take(conversation.react({ talk, target, text, isTakenBack, nowMs }));
}

/** Takes a message back. */
export function remove(room: Room, { said: { id: target } }: SaidEntry): void {
  if (target === undefined) return;
  const { nowMs, current: { name: talk }, network: { conversation } } = room;
  room.take(conversation.redact({ talk, target, reason: "", nowMs }));
}
