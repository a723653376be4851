/** What a client speaks, told from its first bytes. */

import { upperWord } from "./casemap.ts";

/** What the first bytes of a connection say about it. */
export type Dialect =
  | "irc"
  | "plain"
  | "http"
  | "tls"
  /** They may become IRC or HTTP: more must come before anything can be said. */
  | "open";

/** How to read first bytes. */
export interface DialectOptions {
  /** Lower case counts too, for people who type IRC by hand. Where lines are relayed as they are, it does not. */
  readonly anyCase: boolean;
  /** The text is a whole line: what could have become a word of IRC no longer can. */
  readonly isLine: boolean;
}

// Closed by design: any other first word is talk.
const ircWords: readonly string[] = [
  "CAP ",
  "PASS ",
  "NICK ",
  "USER ",
  "AUTHENTICATE ",
  "PING ",
  "PONG ",
  "WEBIRC ",
  "QUIT ",
];
const httpWords: readonly string[] = [
  "GET ",
  "HEAD ",
  "POST ",
  "PUT ",
  "DELETE ",
  "OPTIONS ",
  "PATCH ",
  "TRACE ",
  "CONNECT ",
];
const httpLine = /^[A-Z]+ \S+ HTTP\/1\.[0-9]$/;

/** Tells the dialect of a connection's first bytes, given as text without line end. */
export function tellDialect(text: string, { anyCase, isLine }: DialectOptions): Dialect {
  if (text.startsWith("\x16\x03")) return "tls";
  const first = text.replace(/^@[^ ]* +/, "");
  const words = anyCase ? upperWord(first) : first;
  if (ircWords.some((word) => words.startsWith(word)) || (isLine && words === "QUIT")) return "irc";
  if (isLine) return httpLine.test(text) ? "http" : "plain";
  if (text === "" || text === "\x16" || /^@[^ ]*$/.test(text)) return "open";
  const isStart = (word: string) => word.startsWith(words);
  // A request's first line holds two spaces; what has its first word and more may still become one.
  const maybeHttp = httpWords.some((word) => word.startsWith(text) || text.startsWith(word)) &&
    text.split(" ").length <= 3;
  return ircWords.some(isStart) || maybeHttp ? "open" : "plain";
}
