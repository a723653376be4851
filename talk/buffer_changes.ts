/** What changes how talks look and is no row of its own. */

import { isSameName } from "../wire/casemap.ts";
import { rowsOf, talkOf, tell } from "./buffer_rows.ts";
import { takePast } from "./past.ts";
import type { StateTold } from "./event.ts";
import type { Shelf } from "./shelf.ts";
import type { TalkBuffer } from "./talk_buffer.ts";

type StateOf<Kind extends StateTold["kind"]> = Extract<StateTold, { kind: Kind }>;

/** Changes the talks that it is about. */
export function putChange(shelf: Shelf, event: StateTold, nowMs: number): void {
  switch (event.kind) {
    case "saying": {
      const said = { ...event, kind: "said" } as const;
      return talkOf(shelf, said).addPending({ once: event.once, said });
    }
    case "unsaid":
      shelf.lastUnsaid = shelf.list.find((buffer) => buffer.settle(event.once));
      return;
    case "reacted":
      return seenIn(shelf, event.talk).forEach((buffer) => buffer.react(event));
    case "redacted":
      return seenIn(shelf, event.talk).forEach((buffer) => buffer.redact(event));
    case "typing":
      if (isSameName(event.who, shelf.options.nick())) return;
      return noteTypist(shelf, event, nowMs);
    case "members":
      return setMembers(shelf, event);
    case "ranked": {
      const { who, prefixes } = event;
      return changePeople(shelf, event.channel, (people) => people.change(who, { prefixes }));
    }
    case "away":
      return setAway(shelf, event);
    case "identified":
      for (const buffer of shelf.talks) {
        if (buffer.people.setAccount(event.who, event.account)) buffer.version++;
      }
      return;
    case "marked":
      return mark(shelf, event);
    case "channelRenamed":
      return renameChannel(shelf, event);
    case "older":
      return takeOlder(shelf, event);
    case "past":
      return takePast(shelf, event);
    case "talks":
      for (const { nick } of event.people) shelf.open("person", nick);
      return;
    case "found":
    case "listed":
      // Faces show these beside the talks.
      return;
  }
}

/** Where a message of a talk may stand. */
function seenIn(shelf: Shelf, talk: string): readonly TalkBuffer[] {
  const buffer = shelf.find(talk);
  if (buffer === undefined) return [];
  return shelf.past?.name === buffer.name ? [buffer, shelf.past] : [buffer];
}

function changePeople(
  shelf: Shelf,
  channel: string,
  change: (people: NonNullable<ReturnType<Shelf["find"]>>["people"]) => void,
): void {
  const buffer = shelf.find(channel);
  if (buffer === undefined) return;
  change(buffer.people);
  buffer.version++;
}

function noteTypist(shelf: Shelf, { talk, who, state }: StateOf<"typing">, nowMs: number): void {
  const buffer = shelf.find(talk);
  if (buffer?.typists.note(who, state, nowMs)) buffer.version++;
}

/** We are where we are told to be: after a broken connection nothing else tells it. */
function setMembers(shelf: Shelf, { channel, members }: StateOf<"members">): void {
  const nick = shelf.options.nick();
  if (members.some((member) => isSameName(member.nick, nick))) {
    shelf.set(shelf.open("channel", channel), { isJoined: true });
  }
  changePeople(shelf, channel, (people) => people.replace(members));
}

function setAway(shelf: Shelf, { who, text }: StateOf<"away">): void {
  const isAway = text !== undefined;
  for (const buffer of shelf.talks) {
    if (buffer.people.setAway(who, isAway)) buffer.version++;
    if (buffer.kind === "person" && isSameName(buffer.name, who)) shelf.set(buffer, { isAway });
  }
}

function mark(shelf: Shelf, { talk, readMs }: StateOf<"marked">): void {
  const buffer = shelf.find(talk);
  if (buffer === undefined || readMs === undefined) return;
  const line = buffer.unreadFrom;
  buffer.markRead(readMs);
  // What was unread when one came stays marked while one looks.
  if (buffer === shelf.front && line !== undefined) buffer.unreadFrom = line;
}

function renameChannel(
  shelf: Shelf,
  { channel, to, timeMs, id, by, reason }: StateOf<"channelRenamed">,
): void {
  const buffer = shelf.find(channel);
  if (buffer?.kind !== "channel") return;
  // What is left there of another channel of that name comes back with the history.
  const former = shelf.find(to);
  if (former !== undefined && former !== buffer && former.kind !== "server") shelf.close(former);
  shelf.rename(buffer, to);
  const why = reason === "" ? "" : ` (${reason})`;
  const text = `${by} renamed ${channel} to ${to}${why}`;
  tell(shelf, buffer, { kind: "server", timeMs, id, level: "notice", text });
}

function takeOlder(shelf: Shelf, { talk, events, isEnd }: StateOf<"older">): void {
  const buffer = shelf.find(talk);
  if (buffer === undefined) return;
  shelf.set(buffer, { older: isEnd ? "none" : "some" });
  shelf.addOlder(buffer, rowsOf(shelf, buffer, events));
  const { readMs = Infinity } = buffer;
  const isUnread = events.some((event) =>
    event.kind === "said" && !event.isOwn && event.timeMs > readMs
  );
  if (isUnread) buffer.recount();
  for (const event of events) {
    if (event.kind === "reacted") buffer.react(event);
    if (event.kind === "redacted") buffer.redact(event);
  }
}
