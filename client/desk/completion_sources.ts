/** What Tab can put in where somebody types. */

import { isSameName } from "../../wire/casemap.ts";
import type { Buffer } from "../../talk/buffer.ts";
import type { Network } from "../../talk/network.ts";
import { settingNames } from "../../talk/settings.ts";
import { slashCommands } from "../../talk/slash_commands.ts";
import type { CommandWords, CompletionSources } from "../../talk/completion.ts";

const commands: readonly CommandWords[] = Object.entries(slashCommands)
  .map(([name, { arguments: words }]) => ({ name, arguments: words }));

const noSources: CompletionSources = {
  nicks: [],
  channels: [],
  talks: [],
  commands: [],
  settings: [],
  emoji: new Map(),
};

/** Gathers it. `emoji` is empty until it is loaded. */
export function completionSources(
  network: Network | undefined,
  buffer: Buffer | undefined,
  emoji: ReadonlyMap<string, string>,
): CompletionSources {
  if (network === undefined || buffer === undefined) return noSources;
  const { buffers, conversation } = network;
  const channels = buffers.list.filter(({ kind }) => kind === "channel").map(({ name }) => name);
  const isHere = (name: string) => isSameName(name, buffer.name);
  return {
    nicks: nicksIn(buffer).filter((nick) => !isSameName(nick, conversation.nick)),
    channels: [...channels.filter(isHere), ...channels.filter((name) => !isHere(name))],
    talks: buffers.list.filter(({ kind }) => kind !== "server").map(({ name }) => name),
    commands,
    settings: settingNames,
    emoji,
  };
}

/** Who spoke last comes first. */
function nicksIn({ kind, name, members }: Buffer): readonly string[] {
  if (kind === "person") return [name];
  return [...members].sort((one, other) => other.spoke - one.spoke).map(({ nick }) => nick);
}
