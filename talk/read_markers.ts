/** How far we have read, for all our clients: https://ircv3.net/specs/extensions/read-marker */

import { foldName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Message } from "../wire/message.ts";
import { keepLast } from "./bounded.ts";
import type { ClientEvent } from "./event.ts";
import { isSendableWord } from "./reply_tags.ts";
import { readTime, writeTime } from "./wire_time.ts";

const maxTalks = 1000;

/** Never goes backwards, over all connections. */
export class ReadMarkers {
  readonly #readMs = new Map<string, number>();
  // What was told over the connection that stands, by us or by the server.
  readonly #told = new Map<string, number>();

  /** All of a talk is read up to a time; gives the line that tells it. `isKept`: the server keeps it. */
  mark(talk: string, readMs: number, isKept: boolean): readonly string[] {
    const key = foldName(talk);
    const isNew = readMs > (this.#readMs.get(key) ?? -1);
    if (!isNew || !isSendableWord(talk)) return [];
    keepLast(this.#readMs, { key, value: Math.floor(readMs), most: maxTalks });
    return isKept ? this.#tell(talk) : [];
  }

  /** Asks how far a private talk is read; of channels the server tells it when we join. */
  ask(talk: string): readonly string[] {
    return isSendableWord(talk) ? [formatMessage({ command: "MARKREAD", params: [talk] })] : [];
  }

  /** Takes a MARKREAD; what we have read meanwhile is told. */
  receive(
    { params }: Message,
    nowMs: number,
  ): { send: readonly string[]; events: readonly ClientEvent[] } {
    const [talk = "", place = "*"] = params;
    if (!isSendableWord(talk)) return { send: [], events: [] };
    const key = foldName(talk);
    const toldMs = place.startsWith("timestamp=") ? readTime(place.slice(10)) : undefined;
    keepLast(this.#told, {
      key,
      value: Math.max(toldMs ?? -1, this.#told.get(key) ?? -1),
      most: maxTalks,
    });
    const ownMs = this.#readMs.get(key);
    if (toldMs !== undefined && toldMs > (ownMs ?? -1)) {
      keepLast(this.#readMs, { key, value: toldMs, most: maxTalks });
    }
    const readMs = this.#readMs.get(key);
    const send = ownMs !== undefined && ownMs > (toldMs ?? -1) ? this.#tell(talk) : [];
    return { send, events: [{ kind: "marked", timeMs: nowMs, id: undefined, talk, readMs }] };
  }

  /** The connection is broken. */
  lose(): void {
    this.#told.clear();
  }

  /** Tells it once a connection, whatever the server answers. */
  #tell(talk: string): readonly string[] {
    const key = foldName(talk);
    const readMs = this.#readMs.get(key) ?? 0;
    if (readMs <= (this.#told.get(key) ?? -1)) return [];
    keepLast(this.#told, { key, value: readMs, most: maxTalks });
    const place = `timestamp=${writeTime(readMs)}`;
    return [formatMessage({ command: "MARKREAD", params: [talk, place] })];
  }
}
