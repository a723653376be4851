/** What can be completed in a talk. */

import { isSameName } from "../wire/casemap.ts";
import type { Buffer } from "../talk/buffer.ts";
import type { CompletionSources } from "../talk/completion.ts";
import { slashCommands } from "../talk/slash_commands.ts";
import type { Room } from "./room.ts";

/** Gives it: those who spoke last come first. */
export function completionSources(
  { network, nick: own }: Room,
  buffer: Buffer,
  emoji: ReadonlyMap<string, string>,
): CompletionSources {
  const members = [...buffer.members].sort((one, other) => other.spoke - one.spoke);
  const nicks = members.map(({ nick }) => nick).filter((nick) => !isSameName(nick, own));
  const talks = network.buffers.list.filter(({ kind }) => kind !== "server").map(({ name }) =>
    name
  );
  const channels = network.buffers.list.filter(({ kind }) => kind === "channel").map(({ name }) =>
    name
  );
  return {
    nicks: buffer.kind === "person" ? [buffer.name] : nicks,
    channels,
    talks,
    commands: Object.keys(slashCommands).map((name) => ({ name, arguments: ["text"] })),
    settings: [],
    emoji,
  };
}
