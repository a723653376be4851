/** What is asked and told for whoever looks: searches, reactions, how far is read, that we type, talks of lately. */

import { isSameName } from "../wire/casemap.ts";
import type { Message } from "../wire/message.ts";
import type { Page } from "./batches.ts";
import type { ClientEvent, Stamp } from "./event.ts";
import { askForTalks, readTalks } from "./lately.ts";
import { Reactions } from "./reactions.ts";
import { ReadMarkers } from "./read_markers.ts";
import { Searches } from "./searches.ts";
import type { Step } from "./step.ts";
import { Typing } from "./typing.ts";

const maxMarkersAsked = 20;

/** The parts are bounded each; they outlive connections. */
export class Errands {
  /** What we think of messages. */
  readonly reactions: Reactions;
  /** How far we have read. */
  readonly markers: ReadMarkers = new ReadMarkers();
  /** What is being looked for. */
  readonly searches: Searches = new Searches();
  /** Where we are shown to type. */
  readonly typing: Typing = new Typing();
  #hasAskedLately = false;
  #hasReactedAgain = false;

  /** `newOnce` gives each reaction a name that no other one has. */
  constructor(newOnce: () => string) {
    this.reactions = new Reactions(newOnce);
  }

  /** The connection is broken. */
  lose(stamp: Stamp): readonly ClientEvent[] {
    this.#hasAskedLately = false;
    this.#hasReactedAgain = false;
    this.markers.lose();
    this.typing.clear();
    return this.searches.lose(stamp);
  }

  /** Whoever has logged in has other talks than before. */
  loggedIn(): void {
    this.#hasAskedLately = false;
  }

  /** Asks once a connection whom we spoke with lately. */
  askLately(nowMs: number): readonly string[] {
    if (this.#hasAskedLately) return [];
    this.#hasAskedLately = true;
    return [askForTalks(nowMs)];
  }

  /** Gives the reactions that no server has passed on, once a connection. */
  reactAgain(): readonly string[] {
    if (this.#hasReactedAgain) return [];
    this.#hasReactedAgain = true;
    return this.reactions.again();
  }

  /** Takes the answer to whom we spoke with lately: of those who are not `known` it is news. */
  turnTalks(
    page: Page,
    known: readonly string[],
    { isChannel, hasMarkers, nowMs }: {
      readonly isChannel: (name: string) => boolean;
      readonly hasMarkers: boolean;
      readonly nowMs: number;
    },
  ): Step {
    const all = readTalks(page, (name) => !isChannel(name));
    const people = all.filter(({ nick }) => !known.some((one) => isSameName(one, nick)));
    const asked = hasMarkers ? all.slice(-maxMarkersAsked) : [];
    const talks: ClientEvent = { kind: "talks", timeMs: nowMs, id: undefined, people };
    return {
      send: asked.flatMap(({ nick }) => this.markers.ask(nick)),
      events: people.length === 0 ? [] : [talks],
    };
  }

  /** Takes a message; undefined where it is not about this alone. */
  receive(message: Message, nowMs: number): Step | undefined {
    if (message.command.toUpperCase() === "MARKREAD") return this.markers.receive(message, nowMs);
    return isOfTargets(message) ? { send: [], events: [] } : undefined;
  }
}

/** Who keeps no such list has no talks to tell of. */
function isOfTargets({ command, params }: Message): boolean {
  const isFail = command.toUpperCase() === "FAIL" && params[0]?.toUpperCase() === "CHATHISTORY";
  return isFail && params[2]?.toUpperCase() === "TARGETS";
}
