/** Another name for a channel: https://ircv3.net/specs/extensions/channel-rename */

import { channelNameFault } from "../../wire/casemap.ts";
import { textRoom } from "../../wire/message.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { mayRename, nameInUse } from "../core/apply_channel_rename.ts";
import { lobbyName } from "../core/channel.ts";
import { isForsaken } from "../core/places.ts";
import { fail, type Refusal } from "../core/refusal.ts";
import { maxTopicBytes } from "../core/welcome.ts";
import { command, type Family, keepingObstacle, shown, type UserContext } from "./command.ts";
import { noSuchChannel, seenChannel } from "./found.ts";

/** A channel may be given another name this often, since those who don't know RENAME are told much. */
export const renameMs = 60_000;

/** RENAME. */
export const renameFamily: Family = {
  RENAME: command({
    min: 2,
    cost: 4,
    isHeard: () => true,
    help: [
      "RENAME <channel> <new name> [:<reason>]",
      "Gives a channel another name, for its operators; what was said in it goes along.",
      "A channel that belongs to an account is renamed by that alone.",
    ],
    run: rename,
  }),
};

function rename(
  context: UserContext,
  [from, name, reason = ""]: readonly [string, string, ...string[]],
): Refusal | undefined {
  const { world, user, nowMs } = context;
  const channel = seenChannel(context, from);
  if (channel === undefined) return noSuchChannel(from);
  const refusal = mayRename(channel, user) ?? keepingObstacle(context, "RENAME", from);
  if (refusal !== undefined) return refusal;
  const no = (text: string) => fail("RENAME", "CANNOT_RENAME", channel.name, shown(name), text);
  if (channel.name === lobbyName) return no("The lobby keeps its name");
  const fault = channelNameFault(name);
  if (fault !== undefined) return no(`Channel name ${fault}`);
  const { renamedAtMs } = channel;
  if (renamedAtMs !== undefined && nowMs - renamedAtMs < renameMs) {
    return no(`It was renamed less than ${renameMs / 1000} seconds ago`);
  }
  const holder = world.channel(name);
  if (holder !== undefined && holder !== channel && !isForsaken(holder, nowMs)) {
    return nameInUse(channel.name, name);
  }
  const room = textRoom(user.source, "RENAME", channel.name, name);
  const cut = cutUtf8(reason, Math.min(maxTopicBytes, room));
  context.emit({ kind: "channelRenamed", user: user.id, channel: channel.name, name, reason: cut });
  return undefined;
}
