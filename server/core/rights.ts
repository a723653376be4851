/** What one may do in a channel, each rule written once. All give the refusal, or undefined where nothing is against it. */

import { foldName } from "../../wire/casemap.ts";
import { numeric } from "../../wire/numerics.ts";
import { type Channel, maxChannelsPerUser, type Ranks } from "./channel.ts";
import type { ModeChange } from "./facts.ts";
import { fitsList, fitsMute, type MaskList } from "./mask_list.ts";
import { maxListEntries, rankModes } from "./modes.ts";
import { hasPlace } from "./places.ts";
import { fail, type Refusal, refuse } from "./refusal.ts";
import { ownerOf, type User } from "./user.ts";

const voice = rankModes.v.bit;
const halfop = rankModes.h.bit;
const operator = rankModes.o.bit;

/** What someone who wants to enter brings along. */
export interface Entry {
  /** The key given, if any. */
  readonly key: string | undefined;
  /** The time, in milliseconds. */
  readonly nowMs: number;
}

/**
 * Refuses entry: bans, a key, a limit, an invitation that is needed. Who is invited passes all of them, as does whose account's
 * channel it is, and whose place is
 * kept through a restart all but bans.
 */
export function mayEnter(
  channel: Channel,
  user: User,
  { key, nowMs }: Entry,
): Refusal | undefined {
  const { name, lists, flags, limit, members, invited } = channel;
  if (invited.has(user.id) || isOwner(channel, user)) return undefined;
  if (fitsList(lists.b, user) && !fitsList(lists.e, user)) {
    return refuse(numeric.ERR_BANNEDFROMCHAN, name, "You are banned from that channel (+b)");
  }
  if (hasPlace(channel, user, nowMs)) return undefined;
  if (flags.has("R") && user.account === undefined) {
    return refuse(numeric.ERR_NEEDREGGEDNICK, name, "Log in to an account to enter that (+R)");
  }
  if (flags.has("i") && !fitsList(lists.I, user)) {
    return refuse(numeric.ERR_INVITEONLYCHAN, name, "That channel is by invitation (+i)");
  }
  if (channel.key !== undefined && channel.key !== key) {
    return refuse(numeric.ERR_BADCHANNELKEY, name, "That is not the channel's key (+k)");
  }
  if (limit !== undefined && members.size >= limit) {
    return refuse(numeric.ERR_CHANNELISFULL, name, "That channel is full (+l)");
  }
  return undefined;
}

/** Says whether a channel belongs to a user's account. */
export function isOwner({ owner }: Channel, { account }: User): boolean {
  return owner !== undefined && owner === account;
}

/** Refuses to let `user` say `text`. */
export function maySpeak(channel: Channel, user: User, text: string): Refusal | undefined {
  const { flags, lists, members } = channel;
  const ranks = members.get(user);
  if (ranks === undefined && flags.has("n")) {
    return cannotSpeak(channel, "You are not in that channel (+n)");
  }
  if (flags.has("C") && isCtcp(text)) {
    return cannotSpeak(channel, "That channel takes no CTCP (+C)");
  }
  if (((ranks ?? 0) & (voice | halfop | operator)) !== 0) return undefined;
  if (flags.has("R") && user.account === undefined) {
    return cannotSpeak(channel, "Only who is logged in to an account speaks in that channel (+R)");
  }
  if (flags.has("m")) {
    return cannotSpeak(channel, "Only members with a voice speak in that channel (+m)");
  }
  return isMeant(lists.b, user) && !isMeant(lists.e, user)
    ? cannotSpeak(channel, "You are banned from that channel (+b)")
    : undefined;
}

function cannotSpeak({ name }: Channel, why: string): Refusal {
  return refuse(numeric.ERR_CANNOTSENDTOCHAN, name, why);
}

function isMeant(list: MaskList, user: User): boolean {
  return fitsList(list, user) || fitsMute(list, user);
}

/** Refuses to let `sender` tell `receiver` something. */
export function mayTell(receiver: User, sender: User): Refusal | undefined {
  const isOpen = !receiver.modes.has("R") || sender.account !== undefined || sender === receiver;
  if (isOpen) return undefined;
  const text = "They read only what people with an account tell them; log in to one (+R)";
  return refuse(numeric.ERR_NONONREG, receiver.nick, text);
}

/** A message of the past. */
export interface OldMessage {
  /** Its id. */
  readonly msgid: string;
  /** See `KeptLine.author`. */
  readonly author: string;
  /** Its place in the order. */
  readonly key: number;
  /** When it was said, in milliseconds. */
  readonly timeMs: number;
  /** Since when there is the account of whoever takes it back: what another of that name said before is not its own. */
  readonly accountSinceMs: number;
}

/** How long one may take back what one said. */
const redactMs = 24 * 60 * 60_000;

/** Refuses to let `user` take a message back: one's own for a day, and any where one leads. */
export function mayRedact(
  channel: Channel | undefined,
  user: User,
  { msgid, author, key, timeMs, accountSinceMs }: OldMessage,
  nowMs: number,
): Refusal | undefined {
  const target = channel?.name ?? user.nick;
  // Whoever makes a channel anew does not lead what was before it.
  const leads = channel !== undefined && isLeading(channel.members.get(user) ?? 0);
  if (leads && key >= channel.life) return undefined;
  // Who has logged in since is who said it before.
  if (author !== user.id && (author !== ownerOf(user) || timeMs < accountSinceMs)) {
    const text = "You may take back what you said yourself";
    return fail("REDACT", "REDACT_FORBIDDEN", target, msgid, text);
  }
  if (nowMs - timeMs <= redactMs) return undefined;
  const windowS = `${redactMs / 1000}`;
  const text = "That was said too long ago to be taken back";
  return fail("REDACT", "REDACT_WINDOW_EXPIRED", target, msgid, windowS, text);
}

/** Refuses what only operators of a channel may do. */
export function mustBeOperator(channel: Channel, user: User): Refusal | undefined {
  const refusal = mustBeMember(channel, user);
  if (refusal !== undefined) return refusal;
  const isOperator = ((channel.members.get(user) ?? 0) & operator) !== 0;
  return isOperator ? undefined : notOperator(channel.name);
}

/** Refuses to let `user` set the topic. */
export function maySetTopic(channel: Channel, user: User): Refusal | undefined {
  const refusal = mustBeMember(channel, user);
  if (refusal !== undefined || !channel.flags.has("t")) return refusal;
  return mustLead(channel, user);
}

/** Refuses what operators and half-operators may do. */
export function mustLead(channel: Channel, user: User): Refusal | undefined {
  return isLeading(channel.members.get(user) ?? 0) ? undefined : notOperator(channel.name);
}

/** Refuses to let `user` throw `victim` out: one must lead, and half-operators only those who do not. */
export function mayKick(channel: Channel, user: User, victim: User): Refusal | undefined {
  const refusal = mustBeMember(channel, user) ?? mustLead(channel, user);
  if (refusal !== undefined) return refusal;
  const own = channel.members.get(user) ?? 0;
  const others = channel.members.get(victim);
  if (others === undefined) return mustBeThere(channel, victim);
  return (own & operator) !== 0 || !isLeading(others) ? undefined : notOperator(channel.name);
}

/** Refuses one change of modes; `user` is undefined where the server itself makes it. */
export function mayChange(
  channel: Channel,
  user: User | undefined,
  change: ModeChange,
): Refusal | undefined {
  return (user === undefined ? undefined : mustHaveRight(channel, user, change)) ??
    mustFit(channel, change);
}

/** Half-operators give and take all but ranks above voice; whoever has a rank may give it up. */
function mustHaveRight(channel: Channel, user: User, change: ModeChange): Refusal | undefined {
  if (change.kind !== "rank") return mustLead(channel, user);
  const isGivenUp = change.user === user.id && !change.isSet;
  return isGivenUp ? undefined : mayRank(channel, user, rankModes[change.letter].bit);
}

function mustFit({ name, lists }: Channel, change: ModeChange): Refusal | undefined {
  if (change.kind !== "list" || !change.isSet) return undefined;
  const isFull = lists.b.size + lists.e.size + lists.I.size + lists.g.size >= maxListEntries;
  if (!isFull || lists[change.letter].has(foldName(change.mask))) return undefined;
  const text = `The channel's lists are full: ${maxListEntries} masks`;
  return refuse(numeric.ERR_BANLISTFULL, name, change.letter, text);
}

function mayRank(channel: Channel, user: User, bit: Ranks): Refusal | undefined {
  const own = channel.members.get(user) ?? 0;
  const may = (own & operator) !== 0 || ((own & halfop) !== 0 && bit === voice);
  return may ? undefined : notOperator(channel.name);
}

/** Refuses to let `user` invite `guest`: members may, into a channel by invitation only who leads it. */
export function mayInvite(channel: Channel, user: User, guest: User): Refusal | undefined {
  const refusal = mustBeMember(channel, user) ??
    (channel.flags.has("i") ? mustLead(channel, user) : undefined);
  // An auditorium does not tell by this who is there.
  const isSeen = channel.members.has(guest) && maySeeMember(channel, user, guest);
  if (refusal !== undefined || !isSeen) return refusal;
  return refuse(numeric.ERR_USERONCHANNEL, guest.nick, channel.name, "They are there already");
}

/** Refuses what is about a member who is none. */
export function mustBeThere({ name, members }: Channel, member: User): Refusal | undefined {
  if (members.has(member)) return undefined;
  const text = "They are not in that channel";
  return refuse(numeric.ERR_USERNOTINCHANNEL, member.nick, name, text);
}

/** Refuses what only members may do. */
export function mustBeMember(channel: Channel, user: User): Refusal | undefined {
  if (channel.members.has(user)) return undefined;
  return refuse(numeric.ERR_NOTONCHANNEL, channel.name, "You are not in that channel");
}

/** Says whether `user` may know that a channel exists: secret ones are for members. */
export function maySee(channel: Channel, user: User): boolean {
  return !channel.flags.has("s") || channel.members.has(user);
}

/**
 * Says whether `user` may know that `member` is there: the invisible are seen by those who are in it too, an auditorium
 * shows those with a rank, to whom it shows all, and everyone sees themselves.
 */
export function maySeeMember(channel: Channel, user: User | undefined, member: User): boolean {
  if (user === member) return true;
  const isInside = user !== undefined && channel.members.has(user);
  if (member.modes.has("i") && !isInside) return false;
  if (!channel.flags.has("u") || (channel.members.get(member) ?? 0) !== 0) return true;
  return user !== undefined && (channel.members.get(user) ?? 0) !== 0;
}

/** Refuses to let `user` enter one more channel than anyone may be in. */
export function mayEnterMore(user: User, name: string): Refusal | undefined {
  if (user.channels.size < maxChannelsPerUser) return undefined;
  const text = `You are in ${maxChannelsPerUser} channels; leave one first`;
  return refuse(numeric.ERR_TOOMANYCHANNELS, name, text);
}

/** Says whether ranks are an operator's or a half-operator's. */
export function isLeading(ranks: Ranks): boolean {
  return (ranks & (operator | halfop)) !== 0;
}

function isCtcp(text: string): boolean {
  return text.startsWith("\x01") && !text.startsWith("\x01ACTION ");
}

function notOperator(name: string): Refusal {
  return refuse(numeric.ERR_CHANOPRIVSNEEDED, name, "You are not an operator of that channel");
}
