/** What is being typed: the text, what Tab finds for it, and a paste that has not been let in. */

import {
  complete,
  type Completion,
  type CompletionSources,
  typedEmoji,
} from "../../talk/completion.ts";
import { type Draft, emptyDraft } from "../typing/draft.ts";
import type { Key, KeyName } from "../typing/key.ts";
import { LineEditor } from "../typing/line_editor.ts";
import { answerPaste, guardPaste, type PendingPaste } from "../typing/paste_guard.ts";

/** Told where a line takes no more. */
export const fullLine = "This line is full: nothing more fits.";

/** Told where what is typed can't be said now. */
export const tooMuchWaits =
  "So much waits to be said that this line stays here. Press Enter again later.";

/** What a key did. */
export type Composed =
  /** `isChanged`: the text is another one. */
  | { readonly kind: "edited"; readonly isChanged: boolean }
  | { readonly kind: "entered"; readonly lines: readonly string[] }
  /** There is no room for it; nothing of it was taken. */
  | { readonly kind: "full" }
  /** Somebody wants to leave. */
  | { readonly kind: "left" }
  /** It is none of typing's. */
  | { readonly kind: "unused"; readonly name: KeyName };

/** Keys that are typing's or go past it; pure. */
export type TypingKey = Exclude<Key, { kind: "goto" | "focus" | "background" }>;

/** Pure. */
export class Composer {
  readonly #editor = new LineEditor();
  readonly #drafts = new Map<string, Draft>();
  #completion: Completion | undefined;
  #paste: PendingPaste | undefined;

  /** The text. */
  get editor(): Pick<LineEditor, "text" | "cursor" | "shown" | "search"> {
    return this.#editor;
  }

  /** What Tab has found, while it stands. */
  get completion(): Completion | undefined {
    return this.#completion;
  }

  /** A paste that waits to be answered. */
  get paste(): PendingPaste | undefined {
    return this.#paste;
  }

  /** Goes on to the text of another talk; talks are told apart by what the caller calls them. */
  turn(from: string, to: string): void {
    this.#completion = undefined;
    this.#drafts.set(from, this.#editor.draft);
    this.#editor.swap(this.#drafts.get(to) ?? emptyDraft);
    this.#drafts.delete(to);
  }

  /** Forgets the text of a talk that is closed. */
  forget(talk: string): void {
    this.#drafts.delete(talk);
  }

  /** Gives text back to be typed on; false where something else is being typed. */
  restore(text: string): boolean {
    return this.#editor.restore(text);
  }

  /** Puts a text in place of all that is typed. */
  replaceAll(text: string): void {
    this.#editor.replace(0, this.#editor.text.length, text);
  }

  /** Takes a key; `sources` is asked when Tab is pressed, `emoji` has those that are loaded. */
  press(key: TypingKey, sources: () => CompletionSources): Composed {
    if (this.#paste !== undefined) return this.#answer(this.#paste, key);
    if (key.kind === "press" && (key.name === "tab" || key.name === "backTab")) {
      return this.#complete(sources(), key.name === "tab" ? 1 : -1);
    }
    this.#completion = undefined;
    if (key.kind === "paste") {
      const verdict = guardPaste(key);
      if (verdict.kind === "insert") return this.#insert(verdict.text);
      this.#paste = verdict.paste;
      return { kind: "edited", isChanged: false };
    }
    const composed = this.#edit(key);
    if (key.kind === "text" && key.text.endsWith(":")) this.#putEmoji(sources().emoji);
    return composed;
  }

  #edit(key: TypingKey): Composed {
    const before = this.#editor.text;
    const outcome = this.#editor.press(key);
    switch (outcome.kind) {
      case "edited":
        return { kind: "edited", isChanged: before !== this.#editor.text };
      case "unused":
        return key.kind === "press"
          ? { kind: "unused", name: key.name }
          : { kind: "edited", isChanged: false };
      case "full":
        return { kind: "full" };
      default:
        return outcome;
    }
  }

  #complete(sources: CompletionSources, step: 1 | -1): Composed {
    const { text, cursor } = this.#editor;
    this.#completion = complete({ text, cursor }, sources, { before: this.#completion, step });
    if (this.#completion === undefined) return { kind: "edited", isChanged: false };
    const { start, end, text: put } = this.#completion.replacement;
    this.#editor.replace(start, end, put);
    return { kind: "edited", isChanged: true };
  }

  #putEmoji(emoji: ReadonlyMap<string, string>): void {
    const found = typedEmoji(this.#editor, emoji);
    if (found !== undefined) this.#editor.replace(found.start, found.end, found.text);
  }

  #answer(paste: PendingPaste, key: TypingKey): Composed {
    const answer = answerPaste(paste, key);
    if (answer.kind === "wait") return { kind: "edited", isChanged: false };
    this.#paste = undefined;
    if (answer.kind === "send") return { kind: "entered", lines: answer.lines };
    if (answer.kind === "insert") return this.#insert(answer.text);
    return { kind: "edited", isChanged: false };
  }

  #insert(text: string): Composed {
    return this.#edit({ kind: "paste", text, isCut: false });
  }
}
