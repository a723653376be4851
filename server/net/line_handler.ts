/** Who handles what comes from connections. */

import type { Line, LineFault } from "../../wire/lines.ts";
import type { Session } from "../core/session.ts";

/** What a hub hands lines to. Nothing here waits: an answer that takes time shows in the session. */
export interface LineHandler {
  /** A connection was accepted. */
  opened(session: Session): void;
  /** It has said no line for a moment: maybe a person who waits to be asked. `isMidLine`: one has begun. */
  greet(session: Session, isMidLine: boolean): void;
  /** Its first line has told what it speaks. */
  decide(session: Session, dialect: "irc" | "plain"): void;
  /** What a line costs its sender's quota, in tokens. */
  cost(session: Session, line: Line): number;
  /** Handles a line. */
  line(session: Session, line: string): void;
  /** Answers a line that is none. */
  fault(session: Session, fault: LineFault): void;
  /** Asks for a sign of life. */
  ping(session: Session): void;
  /** Says whether a line may be handled while facts of its session are on their way. */
  mayFollow(session: Session, line: Line): boolean;
  /** Settles when no fact of the session is on its way any more, or it has ended; undefined where that is so. */
  applied(session: Session): Promise<void> | undefined;
  /** It has ended; others are to be told. Called once. */
  closed(session: Session, reason: string): void;
}
