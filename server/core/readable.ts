/** Who may read what of what is kept. Every query goes through here: history, targets, search and markers. */

import { type LineClass, lineClass, type LogName, type ReadableLog, type Span } from "./archive.ts";
import type { Channel } from "./channel.ts";
import { channelLog, isRestricted, privateLog } from "./keeping.ts";
import type { User } from "./user.ts";

/** What a client wants to read: messages alone, or what else happened too. */
export interface Wish {
  /** https://ircv3.net/specs/extensions/chathistory#event-playback */
  readonly events: boolean;
}

/**
 * What of a channel's log `user` may read; undefined where it is no member now.
 *
 * What was said to all, members may read, in whatever life of the channel. Where the channel is restricted they read from
 * their own coming on, and so they do what was said while it was, unless mode H opens the life that the channel is in.
 */
export function readableChannel(
  channel: Channel,
  user: User,
  { events }: Wish,
): ReadableLog | undefined {
  const joinKey = channel.joinKey(user);
  if (joinKey === undefined) return undefined;
  // Who has logged out is no reader of what is for accounts.
  if (channel.flags.has("R") && user.account === undefined) return undefined;
  const isOpened = channel.flags.has("H");
  const openFrom = isRestricted(channel) && !isOpened ? joinKey : 0;
  const restrictedFrom = isOpened ? channel.life : joinKey;
  return {
    log: channelLog(channel.name),
    spans: [
      ...spans(events, [lineClass.openSaid, lineClass.openEvent], openFrom),
      ...spans(events, [lineClass.restrictedSaid, lineClass.restrictedEvent], restrictedFrom),
    ],
  };
}

/** What `user` may read of what it and someone called `name` (see `talkName`) said to each other: its own part, by whoever it is. */
export function readableTalk(user: User, name: string, { events }: Wish): ReadableLog {
  return readableLog(privateLog(user, name), events);
}

function readableLog(log: LogName, events: boolean): ReadableLog {
  return { log, spans: spans(events, [lineClass.openSaid, lineClass.openEvent], 0) };
}

function spans(
  events: boolean,
  [said, event]: readonly [LineClass, LineClass],
  fromKey: number,
): readonly Span[] {
  const own = [{ class: said, fromKey }];
  return events ? [...own, { class: event, fromKey }] : own;
}
