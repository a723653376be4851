/** What the client learns from a server, as data; names and texts are still as hostile as they came. */

import type { Piece } from "./sender.ts";

/** When something happened and what the server calls it. */
export interface Stamp {
  /** By server-time, else by our clock. */
  readonly timeMs: number;
  /** The message's id, where the server gives ids. */
  readonly id: string | undefined;
}

/** Somebody said something. */
export interface Said extends Stamp {
  /** Discriminates. */
  readonly kind: "said";
  /** A notice is what programs say; an action is what `/me` says. */
  readonly manner: "message" | "action" | "notice";
  /** Nick of who said it. */
  readonly from: string;
  /** Channel or nick that it was said to. */
  readonly to: string;
  /** What was said. */
  readonly text: string;
  /** Said to one person, not to a channel. */
  readonly isPrivate: boolean;
  /** We said it. */
  readonly isOwn: boolean;
  /** Its sender's own id of it: two messages with the same one are one that had to be sent twice. */
  readonly once?: string;
  /** It was said before we came. */
  readonly isOld?: true;
}

/** Something about who is where. */
export type Moved =
  & Stamp
  & (
    | {
      readonly kind: "joined";
      readonly who: string;
      readonly channel: string;
      readonly isOwn: boolean;
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
    | { readonly kind: "quit"; readonly who: string; readonly reason: string }
    | {
      readonly kind: "renamed";
      readonly who: string;
      readonly to: string;
      readonly isOwn: boolean;
    }
    | { readonly kind: "invited"; readonly by: string; readonly channel: string }
  );

/** Something about a channel; a topic without `by` is the one found on joining. */
export type ChannelTold =
  & Stamp
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
  /** A greeting comes to everyone who connects; a refusal answers something that we sent. */
  readonly level: "greeting" | "notice" | "refusal";
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

/** Everything that can be shown. */
export type ClientEvent = Said | Moved | ChannelTold | ServerTold | OwnAffair;
