/** Tells somebody who looks elsewhere that there is something: by the title, and by notifications where allowed. */

import type { Buffer } from "../talk/buffer.ts";
import { safeText } from "../wire/safe_text.ts";
import type { Room } from "./room.ts";
import type { PageText } from "./text.ts";

const maxTextLength = 200;

/** Looks at a room whenever something has happened there. */
export class Notifier {
  readonly #text: PageText;
  readonly #counts = new Map<string, number>();

  /** `text`: the words of the page. */
  constructor(text: PageText) {
    this.#text = text;
  }

  /** Something may have happened. */
  look(room: Room): void {
    const { list } = room.network.buffers;
    const count = list.reduce((sum, { mentionCount }) => sum + mentionCount, 0);
    const sign = count > 0 ? `(${count}) ` : "";
    document.title = `${sign}${safeText(room.current.name)} – ${this.#text.product}`;
    for (const buffer of list) {
      const before = this.#counts.get(buffer.name) ?? 0;
      this.#counts.set(buffer.name, buffer.mentionCount);
      if (buffer.mentionCount > before && !buffer.isMuted && !room.isWatched) {
        this.#notify(room, buffer);
      }
    }
  }

  /** Nobody is there any more. */
  stop(): void {
    document.title = this.#text.product;
  }

  #notify(room: Room, { name, entries }: Buffer): void {
    if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
    const entry = entries.findLast((each) => each.kind === "said" && each.isMention);
    if (entry?.kind !== "said") return;
    const { from, text } = entry.said;
    try {
      const title = from === name ? safeText(from) : `${safeText(from)}, ${safeText(name)}`;
      const body = safeText(text.slice(0, maxTextLength));
      const note = new Notification(title, { body, tag: name, icon: "/icon-192.png" });
      note.onclick = () => {
        focus();
        room.go(name);
        note.close();
      };
    } catch {
      // Some phones let only a service worker do it.
    }
  }
}
