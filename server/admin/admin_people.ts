/** Who is here, and what is said to them. */

import { splitText } from "../../wire/split_text.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { type Channel, lobbyName } from "../core/channel.ts";
import type { User } from "../core/user.ts";
import { maxTopicBytes } from "../core/welcome.ts";
import type { World } from "../core/world.ts";
import { formatPeer } from "../net/peer.ts";
import {
  type AdminAnswer,
  type AdminFamily,
  type AdminRow,
  done,
  firstWord,
  type Office,
  undone,
} from "./admin_command.ts";

/** Bytes of text that fit into a NOTICE from any server name. */
const noticeBytes = 380;

/** say, who, channels, kick, topic, op. */
export const peopleFamily: AdminFamily = {
  say: {
    usage: "say TEXT",
    help: "says a line to everyone, even one that starts with a slash",
    run: (office, text) => text === "" ? undone("Say what: /say TEXT") : announce(office, text),
  },
  who: {
    usage: "who",
    help: "lists who is here, with addresses",
    run: ({ world }) => {
      const all = [...world.users.values()];
      const rows = all.map((user) => personRow(world, user));
      return done([`${all.length} here`, ...all.map((user) => describe(world, user))], rows);
    },
  },
  channels: {
    usage: "channels",
    help: "lists the channels",
    run: ({ world: { channels } }) => {
      const all = [...channels.values()];
      const lines = all.map((channel) => `${channel.name} ${channel.members.size}`);
      return done([`${all.length} channels`, ...lines], all.map(channelRow));
    },
  },
  kick: {
    usage: "kick NAME [WHY]",
    help: "ends someone's connections",
    run: (office, rest) => kick(office, ...firstWord(rest)),
  },
  topic: {
    usage: "topic [TEXT]",
    help: `sets or removes the topic of ${lobbyName}`,
    run: ({ publish }, rest) => {
      const text = cutUtf8(rest, maxTopicBytes);
      publish({ kind: "topicSet", user: undefined, channel: lobbyName, text });
      return done(text === "" ? `${lobbyName} has no topic now` : `The topic is set: ${text}`);
    },
  },
  op: {
    usage: "op NAME [CHANNEL]",
    help: `makes someone an operator of a channel, else of ${lobbyName}`,
    run: (office, rest) => op(office, ...firstWord(rest)),
  },
};

/** Says a line to everyone. */
export function announce({ publish }: Office, text: string): AdminAnswer {
  for (const piece of splitText(text, noticeBytes)) publish({ kind: "announced", text: piece });
  return done([]);
}

function kick({ world, publish }: Office, nick: string, why: string): AdminAnswer {
  const user = world.userByNick(nick);
  if (user === undefined) return undone(`There is nobody called "${nick}"; /who lists names`);
  const reason = why === "" ? "Kicked by the operator" : `Kicked: ${cutUtf8(why, maxTopicBytes)}`;
  publish({ kind: "expelled", user: user.id, reason });
  return done(`${user.nick} is kicked`);
}

/** A channel that all operators have left has nobody else to turn to. */
function op({ world, publish }: Office, nick: string, channelName: string): AdminAnswer {
  const name = channelName || lobbyName;
  const user = world.userByNick(nick);
  const channel = world.channel(name);
  if (user === undefined || channel === undefined || !channel.members.has(user)) {
    return undone(`There is nobody called "${nick}" in ${name}; /who lists people`);
  }
  const change = { kind: "rank", letter: "o", isSet: true, user: user.id } as const;
  publish({ kind: "modesSet", user: undefined, channel: channel.name, changes: [change] });
  return done(`${user.nick} leads ${channel.name} now`);
}

/** Addresses are known of connections to this server; of others, which server it is. */
function describe(world: World, user: User): string {
  const names = [...user.channels.values()].map(({ name }) => name).join(" ");
  const nodes = world.nodesOf(user).map((node) => `on ${node}`);
  const from = [...connectionsOf(user), ...nodes];
  return `${user.nick} ${from.join(", ")} ${names}`;
}

function connectionsOf({ sessions }: User): readonly string[] {
  return sessions.map((session) => `${formatPeer(session)} ${session.dialect}`);
}

function personRow(world: World, user: User): AdminRow {
  const { nick, account, channels } = user;
  return {
    nick,
    account: account ?? "",
    connections: connectionsOf(user),
    ...(world.nodes.size === 0 ? {} : { nodes: world.nodesOf(user) }),
    channels: [...channels.values()].map(({ name }) => name),
  };
}

function channelRow({ name, members, topic, owner, createdAtMs }: Channel): AdminRow {
  return {
    name,
    members: members.size,
    topic: topic?.text ?? "",
    owner: owner ?? "",
    madeAt: new Date(createdAtMs).toISOString(),
  };
}
