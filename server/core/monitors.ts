/** Who waits for whom: MONITOR's lists. https://ircv3.net/specs/extensions/monitor */

import { foldName } from "../../wire/casemap.ts";
import { ownText } from "../../wire/own_text.ts";
import type { Session } from "./session.ts";

/** Most nicks that one session may monitor. ISUPPORT MONITOR. */
export const maxMonitored = 100;

const nobody: readonly Session[] = [];

/** Lists of sessions by the nicks that they monitor. Local to this server: a list is its session's own. */
export class Monitors {
  readonly #byNick = new Map<string, Set<Session>>();
  readonly #bySession = new Map<Session, Map<string, string>>();

  /** Nicks that a session monitors, as it spelt them. */
  nicksOf(session: Session): readonly string[] {
    return [...this.#bySession.get(session)?.values() ?? []];
  }

  /** Sessions that monitor a nick. */
  watchersOf(nick: string): readonly Session[] {
    // Asked for each who comes or goes, and hardly anybody is waited for.
    const watchers = this.#byNick.get(foldName(nick));
    return watchers === undefined ? nobody : [...watchers];
  }

  /** Adds a nick to a session's list; says false when the list is full. */
  add(session: Session, nick: string): boolean {
    const key = ownText(foldName(nick));
    const own = this.#bySession.get(session) ?? new Map<string, string>();
    if (own.has(key)) return true;
    if (own.size >= maxMonitored) return false;
    this.#bySession.set(session, own.set(key, ownText(nick)));
    this.#byNick.set(key, (this.#byNick.get(key) ?? new Set()).add(session));
    return true;
  }

  /** Takes a nick off a session's list. */
  remove(session: Session, nick: string): void {
    const key = foldName(nick);
    this.#bySession.get(session)?.delete(key);
    const watchers = this.#byNick.get(key);
    watchers?.delete(session);
    if (watchers?.size === 0) this.#byNick.delete(key);
  }

  /** Empties a session's list; to be called when it ends, too. */
  clear(session: Session): void {
    for (const nick of this.nicksOf(session)) this.remove(session, nick);
    this.#bySession.delete(session);
  }
}
