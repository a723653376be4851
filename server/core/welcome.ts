/** The lines that end registration, and their parts, which can be asked for again. */

import { maxChannelBytes, maxNickLength } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { type Numeric, numeric } from "../../wire/numerics.ts";
import { packTokens } from "../../wire/pack_tokens.ts";
import { maxChannelsPerUser } from "./channel.ts";
import { inBatch } from "./history_lines.ts";
import { accountPrefix } from "./mask_list.ts";
import {
  chanmodes,
  flagModes,
  listModes,
  maxKeyLength,
  maxListEntries,
  maxModeParams,
  paramModes,
  rankModes,
} from "./modes.ts";
import { maxMonitored } from "./monitors.ts";
import { statusSigns } from "./ranked_sessions.ts";
import { addressee } from "./replies.ts";
import type { Session } from "./session.ts";
import { userModes } from "./user_modes.ts";
import type { World } from "./world.ts";

/** What the server tells about itself. */
export interface ServerInfo {
  /** Name and version, one word. */
  readonly version: string;
  /** When it started, for people. */
  readonly startedAt: string;
  /** Lines of the message of the day; none is no message. */
  readonly motd: readonly string[];
  /** What people are told of what is kept, behind the message of the day; left out where nothing is to be told. */
  readonly keeping?: string;
  /** Where its picture is, if it has one. ISUPPORT draft/ICON. */
  readonly icon?: string | undefined;
}

/** Most targets of one PRIVMSG, NOTICE or TAGMSG. ISUPPORT TARGMAX. */
export const maxTargets = 4;
/** Most lines of one page of history. ISUPPORT CHATHISTORY. */
export const maxHistoryLines = 1_000;
/** Longest topic and longest reason, in bytes: fits into a line with the longest names. ISUPPORT TOPICLEN. */
export const maxTopicBytes = 300;
/** Longest real name, in bytes. ISUPPORT NAMELEN. */
export const maxRealnameBytes = 100;
/** Longest shown host, in characters. ISUPPORT HOSTLEN. */
export const maxHostLength = 63;
/** Longest user name, with its `~`. ISUPPORT USERLEN. */
export const maxUsernameLength = 20;

/** What the server is like, for clients to adapt to: https://modern.ircdocs.horse/#rplisupport-parameters */
export const isupport: readonly string[] = [
  `ACCOUNTEXTBAN=${accountPrefix.slice(0, -1)}`,
  `AWAYLEN=${maxTopicBytes}`,
  "BOT=B",
  "CASEMAPPING=ascii",
  `CHANLIMIT=#:${maxChannelsPerUser}`,
  `CHANMODES=${chanmodes}`,
  `CHANNELLEN=${maxChannelBytes}`,
  "CHANTYPES=#",
  `CHATHISTORY=${maxHistoryLines}`,
  "ELIST=CMNTU",
  "EXCEPTS=e",
  "EXTBAN=,am",
  `HOSTLEN=${maxHostLength}`,
  "INVEX=I",
  `KEYLEN=${maxKeyLength}`,
  `KICKLEN=${maxTopicBytes}`,
  `MAXLIST=beIg:${maxListEntries}`,
  `MODES=${maxModeParams}`,
  `MONITOR=${maxMonitored}`,
  "MSGREFTYPES=msgid,timestamp",
  `NAMELEN=${maxRealnameBytes}`,
  "NETWORK=chat",
  `NICKLEN=${maxNickLength}`,
  "PREFIX=(ohv)@%+",
  "SAFELIST",
  `STATUSMSG=${statusSigns}`,
  `TARGMAX=JOIN:,KICK:${maxTargets},LIST:,NAMES:,NOTICE:${maxTargets},PART:,PRIVMSG:${maxTargets},` +
  `TAGMSG:${maxTargets},WHOIS:${maxTargets},WHOWAS:1`,
  `TOPICLEN=${maxTopicBytes}`,
  `USERLEN=${maxUsernameLength}`,
  "UTF8ONLY",
  "WHOX",
];

/** All modes of 004: of users, of channels, and those of channels that take a parameter. */
const modeLetters: readonly string[] = [
  Object.keys(userModes),
  [
    ...Object.keys(listModes),
    "k",
    ...paramModes,
    ...Object.keys(flagModes),
    ...Object.keys(rankModes),
  ],
  [...Object.keys(listModes), "k", ...paramModes, ...Object.keys(rankModes)],
].map((letters) => letters.sort().join(""));

/** 001 to 004. */
export function* openingLines({ serverName, info }: World, nick: string): Generator<Message> {
  const say = (command: Numeric, ...params: readonly string[]) =>
    createMessage(serverName, command, nick, ...params);
  yield say(numeric.RPL_WELCOME, `Welcome to the chat, ${nick}`);
  yield say(numeric.RPL_YOURHOST, `Your host is ${serverName}, running ${info.version}`);
  yield say(numeric.RPL_CREATED, `This server was started ${info.startedAt}`);
  yield say(numeric.RPL_MYINFO, serverName, info.version, ...modeLetters);
}

/** ISUPPORT, in a batch for those who want it so: https://ircv3.net/specs/extensions/extended-isupport */
export function* isupportLines(world: World, session: Session): Generator<Message> {
  const lines = bareIsupportLines(world, addressee(session));
  const isBatch = session.capabilities.has("draft/extended-isupport");
  yield* isBatch ? inBatch(world, session, { type: "draft/isupport", params: [] }, lines) : lines;
}

/** ISUPPORT without a batch. */
export function* bareIsupportLines({ serverName, info }: World, nick: string): Generator<Message> {
  const { icon } = info;
  const lines = inLines(icon === undefined ? isupport : [...isupport, `draft/ICON=${icon}`]);
  for (const params of lines) {
    yield createMessage(serverName, numeric.RPL_ISUPPORT, nick, ...params);
  }
}

/**
 * Parameters of lines of at most 13 tokens, since 15 are the most that old clients take: the nick, 13 tokens, the text.
 * https://modern.ircdocs.horse/#rplisupport-005
 */
function inLines(tokens: readonly string[]): readonly (readonly string[])[] {
  const lines: (readonly string[])[] = [];
  for (let at = 0; at < tokens.length; at += 13) {
    for (const packed of packTokens(tokens.slice(at, at + 13), 380)) {
      lines.push([...packed.split(" "), "are supported by this server"]);
    }
  }
  return lines;
}

/** What `lusersLines` tells. */
export interface Headcounts {
  /** Users whom all may see. */
  readonly visible: number;
  /** Users whom only those see who share a channel with them. */
  readonly invisible: number;
  /** Servers of one chat, with this one. */
  readonly servers: number;
  /** Servers of one chat, without it. */
  readonly otherServers: number;
  /** Connections of operators. */
  readonly operators: number;
  /** Connections that are not registered. */
  readonly unregistered: number;
  /** Channels. */
  readonly channels: number;
  /** Users who are connected here, and the most there were. */
  readonly ownNow: number;
  /** See `ownNow`. */
  readonly ownMost: number;
  /** Users of all servers, and the most there were. */
  readonly allNow: number;
  /** See `allNow`. */
  readonly allMost: number;
}

/** Counts who is here. */
export function countHeads(world: World): Headcounts {
  const { users, maxUsers, invisible, operators, unregistered, registered } = world;
  const all = { now: users.size, most: maxUsers };
  // Who stands alone has them all.
  const own = world.nodes.size === 0 ? all : registered;
  const servers = Math.max(1, world.nodes.size);
  return {
    visible: all.now - invisible,
    invisible,
    servers,
    otherServers: servers - 1,
    operators,
    unregistered,
    channels: world.channels.size,
    ownNow: own.now,
    ownMost: own.most,
    allNow: all.now,
    allMost: all.most,
  };
}

/** How many there are. */
export function* lusersLines(
  { serverName }: World,
  nick: string,
  heads: Readonly<Record<keyof Headcounts, string>>,
): Generator<Message> {
  const say = (command: Numeric, ...params: readonly string[]) =>
    createMessage(serverName, command, nick, ...params);
  const { visible, invisible, servers, ownNow, ownMost, otherServers } = heads;
  const text = `There are ${visible} users and ${invisible} invisible on ${servers} servers`;
  yield say(numeric.RPL_LUSERCLIENT, text);
  yield say(numeric.RPL_LUSEROP, heads.operators, "operators are online");
  yield say(numeric.RPL_LUSERUNKNOWN, heads.unregistered, "connections are not registered");
  yield say(numeric.RPL_LUSERCHANNELS, heads.channels, "channels exist");
  yield say(numeric.RPL_LUSERME, `I have ${ownNow} clients and ${otherServers} servers`);
  const tell = (command: Numeric, now: string, most: string) =>
    say(command, now, most, `Users now: ${now}, at most: ${most}`);
  yield tell(numeric.RPL_LOCALUSERS, ownNow, ownMost);
  yield tell(numeric.RPL_GLOBALUSERS, heads.allNow, heads.allMost);
}

/** The message of the day, or that there is none. */
export function* motdLines({ serverName, info }: World, nick: string): Generator<Message> {
  const say = (command: Numeric, text: string) => createMessage(serverName, command, nick, text);
  const { motd, keeping } = info;
  const lines = keeping === undefined ? motd : [...motd, keeping];
  if (lines.length === 0) {
    yield say(numeric.ERR_NOMOTD, "There is no message of the day");
    return;
  }
  yield say(numeric.RPL_MOTDSTART, `- ${serverName} Message of the day -`);
  for (const line of lines) yield say(numeric.RPL_MOTD, line);
  yield say(numeric.RPL_ENDOFMOTD, "End of /MOTD command");
}
