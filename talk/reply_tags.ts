/** Tags that name another message: https://ircv3.net/specs/client-tags/reply, https://ircv3.net/specs/client-tags/react */

import type { Tags } from "../wire/tags.ts";

/** Longest id of a message that we believe in and pass on. */
export const maxIdLength = 256;

// The name that it has, and the one that it had as a draft, which most know.
const replyNames = ["+draft/reply", "+reply"] as const;

/** The tags of what answers a message; none for no message. */
export function replyTags(target: string | undefined): readonly (readonly [string, string])[] {
  return target === undefined ? [] : replyNames.map((name) => [name, target] as const);
}

/** The message that another one answers, by its id. */
export function replyTarget(tags: Tags): string | undefined {
  const target = replyNames.map((name) => tags.get(name)).find(Boolean);
  return target === undefined || !isSendableWord(target) ? undefined : target;
}

/** Says whether an id or a name can be sent back to the server as one word. */
export function isSendableWord(id: string): boolean {
  return id.length <= maxIdLength && /^[^\s\0:][^\s\0]*$/.test(id);
}
