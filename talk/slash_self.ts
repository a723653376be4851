/** Commands for oneself, for others, and for the program. */

import { hasForbidden } from "../wire/message.ts";
import { allWords, cutWord, isWord, order, type SlashFamily } from "./slash_action.ts";
import { settingNames } from "./settings.ts";

/** nick, away, back, whois, who, ignore, unignore, register, login, raw, set, clear, save, close, reconnect, quit. */
export const selfFamily: SlashFamily = {
  nick: {
    usage: "/nick name",
    help: "change your nick",
    arguments: ["text"],
    parse: (rest) => isWord(rest) ? { kind: "nick", nick: rest } : undefined,
  },
  away: {
    usage: "/away [reason]",
    help: "tell that you are away",
    arguments: ["text"],
    parse: (rest) => order("AWAY", rest === "" ? "Away" : rest),
  },
  back: {
    usage: "/back",
    help: "tell that you are back",
    arguments: [],
    parse: () => order("AWAY"),
  },
  whois: {
    usage: "/whois nick",
    help: "show what is known of somebody",
    aliases: ["w"],
    arguments: ["nick"],
    parse: (rest, { nick }) => {
      const [who = nick] = allWords(rest);
      return isWord(who) ? order("WHOIS", who) : undefined;
    },
  },
  who: {
    usage: "/who [#channel or mask]",
    help: "show who is there, with names and hosts",
    arguments: ["talk"],
    parse: (rest, { talk }) => {
      const [mask = talk] = allWords(rest);
      return mask !== undefined && isWord(mask) ? order("WHO", mask) : undefined;
    },
  },
  ignore: {
    usage: "/ignore [nick]",
    help: "hide what somebody says, or list who is hidden",
    arguments: ["nick"],
    parse: (rest) => {
      if (rest === "") return { kind: "ignore", nick: undefined };
      return isWord(rest) ? { kind: "ignore", nick: rest } : undefined;
    },
  },
  unignore: {
    usage: "/unignore nick",
    help: "show it again",
    arguments: ["nick"],
    parse: (rest) => isWord(rest) ? { kind: "unignore", nick: rest } : undefined,
  },
  register: {
    usage: "/register password [e-mail]",
    help: "make your nick yours alone",
    arguments: [],
    parse: (rest) => {
      const [password = "", email, ...more] = allWords(rest);
      if (password === "" || more.length > 0) return undefined;
      return { kind: "register", password, email };
    },
  },
  login: {
    usage: "/login [name] password",
    help: "log in to an account",
    arguments: [],
    parse: (rest) => {
      const [first = "", second, ...more] = allWords(rest);
      if (first === "" || more.length > 0) return undefined;
      return second === undefined
        ? { kind: "login", name: undefined, password: first }
        : { kind: "login", name: first, password: second };
    },
  },
  raw: {
    usage: "/raw line",
    help: "send a line to the server as it is",
    aliases: ["quote"],
    arguments: ["text"],
    parse: (rest) =>
      rest === "" || hasForbidden(rest) ? undefined : { kind: "order", lines: [rest] },
  },
  set: {
    usage: "/set [name] [value]",
    help: "show or change how things are",
    arguments: ["setting", "text"],
    parse: (rest) => {
      const [key, value] = cutWord(rest);
      if (key === "") return { kind: "set", key: undefined, value: undefined };
      if (!settingNames.includes(key)) {
        return { kind: "wrong", text: `There is no setting "${key}". /set lists them.` };
      }
      return { kind: "set", key, value: value === "" ? undefined : value };
    },
  },
  clear: {
    usage: "/clear",
    help: "empty the screen; nothing is lost",
    arguments: [],
    parse: () => ({ kind: "clear" }),
  },
  save: {
    usage: "/save",
    help: "keep the settings for the next time",
    arguments: [],
    parse: () => ({ kind: "save" }),
  },
  close: {
    usage: "/close",
    help: "close this talk; of a channel: leave it too",
    aliases: ["wc"],
    arguments: [],
    parse: () => ({ kind: "close" }),
  },
  reconnect: {
    usage: "/reconnect",
    help: "connect again at once",
    arguments: [],
    parse: () => ({ kind: "reconnect" }),
  },
  quit: {
    usage: "/quit [reason]",
    help: "leave the chat; exit alone does it too",
    aliases: ["exit"],
    arguments: ["text"],
    parse: (reason) => ({ kind: "quit", reason }),
  },
};
