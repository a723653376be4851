/** What a list of messages is made of on the screen. */

import type { Entry, Pending } from "../talk/buffer.ts";
import type { Moved } from "../talk/event.ts";

/** What all rows of entries have. */
interface Placed {
  /** Tells it from all other rows for as long as it is there. */
  readonly key: string;
  /** Number of the first entry in it, or below it. */
  readonly number: number;
}

/** A row made of what is in a buffer. */
export type EntryRow =
  & Placed
  & (
    | { readonly kind: "day"; readonly timeMs: number }
    | { readonly kind: "unread" }
    | { readonly kind: "moves"; readonly moves: readonly Moved[] }
    /** `isFollowing`: by the same person as the row above, just before. */
    | { readonly kind: "entry"; readonly entry: Entry; readonly isFollowing: boolean }
  );

/** A row of the list. */
export type Row =
  | EntryRow
  | {
    readonly kind: "pending";
    readonly key: string;
    readonly pending: Pending;
    readonly isFollowing: boolean;
  };
