/** What Tab puts in place of the start of a word: nicks, commands and what stands behind them, channels, emoji. */

import { foldName, isChannelName } from "../wire/casemap.ts";
import { isSecretInput } from "./secret_input.ts";
import type { ArgumentKind } from "./slash_action.ts";

/** A text to be put in place of what stands from `start` to `end`. */
export interface Replacement {
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
  /** What is put there. */
  readonly text: string;
}

/** A command and what stands behind it. */
export interface CommandWords {
  /** Its name, without the slash. */
  readonly name: string;
  /** Its arguments in order. A "text" that is the last goes on to the end. */
  readonly arguments: readonly ArgumentKind[];
}

/** Where words come from; all in the order in which they are offered. */
export interface CompletionSources {
  /** Who is in the buffer, without us; who spoke last comes first. */
  readonly nicks: readonly string[];
  /** Channels that are known, the buffer's own first. */
  readonly channels: readonly string[];
  /** Buffers that can be gone to or spoken in. */
  readonly talks: readonly string[];
  /** All commands. */
  readonly commands: readonly CommandWords[];
  /** Names that `/set` knows. */
  readonly settings: readonly string[];
  /** Emoji by their names without colons; empty until they are loaded. */
  readonly emoji: ReadonlyMap<string, string>;
}

/** Something that can be put in. */
export interface Candidate {
  /** How the list shows it. */
  readonly label: string;
  /** What is put in place of the word. */
  readonly text: string;
}

/** A completion under way: `replacement` is to be made in the text now, the rest is for the view. */
export interface Completion {
  /** What is to be put in place of what stands there now. */
  readonly replacement: Replacement;
  /** All that fit. */
  readonly candidates: readonly Candidate[];
  /** Which of them is put in. */
  readonly index: number;
}

/** What is typed. */
export interface Typed {
  /** All of it. */
  readonly text: string;
  /** Where the cursor is. */
  readonly cursor: number;
}

/** The most that is offered at once. */
export const maxCandidates = 100;

/** Behind a nick at the start of a line. */
const addressEnd = ": ";

/**
 * Takes Tab (`step` 1) or Shift-Tab (-1). `before` is what the last one gave, as long as no other key was pressed; where
 * more than one fits, it goes on to the next.
 */
export function complete(
  typed: Typed,
  sources: CompletionSources,
  { before, step }: { before: Completion | undefined; step: 1 | -1 },
): Completion | undefined {
  if (before !== undefined && before.candidates.length > 1 && stands(before, typed)) {
    const count = before.candidates.length;
    const { start, text } = before.replacement;
    return completionAt(before.candidates, (before.index + step + count) % count, {
      start,
      end: start + text.length,
    });
  }
  const word = wordAt(typed);
  const candidates = candidatesFor(word, sources).slice(0, maxCandidates);
  const hasSpace = typed.text.charAt(typed.cursor) === " ";
  const fitting = hasSpace ? candidates.map(withoutSpace) : candidates;
  const span = { start: word.start, end: typed.cursor };
  return completionAt(fitting, step > 0 ? 0 : fitting.length - 1, span);
}

/** Gives the emoji whose name the closing colon before the cursor has ended, as `:smile:`, to be put in its place. */
export function typedEmoji(
  { text, cursor }: Typed,
  emoji: ReadonlyMap<string, string>,
): Replacement | undefined {
  if (text.charAt(cursor - 1) !== ":" || isSecretInput(text)) return undefined;
  // The longest name has no 64 letters; what is looked at is bounded, and code like a::b: is left alone.
  const found = /(?:^|[\s(])(:([a-z0-9_+-]+):)$/.exec(text.slice(Math.max(cursor - 66, 0), cursor));
  const character = emoji.get(found?.[2] ?? "");
  if (found === null || character === undefined) return undefined;
  return { start: cursor - (found[1]?.length ?? 0), end: cursor, text: character };
}

interface Word {
  readonly start: number;
  readonly text: string;
  /** What stands before it in its line. */
  readonly lead: string;
  /** Whether its line is the first, where a command can be. */
  readonly isFirstLine: boolean;
}

function wordAt({ text, cursor }: Typed): Word {
  const lineStart = cursor === 0 ? 0 : text.lastIndexOf("\n", cursor - 1) + 1;
  const line = text.slice(lineStart, cursor);
  const start = line.lastIndexOf(" ") + 1;
  return {
    start: lineStart + start,
    text: line.slice(start),
    lead: line.slice(0, start),
    isFirstLine: lineStart === 0,
  };
}

function candidatesFor(word: Word, sources: CompletionSources): readonly Candidate[] {
  const { text, lead } = word;
  if (isSecretInput(lead + text)) return [];
  const isCommand = word.isFirstLine && /^\/[^/ ]/.test(lead + text);
  if (lead === "" && /^\/[^/]*$/.test(text) && word.isFirstLine) {
    return fitting(sources.commands.map(({ name }) => `/${name}`), text);
  }
  if (!isCommand) return textCandidates(text, sources, lead === "" ? addressEnd : " ");
  return argumentCandidates(word, sources);
}

function argumentCandidates(
  { lead, text }: Word,
  sources: CompletionSources,
): readonly Candidate[] {
  const [name = "", ...before] = lead.trim().split(/ +/);
  const folded = foldName(name.slice(1));
  const command = sources.commands.find((each) => foldName(each.name) === folded);
  const last = command?.arguments.at(-1);
  const kind = command?.arguments[before.length] ?? (last === "text" ? last : undefined);
  if (kind === undefined) return [];
  if (kind === "text") return textCandidates(text, sources, " ");
  const found = fitting(wordsOf(kind, sources), text);
  // A channel may stand before most arguments.
  return found.length > 0 || !isChannelName(text) ? found : fitting(sources.channels, text);
}

function wordsOf(
  kind: Exclude<ArgumentKind, "text">,
  sources: CompletionSources,
): readonly string[] {
  switch (kind) {
    case "nick":
      return sources.nicks;
    case "channel":
      return sources.channels;
    case "talk":
      return [...new Set([...sources.talks, ...sources.nicks])];
    case "command":
      return sources.commands.map(({ name }) => name);
    case "setting":
      return sources.settings;
    default:
      return kind;
  }
}

function textCandidates(
  text: string,
  sources: CompletionSources,
  nickEnd: string,
): readonly Candidate[] {
  if (isChannelName(text)) return fitting(sources.channels, text);
  if (text.startsWith("@")) return fitting(sources.nicks.map((nick) => `@${nick}`), text);
  if (text.startsWith(":") && text.length > 1) return emojiCandidates(text.slice(1), sources.emoji);
  // Tab after a space in the middle of a line is a slip; on an empty line it answers who spoke last.
  if (text === "" && nickEnd !== addressEnd) return [];
  return fitting(sources.nicks, text, nickEnd);
}

/** Short names come first: `:smi` is smile before it is smiley_cat. */
function emojiCandidates(start: string, emoji: ReadonlyMap<string, string>): readonly Candidate[] {
  const folded = start.toLowerCase();
  const names = [...emoji].filter(([name]) => name.startsWith(folded));
  names.sort(([one], [other]) => one.length - other.length);
  return names.map(([name, character]) => ({ label: `${character} :${name}:`, text: character }));
}

function fitting(words: readonly string[], start: string, end = " "): readonly Candidate[] {
  const folded = foldName(start);
  const found = words.filter((word) => foldName(word).startsWith(folded));
  return found.map((word) => ({ label: word, text: word + end }));
}

function withoutSpace({ label, text }: Candidate): Candidate {
  return { label, text: text.trimEnd() };
}

function completionAt(
  candidates: readonly Candidate[],
  index: number,
  span: Omit<Replacement, "text">,
): Completion | undefined {
  const candidate = candidates[index];
  if (candidate === undefined) return undefined;
  return { replacement: { ...span, text: candidate.text }, candidates, index };
}

/** Whether what a completion put in stands before the cursor still. */
function stands({ replacement: { start, text } }: Completion, typed: Typed): boolean {
  return typed.cursor === start + text.length && typed.text.startsWith(text, start);
}
