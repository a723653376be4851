/** What can happen that others see. Plain data: facts can be stored and sent. */

import type { Tags } from "../../wire/tags.ts";
import type { Session } from "./session.ts";
import type { Identity, UserId } from "./user.ts";

/** Where something said goes. */
export type Target =
  | { readonly kind: "channel"; readonly name: string }
  /** `nick` is what the sender called it. */
  | { readonly kind: "user"; readonly id: UserId; readonly nick: string };

/** Commands that carry what people say. */
export type SayCommand = "PRIVMSG" | "NOTICE" | "TAGMSG";

/** Someone said something. `tags` are client-only ones; a TAGMSG has text "". */
export interface Said {
  /** Tells it from other facts. */
  readonly kind: "said";
  /** Who. */
  readonly user: UserId;
  /** How. */
  readonly command: SayCommand;
  /** To whom. */
  readonly target: Target;
  /** What. */
  readonly text: string;
  /** Client-only tags that go with it. */
  readonly tags: Tags;
}

/** One thing that happened. */
export type Fact =
  | { readonly kind: "arrived"; readonly identity: Identity }
  | { readonly kind: "joined"; readonly user: UserId; readonly channel: string }
  | {
    readonly kind: "left";
    readonly user: UserId;
    readonly channel: string;
    readonly reason: string;
  }
  | { readonly kind: "quit"; readonly user: UserId; readonly reason: string }
  | { readonly kind: "renamed"; readonly user: UserId; readonly nick: string }
  | Said
  | {
    readonly kind: "topicSet";
    readonly user: UserId;
    readonly channel: string;
    readonly text: string;
  }
  | { readonly kind: "userModeSet"; readonly user: UserId; readonly isInvisible: boolean }
  /** The operator speaks to everyone. */
  | { readonly kind: "announced"; readonly text: string };

/** Where a fact came from. Local: it is never stored or sent. */
export interface Origin {
  /** The session whose command emitted it. */
  readonly session: Session;
}

/** A fact with its place in the order. */
export interface PlacedFact {
  /** The place, given by the bus; greater than all before. */
  readonly key: number;
  /** Its time in milliseconds, never less than that of a fact before it. */
  readonly timeMs: number;
  /** What happened. */
  readonly fact: Fact;
  /** Set on the server whose client caused it. */
  readonly origin: Origin | undefined;
}
