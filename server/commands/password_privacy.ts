/** Who may tell a password as it is. It has been read on the way by then; what is refused teaches nobody to go on so. */

import type { Context } from "./command.ts";

/** Says whether others could read what the session tells, and the operator has not said that this is meant. */
export function exposesPasswords(
  { session, policy }: Pick<Context, "session" | "policy">,
): boolean {
  return !session.isPrivate && !policy.allowsPlainPasswords;
}

/** What those are told who tell one all the same. */
export const exposedText =
  "Passwords are not taken without TLS: others on the way could read them. Come by TLS";
