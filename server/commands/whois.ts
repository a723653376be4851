/** Commands about single users: https://modern.ircdocs.horse/#user-based-queries */

import { isSameName } from "../../wire/casemap.ts";
import { type Message, textRoom } from "../../wire/message.ts";
import { type Numeric, numeric } from "../../wire/numerics.ts";
import { packTokens } from "../../wire/pack_tokens.ts";
import { memberSigns } from "../core/channel.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { addressee, awayLine, numericLine, refusalLine } from "../core/replies.ts";
import { maySee, maySeeMember } from "../core/rights.ts";
import type { User } from "../core/user.ts";
import { formatUserModes, isServerOperator } from "../core/user_modes.ts";
import { maxTargets } from "../core/welcome.ts";
import { formatPeerAddress } from "./address.ts";
import { command, type Family, shown, type UserContext } from "./command.ts";
import { mustBeHere, noSuchNick } from "./found.ts";

/** Most bytes of the list that the end of an answer to WHOIS repeats; it fits beside the longest names. */
const maxListBytes = 340;

/** WHOIS, WHOWAS, USERHOST and ISON. */
export const whoisFamily: Family = {
  WHOIS: command({
    min: 0,
    cost: 2,
    isPerItem: true,
    help: ["WHOIS [<server>] <nick>{,<nick>}", "Tells all that one may know of somebody."],
    run: whois,
  }),
  WHOWAS: command({
    min: 0,
    cost: 2,
    help: ["WHOWAS <nick> [<count>]", "Tells who had a nick, newest first."],
    run: whowas,
  }),
  USERHOST: command({
    min: 1,
    help: ["USERHOST <nick> [<nick>...]", "Tells the hosts of up to five nicks."],
    run(context, nicks) {
      const found = nicks.slice(0, 5).map((nick) => context.world.userByNick(nick));
      const hosts = found.filter((user) => user !== undefined).map(formatUserhost);
      answerWords(context, numeric.RPL_USERHOST, hosts);
    },
  }),
  ISON: command({
    min: 1,
    help: ["ISON <nick> [<nick>...]", "Tells which of the nicks are here."],
    run(context, params) {
      const nicks = params.flatMap((param) => param.split(" "));
      const here = nicks.map((nick) => context.world.userByNick(nick)?.nick);
      answerWords(context, numeric.RPL_ISON, here.filter((nick) => nick !== undefined));
    },
  }),
};

/** https://modern.ircdocs.horse/#rpluserhost-302 */
function formatUserhost(user: User): string {
  const { nick, username, host, away } = user;
  return `${nick}${isServerOperator(user) ? "*" : ""}=${
    away === undefined ? "+" : "-"
  }${username}@${host}`;
}

/** Mostly one line, and one where there is nothing to tell; what is longer takes more. */
function answerWords(
  { world, session, sink }: UserContext,
  command: Numeric,
  words: readonly string[],
): void {
  const room = textRoom(world.serverName, command, addressee(session));
  const lines = words.length === 0 ? [""] : packTokens(words, room);
  for (const line of lines) sink.reply(session, numericLine(world, session, command, line));
}

/** With two parameters the first names a server, or a nick on it; many clients give the nick twice. */
function whois(context: UserContext, params: readonly string[]): Refusal | undefined {
  const { world, session, sink } = context;
  const [first = "", list = first] = params;
  const refusal = isSameName(first, list) ? undefined : mustBeHere(context, first);
  if (refusal !== undefined) return refusal;
  if (list === "") return refuse(numeric.ERR_NONICKNAMEGIVEN, "Give a nick");
  const nicks = list.split(",").filter(Boolean).slice(0, maxTargets);
  for (const nick of nicks) {
    const user = world.userByNick(nick);
    if (user === undefined) sink.reply(session, refusalLine(world, session, noSuchNick(nick)));
    else sink.answer(session, whoisLines(context, user));
  }
  const end = shown(list, maxListBytes);
  sink.reply(
    session,
    numericLine(world, session, numeric.RPL_ENDOFWHOIS, end, "End of /WHOIS list"),
  );
  return undefined;
}

function* whoisLines(context: UserContext, user: User): Generator<Message> {
  const { world, session, nowMs, user: asker } = context;
  const { nick, username, host, realname, arrivedAtMs, lastSpokeMs } = user;
  const say = (...[command, ...params]: Tail<Parameters<typeof numericLine>>) =>
    numericLine(world, session, command, nick, ...params);
  yield say(numeric.RPL_WHOISUSER, username, host, "*", realname);
  const channels = seenChannels(context, user);
  for (const packed of packTokens(channels, 300)) yield say(numeric.RPL_WHOISCHANNELS, packed);
  const server = world.nodesOf(user).join(",") || world.serverName;
  yield say(numeric.RPL_WHOISSERVER, server, "chat, TypeScript on Deno");
  if (user.away !== undefined) yield awayLine(world, session, user);
  if (isServerOperator(user)) yield say(numeric.RPL_WHOISOPERATOR, "is a server operator");
  if (user.account !== undefined) {
    yield say(numeric.RPL_WHOISACCOUNT, user.account, "is logged in as");
  }
  if (user.modes.has("B")) yield say(numeric.RPL_WHOISBOT, "is a bot");
  // Of several connections the weakest counts: all get what the user is told. Of those to other servers it is not known.
  const isKnown = user.sessions.length === user.links.size;
  if (isKnown && user.sessions.every(({ isSecure }) => isSecure)) {
    yield say(numeric.RPL_WHOISSECURE, "is using a secure connection");
  }
  const [connection] = user.sessions;
  if (asker === user || session.isOperator) {
    if (connection !== undefined) {
      const address = formatPeerAddress(connection.address);
      yield say(numeric.RPL_WHOISHOST, `is connecting from ${username}@${address} ${address}`);
    }
    yield say(numeric.RPL_WHOISMODES, `is using modes ${formatUserModes(user)}`);
  }
  const idleS = `${Math.max(Math.floor((nowMs - lastSpokeMs) / 1000), 0)}`;
  const arrivedS = `${Math.floor(arrivedAtMs / 1000)}`;
  yield say(numeric.RPL_WHOISIDLE, idleS, arrivedS, "seconds idle, signon time");
}

type Tail<List extends readonly unknown[]> = List extends readonly [unknown, unknown, ...infer Rest]
  ? Rest
  : never;

function seenChannels({ user: asker, session }: UserContext, user: User): readonly string[] {
  const showsAll = session.capabilities.has("multi-prefix");
  return [...user.channels.values()]
    .filter((channel) => maySee(channel, asker) && maySeeMember(channel, asker, user))
    .map((channel) => memberSigns(channel.members.get(user) ?? 0, showsAll) + channel.name);
}

function whowas(context: UserContext, params: readonly string[]): Refusal | undefined {
  const { world, session, sink, policy } = context;
  const [nick = "", countText = ""] = params;
  if (nick === "") return refuse(numeric.ERR_NONICKNAMEGIVEN, "Give a nick");
  const count = Number.parseInt(countText);
  const found = world.whowas.of(nick);
  // A count that is not positive stands for all: https://modern.ircdocs.horse/#whowas-message
  const wanted = count > 0 ? found.slice(0, count) : found;
  if (wanted.length === 0) {
    const refusal = refuse(numeric.ERR_WASNOSUCHNICK, shown(nick), "Nobody of that name was here");
    sink.reply(session, refusalLine(world, session, refusal));
  }
  for (const former of wanted) {
    const { username, host, realname, untilMs } = former;
    const say = (command: Numeric, ...rest: readonly string[]) =>
      sink.reply(session, numericLine(world, session, command, former.nick, ...rest));
    say(numeric.RPL_WHOWASUSER, username, host, "*", realname);
    say(numeric.RPL_WHOISSERVER, world.serverName, policy.formatTime(untilMs));
  }
  sink.reply(
    session,
    numericLine(world, session, numeric.RPL_ENDOFWHOWAS, shown(nick), "End of WHOWAS"),
  );
  return undefined;
}
