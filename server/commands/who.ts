/** WHO and WHOX: https://modern.ircdocs.horse/#who-message, https://ircv3.net/specs/extensions/whox */

import { foldName, isChannelName } from "../../wire/casemap.ts";
import { matchesMask } from "../../wire/mask.ts";
import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { type Channel, memberSigns } from "../core/channel.ts";
import { numericLine } from "../core/replies.ts";
import { maySee, maySeeMember } from "../core/rights.ts";
import type { User } from "../core/user.ts";
import { isServerOperator } from "../core/user_modes.ts";
import { shareChannel } from "../core/world.ts";
import { formatPeerAddress } from "./address.ts";
import { command, type Family, shown, type UserContext } from "./command.ts";

/** WHO. */
export const whoFamily: Family = {
  WHO: command({
    min: 0,
    cost: 4,
    help: [
      "WHO <channel or mask> [<flags>][%<fields>[,<token>]]",
      "Tells about the members of a channel, or about users by mask. Flag o: server operators only.",
      "Fields (WHOX): t c u i h s n f d l a o r, answered by 354 in that order.",
    ],
    run(context, [mask = "*", options = ""]) {
      context.sink.answer(context.session, whoLines(context, mask, parseOptions(options)));
    },
  }),
};

interface WhoOptions {
  readonly operatorsOnly: boolean;
  /** Letters of WHOX, or undefined for the plain answer. */
  readonly fields: string | undefined;
  readonly token: string;
}

function parseOptions(text: string): WhoOptions {
  const [flags = "", ...rest] = text.split("%");
  const [fields = "", token = "0"] = rest.join("%").split(",");
  return {
    operatorsOnly: flags.includes("o"),
    fields: rest.length === 0 ? undefined : fields,
    // At most three digits: https://ircv3.net/specs/extensions/whox
    token: /^[0-9]{1,3}$/.test(token) ? token : "0",
  };
}

function* whoLines(context: UserContext, mask: string, options: WhoOptions): Generator<Message> {
  const { world, session, user: asker } = context;
  if (isChannelName(mask)) {
    const channel = world.channel(mask);
    if (channel !== undefined && maySee(channel, asker)) {
      for (const user of channel.members.keys()) {
        if (maySeeMember(channel, asker, user)) yield* whoLine(context, { user, channel }, options);
      }
    }
  } else {
    // 0 stands for all: https://modern.ircdocs.horse/#who-message
    for (const user of matching(context, mask === "0" ? "*" : foldName(mask))) {
      const channel = [...user.channels.values()].find((each) =>
        maySee(each, asker) && maySeeMember(each, asker, user)
      );
      yield* whoLine(context, { user, channel }, options);
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
    const isSeen = !user.modes.has("i") || user === asker || shareChannel(user, asker);
    const texts = [user.nick, user.source, user.username, user.host, user.realname];
    if (isSeen && texts.some((text) => matchesMask(mask, foldName(text)))) yield user;
  }
}

interface Found {
  readonly user: User;
  readonly channel: Channel | undefined;
}

function* whoLine(
  context: UserContext,
  found: Found,
  { operatorsOnly, fields, token }: WhoOptions,
): Generator<Message> {
  const { world, session } = context;
  const { user, channel } = found;
  if (operatorsOnly && !isServerOperator(user)) return;
  const flags = flagsOf(context, found);
  const where = channel?.name ?? "*";
  const { username, host, nick, realname } = user;
  if (fields === undefined) {
    const rest = [where, username, host, world.serverName, nick, flags, `0 ${realname}`];
    yield numericLine(world, session, numeric.RPL_WHOREPLY, ...rest);
    return;
  }
  const idleS = `${Math.max(Math.floor((context.nowMs - user.lastSpokeMs) / 1000), 0)}`;
  const values: Readonly<Record<string, string>> = {
    t: token,
    c: where,
    u: username,
    i: shownAddress(context, user),
    h: host,
    s: world.serverName,
    n: nick,
    f: flags,
    d: "0",
    l: idleS,
    a: user.account ?? "0",
    o: "n/a",
    r: realname,
  };
  // The order is that of the specification, whatever the order of asking.
  const asked = Object.keys(values).filter((letter) => fields.includes(letter));
  const params = asked.map((letter) => values[letter] ?? "");
  yield numericLine(world, session, numeric.RPL_WHOSPCRPL, ...params);
}

/** Operators see addresses; to others stands what says that there is none to see. */
function shownAddress({ session }: UserContext, { sessions: [connection] }: User): string {
  return session.isOperator && connection !== undefined
    ? formatPeerAddress(connection.address)
    : "255.255.255.255";
}

/** H or G, `*` for a server operator, then the signs of the channel, B for a bot. */
function flagsOf({ session }: UserContext, { user, channel }: Found): string {
  const ranks = channel?.members.get(user) ?? 0;
  const showsAll = session.capabilities.has("multi-prefix");
  return (user.away === undefined ? "H" : "G") + (isServerOperator(user) ? "*" : "") +
    memberSigns(ranks, showsAll) + (user.modes.has("B") ? "B" : "");
}
