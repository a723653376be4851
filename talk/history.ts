/** What is shown of each talk, in order and once: what comes now, and what was said while we were not there. */

import type { Message } from "../wire/message.ts";
import { Batches, type HistoryPage, type Sorted } from "./batches.ts";
import { CatchUp, type Filled } from "./catch_up.ts";
import type { ClientEvent, Said, Stamp } from "./event.ts";
import { ServerSupport } from "./server_support.ts";
import { Shown } from "./shown.ts";

// Our user does not wait for people who were spoken with long ago.
const maxPeopleAsked = 10;

/** Orders events, and asks the server for those that are missing. Its parts are bounded each. */
export class History {
  readonly #latest: number;
  readonly #shown = new Shown();
  #batches = new Batches();
  #catchUp = new CatchUp();
  #support = new ServerSupport();
  #progress = 0;

  /** `latest`: how many of the messages before our joining are to be shown. */
  constructor(latest: number) {
    this.#latest = latest;
  }

  /** Limits and abilities of the server. */
  get support(): ServerSupport {
    return this.#support;
  }

  /** Says whether all that was missing has been asked for. */
  get isThrough(): boolean {
    return this.#catchUp.isThrough;
  }

  /** Changes with every answer. */
  get progress(): number {
    return this.#progress;
  }

  /** The connection is broken: what came and was not shown yet will be asked for again. */
  lose(): void {
    this.#batches = new Batches();
    this.#catchUp = new CatchUp();
    this.#support = new ServerSupport();
  }

  /** Tells what comes now from what was said before. */
  sort(message: Message): Sorted {
    return this.#batches.receive(message);
  }

  /** We have joined a channel for the first time. `canAsk`: the server keeps history. */
  enter(channel: string, timeMs: number, canAsk: boolean): void {
    this.#shown.begin(channel, timeMs);
    if (canAsk && this.#latest > 0) {
      this.#catchUp.open({ talk: channel, after: undefined, latest: this.#latest });
    }
  }

  /** We are in a channel again after the connection broke; gives a warning where the server keeps no history. */
  reenter(channel: string, { timeMs, canAsk }: { timeMs: number; canAsk: boolean }): ClientEvent[] {
    const after = this.#shown.mark(channel);
    if (after === undefined) this.enter(channel, timeMs, canAsk);
    else if (canAsk) this.#catchUp.open({ talk: channel, after, latest: 0 });
    else return [gapIn(channel, timeMs)];
    return [];
  }

  /** We are connected again: what those we spoke with last told us meanwhile is asked for too. */
  rejoinPeople(): void {
    for (const talk of this.#shown.people.slice(-maxPeopleAsked)) {
      this.#catchUp.open({ talk, after: this.#shown.mark(talk), latest: 0 });
    }
  }

  /** Gives the next question to the server. */
  ask(): readonly string[] {
    return this.#catchUp.ask(this.#support);
  }

  /** Takes what has come now; gives what of it is to be shown now. */
  admit(event: ClientEvent): readonly ClientEvent[] {
    const talk = talkOf(event);
    if (talk !== undefined) {
      const hasEnded = (event.kind === "left" || event.kind === "kicked") && event.isOwn;
      if (hasEnded) return [...this.#release(this.#catchUp.giveUp(talk), event), event];
      if (this.#catchUp.hold(talk, event)) return [];
    }
    return this.#isNews(event, talk) ? [event] : [];
  }

  /** Takes an answer, with what can be shown of it; gives what is to be shown now. */
  turn(page: HistoryPage, said: readonly Said[], stamp: Stamp): readonly ClientEvent[] {
    const { target, messages, isWhole } = page;
    const asked = this.#catchUp.asked(target);
    const news = said.filter((one) => this.#isNews(one, target));
    if (asked === undefined) return news.map(asOld);
    this.#progress++;
    const count = isWhole ? messages.length : Infinity;
    const filled = this.#catchUp.answered({ said, count, hasNews: news.length > 0 });
    const shown = asked === "latest" ? framed(news, target) : news;
    return [...shown, ...this.#release(filled, stamp)];
  }

  /** The server has refused something; undefined if that was no question of ours. */
  refuse({ command, params }: Message, stamp: Stamp): readonly ClientEvent[] | undefined {
    const about = (command === "421" ? params[1] : params[0])?.toUpperCase();
    const isRefusal = command === "421" || command.toUpperCase() === "FAIL";
    if (!isRefusal || about !== "CHATHISTORY" || !this.#catchUp.isAsking) return undefined;
    this.#progress++;
    return this.#release(this.#catchUp.refused(), stamp);
  }

  /** Waits for no answer any more. */
  giveUp(stamp: Stamp): readonly ClientEvent[] {
    return this.#catchUp.giveUpAll().flatMap((filled) => this.#release(filled, stamp));
  }

  #release(filled: Filled | undefined, { timeMs }: Stamp): readonly ClientEvent[] {
    if (filled === undefined) return [];
    const { talk, waiting, isWhole, isLatest } = filled;
    const warning = isWhole || isLatest ? [] : [gapIn(talk, timeMs)];
    return [...warning, ...waiting.filter((event) => this.#isNews(event, talk))];
  }

  #isNews(event: ClientEvent, talk: string | undefined): boolean {
    if (event.kind !== "said" || talk === undefined) return true;
    return this.#shown.note(talk, event);
  }
}

/** What is said in a channel, and what is done there, keeps its order; so does what one person tells us. */
function talkOf(event: ClientEvent): string | undefined {
  if (event.kind === "said") {
    const { isPrivate, manner, isOwn, to, from } = event;
    if (!isPrivate) return to;
    // What programs tell is no talk that goes on.
    if (manner === "notice") return undefined;
    return isOwn ? to : from;
  }
  return "channel" in event && event.kind !== "invited" ? event.channel : undefined;
}

function asOld(event: Said): Said {
  return { ...event, isOld: true };
}

function framed(said: readonly Said[], channel: string): readonly ClientEvent[] {
  const [first] = said;
  const last = said.at(-1);
  if (first === undefined || last === undefined) return [];
  const edge = { kind: "edge", channel, id: undefined } as const;
  return [
    { ...edge, side: "start", timeMs: first.timeMs },
    ...said.map(asOld),
    { ...edge, side: "end", timeMs: last.timeMs },
  ];
}

function gapIn(talk: string, timeMs: number): ClientEvent {
  return { kind: "gap", timeMs, id: undefined, talk };
}
