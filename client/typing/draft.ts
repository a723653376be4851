/** A text that is being typed, as it is at a moment. */

import { isSecretInput } from "../../talk/secret_input.ts";
import { boundaryFrom } from "./boundaries.ts";

/** One; each buffer has its own while another is shown. */
export interface Draft {
  /** The text; lines are set apart by LF. */
  readonly text: string;
  /** Where the cursor is, in UTF-16 units, at the boundary of a character as people see it. */
  readonly cursor: number;
  /** Whether a password is or was in it: then nothing of it is kept. */
  readonly isSecret: boolean;
}

/** Nothing typed. */
export const emptyDraft: Draft = { text: "", cursor: 0, isSecret: false };

/** What a draft becomes; the cursor goes on to where it can stand. */
export function changedDraft(before: Draft, text: string, cursor: number): Draft {
  const isSecret = text !== "" && (before.isSecret || text.split("\n").some(isSecretInput));
  return { text, cursor: boundaryFrom(text, cursor), isSecret };
}
