/** What the client learns from a server, as data; names and texts are still as hostile as they came. */

import type { OlderTold, PastTold } from "./page_told.ts";
import type { Piece } from "./sender.ts";

/** When something happened and what the server calls it. */
export interface Stamp {
  /** By server-time, else by our clock. */
  readonly timeMs: number;
  /** The message's id, where the server gives ids. */
  readonly id: string | undefined;
}

/** Whether it happens now. */
export interface Past {
  /** It happened before, and is told by the server's history: it changes nothing of how things are now. */
  readonly isOld?: true;
}

/** Somebody said something. */
export interface Said extends Stamp, Past {
  /** Discriminates. */
  readonly kind: "said";
  /** A notice is what programs say; an action is what `/me` says. */
  readonly manner: "message" | "action" | "notice";
  /** Nick of who said it. */
  readonly from: string;
  /** Channel or nick that it was said to. */
  readonly to: string;
  /** What was said; lines of one message are apart by LF. */
  readonly text: string;
  /** Said to one person, not to a channel. */
  readonly isPrivate: boolean;
  /** We said it. */
  readonly isOwn: boolean;
  /** Its sender's own id of it: two messages with the same one are one that had to be sent twice. */
  readonly once?: string;
  /** The message that it answers, by its id: https://ircv3.net/specs/client-tags/reply */
  readonly replyTo?: string;
  /** Account of who said it, where the server tells it. */
  readonly account?: string;
}

/** Something about who is where. */
export type Moved =
  & Stamp
  & Past
  & (
    | {
      readonly kind: "joined";
      readonly who: string;
      readonly channel: string;
      readonly isOwn: boolean;
      /** Whom it is logged in as, where the server tells it. */
      readonly account?: string;
    }
    | {
      readonly kind: "left";
      readonly who: string;
      readonly channel: string;
      readonly reason: string;
      readonly isOwn: boolean;
    }
    | {
      readonly kind: "kicked";
      readonly who: string;
      readonly channel: string;
      readonly by: string;
      readonly reason: string;
      readonly isOwn: boolean;
    }
    | {
      readonly kind: "quit";
      readonly who: string;
      readonly reason: string;
      /** Of an old one: the channel whose history tells it. */
      readonly channel?: string;
    }
    | {
      readonly kind: "renamed";
      readonly who: string;
      readonly to: string;
      readonly isOwn: boolean;
      /** Of an old one: the channel whose history tells it. */
      readonly channel?: string;
    }
    | {
      readonly kind: "invited";
      readonly by: string;
      readonly channel: string;
      /** Somebody else, whose invitation we may see; left out: us. */
      readonly who?: string;
    }
  );

/** Something about a channel; a topic without `by` is the one found on joining. */
export type ChannelTold =
  & Stamp
  & Past
  & (
    | {
      readonly kind: "topic";
      readonly channel: string;
      readonly by: string | undefined;
      readonly text: string;
    }
    | {
      readonly kind: "names";
      readonly channel: string;
      /** The first of them, without their marks. */
      readonly names: readonly string[];
      readonly total: number;
    }
    | {
      readonly kind: "mode";
      readonly channel: string;
      readonly by: string;
      readonly change: string;
    }
  );

/** Words of the server itself. */
export interface ServerTold extends Stamp {
  /** Discriminates. */
  readonly kind: "server";
  /** A greeting comes to everyone who connects; answers and refusals follow something that we sent. */
  readonly level: "greeting" | "notice" | "answer" | "refusal";
  /** What it said. */
  readonly text: string;
}

/** What became of things that the client itself has under way. */
export type OwnAffair =
  & Stamp
  & (
    /** The server gave us another nick than we wanted; `isTaken` when somebody else has that one. */
    | {
      readonly kind: "nickGiven";
      readonly wanted: string;
      readonly nick: string;
      readonly isTaken: boolean;
      /** It belongs to an account. */
      readonly isOwned?: true;
    }
    /** Something about our account, in words of ours with the server's in them; `isBad` when it did not work. */
    | { readonly kind: "account"; readonly text: string; readonly isBad: boolean }
    /** The server does not let us in. */
    | { readonly kind: "registrationRefused"; readonly reason: string }
    | { readonly kind: "joinRefused"; readonly channel: string; readonly reason: string }
    /** A line of ours was not passed on, for a reason, or (without one) nobody knows why. */
    | {
      readonly kind: "sayRefused";
      /** What was to be said, and where. */
      readonly piece: Piece;
      readonly text: string;
      readonly reason: string | undefined;
      /** The server could not keep it: it may be said again later. */
      readonly again: Piece | undefined;
    }
    /** The connection broke after these were sent; nobody knows whether others saw them. */
    | { readonly kind: "sayLost"; readonly texts: readonly string[] }
    /** Something that was said in this talk while we were away may be missing. */
    | { readonly kind: "gap"; readonly talk: string }
    /** What was said in a channel before we came starts or ends here. */
    | { readonly kind: "edge"; readonly channel: string; readonly side: "start" | "end" }
  );

/** Somebody in a channel. */
export interface MemberTold {
  /** As the server spells it. */
  readonly nick: string;
  /** Signs of all ranks, the highest first, as in `@+`; empty for none. */
  readonly prefixes: string;
  /** Known to be away. */
  readonly isAway?: true;
  /** Account, where it is known. */
  readonly account?: string;
}

/** A channel in the server's list. */
export interface ListedChannel {
  /** As the server spells it. */
  readonly name: string;
  /** How many are in it. */
  readonly memberCount: number;
  /** Without formatting taken out. */
  readonly topic: string;
}

/**
 * What changes how things look and is no line of its own. `talk` is a channel, or the nick of the other side of a
 * private talk.
 */
export type StateTold =
  & Stamp
  & (
    /** Something of ours is on its way: it is shown, but not as said, until it is `said` with the same `once`. */
    | (Omit<Said, "kind" | keyof Stamp> & { readonly kind: "saying"; readonly once: string })
    /** It is on its way no more; why is told beside it. */
    | { readonly kind: "unsaid"; readonly once: string }
    | {
      readonly kind: "reacted";
      readonly talk: string;
      readonly who: string;
      /** Id of the message. */
      readonly target: string;
      readonly text: string;
      /** The reaction is taken back. */
      readonly isTakenBack: boolean;
    }
    | {
      readonly kind: "redacted";
      readonly talk: string;
      readonly by: string;
      /** Id of the message. */
      readonly target: string;
      readonly reason: string;
    }
    | {
      readonly kind: "typing";
      readonly talk: string;
      readonly who: string;
      readonly state: "active" | "paused" | "done";
    }
    /** `text` is undefined for who is back. */
    | { readonly kind: "away"; readonly who: string; readonly text: string | undefined }
    /** All who are in a channel, told when we come in or ask for it. */
    | {
      readonly kind: "members";
      readonly channel: string;
      readonly members: readonly MemberTold[];
    }
    /** All ranks that somebody has now. */
    | {
      readonly kind: "ranked";
      readonly channel: string;
      readonly who: string;
      readonly prefixes: string;
    }
    /** Somebody logged in, or out (undefined). */
    | { readonly kind: "identified"; readonly who: string; readonly account: string | undefined }
    /** All of a talk up to this time is read, by another client of ours too; undefined: nothing ever was. */
    | { readonly kind: "marked"; readonly talk: string; readonly readMs: number | undefined }
    | {
      readonly kind: "channelRenamed";
      readonly channel: string;
      readonly to: string;
      readonly by: string;
      readonly reason: string;
    }
    | OlderTold
    | PastTold
    /** What a search found, newest last; `isWhole` is false where the server gave up looking. */
    | {
      readonly kind: "found";
      readonly words: string;
      readonly talk: string | undefined;
      readonly said: readonly Said[];
      readonly isWhole: boolean;
    }
    /** The answer to LIST. */
    | { readonly kind: "listed"; readonly channels: readonly ListedChannel[] }
    /** Private talks of lately that this run knows nothing of, the latest last. */
    | {
      readonly kind: "talks";
      readonly people: readonly { readonly nick: string; readonly timeMs: number }[];
    }
  );

/** Everything that a conversation tells. */
export type ClientEvent = Said | Moved | ChannelTold | ServerTold | OwnAffair | StateTold;

/** Everything that is a line of its own. */
export type ShownEvent = Exclude<ClientEvent, StateTold>;

const stateKinds: ReadonlySet<ClientEvent["kind"]> = new Set<StateTold["kind"]>([
  "saying",
  "unsaid",
  "reacted",
  "redacted",
  "typing",
  "away",
  "members",
  "ranked",
  "identified",
  "marked",
  "channelRenamed",
  "older",
  "past",
  "found",
  "listed",
  "talks",
]);

/** Says whether an event is a line of its own. */
export function isShown(event: ClientEvent): event is ShownEvent {
  return !stateKinds.has(event.kind);
}
