/** Commands for talking. */

import {
  type Action,
  cutWord,
  isWord,
  type MessageChoice,
  type SearchWords,
  type SlashFamily,
  type TypedIn,
} from "./slash_action.ts";

const dayMs = 24 * 60 * 60_000;

/** me, msg, query, say, reply, react, unreact, redact, search, history. */
export const talkFamily: SlashFamily = {
  me: {
    usage: "/me does something",
    help: "tell what you do",
    arguments: ["text"],
    parse: (text) => text === "" ? undefined : { kind: "act", text },
  },
  msg: {
    usage: "/msg nick text",
    help: "say something to one person",
    aliases: ["m"],
    arguments: ["nick", "text"],
    parse: (rest) => {
      const [to, text] = cutWord(rest);
      return text === "" || !isWord(to) ? undefined : { kind: "tell", to, text };
    },
  },
  query: {
    usage: "/query nick [text]",
    help: "open a talk with one person",
    aliases: ["q"],
    arguments: ["nick", "text"],
    parse: (rest) => {
      const [to, text] = cutWord(rest);
      return isWord(to) ? { kind: "query", to, text } : undefined;
    },
  },
  say: {
    usage: "/say text",
    help: "say it as it is, even exit or /help",
    arguments: ["text"],
    parse: (text) => text === "" ? undefined : { kind: "say", text },
  },
  reply: {
    usage: "/reply [nick|number] text",
    help: "answer the last message, bob's, or the 3rd last",
    aliases: ["r"],
    arguments: ["nick", "text"],
    parse: (rest, typedIn) => {
      const [which, text] = choose(rest, typedIn);
      return text === "" ? undefined : { kind: "reply", which, text };
    },
  },
  react: {
    usage: "/react emoji [nick|number]",
    help: "react to the last message, bob's, or another",
    arguments: ["text", "nick"],
    parse: (rest, typedIn) => parseReaction("react", rest, typedIn),
  },
  unreact: {
    usage: "/unreact emoji [nick|number]",
    help: "take a reaction back",
    arguments: ["text", "nick"],
    parse: (rest, typedIn) => parseReaction("unreact", rest, typedIn),
  },
  redact: {
    usage: "/redact [nick|number] [reason]",
    help: "take back your last message, or another",
    aliases: ["delete"],
    arguments: ["nick", "text"],
    parse: (rest, typedIn) => {
      const [which, reason] = choose(rest, typedIn);
      return { kind: "redact", which, reason };
    },
  },
  search: {
    usage: "/search words",
    help: "look for them; from:bob in:#a before:2026-01-31",
    aliases: ["find", "lastlog"],
    arguments: ["text"],
    parse: (rest) => {
      const search = parseSearch(rest);
      return search === undefined ? undefined : { kind: "search", search };
    },
  },
  history: {
    usage: "/history",
    help: "show older messages",
    arguments: [],
    parse: () => ({ kind: "history" }),
  },
};

function parseReaction(
  kind: "react" | "unreact",
  rest: string,
  typedIn: TypedIn,
): Action | undefined {
  const [text, after] = cutWord(rest);
  if (text === "") return undefined;
  // Nothing else can stand behind the emoji.
  const [which, more] = choose(after, { ...typedIn, hasSpoken: isWord });
  return more === "" ? { kind, which, text } : undefined;
}

/**
 * Takes a number, or the nick of somebody who has spoken, in front for the message that is meant; whoever writes `@bob`
 * or `bob:` means a nick for sure.
 */
function choose(
  rest: string,
  { hasSpoken = () => false }: TypedIn,
): readonly [MessageChoice, string] {
  const [first, after] = cutWord(rest);
  if (/^[1-9][0-9]{0,3}$/.test(first)) return [{ kind: "fromEnd", count: Number(first) }, after];
  const nick = first.replace(/^@/, "").replace(/[:,]$/, "");
  const isNamed = isWord(nick) && (nick !== first || hasSpoken(nick));
  return isNamed ? [{ kind: "of", nick }, after] : [{ kind: "last" }, rest];
}

/** Takes filters out of what is looked for; undefined where nothing is left, or a date is none. */
export function parseSearch(text: string): SearchWords | undefined {
  const words: string[] = [];
  const filters = new Map<string, string>();
  for (const word of text.split(/\s+/)) {
    const [, name = "", value = ""] = /^(from|in|before|after):(.+)$/i.exec(word) ?? [];
    if (name === "") words.push(word);
    else filters.set(name.toLowerCase(), value);
  }
  const before = filters.get("before");
  const after = filters.get("after");
  const beforeMs = before === undefined ? undefined : parseDay(before);
  const afterMs = after === undefined ? undefined : parseDay(after);
  const isWrong = Number.isNaN(beforeMs) || Number.isNaN(afterMs);
  const from = filters.get("from");
  const joined = words.join(" ").trim();
  if (isWrong || (joined === "" && from === undefined)) return undefined;
  // A day that is named is wholly before or after.
  const isDay = after !== undefined && /^\d{4}-\d\d-\d\d$/.test(after);
  const laterMs = afterMs === undefined ? undefined : afterMs + (isDay ? dayMs - 1 : 0);
  return { words: joined, from, talk: filters.get("in"), beforeMs, afterMs: laterMs };
}

/** A day, or a time as ISO 8601 has it, of this machine's zone; NaN where it is none. */
function parseDay(text: string): number {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z?$/.test(text);
  if (!isDay && !isTime) return NaN;
  return new Date(isDay ? `${text}T00:00` : text).getTime();
}
