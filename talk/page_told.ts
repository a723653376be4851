/** Parts of talks as the server's history tells them. */

import type { ClientEvent, Stamp } from "./event.ts";

/** An older part of a talk, the answer to `Conversation.older`. */
export interface OlderTold extends Stamp {
  /** Discriminates. */
  readonly kind: "older";
  /** Channel or nick. */
  readonly talk: string;
  /** In the order of the log. */
  readonly events: readonly ClientEvent[];
  /** There is nothing before it. */
  readonly isEnd: boolean;
}

/** A part of a talk to be looked at by itself, the answer to `Conversation.past`. */
export interface PastTold extends Stamp {
  /** Discriminates. */
  readonly kind: "past";
  /** Channel or nick. */
  readonly talk: string;
  /** On which side of the place it lies. */
  readonly way: "around" | "before" | "after";
  /** The place that it was asked from. */
  readonly mark: Stamp;
  /** In the order of the log. */
  readonly events: readonly ClientEvent[];
  /** That way there is nothing behind it. */
  readonly isEnd: boolean;
}
