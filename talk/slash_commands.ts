/** What begins with a slash: one table of commands, of which `/help` is made. */

import { nearestWord } from "../wire/nearest_word.ts";
import { channelFamily } from "./slash_channel.ts";
import type { SlashCommand, SlashFamily } from "./slash_action.ts";
import { selfFamily } from "./slash_self.ts";
import { talkFamily } from "./slash_talk.ts";

/** All commands by their names. */
export const slashCommands: SlashFamily = {
  ...talkFamily,
  ...channelFamily,
  ...selfFamily,
  help: {
    usage: "/help [command]",
    help: "show this",
    aliases: ["h"],
    arguments: ["command"],
    parse: (rest) => {
      const name = rest.replace(/^\//, "").toLowerCase();
      if (name !== "" && findCommand(name) === undefined) {
        return { kind: "wrong", text: unknownCommand(name) };
      }
      return { kind: "help", command: name === "" ? undefined : name };
    },
  },
};

const byAlias: ReadonlyMap<string, string> = new Map(
  Object.entries(slashCommands).flatMap(([name, { aliases = [] }]) =>
    aliases.map((alias): [string, string] => [alias, name])
  ),
);

/** Finds a command by its name or another name of it, in lower case. */
export function findCommand(name: string): SlashCommand | undefined {
  const own = byAlias.get(name) ?? name;
  return Object.hasOwn(slashCommands, own) ? slashCommands[own] : undefined;
}

/** Tells that there is no such command, and which one was meant. */
export function unknownCommand(word: string): string {
  const nearest = nearestWord(word.toLowerCase(), Object.keys(slashCommands));
  const hint = nearest === undefined ? "Type /help for all." : `Did you mean /${nearest}?`;
  return `Unknown command "/${word}". ${hint}`;
}

/** What `/help` shows, a line each; of one command where it is named. */
export function helpLines(name?: string): readonly string[] {
  const one = name === undefined ? undefined : findCommand(name.toLowerCase());
  if (one !== undefined) {
    const { aliases = [], usage, help } = one;
    const others = aliases.length === 0
      ? []
      : [`Or: ${aliases.map((each) => `/${each}`).join(" ")}`];
    return [usage, help, ...others];
  }
  const all = Object.values(slashCommands);
  const width = Math.min(Math.max(...all.map(({ usage }) => usage.length)), 32);
  return [
    ...all.map(({ usage, help }) => `${usage.padEnd(width)}  ${help}`),
    "Anything else is said in the channel, and //text says /text.",
    "Up and Down bring back what you typed.",
  ];
}
