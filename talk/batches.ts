/** Batches, as far as they hold history: https://ircv3.net/specs/extensions/batch */

import type { Message } from "../wire/message.ts";

/** One answer to a question about history. */
export interface HistoryPage {
  /** Channel or nick that it is about. */
  readonly target: string;
  /** In the order in which they were said. */
  readonly messages: readonly Message[];
  /** False where there was more than we keep. */
  readonly isWhole: boolean;
}

/** What a message turns out to be. */
export type Sorted =
  | { readonly kind: "live"; readonly message: Message }
  /** It opens, fills or closes something that is not complete yet. */
  | { readonly kind: "held" }
  | { readonly kind: "page"; readonly page: HistoryPage };

/** A page that is still being told. */
interface OpenPage {
  readonly reference: string;
  readonly target: string;
  readonly messages: Message[];
  length: number;
  isWhole: boolean;
}

const maxOpen = 32;
const maxPageMessages = 4096;
const maxPageLength = 4 * 1024 * 1024;
const held: Sorted = { kind: "held" };

/**
 * Collects what stands in a batch of history, whatever batches that one is in or has in it. What stands in any other
 * batch, an answer to a label or a split of the net, is passed on as it comes.
 */
export class Batches {
  // By reference; undefined for a batch that is in no page.
  readonly #open = new Map<string, OpenPage | undefined>();

  /** Takes every message of the server. */
  receive(message: Message): Sorted {
    if (message.command.toUpperCase() === "BATCH") return this.#turn(message);
    const page = this.#pageOf(message);
    if (page === undefined) return { kind: "live", message };
    const length = message.params.reduce((sum, param) => sum + param.length, 0);
    if (page.messages.length >= maxPageMessages || page.length + length > maxPageLength) {
      page.isWhole = false;
    } else {
      page.messages.push(message);
      page.length += length;
    }
    return held;
  }

  #turn(message: Message): Sorted {
    const [sign = "", type, target = ""] = message.params;
    const reference = sign.slice(1);
    if (sign.startsWith("+") && this.#open.size < maxOpen) {
      const outer = this.#pageOf(message);
      const isPage = outer === undefined && type?.toLowerCase() === "chathistory";
      const page = { reference, target, messages: [], length: 0, isWhole: true };
      this.#open.set(reference, isPage ? page : outer);
    }
    if (!sign.startsWith("-")) return held;
    const page = this.#open.get(reference);
    this.#open.delete(reference);
    if (page === undefined || page.reference !== reference) return held;
    for (const [inner, its] of this.#open) if (its === page) this.#open.delete(inner);
    return { kind: "page", page };
  }

  #pageOf(message: Message): OpenPage | undefined {
    return this.#open.get(message.tags.get("batch") ?? "");
  }
}
