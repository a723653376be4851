/** What draws the eye of who looks elsewhere. */

import { safeText } from "../../wire/safe_text.ts";
import type { Buffer } from "../../talk/buffer.ts";
import type { ClientEvent, Said } from "../../talk/event.ts";
import { safeName } from "../../talk/sentence.ts";

/** Something that was said, to be told outside of the screen. */
export interface Notice {
  /** One line, safe to be shown. */
  readonly text: string;
  /** It names us, or is said to us alone. */
  readonly isMention: boolean;
}

const maxTextLength = 200;

/**
 * Picks what is news of others among events that their talks have taken. `isSeen` says whether somebody looks at a talk.
 */
export function noticesOf(
  events: readonly ClientEvent[],
  { find, isSeen }: {
    readonly find: (talk: string) => Buffer | undefined;
    readonly isSeen: (buffer: Buffer) => boolean;
  },
): readonly Notice[] {
  return events.flatMap((event): readonly Notice[] => {
    if (event.kind !== "said" || event.isOwn || event.isOld) return [];
    const buffer = find(event.isPrivate ? event.from : event.to);
    if (buffer === undefined || buffer.isMuted || isSeen(buffer)) return [];
    const { id, timeMs, from } = event;
    const entry = buffer.entries.findLast((one) =>
      one.kind === "said" && one.said.id === id && one.said.timeMs === timeMs &&
      one.said.from === from
    );
    return entry?.kind === "said" ? [{ text: textOf(event), isMention: entry.isMention }] : [];
  });
}

function textOf({ from, to, isPrivate, text }: Said): string {
  const where = isPrivate ? "" : ` in ${safeName(to)}`;
  return `${safeName(from)}${where}: ${safeText(text.slice(0, maxTextLength))}`;
}
