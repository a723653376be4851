/** Private talks of lately: https://ircv3.net/specs/extensions/chathistory#targets */

import { formatMessage } from "../wire/format.ts";
import type { Page } from "./batches.ts";
import { isSendableWord } from "./reply_tags.ts";
import { readTime, writeTime } from "./wire_time.ts";

/** Somebody we spoke with. */
export interface LateTalk {
  /** Who it is. */
  readonly nick: string;
  /** When something was said last. */
  readonly timeMs: number;
}

const maxPeople = 30;
const spanMs = 30 * 24 * 60 * 60 * 1000;
// The server's clock may be ahead of ours.
const aheadMs = 24 * 60 * 60 * 1000;

/** Gives the line that asks for them. */
export function askForTalks(nowMs: number): string {
  const [to, from] = [nowMs + aheadMs, nowMs - spanMs].map((timeMs) =>
    `timestamp=${writeTime(timeMs)}`
  );
  const params = ["TARGETS", to ?? "", from ?? "", String(maxPeople)];
  return formatMessage({ command: "CHATHISTORY", params });
}

/** Reads the answer; the latest comes last. */
export function readTalks(
  { messages }: Page,
  isWanted: (name: string) => boolean,
): readonly LateTalk[] {
  const talks = new Map<string, LateTalk>();
  for (const { command, params } of messages) {
    const [subcommand = "", nick = "", time = ""] = params;
    const isTarget = command.toUpperCase() === "CHATHISTORY" &&
      subcommand.toUpperCase() === "TARGETS";
    const timeMs = readTime(time);
    if (!isTarget || timeMs === undefined) continue;
    if (isSendableWord(nick) && isWanted(nick)) talks.set(nick, { nick, timeMs });
  }
  return [...talks.values()].sort((one, other) => one.timeMs - other.timeMs).slice(-maxPeople);
}
