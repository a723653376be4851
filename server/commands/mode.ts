/** MODE: https://modern.ircdocs.horse/#mode-message */

import { isChannelName } from "../../wire/casemap.ts";
import type { Message } from "../../wire/message.ts";
import { type Numeric, numeric } from "../../wire/numerics.ts";
import { type Channel, formatModes } from "../core/channel.ts";
import type { ModeChange } from "../core/facts.ts";
import { readFilter } from "../core/channel_filter.ts";
import { completeMask } from "../core/mask_list.ts";
import { type ListLetter, parseModeChanges, type WantedChange } from "../core/modes.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { numericLine, refusalLine } from "../core/replies.ts";
import { mayChange, mustBeThere, mustLead } from "../core/rights.ts";
import { command, type Family, keepingObstacle, shown, type UserContext } from "./command.ts";
import { noSuchChannel, noSuchNick, seenChannel } from "./found.ts";
import { userMode } from "./user_mode.ts";

/** MODE. */
export const modeFamily: Family = {
  MODE: command({
    min: 1,
    // Keys, masks and filters are words.
    isHeard: ([target = "", ...rest]) => isChannelName(target) && rest.length > 1,
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
  // One line may ask for the same many times.
  const queries = new Set<ListLetter>();
  const refusals = new Map<string, Refusal>();
  const refused = (refusal: Refusal) =>
    refusals.set(`${refusal.command} ${refusal.params.join(" ")}`, refusal);
  for (const wanted of parseModeChanges(letters, params)) {
    if (wanted.kind === "query") {
      queries.add(wanted.letter);
      continue;
    }
    const decided = decide(context, channel, wanted);
    if ("kind" in decided) changes.push(decided);
    else refused(decided);
  }
  for (const letter of queries) {
    const refusal = showList(context, channel, letter);
    if (refusal !== undefined) refused(refusal);
  }
  for (const refusal of refusals.values()) {
    context.sink.reply(context.session, refusalLine(context.world, context.session, refusal));
  }
  if (changes.length === 0) return undefined;
  const obstacle = keepingObstacle(context, "MODE", channel.name);
  if (obstacle !== undefined) return obstacle;
  context.emit({ kind: "modesSet", user: context.user.id, channel: channel.name, changes });
  return undefined;
}

/** What becomes of one wanted change. */
function decide(
  { world, user }: UserContext,
  channel: Channel,
  wanted: Exclude<WantedChange, { kind: "query" }>,
): ModeChange | Refusal {
  switch (wanted.kind) {
    case "unknown":
      return refuse(numeric.ERR_UNKNOWNMODE, shown(wanted.letter), "There is no such channel mode");
    case "invalid":
      return invalid(channel, wanted, paramFault(wanted.letter));
    case "rank": {
      const member = world.userByNick(wanted.nick);
      if (member === undefined) return noSuchNick(wanted.nick);
      const { kind, letter, isSet } = wanted;
      const change = { kind, letter, isSet, user: member.id };
      return mayChange(channel, user, change) ?? mustBeThere(channel, member) ?? change;
    }
    case "list": {
      const { letter, mask: param } = wanted;
      const mask = letter === "g" ? readFilter(param) : completeMask(param);
      if (mask === undefined) return invalid(channel, { letter, param }, maskFault(letter));
      const change = { ...wanted, mask };
      return mayChange(channel, user, change) ?? change;
    }
    default:
      return mayChange(channel, user, wanted) ?? wanted;
  }
}

function maskFault(letter: ListLetter): string {
  return letter === "g"
    ? "A filter is words with * and ?, without spaces, of at most 100 bytes; ? may be a space"
    : "That is no mask; one looks like nick!user@host";
}

function paramFault(letter: string): string {
  return letter === "f"
    ? "Slow mode is messages:seconds, such as 2:30; at most 100 and 3600"
    : "That mode needs another parameter";
}

function invalid(
  { name }: Channel,
  { letter, param }: { readonly letter: string; readonly param: string },
  why: string,
): Refusal {
  return refuse(numeric.ERR_INVALIDMODEPARAM, name, letter, shown(param), why);
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
  g: [numeric.RPL_SPAMFILTER, numeric.RPL_ENDOFSPAMFILTER, "End of channel filter list"],
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
