/** What other programs' logs tell, as lines of ours. */

import { formatMessage } from "../../wire/format.ts";
import { maxMessageBytes, textRoom } from "../../wire/message.ts";
import { splitText } from "../../wire/split_text.ts";
import { exceedsUtf8 } from "../../wire/utf8.ts";
import { bad, type ParsedLine } from "./log_parser.ts";

/** Something that a line of a log tells. Nicks may stand behind their rank's sign. */
export type LoggedEvent =
  | {
    readonly kind: "said" | "action" | "notice";
    readonly nick: string;
    readonly text: string;
  }
  | { readonly kind: "joined"; readonly nick: string; readonly address: string }
  | {
    readonly kind: "left" | "quit";
    readonly nick: string;
    readonly address: string;
    readonly text: string;
  }
  | {
    readonly kind: "kicked";
    readonly nick: string;
    readonly victim: string;
    readonly text: string;
  }
  | { readonly kind: "renamed"; readonly nick: string; readonly newNick: string }
  | { readonly kind: "topic"; readonly nick: string; readonly text: string }
  | { readonly kind: "mode"; readonly nick: string; readonly words: string };

/** Where and when. */
export interface LoggedPlace {
  /** The log's channel. */
  readonly channel: string;
  /** In milliseconds. */
  readonly timeMs: number;
  /** See `ImportedLine`. */
  readonly precisionMs: number;
}

/** Words of a line of IRC, but for its source. */
interface Words {
  readonly source: string;
  readonly words: readonly [command: string, ...params: string[]];
  /** The last parameter, if it is a text. */
  readonly text?: string;
}

/** Makes lines of an event; texts that are too long for one become several. */
export function loggedLines(event: LoggedEvent, place: LoggedPlace): ParsedLine {
  const nick = bareNick(event.nick);
  if (nick === undefined) return bad("has a nick that is none");
  const isSaid = ["said", "action", "notice"].includes(event.kind);
  try {
    const texts = linesOf(event, nick, place.channel);
    if (texts.some(isTooLong)) return bad("has more than fits into a line");
    const lines = texts.map((line) => ({
      ...place,
      isSaid,
      isRestricted: false,
      part: 0,
      tags: "",
      line,
      msgid: undefined,
    }));
    return { kind: "lines", lines };
  } catch (error) {
    if (error instanceof RangeError) return bad("has a name that is none");
    throw error;
  }
}

/** Modes and addresses can't be cut as texts are. */
function isTooLong(line: string): boolean {
  return exceedsUtf8(`${line}\r\n`, maxMessageBytes);
}

function linesOf(event: LoggedEvent, nick: string, channel: string): readonly string[] {
  switch (event.kind) {
    case "said":
      return saying({ source: nick, words: ["PRIVMSG", channel], text: event.text });
    case "notice":
      return saying({ source: nick, words: ["NOTICE", channel], text: event.text });
    case "action": {
      const words: Words["words"] = ["PRIVMSG", channel];
      const room = textRoom(nick, ...words, "\x01ACTION \x01");
      return splitText(harmless(event.text), room).map((text) =>
        formatMessage({
          source: nick,
          command: "PRIVMSG",
          params: [channel, `\x01ACTION ${text}\x01`],
        })
      );
    }
    case "joined":
      return telling({ source: withAddress(nick, event.address), words: ["JOIN", channel] });
    case "left":
      return telling({
        source: withAddress(nick, event.address),
        words: ["PART", channel],
        text: event.text,
      });
    case "quit":
      return telling({
        source: withAddress(nick, event.address),
        words: ["QUIT"],
        text: event.text,
      });
    case "kicked": {
      const victim = bareNick(event.victim) ?? "";
      return telling({ source: nick, words: ["KICK", channel, victim], text: event.text });
    }
    case "renamed":
      return telling({ source: nick, words: ["NICK", bareNick(event.newNick) ?? ""] });
    case "topic":
      return telling({ source: nick, words: ["TOPIC", channel], text: event.text });
    case "mode":
      return telling({ source: nick, words: ["MODE", channel, ...event.words.split(" ")] });
  }
}

function saying({ source, words, text = "" }: Words): readonly string[] {
  const [command, ...params] = words;
  return splitText(harmless(text), textRoom(source, ...words))
    .map((piece) => formatMessage({ source, command, params: [...params, piece] }));
}

/** Of what happened one line must tell all. */
function telling({ source, words, text = "" }: Words): readonly string[] {
  if (words.some((word) => word === "")) throw new RangeError("A word is missing");
  const [command, ...params] = words;
  const [piece = ""] = splitText(harmless(text), textRoom(source, ...words));
  return [formatMessage({ source, command, params: piece === "" ? params : [...params, piece] })];
}

function withAddress(nick: string, address: string): string {
  return /^[^\s!@\p{C}]{1,64}@[^\s!@\p{C}]{1,255}$/u.test(address) ? `${nick}!${address}` : nick;
}

/** Gives a nick without the sign of its rank; undefined where it is none. */
function bareNick(text: string): string | undefined {
  const nick = text.trim().replace(/^[~&@%+](?=.)/, "");
  return /^[^\s:!@,*?#\p{C}][^\s!@,*?\p{C}]{0,63}$/u.test(nick) ? nick : undefined;
}

/** Keeps formatting; all else that a terminal would obey becomes its picture. */
function harmless(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex -- these are the characters to be caught
    /[\x00\x01\x05-\x0e\x10\x12-\x15\x17-\x1c\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (found) => {
      const code = found.charCodeAt(0);
      if (code === 9) return " ";
      return code < 32 ? String.fromCharCode(0x2400 + code) : "\ufffd";
    },
  );
}
