/** What a list of messages is made of on the screen. */

import type { Entry, Pending } from "../talk/buffer.ts";

/** An entry that was said. */
export type SaidEntry = Extract<Entry, { readonly kind: "said" }>;

/** A row of the list. */
export type Row =
  | { readonly kind: "day"; readonly key: string; readonly timeMs: number }
  | { readonly kind: "unread"; readonly key: string }
  /** `isFollowing`: by the same person as the row above, just before. */
  | {
    readonly kind: "said";
    readonly key: string;
    readonly entry: SaidEntry;
    readonly isFollowing: boolean;
  }
  | {
    readonly kind: "pending";
    readonly key: string;
    readonly pending: Pending;
    readonly isFollowing: boolean;
  }
  /** Anything that is told in words of ours. */
  | {
    readonly kind: "line";
    readonly key: string;
    readonly timeMs: number;
    readonly text: string;
    readonly isBad: boolean;
  };
