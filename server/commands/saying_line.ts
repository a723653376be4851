/** Lines that do nothing but say something. */

import type { Line } from "../../wire/lines.ts";
import type { Session } from "../core/session.ts";

/** Without a label: the answer to one ends before the next line is handled. */
const saying = /^(?:@(?!label=)[^ ;]*(?:;(?!label=)[^ ;]*)* +)?(?:PRIVMSG|NOTICE|TAGMSG) /i;

/** So much of what a session has said may be on its way to other servers. */
const maxPendingSaid = 256;

/**
 * Says whether a line may be handled while facts of its session are on their way to other servers and back. What is said
 * goes on behind what was said, so that this way does not bound how much one can say; whatever else is asked or done sees
 * all that came before it.
 */
export function mayFollow(session: Session, line: Line): boolean {
  const { pendingFacts, pendingSaid } = session;
  return pendingFacts === pendingSaid && pendingSaid < maxPendingSaid &&
    typeof line === "string" && saysSomething(session, line);
}

function saysSomething({ dialect, user }: Session, line: string): boolean {
  return dialect === "plain" ? user !== undefined && !line.startsWith("/") : saying.test(line);
}
