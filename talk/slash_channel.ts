/** Commands for channels and those in them. */

import { formatMessage } from "../wire/format.ts";
import {
  type Action,
  allWords,
  channelFirst,
  cutWord,
  isWord,
  order,
  type SlashCommand,
  type SlashFamily,
  type TypedIn,
} from "./slash_action.ts";

/** join, part, topic, names, list, invite, kick, ban, unban, mode, op, deop, voice, devoice, mute, unmute. */
export const channelFamily: SlashFamily = {
  join: {
    usage: "/join #channel [key]",
    help: "join a channel, or go to it",
    aliases: ["j"],
    arguments: ["channel"],
    parse: (rest) => {
      const [channel = "", key] = allWords(rest);
      return channel === "" ? undefined : { kind: "join", channel, key };
    },
  },
  part: {
    usage: "/part [#channel] [reason]",
    help: "leave a channel",
    aliases: ["p", "leave"],
    arguments: ["channel", "text"],
    parse: (rest, { isChannel }) => {
      const [first, after] = cutWord(rest);
      return isChannel(first)
        ? { kind: "part", channel: first, reason: after }
        : { kind: "part", channel: undefined, reason: rest };
    },
  },
  topic: {
    usage: "/topic [#channel] [text]",
    help: "show or change what it is about; - removes it",
    aliases: ["t"],
    arguments: ["text"],
    parse: (rest, typedIn) => {
      const [channel, text] = channelFirst(rest, typedIn) ?? noChannel;
      if (channel === "") return wrongPlace;
      if (text === "") return order("TOPIC", channel);
      return order("TOPIC", channel, text === "-" ? "" : text);
    },
  },
  names: {
    usage: "/names [#channel]",
    help: "show who is in a channel",
    aliases: ["n"],
    arguments: ["channel"],
    parse: (rest, typedIn) => {
      const [channel] = channelFirst(rest, typedIn) ?? noChannel;
      return channel === "" ? wrongPlace : order("NAMES", channel);
    },
  },
  list: {
    usage: "/list [pattern]",
    help: "show the server's channels",
    arguments: ["text"],
    parse: (rest) => {
      const [pattern] = allWords(rest);
      if (pattern !== undefined && !isWord(pattern)) return undefined;
      return { kind: "list", pattern };
    },
  },
  invite: {
    usage: "/invite nick [#channel]",
    help: "ask somebody into a channel",
    arguments: ["nick", "channel"],
    parse: (rest, typedIn) => {
      const [nick, after] = cutWord(rest);
      const [channel] = channelFirst(after, typedIn) ?? noChannel;
      if (!isWord(nick)) return undefined;
      return channel === "" ? wrongPlace : order("INVITE", nick, channel);
    },
  },
  kick: {
    usage: "/kick [#channel] nick [reason]",
    help: "put somebody out of a channel",
    aliases: ["k"],
    arguments: ["nick", "text"],
    parse: (rest, typedIn) => {
      const [channel, after] = channelFirst(rest, typedIn) ?? ["", rest];
      const [nick, reason] = cutWord(after);
      if (!isWord(nick)) return undefined;
      if (channel === "") return wrongPlace;
      return reason === "" ? order("KICK", channel, nick) : order("KICK", channel, nick, reason);
    },
  },
  ban: banning("ban", "+b", "shut somebody out; alone it lists who is"),
  unban: banning("unban", "-b", "let somebody in again"),
  mode: {
    usage: "/mode [#channel|nick] [modes]",
    help: "show or change modes, such as +i",
    arguments: ["talk", "text"],
    parse: (rest, { talk, nick, isChannel }) => {
      const words = allWords(rest);
      const [first = ""] = words;
      const isNamed = first !== "" && !/^[+-]/.test(first);
      const target = isNamed ? first : talk !== undefined && isChannel(talk) ? talk : nick;
      const modes = isNamed ? words.slice(1) : words;
      return [target, ...modes].every(isParameter) ? order("MODE", target, ...modes) : undefined;
    },
  },
  op: ranking("op", "+o", "make somebody lead a channel"),
  deop: ranking("deop", "-o", "make somebody lead no more"),
  voice: ranking("voice", "+v", "let somebody speak where not all may"),
  devoice: ranking("devoice", "-v", "take that back"),
  mute: {
    usage: "/mute [#channel]",
    help: "let a channel draw your eye no more",
    arguments: ["channel"],
    parse: (rest) => parseChannel("mute", rest),
  },
  unmute: {
    usage: "/unmute [#channel]",
    help: "let it again",
    arguments: ["channel"],
    parse: (rest) => parseChannel("unmute", rest),
  },
};

const noChannel = ["", ""] as const;
const wrongPlace: Action = { kind: "wrong", text: "This is no channel. Go to one, or name it." };

/** Modes are given to several at once where the server takes it; one line each works everywhere. */
function ranking(name: string, mode: string, help: string): SlashCommand {
  return {
    usage: `/${name} [#channel] nick...`,
    help,
    arguments: ["nick"],
    parse: (rest, typedIn) => {
      const [channel, after] = channelFirst(rest, typedIn) ?? ["", rest];
      const nicks = allWords(after);
      if (nicks.length === 0 || !nicks.every(isWord)) return undefined;
      if (channel === "") return wrongPlace;
      const lines = nicks.slice(0, 12)
        .map((nick) => formatMessage({ command: "MODE", params: [channel, mode, nick] }));
      return { kind: "order", lines };
    },
  };
}

function banning(name: "ban" | "unban", mode: string, help: string): SlashCommand {
  return {
    usage: name === "ban" ? "/ban [nick or mask]" : "/unban mask",
    help,
    arguments: ["nick"],
    parse: (rest, typedIn: TypedIn) => {
      const [channel, after] = channelFirst(rest, typedIn) ?? noChannel;
      if (channel === "") return wrongPlace;
      const [target] = allWords(after);
      if (target === undefined) {
        return name === "ban" ? order("MODE", channel, "+b") : undefined;
      }
      if (!isParameter(target)) return undefined;
      const isMask = /[!@*~$:]/.test(target);
      return order("MODE", channel, mode, isMask ? target : `${target}!*@*`);
    },
  };
}

function parseChannel(kind: "mute" | "unmute", rest: string): Action | undefined {
  if (rest === "") return { kind, channel: undefined };
  return isWord(rest) ? { kind, channel: rest } : undefined;
}

function isParameter(text: string): boolean {
  return /^[^\s:\0][^\s\0]{0,199}$/.test(text);
}
