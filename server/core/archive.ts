/** What is kept, and how it is asked for. The store implements it; nothing here knows how. */

import type { AccountState } from "./account.ts";
import type { Ban, BanKind } from "./ban.ts";
import type { Topic } from "./channel.ts";
import type { MaskEntry } from "./mask_list.ts";
import type { Pace } from "./slow_mode.ts";

/**
 * Whose log, and of what. A channel's has no owner and the channel's folded name; a private talk is kept for each of the
 * two apart, by an owner that nobody else ever is, and the other's folded nick.
 */
export interface LogName {
  /** "" for a channel. */
  readonly owner: string;
  /** Folded. */
  readonly name: string;
}

/**
 * What kind of line, and how open its channel was when it was said; each kind is a sequence of its own in a log, so that
 * what a reader may not see is never even read over.
 */
export const lineClass = {
  openSaid: 0,
  openEvent: 1,
  restrictedSaid: 2,
  restrictedEvent: 3,
} as const;

/** One of the values of `lineClass`. */
export type LineClass = (typeof lineClass)[keyof typeof lineClass];

/** A line of a log, as it was relayed. */
export interface KeptLine {
  /** Its fact's place in the order. */
  readonly key: number;
  /** Which of the lines of one fact; only the first one, 0, has the fact's msgid. */
  readonly part: number;
  /** Its fact's time, in milliseconds. */
  readonly timeMs: number;
  /** The user or account that did it; "" for the server. Only compared, never shown. */
  readonly author: string;
  /** Its tags, as `formatTags` writes them. */
  readonly tags: string;
  /** Source, command and parameters, as `formatMessage` writes them; of a message of several lines, as `packLines` adds. */
  readonly line: string;
}

/** All that a channel is but for its members. */
export interface ChannelState {
  /** As its first member spelt it. */
  readonly name: string;
  /** See `Channel.life`. */
  readonly life: number;
  /** In milliseconds. */
  readonly createdAtMs: number;
  /** Its topic, if it has one. */
  readonly topic?: Topic;
  /** Letters of the flags that are on. */
  readonly flags: string;
  /** Its key, if it has one. */
  readonly key?: string;
  /** The account whose it is, if it is one's. */
  readonly owner?: string;
  /** Its limit, if it has one. */
  readonly limit?: number;
  /** Its slow mode, if it has one. */
  readonly slow?: Pace;
  /** Its metadata, if it has any. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Masks by the letter of their list. */
  readonly lists: Readonly<Record<string, readonly MaskEntry[]>>;
}

/** One thing that a fact leaves to be kept. */
export type KeepRecord =
  /** `copy` is 1 for the second log of one message, so that both can be found by words. */
  | {
    readonly kind: "line";
    readonly log: LogName;
    readonly class: LineClass;
    readonly copy: 0 | 1;
    readonly line: KeptLine;
  }
  | { readonly kind: "channel"; readonly state: ChannelState }
  | { readonly kind: "channelEnded"; readonly channel: string }
  /** A channel's log goes by another name. What went by that before is not read any more. */
  | {
    readonly kind: "logRenamed";
    readonly from: string;
    readonly to: string;
    readonly key: number;
  }
  | {
    readonly kind: "member";
    readonly channel: string;
    readonly source: string;
    readonly ranks: number;
  }
  | { readonly kind: "memberGone"; readonly channel: string; readonly source: string }
  /** Nobody can ask for this owner's logs any more. */
  | { readonly kind: "ownerGone"; readonly owner: string }
  /** What is erased can't be found in the file any more. */
  | { readonly kind: "erased"; readonly logs: readonly LogName[]; readonly key: number }
  | {
    readonly kind: "once";
    readonly id: string;
    readonly key: number;
    readonly timeMs: number;
  }
  | {
    readonly kind: "marker";
    readonly owner: string;
    readonly target: string;
    readonly timeMs: number;
  }
  | { readonly kind: "markerGone"; readonly owner: string; readonly target: string }
  | { readonly kind: "account"; readonly state: AccountState }
  /** `account` is folded. */
  | { readonly kind: "accountGone"; readonly account: string }
  | { readonly kind: "ban"; readonly ban: Ban }
  | { readonly kind: "banGone"; readonly banKind: BanKind; readonly target: string }
  /** All that a server of several knows, as of the fact that it comes with: a start goes on from there. */
  | { readonly kind: "snapshot"; readonly text: string };

/** Takes what `apply` leaves to be kept, fact by fact. */
export interface Keeper {
  /** Takes one record of the fact that is being applied. */
  keep(record: KeepRecord): void;
}

/** A part of a log that a reader may see: one class, from a place on. */
export interface Span {
  /** Which sequence. */
  readonly class: LineClass;
  /** The first key that may be read. */
  readonly fromKey: number;
}

/** A place to read from: a message's, or a time. */
export type Position =
  | { readonly kind: "key"; readonly key: number }
  | { readonly kind: "time"; readonly timeMs: number };

/** A log, as far as a reader may see it. */
export interface ReadableLog {
  /** Which. */
  readonly log: LogName;
  /** What of it. */
  readonly spans: readonly Span[];
}

/** What can be asked of an archive. Answers are in the order of keys, whatever was asked for. */
export type ArchiveQuery =
  /** Lines between two places, neither of which is included; from the oldest on, or the newest ones. */
  | ReadableLog & {
    readonly kind: "page";
    readonly after?: Position;
    readonly before?: Position;
    readonly order: "oldest" | "newest";
    readonly limit: number;
  }
  /** Lines around a place, which is included. */
  | ReadableLog & { readonly kind: "around"; readonly at: Position; readonly limit: number }
  /** Which logs have something between two times, with the time of the latest. `owner`: its private logs too. */
  | {
    readonly kind: "targets";
    readonly logs: readonly ReadableLog[];
    readonly owner: string;
    readonly afterMs: number;
    readonly beforeMs: number;
    readonly order: "oldest" | "newest";
    readonly limit: number;
  }
  /** Lines with all of `words`, the newest ones. `owner`: in its private logs too. */
  | {
    readonly kind: "search";
    readonly logs: readonly ReadableLog[];
    readonly owner: string;
    readonly words: string;
    readonly from?: string;
    readonly afterMs?: number;
    readonly beforeMs?: number;
    readonly limit: number;
  }
  | { readonly kind: "marker"; readonly owner: string; readonly target: string };

/** A line that was found, and where. */
export interface FoundLine extends KeptLine {
  /** See `LogName.name`, as it was spelt when the log began. */
  readonly target: string;
}

/** What comes of a query. */
export type ArchiveAnswer =
  | { readonly kind: "lines"; readonly lines: readonly FoundLine[] }
  | {
    readonly kind: "targets";
    readonly targets: readonly { readonly name: string; readonly timeMs: number }[];
  }
  | { readonly kind: "marker"; readonly timeMs: number | undefined }
  /** `text` is for the log only. */
  | { readonly kind: "failed"; readonly text: string };

/** Keeps what happened, and reads it back. */
export interface Archive {
  /** Why nothing can be kept now, for people; undefined while it can. What would be kept must then not be done. */
  readonly obstacle: string | undefined;
  /** So much waits to be kept that who says more is to wait: see `whenRoom`. */
  readonly isBehind: boolean;
  /** Calls `then` once, when it is behind no more, or waiting helps no more. */
  whenRoom(then: () => void): void;
  /** Takes all that one fact leaves. Facts come in order. */
  append(key: number, timeMs: number, records: readonly KeepRecord[]): void;
  /** Asks; `answer` is called in a turn of its own, when all that was appended before is kept. */
  ask(query: ArchiveQuery, answer: (answer: ArchiveAnswer) => void): void;
}
