/** Whether a channel takes what somebody says: asked when it is decided, and again when it is applied. */

import type { MoreLine } from "../../wire/multiline.ts";
import { numeric } from "../../wire/numerics.ts";
import type { Tags } from "../../wire/tags.ts";
import { findFilter } from "./channel_filter.ts";
import type { Channel } from "./channel.ts";
import type { SayCommand } from "./facts.ts";
import { isLasting } from "./keeping.ts";
import { onceId } from "./onces.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { isLeading, maySpeak } from "./rights.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

/** What is said. */
export interface Saying {
  /** How. */
  readonly command: SayCommand;
  /** Its first line; "" of a TAGMSG. */
  readonly text: string;
  /** Its other lines. */
  readonly more?: readonly MoreLine[] | undefined;
  /** Client-only tags that go with it. */
  readonly tags: Tags;
}

/** Who says it where and when. */
export interface SayingScene {
  /** What the server knows. */
  readonly world: World;
  /** Where. */
  readonly channel: Channel;
  /** Who. */
  readonly user: User;
  /** When, in milliseconds. */
  readonly nowMs: number;
}

/** Refuses what a channel does not take: by its modes and bans, its filters, its slow mode. */
export function maySay(scene: SayingScene, saying: Saying): Refusal | undefined {
  const { channel, user } = scene;
  return maySpeak(channel, user, saying.text) ?? mustPassFilters(scene, saying) ??
    mustWait(scene, saying);
}

/** Says whether slow mode counts what is said: ranks are free, and typing is not yet speaking. */
export function isPaced({ members, slow }: Channel, user: User, saying: Saying): boolean {
  const { command, text, tags } = saying;
  return slow !== undefined && (members.get(user) ?? 0) === 0 &&
    (command !== "TAGMSG" || isLasting(command, text, tags));
}

function mustPassFilters({ channel, user }: SayingScene, saying: Saying): Refusal | undefined {
  const { name, lists, members } = channel;
  if (lists.g.size === 0 || isLeading(members.get(user) ?? 0)) return undefined;
  const found = findFilter(lists.g, wholeText(saying));
  if (found === undefined) return undefined;
  const why = `That channel takes nothing with "${found}" in it; say it in other words (+g)`;
  return refuse(numeric.ERR_CANNOTSENDTOCHAN, name, why);
}

/** A reaction has its text in a tag. */
function wholeText({ command, text, more = [], tags }: Saying): string {
  if (command === "TAGMSG") return tags.get("+draft/react") ?? "";
  return more.reduce((whole, line) => whole + (line.isJoined ? "" : " ") + line.text, text);
}

/** What is sent again, since its sender has not seen its echo, is answered, however soon it comes. */
function mustWait(scene: SayingScene, saying: Saying): Refusal | undefined {
  const { world, channel, user, nowMs } = scene;
  const { name, slow } = channel;
  const waitMs = isPaced(channel, user, saying) ? slow?.waitMs(user, nowMs) ?? 0 : 0;
  if (slow === undefined || waitMs === 0) return undefined;
  const id = onceId(name, saying.tags);
  if (id !== undefined && world.onces.find(id) !== undefined) return undefined;
  const { messages, seconds } = slow.pace;
  const waitS = Math.ceil(waitMs / 1_000);
  const why = `Slow mode: at most ${messages} in ${seconds} s; say it again in ${waitS} s (+f)`;
  return refuse(numeric.ERR_CANNOTSENDTOCHAN, name, why);
}
