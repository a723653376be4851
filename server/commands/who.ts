/** WHO: https://modern.ircdocs.horse/#who-message */

import { foldName, isChannelName } from "../../wire/casemap.ts";
import { matchesMask } from "../../wire/mask.ts";
import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { type Channel, isSeenIn, memberPrefix } from "../core/channel.ts";
import { numericLine } from "../core/replies.ts";
import type { User } from "../core/user.ts";
import { shareChannel } from "../core/world.ts";
import { command, type Family, shown, type UserContext } from "./command.ts";

/** WHO. */
export const whoFamily: Family = {
  WHO: command({
    min: 0,
    cost: 4,
    help: [
      "WHO <channel> | WHO <mask>",
      "Tells about the members of a channel, or about users by mask.",
    ],
    run(context, [mask = "*"]) {
      context.sink.answer(context.session, whoLines(context, mask));
    },
  }),
};

function* whoLines(context: UserContext, mask: string): Generator<Message> {
  const { world, session, user: asker } = context;
  if (isChannelName(mask)) {
    const channel = world.channel(mask);
    for (const user of channel?.members.keys() ?? []) {
      if (channel && isSeenIn(channel, user, asker)) yield whoLine(context, user, channel);
    }
  } else {
    // 0 stands for all: https://modern.ircdocs.horse/#who-message
    for (const user of matching(context, mask === "0" ? "*" : foldName(mask))) {
      const seen = [...user.channels.values()].find((each) => isSeenIn(each, user, asker));
      yield whoLine(context, user, seen);
    }
  }
  yield numericLine(world, session, numeric.RPL_ENDOFWHO, shown(mask), "End of WHO list");
}

/** Those who keep themselves invisible are found by their exact nick, or by who shares a channel with them. */
function* matching({ world, user: asker }: UserContext, mask: string): Generator<User> {
  const exact = world.userByNick(mask);
  if (exact !== undefined) {
    yield exact;
    return;
  }
  for (const user of world.users.values()) {
    const isSeen = !user.isInvisible || user === asker || shareChannel(user, asker);
    if (
      isSeen &&
      [user.nick, user.source, user.host].some((text) => matchesMask(mask, foldName(text)))
    ) {
      yield user;
    }
  }
}

function whoLine(
  { world, session }: UserContext,
  user: User,
  channel: Channel | undefined,
): Message {
  const { username, host, nick, realname } = user;
  const membership = channel?.members.get(user);
  const flags = `H${membership === undefined ? "" : memberPrefix(membership)}`;
  const where = channel?.name ?? "*";
  const rest = [where, username, host, world.serverName, nick, flags, `0 ${realname}`];
  return numericLine(world, session, numeric.RPL_WHOREPLY, ...rest);
}
