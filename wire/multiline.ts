/** Messages of several lines: https://ircv3.net/specs/extensions/multiline */

/** Most bytes of a message's text, with one for each line end in it. */
export const maxMultilineBytes = 4096;

/** Most lines of one message. */
export const maxMultilineLines = 100;

/** The type of their batches. */
export const multilineBatch = "draft/multiline";

/** The tag of a line that goes on where the one before it ended. */
export const concatTag = "draft/multiline-concat";

/** A line of a message after its first one. */
export interface MoreLine {
  /** What stands in it. */
  readonly text: string;
  /** It goes on where the line before it ended. */
  readonly isJoined: boolean;
}
