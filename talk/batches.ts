/** Batches: history, what a search found, messages of several lines: https://ircv3.net/specs/extensions/batch */

import type { Message } from "../wire/message.ts";
import { concatTag, multilineBatch } from "../wire/multiline.ts";

/** What a page answers. */
export type PageKind = "history" | "search" | "targets";

/** One answer to a question about what was said. */
export interface Page {
  /** What it answers. */
  readonly kind: PageKind;
  /** Channel or nick that it is about; "" where it is about many. */
  readonly target: string;
  /** In the order in which they came. */
  readonly messages: readonly Message[];
  /** False where there was more than we keep. */
  readonly isWhole: boolean;
}

/** What a message turns out to be. */
export type Sorted =
  /** A message of several lines is one, whose text has LF in it. */
  | { readonly kind: "live"; readonly message: Message }
  /** It opens, fills or closes something that is not complete yet. */
  | { readonly kind: "held" }
  | { readonly kind: "page"; readonly page: Page };

/** A page that is still being told. */
interface OpenPage {
  readonly kind: PageKind;
  readonly reference: string;
  readonly target: string;
  readonly messages: Message[];
  length: number;
  isWhole: boolean;
}

/** A batch that has begun. */
interface OpenBatch {
  /** The page that it is, or is in. */
  readonly page: OpenPage | undefined;
  /** The message of several lines that it is. */
  readonly lines: OpenLines | undefined;
}

interface OpenLines {
  readonly start: Message;
  first: Message | undefined;
  text: string;
}

const pageKinds: ReadonlyMap<string, PageKind> = new Map([
  ["chathistory", "history"],
  ["soju.im/search", "search"],
  ["draft/chathistory-targets", "targets"],
]);

const maxOpen = 32;
const maxPageMessages = 4096;
const maxPageLength = 4 * 1024 * 1024;
// Of all pages that are open.
const maxHeldLength = 8 * 1024 * 1024;
const maxLinesLength = 64 * 1024;
const held: Sorted = { kind: "held" };

/**
 * Collects what stands in a batch of history or of a search, whatever batches that one is in or has in it, and makes one
 * message of several lines. What stands in any other batch, an answer to a label or a split of the net, is passed on as
 * it comes.
 */
export class Batches {
  readonly #open = new Map<string, OpenBatch>();
  #heldLength = 0;

  /** Takes every message of the server. */
  receive(message: Message): Sorted {
    if (message.command.toUpperCase() === "BATCH") return this.#turn(message);
    const batch = this.#batchOf(message);
    if (batch?.lines !== undefined) {
      addLine(batch.lines, message);
      return held;
    }
    if (batch?.page === undefined) return { kind: "live", message };
    this.#add(batch.page, message);
    return held;
  }

  #turn(message: Message): Sorted {
    const [sign = "", type] = message.params;
    const reference = sign.slice(1);
    if (sign.startsWith("+") && this.#open.size < maxOpen) {
      this.#open.set(reference, this.#begin(reference, type?.toLowerCase() ?? "", message));
    }
    if (!sign.startsWith("-")) return held;
    const batch = this.#open.get(reference);
    this.#open.delete(reference);
    if (batch?.lines !== undefined) return this.#closeLines(batch.lines, batch.page);
    const page = batch?.page;
    if (page === undefined || page.reference !== reference) return held;
    this.#heldLength -= page.length;
    for (const [inner, its] of this.#open) if (its.page === page) this.#open.delete(inner);
    return { kind: "page", page };
  }

  #begin(reference: string, type: string, message: Message): OpenBatch {
    const outer = this.#batchOf(message);
    if (type === multilineBatch) {
      return { page: outer?.page, lines: { start: message, first: undefined, text: "" } };
    }
    const kind = pageKinds.get(type);
    if (outer?.page !== undefined || kind === undefined) {
      return { page: outer?.page, lines: undefined };
    }
    const target = message.params[2] ?? "";
    const page = { kind, reference, target, messages: [], length: 0, isWhole: true };
    return { page, lines: undefined };
  }

  #closeLines(lines: OpenLines, page: OpenPage | undefined): Sorted {
    const message = messageOf(lines);
    if (message === undefined) return held;
    if (page === undefined) return { kind: "live", message };
    this.#add(page, message);
    return held;
  }

  #add(page: OpenPage, message: Message): void {
    const length = lengthOf(message);
    const isFull = page.messages.length >= maxPageMessages ||
      page.length + length > maxPageLength || this.#heldLength + length > maxHeldLength;
    if (isFull) {
      page.isWhole = false;
      return;
    }
    page.messages.push(message);
    page.length += length;
    this.#heldLength += length;
  }

  #batchOf(message: Message): OpenBatch | undefined {
    return this.#open.get(message.tags.get("batch") ?? "");
  }
}

function lengthOf({ params, tags }: Message): number {
  let length = 0;
  for (const param of params) length += param.length;
  for (const [name, value] of tags) length += name.length + value.length;
  return length;
}

function addLine(lines: OpenLines, message: Message): void {
  const text = message.params[1] ?? "";
  if (lines.text.length + text.length > maxLinesLength) return;
  if (lines.first === undefined) lines.text = text;
  else lines.text += (message.tags.has(concatTag) ? "" : "\n") + text;
  lines.first ??= message;
}

/** Its tags are those of its beginning; a line may have what that left out. */
function messageOf({ start, first, text }: OpenLines): Message | undefined {
  if (first === undefined) return undefined;
  const tags = new Map([...first.tags, ...start.tags]);
  return { ...first, tags, params: [first.params[0] ?? "", text] };
}
