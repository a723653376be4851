/** Emoji by their names, fetched when the first one is named. */

import { useEffect, useState } from "preact/hooks";

const none: ReadonlyMap<string, string> = new Map();

/** Gives the emoji; none before a text has a colon in it that begins a name, and the table has come. */
export function useEmoji(text: string): ReadonlyMap<string, string> {
  const [emoji, setEmoji] = useState(none);
  const isWanted = emoji === none && /(?:^|[\s(]):[a-z0-9+-]/i.test(text);
  useEffect(() => {
    if (!isWanted) return;
    // Without a connection there are no names yet: the next colon asks again.
    import("../talk/emoji.ts").then(({ emojiByName }) => setEmoji(emojiByName), () => {});
  }, [isWanted]);
  return emoji;
}
