/** What is shown of one talk: a channel, a person, or the server itself. */

import type { ChannelTold, MemberTold, Moved, OwnAffair, Said, ServerTold } from "./event.ts";

/** What somebody thinks of a message. */
export interface Reaction {
  /** Mostly one emoji; hostile as it came. */
  readonly text: string;
  /** Who, in the order in which they came. */
  readonly nicks: readonly string[];
}

/** One row of a buffer; its number is its own for as long as the program runs, and goes up with its place. */
export type Entry =
  | {
    readonly kind: "said";
    readonly number: number;
    readonly said: Said;
    /** It names us, or is private and not ours. */
    readonly isMention: boolean;
    readonly reactions: readonly Reaction[];
    /** It was taken back: its text is gone. */
    readonly redaction: { readonly by: string; readonly reason: string } | undefined;
  }
  /** Coming and going: many of them together are one row for whoever looks. */
  | { readonly kind: "moved"; readonly number: number; readonly moved: Moved }
  | {
    readonly kind: "told";
    readonly number: number;
    readonly told: ChannelTold | ServerTold | OwnAffair;
  }
  /** What a search found, or help: a line of ours that no server said. */
  | {
    readonly kind: "note";
    readonly number: number;
    readonly timeMs: number;
    readonly text: string;
    readonly isBad: boolean;
  };

/** The row of a message. */
export type SaidEntry = Extract<Entry, { kind: "said" }>;

/** Something of ours that the server has not kept yet. */
export interface Pending {
  /** What it is known by. */
  readonly once: string;
  /** As it will be said. */
  readonly said: Said;
}

/** A member of a channel, and when we heard of them last. */
export interface Member extends MemberTold {
  /** Goes up with each message; 0 for who said nothing yet. The highest spoke last. */
  readonly spoke: number;
}

/** One talk, for whoever draws it. It changes in place; `version` goes up with each change. */
export interface Buffer {
  /** The server's own words are in the one buffer of kind "server". */
  readonly kind: "server" | "channel" | "person";
  /** As the server spells it. */
  readonly name: string;
  /** Goes up with each change that can be seen. */
  readonly version: number;
  /** Rows, the oldest first. Bounded: the oldest are let go, and come back with the server's history. */
  readonly entries: readonly Entry[];
  /** Ours and on their way, to be shown below. */
  readonly pending: readonly Pending[];
  /** Those in the channel, by rank and name; with a person: nobody. */
  readonly members: readonly Member[];
  /** Of the channel, hostile as it came; empty for none. */
  readonly topic: string;
  /** We are in the channel now; a person is always there to be spoken to. */
  readonly isJoined: boolean;
  /** For a person: away, as far as we know. */
  readonly isAway: boolean;
  /** Messages that were not read. */
  readonly unreadCount: number;
  /** Those of them that name us, or all of them in a private talk. */
  readonly mentionCount: number;
  /** Number of the first entry below the line for what is unread; undefined: no line. It stays while one looks. */
  readonly unreadFrom: number | undefined;
  /** Whether the server may have older messages: `asked` while it is being asked. */
  readonly older: "some" | "asked" | "none";
  /** Whether messages are known to follow these: never so but in a part of the past. */
  readonly newer: "some" | "asked" | "none";
  /** Its user has emptied it: what is older comes only when somebody asks. */
  readonly isCleared: boolean;
  /** Nothing of it draws the eye. */
  readonly isMuted: boolean;
}
