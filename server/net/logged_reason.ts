/** What the log tells of how someone left. */

/** Leaves out what a user said when leaving: the log holds nothing of what people say. */
export function loggedReason(reason: string): string {
  return reason.startsWith("Quit:") ? "Quit" : reason;
}
