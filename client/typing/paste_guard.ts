/** Asks before a paste of many lines is said, since each would be seen by all. */

import type { Key } from "./key.ts";

/** A paste of more lines than this asks. */
export const maxSilentLines = 5;

/** A paste that waits for an answer. */
export interface PendingPaste {
  /** What was pasted, without line ends at its end. */
  readonly text: string;
  /** How many lines it has. */
  readonly lineCount: number;
  /** Whether its end is missing, since it was too much to hold: it can't be sent as it is. */
  readonly isCut: boolean;
}

/** What is done with a paste. */
export type PasteVerdict =
  /** Goes into the editor. */
  | { readonly kind: "insert"; readonly text: string }
  /** Waits for an answer. */
  | { readonly kind: "ask"; readonly paste: PendingPaste };

/** What a key says to a paste that waits. */
export type PasteAnswer =
  /** Nothing yet; the key is for somebody else. */
  | { readonly kind: "wait" }
  /** Is one message of these lines. */
  | { readonly kind: "send"; readonly lines: readonly string[] }
  /** Goes into the editor, which may have no room for it. */
  | { readonly kind: "insert"; readonly text: string }
  | { readonly kind: "drop" };

/** Decides about a paste. */
export function guardPaste({ text, isCut }: Omit<Key & { kind: "paste" }, "kind">): PasteVerdict {
  const lines = linesOf(text);
  const whole = lines.join("\n");
  if (lines.length <= maxSilentLines && !isCut) return { kind: "insert", text: whole };
  return { kind: "ask", paste: { text: whole, lineCount: lines.length, isCut } };
}

/** Enter or y sends, e edits, Esc or n drops. A paste whose end is missing can only be edited or dropped. */
export function answerPaste(paste: PendingPaste, key: Key): PasteAnswer {
  const said = key.kind === "press" ? key.name : key.kind === "text" ? key.text.toLowerCase() : "";
  switch (said) {
    case "enter":
    case "y":
      return paste.isCut ? { kind: "wait" } : { kind: "send", lines: linesOf(paste.text) };
    case "e":
      return { kind: "insert", text: paste.text };
    case "escape":
    case "cancel":
    case "interrupt":
    case "n":
      return { kind: "drop" };
    default:
      return { kind: "wait" };
  }
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n?|\n/);
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}
