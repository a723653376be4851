/** What a typed line asks for, and how its words are taken apart. */

import { formatMessage } from "../wire/format.ts";
import { hasForbidden } from "../wire/message.ts";

/** What a typed line asks for. */
export type Action =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "act"; readonly text: string }
  | { readonly kind: "tell"; readonly to: string; readonly text: string }
  | { readonly kind: "join"; readonly channel: string; readonly key: string | undefined }
  /** Leaves the channel named, else the one that is talked in. */
  | { readonly kind: "part"; readonly channel: string | undefined; readonly reason: string }
  | { readonly kind: "nick"; readonly nick: string }
  | AccountEntry
  | PreferenceAction
  /** Opens a talk, and says something there where there is a text. */
  | { readonly kind: "query"; readonly to: string; readonly text: string }
  /** Closes the talk that is looked at. */
  | { readonly kind: "close" }
  /** Lines for the server as they are; it answers in words. */
  | { readonly kind: "order"; readonly lines: readonly string[] }
  | { readonly kind: "list"; readonly pattern: string | undefined }
  | { readonly kind: "search"; readonly search: SearchWords }
  /** Shows older messages of the talk that is looked at. */
  | { readonly kind: "history" }
  | { readonly kind: "react" | "unreact"; readonly which: MessageChoice; readonly text: string }
  | { readonly kind: "reply"; readonly which: MessageChoice; readonly text: string }
  | { readonly kind: "redact"; readonly which: MessageChoice; readonly reason: string }
  /** Without a value it shows how things are set. */
  | { readonly kind: "set"; readonly key: string | undefined; readonly value: string | undefined }
  | { readonly kind: "clear" }
  | { readonly kind: "save" }
  | { readonly kind: "quit"; readonly reason: string }
  | { readonly kind: "help"; readonly command: string | undefined }
  | { readonly kind: "reconnect" }
  | { readonly kind: "nothing" }
  /** It can't be done; `text` is one line for whoever typed it. */
  | { readonly kind: "wrong"; readonly text: string };

/** What is done with an account. */
export type AccountEntry =
  | { readonly kind: "register"; readonly password: string; readonly email: string | undefined }
  /** Logs in to the account named, else to that of our nick. */
  | { readonly kind: "login"; readonly name: string | undefined; readonly password: string };

/** What an account keeps. */
export type PreferenceAction =
  /** Of the channel named, else the one that is talked in. */
  | { readonly kind: "mute" | "unmute"; readonly channel: string | undefined }
  /** Without a nick it lists who is ignored. */
  | { readonly kind: "ignore"; readonly nick: string | undefined }
  | { readonly kind: "unignore"; readonly nick: string };

/** A message that a command is about. */
export type MessageChoice =
  /** The last one that fits. */
  | { readonly kind: "last" }
  /** Counted from the end of the talk; 1 is the last one. */
  | { readonly kind: "fromEnd"; readonly count: number }
  /** The last one of somebody. */
  | { readonly kind: "of"; readonly nick: string };

/** What is looked for. */
export interface SearchWords {
  /** Words that are all in the message. */
  readonly words: string;
  /** Only what this person said. */
  readonly from: string | undefined;
  /** Only in this talk; left out: in the one that is looked at. */
  readonly talk: string | undefined;
  /** Only what is older, in milliseconds. */
  readonly beforeMs: number | undefined;
  /** Only what is newer, in milliseconds. */
  readonly afterMs: number | undefined;
}

/** Where something is typed. */
export interface TypedIn {
  /** Channel or nick that is talked with; undefined where only the server is. */
  readonly talk: string | undefined;
  /** What we are called. */
  readonly nick: string;
  /** Tells a channel's name from a nick, as the server does. */
  readonly isChannel: (name: string) => boolean;
  /** Says whether somebody of this name has said something here; left out: nobody knows. */
  readonly hasSpoken?: (nick: string) => boolean;
}

/** What an argument of a command can be, for who completes it; "text" is what can be said. */
export type ArgumentKind =
  | "nick"
  | "channel"
  | "talk"
  | "command"
  | "setting"
  | "text"
  | readonly string[];

/** A command as it is typed. */
export interface SlashCommand {
  /** How it is typed. */
  readonly usage: string;
  /** What it does. */
  readonly help: string;
  /** Other names of it. */
  readonly aliases?: readonly string[];
  /** Its arguments in order; a "text" that is the last goes on to the end. */
  readonly arguments: readonly ArgumentKind[];
  /** Takes apart what stands behind its name; undefined when something is missing. */
  readonly parse: (rest: string, typedIn: TypedIn) => Action | undefined;
}

/** Commands by their names. */
export type SlashFamily = Readonly<Record<string, SlashCommand>>;

/** Cuts the first word off. */
export function cutWord(text: string): readonly [string, string] {
  const trimmed = text.trimStart();
  const space = trimmed.indexOf(" ");
  return space < 0 ? [trimmed, ""] : [trimmed.slice(0, space), trimmed.slice(space).trim()];
}

/** Takes all words apart. */
export function allWords(text: string): readonly string[] {
  return text.split(/ +/).filter((word) => word !== "");
}

/** Says whether a word can stand in a message, and in a list apart by commas. */
export function isWord(text: string): boolean {
  return /^[^\s:,\0][^\s,\0]{0,63}$/.test(text);
}

/** Takes the channel that a command is about: the first word if it is one, else the talk; gives what follows it. */
export function channelFirst(
  rest: string,
  { talk, isChannel }: TypedIn,
): readonly [channel: string, rest: string] | undefined {
  const [first, after] = cutWord(rest);
  if (isChannel(first) && isWord(first)) return [first, after];
  return talk !== undefined && isChannel(talk) ? [talk, rest] : undefined;
}

/** Makes a line for the server; its words, all but the last parameter, have been looked at by `isWord`. */
export function order(command: string, ...params: readonly string[]): Action {
  if (params.some(hasForbidden)) {
    return { kind: "wrong", text: "There is a character in it that can't be sent." };
  }
  return { kind: "order", lines: [formatMessage({ command, params })] };
}
