/** What is a row of its own, put into the talks where it belongs. */

import { isSameName } from "../wire/casemap.ts";
import type { Reaction } from "./buffer.ts";
import type { ChannelTold, ClientEvent, Moved, OwnAffair, Said, ServerTold } from "./event.ts";
import { unheard } from "./happened.ts";
import { keptSaid } from "./kept_said.ts";
import { isMentioned } from "./mention.ts";
import type { BuffersOptions, Shelf } from "./shelf.ts";
import type { NewEntry, TalkBuffer } from "./talk_buffer.ts";

// One for all that have none, which are most.
const noReactions: readonly Reaction[] = [];

type MovedOf<Kind extends Moved["kind"]> = Extract<Moved, { kind: Kind }>;

/** Puts a message into its talk, and counts it where nobody looks. */
export function putSaid(shelf: Shelf, said: Said, nowMs: number): void {
  const buffer = talkOf(shelf, said);
  buffer.settle(said.once);
  if (buffer.has(said.id)) return;
  buffer.people.note(said.from);
  if (!said.isOld && buffer.typists.note(said.from, "done", nowMs)) buffer.version++;
  const isMention = namesUs(shelf.options, said);
  const { isOld = false, timeMs } = said;
  const number = shelf.add(buffer, saidRow(buffer, said, isMention), { timeMs, isOld });
  if (said.isOwn) {
    // Whoever answers has read what is above.
    if (!isOld) buffer.forgetUnread(buffer === shelf.front);
    return;
  }
  const { readMs } = buffer;
  const isRead = isOld ? readMs === undefined || timeMs <= readMs : buffer === shelf.lookedAt;
  if (!isRead) buffer.countUnread(number, isMention);
}

function saidRow(buffer: TalkBuffer, said: Said, isMention: boolean): NewEntry {
  const names = { talk: buffer.name, member: buffer.people.find(said.from)?.nick };
  const kept = keptSaid(said, names);
  return { kind: "said", said: kept, isMention, reactions: noReactions, redaction: undefined };
}

/** The talk that a message belongs to. What programs tell us, and nobody has a talk open with, is shown where we look. */
export function talkOf(
  shelf: Shelf,
  { isPrivate, isOwn, manner, from, to }: Pick<
    Said,
    "isPrivate" | "isOwn" | "manner" | "from" | "to"
  >,
): TalkBuffer {
  const name = isPrivate && !isOwn ? from : to;
  const open = shelf.find(name);
  if (open !== undefined) return open;
  if (isPrivate && manner === "notice") return shelf.atHand;
  return shelf.open(isPrivate ? "person" : "channel", name);
}

/** Says whether a message draws our eye. */
export function namesUs(
  { nick, highlights = () => [] }: BuffersOptions,
  { isOwn, isPrivate, manner, text }: Said,
): boolean {
  if (isOwn) return false;
  if (isPrivate) return manner !== "notice";
  return isMentioned(text, [nick(), ...highlights()]);
}

/** Puts coming and going into the talks that it is about. */
export function putMoved(shelf: Shelf, moved: Moved): void {
  switch (moved.kind) {
    case "invited":
      return row(shelf, invitedWhere(shelf, moved), moved);
    case "joined":
      return joined(shelf, moved);
    case "left":
    case "kicked":
      return left(shelf, moved);
    case "quit":
      return moved.isOld ? past(shelf, moved) : quit(shelf, moved);
    case "renamed":
      return moved.isOld ? past(shelf, moved) : renamed(shelf, moved);
  }
}

/** An invitation of somebody else belongs into the channel, one of ours where we look. */
function invitedWhere(shelf: Shelf, { who, channel }: MovedOf<"invited">): TalkBuffer {
  return (who === undefined ? undefined : shelf.find(channel)) ?? shelf.atHand;
}

function past(shelf: Shelf, moved: MovedOf<"quit" | "renamed">): void {
  const buffer = moved.channel === undefined ? undefined : shelf.find(moved.channel);
  if (buffer !== undefined) row(shelf, buffer, moved);
}

function joined(shelf: Shelf, moved: MovedOf<"joined">): void {
  const buffer = shelf.open("channel", moved.channel);
  if (moved.isOld) return row(shelf, buffer, moved);
  if (moved.isOwn) shelf.set(buffer, { isJoined: true });
  if (moved.isOwn && buffer.isClosing) shelf.hide(buffer, false);
  const { who, account } = moved;
  buffer.people.add(who);
  if (account !== undefined) buffer.people.setAccount(who, account);
  row(shelf, buffer, moved);
}

function left(shelf: Shelf, moved: MovedOf<"left" | "kicked">): void {
  const buffer = moved.isOwn ? shelf.find(moved.channel) : shelf.open("channel", moved.channel);
  // A talk that we have closed stays closed.
  if (buffer === undefined) return;
  if (moved.isOld) return row(shelf, buffer, moved);
  if (moved.isOwn) leave(shelf, buffer);
  else goAway(buffer, moved.who);
  if (!buffer.isClosing) row(shelf, buffer, moved);
}

function quit(shelf: Shelf, moved: MovedOf<"quit">): void {
  for (const buffer of shelf.talks) {
    const isPerson = buffer.kind === "person" && isSameName(buffer.name, moved.who);
    if (goAway(buffer, moved.who) || isPerson) row(shelf, buffer, moved);
  }
}

/** Somebody is not there any more; says whether they were. */
function goAway({ people, typists }: TalkBuffer, who: string): boolean {
  typists.note(who, "done", 0);
  return people.remove(who);
}

function renamed(shelf: Shelf, moved: MovedOf<"renamed">): void {
  const { who, to, isOwn } = moved;
  for (const buffer of shelf.talks) {
    buffer.typists.note(who, "done", 0);
    if (buffer.people.rename(who, to)) row(shelf, buffer, moved);
  }
  const person = shelf.find(who);
  if (person?.kind === "person" && (shelf.find(to) === undefined || isSameName(who, to))) {
    shelf.rename(person, to);
    row(shelf, person, moved);
  }
  if (isOwn) row(shelf, shelf.server, moved);
}

/** We are in a channel no more; if it was closed, it is forgotten now. */
function leave(shelf: Shelf, buffer: TalkBuffer): void {
  if (buffer.isClosing) return shelf.close(buffer);
  buffer.people.clear();
  shelf.set(buffer, { isJoined: false });
}

/** Puts something about a channel into its talk. */
export function putChannelTold(shelf: Shelf, told: ChannelTold): void {
  // Who is there stands beside the talk.
  if (told.kind === "names") return;
  const buffer = shelf.open("channel", told.channel);
  if (told.kind === "topic" && !told.isOld) {
    shelf.set(buffer, { topic: told.text });
    // The topic that is found on joining stands above the talk.
    if (told.by === undefined) return;
  }
  tell(shelf, buffer, told);
}

/** Puts the server's words where they are looked for: answers where we look. */
export function putServerTold(shelf: Shelf, told: ServerTold): void {
  const isOurs = told.level === "answer" || told.level === "refusal";
  tell(shelf, isOurs ? shelf.atHand : shelf.server, told);
}

/** Puts what became of something of ours where it belongs. */
export function putAffair(shelf: Shelf, told: OwnAffair): void {
  switch (told.kind) {
    case "edge":
      return;
    case "gap":
      return tell(shelf, shelf.find(told.talk) ?? shelf.server, told);
    case "joinRefused": {
      const buffer = shelf.find(told.channel);
      if (buffer !== undefined) leave(shelf, buffer);
      return tell(shelf, buffer === undefined || buffer.isClosing ? shelf.atHand : buffer, told);
    }
    case "sayRefused":
    case "sayLost":
      return tell(shelf, shelf.lastUnsaid ?? shelf.atHand, told);
    default:
      return tell(shelf, shelf.atHand, told);
  }
}

/** Rows of an older page of a talk, without those that are there. */
export function rowsOf(
  shelf: Shelf,
  buffer: TalkBuffer,
  events: readonly ClientEvent[],
): readonly NewEntry[] {
  const ids = new Set<string>();
  const fresh = unheard(buffer.entries, events).filter(({ kind, id }) => {
    if (id === undefined || kind === "reacted" || kind === "redacted") return true;
    const isNew = !buffer.has(id) && !ids.has(id);
    ids.add(id);
    return isNew;
  });
  return fresh.flatMap((event): readonly NewEntry[] => {
    switch (event.kind) {
      case "said": {
        return [saidRow(buffer, event, namesUs(shelf.options, event))];
      }
      case "joined":
      case "left":
      case "kicked":
      case "quit":
      case "renamed":
        return [{ kind: "moved", moved: event }];
      case "topic":
      case "mode":
        return [{ kind: "told", told: event }];
      default:
        return [];
    }
  });
}

function row(shelf: Shelf, buffer: TalkBuffer, moved: Moved): void {
  if (buffer.has(moved.id)) return;
  const { timeMs, isOld = false } = moved;
  shelf.add(buffer, { kind: "moved", moved }, { timeMs, isOld });
}

/** Puts a line of the server or about us into a talk. */
export function tell(
  shelf: Shelf,
  buffer: TalkBuffer,
  told: ChannelTold | ServerTold | OwnAffair,
): void {
  if (buffer.has(told.id)) return;
  const isOld = "isOld" in told && told.isOld === true;
  shelf.add(buffer, { kind: "told", told }, { timeMs: told.timeMs, isOld });
}
