/** A message of several lines that a client has begun to send. */

import type { MoreLine } from "../../wire/multiline.ts";
import type { Tags } from "../../wire/tags.ts";

/** How long a client may take over one, in milliseconds. */
export const openBatchMs = 30_000;

/** What has come of it. There is at most one a session, and it ends with the session. */
export interface OpenBatch {
  /** What its lines call it. */
  readonly reference: string;
  /** To whom it goes. */
  readonly target: string;
  /** Tags of its beginning: they are those of the message, and the label is answered when it ends. */
  readonly tags: Tags;
  /** When it began, in milliseconds. */
  readonly openedAtMs: number;
  /** Its lines so far; bounded by the limits of a message. */
  lines: MoreLine[];
  /** Bytes of its text so far, with one for each line end. */
  bytes: number;
  /** Something of it was refused; what still comes of it is dropped unsaid. */
  isRefused: boolean;
}
