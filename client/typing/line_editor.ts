/** The text that is being typed: several lines, a cursor, what was cut, undo, and what was entered before. */

import { hideSecret } from "../../talk/secret_input.ts";
import { nextBoundary, previousBoundary } from "./boundaries.ts";
import { cursorMove } from "./cursor_move.ts";
import { changedDraft, type Draft, emptyDraft } from "./draft.ts";
import {
  emptySearch,
  extendSearch,
  type HistorySearch,
  matchOf,
  olderMatch,
  shortenSearch,
} from "./history_search.ts";
import { InputHistory } from "./input_history.ts";
import type { Key, KeyName } from "./key.ts";
import { KillRing } from "./kill_ring.ts";
import { killSpan, type Span } from "./kill_span.ts";
import type { Replacement } from "../../talk/completion.ts";
import { recased, transposed } from "./rewrite.ts";
import { UndoLog } from "./undo_log.ts";

/** What a key did. */
export type Outcome =
  | { readonly kind: "edited" }
  /** Enter: the lines that were typed, without empty ones at the start and the end; none where nothing was. */
  | { readonly kind: "entered"; readonly lines: readonly string[] }
  /** There is no room for it, and nothing of it was taken. */
  | { readonly kind: "full"; readonly roomLength: number }
  /** Ctrl-C, or Ctrl-D on an empty text. */
  | { readonly kind: "left" }
  /** The key is for somebody else. */
  | { readonly kind: "unused" };

/** The most that is held, in UTF-16 units. */
export const maxTextLength = 16 * 1024;

const edited: Outcome = { kind: "edited" };
const unused: Outcome = { kind: "unused" };

// What the last key did, where the next of the same kind goes on with it.
type Run = "typing" | "kill" | "yank" | "replace" | undefined;

/** Holds one draft; `swap` changes it for that of another buffer. */
export class LineEditor {
  readonly #history = new InputHistory();
  readonly #kills = new KillRing();
  readonly #undo = new UndoLog();
  #draft = emptyDraft;
  #search: HistorySearch | undefined;
  #run: Run;
  #yanked = 0;

  /** What is typed; lines are set apart by LF. */
  get text(): string {
    return this.#draft.text;
  }

  /** Where the cursor is, in UTF-16 units. */
  get cursor(): number {
    return this.#draft.cursor;
  }

  /** What is typed as it may be seen: as long, with stars for a password. */
  get shown(): string {
    return this.text.split("\n").map(hideSecret).join("\n");
  }

  /** The search that Ctrl-R began; the view shows it in place of the text. */
  get search(): HistorySearch | undefined {
    return this.#search;
  }

  /** What is typed, to be given to `swap` later. */
  get draft(): Draft {
    return this.#draft;
  }

  /** Takes another buffer's draft and gives ours. Undo does not go back over it. */
  swap(draft: Draft): Draft {
    const before = this.#draft;
    this.#start(draft);
    this.#history.leave();
    return before;
  }

  /** Gives text back to be typed on; false where something else is being typed. */
  restore(text: string): boolean {
    if (this.text !== "") return false;
    return this.replace(0, 0, text).kind === "edited";
  }

  /** Puts a text in place of another; several in a row, as completions are, are undone at once. */
  replace(start: number, end: number, text: string): Outcome {
    this.#search = undefined;
    const clean = cleaned(text);
    return this.#change(start, end, clean, "replace");
  }

  /** Takes a key. */
  press(key: Key): Outcome {
    if (this.#search !== undefined) return this.#pressInSearch(key, this.#search);
    if (key.kind === "text") return this.#type(cleaned(key.text));
    if (key.kind === "paste") return this.#insert(cleaned(key.text).replace(/\n+$/, ""), undefined);
    if (key.kind !== "press") return unused;
    const span = killSpan(key.name, this.#draft);
    if (span !== undefined) return this.#kill(span);
    const place = cursorMove(key.name, this.#draft);
    if (place === undefined) return this.#act(key.name);
    this.#run = undefined;
    this.#draft = { ...this.#draft, cursor: place };
    return edited;
  }

  #type(text: string): Outcome {
    // A word is undone at once.
    if (/^\s/.test(text)) this.#run = undefined;
    return this.#insert(text, "typing");
  }

  #act(name: KeyName): Outcome {
    switch (name) {
      case "enter":
        return { kind: "entered", lines: this.#enter() };
      case "newLine":
        return this.#insert("\n", undefined);
      case "interrupt":
        return { kind: "left" };
      case "deleteOrLeave":
        return this.text === "" ? { kind: "left" } : this.#cut(this.cursor, this.#next());
      case "delete":
        return this.#cut(this.cursor, this.#next());
      case "backspace":
        return this.#cut(this.#previous(), this.cursor);
      case "yank":
        return this.#yank(this.cursor);
      case "yankPop":
        return this.#yankPop();
      case "transpose":
        return this.#rewrite(transposed(this.#draft));
      case "upperCase":
      case "lowerCase":
      case "capitalize":
        return this.#rewrite(recased(this.#draft, name));
      case "undo":
        return this.#takeBack();
      case "search":
        this.#search = emptySearch;
        return edited;
      case "up":
      case "olderEntry":
        return this.#recall(-1);
      case "down":
      case "newerEntry":
        return this.#recall(1);
      default:
        return unused;
    }
  }

  #kill({ start, end }: Span): Outcome {
    const isJoined = this.#run === "kill";
    const isBackward = end === this.cursor;
    const { text, isSecret } = this.#draft;
    if (!isSecret) this.#kills.keep(text.slice(start, end), { isBackward, isJoined });
    const outcome = this.#cut(start, end);
    this.#run = "kill";
    return outcome;
  }

  #yank(start: number): Outcome {
    const text = this.#kills.current;
    if (text === undefined) return edited;
    const outcome = this.#change(start, this.cursor, text, undefined);
    if (outcome.kind !== "edited") return outcome;
    this.#run = "yank";
    this.#yanked = start;
    return outcome;
  }

  #yankPop(): Outcome {
    if (this.#run !== "yank") return edited;
    this.#kills.turn();
    return this.#yank(this.#yanked);
  }

  #rewrite(change: Replacement | undefined): Outcome {
    if (change === undefined) return edited;
    return this.#change(change.start, change.end, change.text, undefined);
  }

  #takeBack(): Outcome {
    this.#draft = this.#undo.take() ?? this.#draft;
    this.#run = undefined;
    return edited;
  }

  #enter(): readonly string[] {
    const { text, isSecret } = this.#draft;
    if (isSecret) this.#history.leave();
    else this.#history.keep(text);
    this.#start(emptyDraft);
    return linesOf(text);
  }

  #start(draft: Draft): void {
    this.#draft = draft;
    this.#undo.clear();
    this.#search = undefined;
    this.#run = undefined;
  }

  #recall(step: -1 | 1): Outcome {
    const draft = this.#history.move(step, this.#draft);
    if (draft !== undefined) this.#start(draft);
    return edited;
  }

  #pressInSearch(key: Key, search: HistorySearch): Outcome {
    const { entries } = this.#history;
    if (key.kind === "focus" || key.kind === "background") return unused;
    if (key.kind === "text" || key.kind === "paste") {
      this.#search = extendSearch(search, cleaned(key.text), entries);
      return edited;
    }
    const name = key.kind === "press" ? key.name : undefined;
    if (name === "search") this.#search = olderMatch(search);
    else if (name === "backspace") this.#search = shortenSearch(search, entries);
    else {
      this.#search = undefined;
      const isGivenUp = name === "cancel" || name === "escape" || name === "interrupt";
      if (!isGivenUp) return this.#accept(matchOf(search), key);
    }
    return edited;
  }

  /** Takes what was found to be typed on. Enter does no more, so that nothing is said by mistake. */
  #accept(match: string | undefined, key: Key): Outcome {
    if (match !== undefined) this.#change(0, this.text.length, match, undefined);
    return key.kind === "press" && key.name === "enter" ? edited : this.press(key);
  }

  #insert(text: string, run: Run): Outcome {
    return this.#change(this.cursor, this.cursor, text, run);
  }

  #cut(start: number, end: number): Outcome {
    return this.#change(start, end, "", undefined);
  }

  #change(start: number, end: number, text: string, run: Run): Outcome {
    const before = this.#draft;
    const roomLength = maxTextLength - before.text.length + (end - start);
    if (text.length > roomLength) return { kind: "full", roomLength };
    const whole = before.text.slice(0, start) + text + before.text.slice(end);
    const isGoingOn = run !== undefined && run === this.#run;
    if (whole !== before.text && !isGoingOn) this.#undo.keep(before);
    this.#run = run;
    this.#draft = changedDraft(before, whole, start + text.length);
    return edited;
  }

  #previous(): number {
    return previousBoundary(this.text, this.cursor);
  }

  #next(): number {
    return nextBoundary(this.text, this.cursor);
  }
}

/** Takes out what can't be seen; line ends of all kinds become one. */
function cleaned(text: string): string {
  const lines = text.toWellFormed().replace(/\r\n?/g, "\n").replaceAll("\t", "    ");
  // deno-lint-ignore no-control-regex -- control characters are what is to be taken out
  return lines.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, "");
}

/** The lines of a text, without empty ones before the first and behind the last. */
function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  const isSaid = (line: string): boolean => line.trim() !== "";
  const first = lines.findIndex(isSaid);
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(isSaid) + 1);
}
