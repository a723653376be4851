/** ChanServ: channels that belong to accounts. */

import { rankModes } from "../core/modes.ts";
import type { Channel } from "../core/channel.ts";
import { lobbyName } from "../core/channel.ts";
import { keepingObstacle, type UserContext } from "./command.ts";
import { seenChannel } from "./found.ts";
import { type ServiceCommand, tell } from "./service_command.ts";

/** What ChanServ can be told, by its first word. */
export const chanservCommands: ReadonlyMap<string, ServiceCommand> = new Map(Object.entries(
  {
    REGISTER: {
      usage: "REGISTER <channel>",
      text:
        "makes a channel that you lead your account's; it never ends, and you lead it when you come",
      min: 1,
      run: (context, [name = ""]) => register(context, name),
    },
    OP: {
      usage: "OP <channel> [<nick>]",
      text: "lets you lead your channel, or somebody else who is there",
      min: 1,
      run: (context, [name = "", nick]) => lead(context, name, nick),
    },
    DROP: {
      usage: "DROP <channel>",
      text: "gives a channel of yours up",
      min: 1,
      run: (context, [name = ""]) => {
        const channel = ownChannel(context, name);
        if (channel !== undefined) own(context, channel, undefined);
      },
    },
  } satisfies Record<string, ServiceCommand>,
));

function register(context: UserContext, name: string): void {
  const { user, world } = context;
  const channel = seenChannel(context, name);
  if (user.account === undefined) return say(context, "Log in to an account first; see NickServ");
  const isLeading = ((channel?.members.get(user) ?? 0) & rankModes.o.bit) !== 0;
  if (channel === undefined || !isLeading) {
    return say(context, "You must be an operator of the channel to register it");
  }
  if (channel.name === lobbyName) return say(context, "The lobby belongs to the server");
  if (channel.owner !== undefined) {
    return say(context, `${channel.name} belongs to ${channel.owner} already`);
  }
  const owned = [...world.channels.values()].filter(({ owner }) => owner === user.account);
  if (owned.length >= maxOwnChannels) {
    return say(context, `You have ${maxOwnChannels} channels; drop one first`);
  }
  own(context, channel, user.account);
}

/** Most channels of one account: they never end by themselves. */
const maxOwnChannels = 20;

function lead(context: UserContext, name: string, nick: string | undefined): void {
  const { user, world, emit } = context;
  const channel = ownChannel(context, name);
  if (channel === undefined) return;
  const member = nick === undefined ? user : world.userByNick(nick);
  if (member === undefined || !channel.members.has(member)) {
    return say(context, "They are not in that channel");
  }
  const change = { kind: "rank", letter: "o", isSet: true, user: member.id } as const;
  emit({ kind: "modesSet", user: undefined, channel: channel.name, changes: [change] });
}

function own(context: UserContext, channel: Channel, owner: string | undefined): void {
  const { user, emit } = context;
  const obstacle = keepingObstacle(context, "CHANSERV", channel.name);
  if (obstacle !== undefined) return say(context, obstacle.params.at(-1) ?? "");
  emit({ kind: "channelOwned", user: user.id, channel: channel.name, owner });
}

/** Finds a channel of one's own account. */
function ownChannel(context: UserContext, name: string): Channel | undefined {
  const channel = context.world.channel(name);
  const { account } = context.user;
  if (channel?.owner !== undefined && channel.owner === account) return channel;
  say(context, "That channel is not your account's");
  return undefined;
}

function say(context: UserContext, text: string): void {
  tell(context, "ChanServ", text);
}
