/** MODE: https://modern.ircdocs.horse/#mode-message */

import { isChannelName, isSameName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { type Numeric, numeric } from "../../wire/numerics.ts";
import { type Channel, formatModes } from "../core/channel.ts";
import type { ModeChange, UserModeLetter } from "../core/facts.ts";
import { completeMask } from "../core/mask_list.ts";
import {
  type ListLetter,
  maxListEntries,
  parseModeChanges,
  rankModes,
  type WantedChange,
} from "../core/modes.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { addressee, numericLine, refusalLine } from "../core/replies.ts";
import { mayRank, mustLead } from "../core/rights.ts";
import { command, type Family, shown, type UserContext } from "./command.ts";
import { noSuchChannel, noSuchNick, seenChannel } from "./found.ts";

/** MODE. */
export const modeFamily: Family = {
  MODE: command({
    min: 1,
    help: [
      "MODE <channel> [<modes> [<parameter>...]] | MODE <nick> [<modes>]",
      "Shows or sets the modes of a channel, or your own. CHANMODES and PREFIX of VERSION list them.",
    ],
    run(context, [target, letters, ...params]) {
      return isChannelName(target)
        ? channelMode(context, target, letters, params)
        : userMode(context, target, letters);
    },
  }),
};

// Four parameters: those of the command, as it has them.
function channelMode(
  context: UserContext,
  name: string,
  letters: string | undefined,
  params: readonly string[],
): Refusal | undefined {
  const channel = seenChannel(context, name);
  if (channel === undefined) return noSuchChannel(name);
  if (letters === undefined) return showModes(context, channel);
  const changes: ModeChange[] = [];
  for (const wanted of parseModeChanges(letters, params)) {
    const decided = decide(context, channel, wanted);
    if (decided === undefined) continue;
    if ("command" in decided) {
      context.sink.reply(context.session, refusalLine(context.world, context.session, decided));
    } else changes.push(decided);
  }
  if (changes.length === 0) return undefined;
  context.emit({ kind: "modesSet", user: context.user.id, channel: channel.name, changes });
  return undefined;
}

/** What becomes of one wanted change: a change, a refusal, or an answer that was given. */
function decide(
  context: UserContext,
  channel: Channel,
  wanted: WantedChange,
): ModeChange | Refusal | undefined {
  const { world, user } = context;
  switch (wanted.kind) {
    case "query":
      return showList(context, channel, wanted.letter);
    case "unknown":
      return refuse(numeric.ERR_UNKNOWNMODE, shown(wanted.letter), "There is no such channel mode");
    case "invalid":
      return refuse(
        numeric.ERR_INVALIDMODEPARAM,
        channel.name,
        wanted.letter,
        shown(wanted.param),
        "That mode needs another parameter",
      );
    case "rank": {
      const member = world.userByNick(wanted.nick);
      if (member === undefined) return noSuchNick(wanted.nick);
      const { letter, isSet } = wanted;
      if (!channel.members.has(member)) {
        const text = "They are not in that channel";
        return refuse(numeric.ERR_USERNOTINCHANNEL, member.nick, channel.name, text);
      }
      // Whoever has a rank may give it up.
      const refusal = member === user && !isSet
        ? undefined
        : mayRank(channel, user, rankModes[letter].bit);
      return refusal ?? { kind: "rank", letter, isSet, user: member.id };
    }
    case "list":
      return mustLead(channel, user) ?? decideList(channel, wanted);
    default:
      return mustLead(channel, user) ?? wanted;
  }
}

function decideList(
  channel: Channel,
  wanted: Extract<WantedChange, { kind: "list" }>,
): ModeChange | Refusal {
  const mask = completeMask(wanted.mask);
  if (mask === undefined) {
    const text = "That is no mask; one looks like nick!user@host";
    const { letter } = wanted;
    return refuse(numeric.ERR_INVALIDMODEPARAM, channel.name, letter, shown(wanted.mask), text);
  }
  const { b, e, I } = channel.lists;
  if (wanted.isSet && b.size + e.size + I.size >= maxListEntries) {
    const text = `The channel's lists are full: ${maxListEntries} masks`;
    return refuse(numeric.ERR_BANLISTFULL, channel.name, wanted.letter, text);
  }
  return { ...wanted, mask };
}

function showModes({ world, session, sink, user }: UserContext, channel: Channel): undefined {
  const modes = formatModes(channel, channel.members.has(user));
  sink.reply(
    session,
    numericLine(world, session, numeric.RPL_CHANNELMODEIS, channel.name, ...modes),
  );
  const createdAt = `${Math.floor(channel.createdAtMs / 1000)}`;
  sink.reply(
    session,
    numericLine(world, session, numeric.RPL_CREATIONTIME, channel.name, createdAt),
  );
}

const listNumerics: Readonly<Record<ListLetter, readonly [Numeric, Numeric, string]>> = {
  b: [numeric.RPL_BANLIST, numeric.RPL_ENDOFBANLIST, "End of channel ban list"],
  e: [numeric.RPL_EXCEPTLIST, numeric.RPL_ENDOFEXCEPTLIST, "End of channel exception list"],
  I: [numeric.RPL_INVEXLIST, numeric.RPL_ENDOFINVEXLIST, "End of channel invite exception list"],
};

/** Bans are for all to see, the other lists for those who lead. */
function showList(context: UserContext, channel: Channel, letter: ListLetter): Refusal | undefined {
  const { user, sink, session } = context;
  const refusal = letter === "b" ? undefined : mustLead(channel, user);
  if (refusal === undefined) sink.answer(session, maskLines(context, channel, letter));
  return refusal;
}

function* maskLines(
  { world, session }: UserContext,
  channel: Channel,
  letter: ListLetter,
): Generator<Message> {
  const [item, end, text] = listNumerics[letter];
  for (const { mask, setBy, setAtMs } of channel.lists[letter].values()) {
    const setAt = `${Math.floor(setAtMs / 1000)}`;
    yield numericLine(world, session, item, channel.name, mask, setBy, setAt);
  }
  yield numericLine(world, session, end, channel.name, text);
}

const userModeLetters: ReadonlySet<string> = new Set<UserModeLetter>(["B", "i", "w"]);

function isUserMode(letter: string): letter is UserModeLetter {
  return userModeLetters.has(letter);
}

function userMode(
  context: UserContext,
  nick: string,
  letters: string | undefined,
): Refusal | undefined {
  const { world, session, sink, user } = context;
  if (!isSameName(nick, user.nick)) {
    return world.userByNick(nick) === undefined
      ? noSuchNick(nick)
      : refuse(numeric.ERR_USERSDONTMATCH, "You can see and set your own modes only");
  }
  if (letters === undefined) {
    const modes = `+${[...user.modes].sort().join("")}${session.isOperator ? "o" : ""}`;
    const line = createMessage(world.serverName, numeric.RPL_UMODEIS, addressee(session), modes);
    sink.reply(session, line);
    return undefined;
  }
  const on = new Set<UserModeLetter>();
  const off = new Set<UserModeLetter>();
  let isSet = true;
  let isUnknown = false;
  for (const letter of letters) {
    if (letter === "+" || letter === "-") isSet = letter === "+";
    else if (isUserMode(letter)) {
      (isSet ? on : off).add(letter);
      (isSet ? off : on).delete(letter);
    } else if (letter === "o" && !isSet) session.isOperator = false;
    // Only OPER gives it: https://modern.ircdocs.horse/#oper-user-mode
    else if (letter !== "o") isUnknown = true;
  }
  if (on.size + off.size > 0) {
    context.emit({ kind: "userModesSet", user: user.id, on: [...on], off: [...off] });
  }
  return isUnknown ? refuse(numeric.ERR_UMODEUNKNOWNFLAG, "Your modes are B, i and w") : undefined;
}
