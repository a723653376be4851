/** What is shown of each talk, in order and once: what comes now, and what was said while we were not there. */

import type { Message } from "../wire/message.ts";
import { Batches, type Page, type Sorted } from "./batches.ts";
import { CatchUp, type Filled } from "./catch_up.ts";
import type { ClientEvent, Stamp } from "./event.ts";
import { Older, type OlderQuestion, type PastQuestion } from "./older.ts";
import type { ServerSupport } from "./server_support.ts";
import { type Mark, Shown } from "./shown.ts";
import { talkOf, whatHappened } from "./talk_of.ts";

// Our user does not wait for people who were spoken with long ago.
const maxPeopleAsked = 10;

/** Orders events, and asks the server for those that are missing. Its parts are bounded each. */
export class History {
  readonly #latest: number;
  readonly #sinceMs: number | undefined;
  readonly #shown = new Shown();
  #batches = new Batches();
  #catchUp = new CatchUp();
  #older = new Older();
  #progress = 0;
  #hasPlayback = false;

  /** What of the messages before our joining is to be shown: all since `sinceMs`, else the `latest`. */
  constructor(latest: number, sinceMs?: number) {
    this.#latest = latest;
    this.#sinceMs = sinceMs;
  }

  /** Says whether all that was missing has been asked for. */
  get isThrough(): boolean {
    return this.#catchUp.isThrough;
  }

  /** Changes with every answer. */
  get progress(): number {
    return this.#progress;
  }

  /** History tells what happened, too. */
  get hasPlayback(): boolean {
    return this.#hasPlayback;
  }

  /** Those we spoke with lately. */
  get people(): readonly string[] {
    return this.#shown.people;
  }

  /** We are let in. `hasPlayback`: history tells what happened, too, not only what was said. */
  begin(hasPlayback: boolean): void {
    this.#hasPlayback = hasPlayback;
  }

  /** The connection is broken: what came and was not shown yet will be asked for again. */
  lose(stamp: Stamp): readonly ClientEvent[] {
    const unanswered = this.#older.giveUp(stamp);
    this.#batches = new Batches();
    this.#catchUp = new CatchUp();
    return unanswered;
  }

  /** Tells what comes now from what was said before. */
  sort(message: Message): Sorted {
    return this.#batches.receive(message);
  }

  /** We have joined a channel: what history tells of that is no news. */
  arrive({ channel, who, timeMs }: Extract<ClientEvent, { kind: "joined" }>): void {
    const what = `joined ${who}`;
    if (this.#hasPlayback) this.#shown.happen({ channel, what, timeMs, id: undefined });
  }

  /** We have joined a channel for the first time. `canAsk`: the server keeps history; gives a warning where one is due. */
  enter(channel: string, timeMs: number, canAsk: boolean): ClientEvent[] {
    this.#shown.begin(channel, timeMs);
    if (this.#sinceMs !== undefined) {
      if (!canAsk) return [gapIn(channel, timeMs)];
      const after = { id: undefined, timeMs: this.#sinceMs - 1 };
      this.#catchUp.open({ talk: channel, after, latest: 0, isBefore: true });
    } else if (canAsk && this.#latest > 0) {
      this.#catchUp.open({ talk: channel, after: undefined, latest: this.#latest });
    }
    return [];
  }

  /** We are in a channel again after the connection broke; gives a warning where the server keeps no history. */
  reenter(channel: string, { timeMs, canAsk }: { timeMs: number; canAsk: boolean }): ClientEvent[] {
    const after = this.#shown.mark(channel);
    if (after === undefined) return this.enter(channel, timeMs, canAsk);
    if (canAsk) this.#catchUp.open({ talk: channel, after, latest: 0 });
    else return [gapIn(channel, timeMs)];
    return [];
  }

  /** We are connected again: what those we spoke with last told us meanwhile is asked for too. */
  rejoinPeople(): void {
    for (const talk of this.#shown.people.slice(-maxPeopleAsked)) {
      this.#catchUp.open({ talk, after: this.#shown.mark(talk), latest: 0 });
    }
  }

  /** Wants an older part of a talk. False where so much is wanted already that it is not asked for. */
  want(question: OlderQuestion): boolean {
    return this.#older.want(question);
  }

  /** Wants a part of a talk that is looked at by itself. False as with `want`. */
  wantPast(question: PastQuestion): boolean {
    return this.#older.wantPast(question);
  }

  /** A channel has another name now; what was missing there is asked for no more. */
  rename(channel: string, to: string, stamp: Stamp): readonly ClientEvent[] {
    const events = this.#release(this.#catchUp.giveUp(channel), stamp);
    this.#shown.rename(channel, to);
    return events;
  }

  /** Gives the next question to the server, one at a time: nothing but their order tells the answers apart. */
  ask(support: ServerSupport): readonly string[] {
    if (this.#catchUp.isAsking || this.#older.isAsking) return [];
    const missing = this.#catchUp.ask(support);
    return missing.length > 0 ? missing : this.#older.ask(support);
  }

  /** Takes what has come now; gives what of it is to be shown now. */
  admit(event: ClientEvent): readonly ClientEvent[] {
    const talk = talkOf(event);
    if (talk !== undefined) {
      const hasEnded = (event.kind === "left" || event.kind === "kicked") && event.isOwn;
      if (hasEnded) {
        this.#isNews(event, talk);
        return [...this.#release(this.#catchUp.giveUp(talk), event), event];
      }
      if (this.#catchUp.hold(talk, event)) return [];
    }
    // What happens now is news, but for a message that was sent twice.
    return this.#isNews(event, talk) || event.kind !== "said" ? [event] : [];
  }

  /** Takes an answer, with what can be shown of it; gives what is to be shown now. */
  turn(page: Page, told: readonly ClientEvent[], stamp: Stamp): readonly ClientEvent[] {
    const { target, messages, isWhole } = page;
    const older = this.#older.answered(page, told.map(asOld), stamp);
    if (older !== undefined) return older;
    const asked = this.#catchUp.asked(target);
    const news = told.filter((one) => this.#isNews(one, target));
    if (asked === undefined) return news.map(asOld);
    this.#progress++;
    const count = isWhole ? messages.length : Infinity;
    const last = lastMark(told);
    const filled = this.#catchUp.answered({ last, count, hasNews: news.length > 0 });
    const shown = asked === "latest"
      ? framed(news, target)
      : asked === "before"
      ? news.map(asOld)
      : news;
    return [...shown, ...this.#release(filled, stamp)];
  }

  /** The server has refused something; undefined if that was no question of ours. */
  refuse({ command, params }: Message, stamp: Stamp): readonly ClientEvent[] | undefined {
    const about = (command === "421" ? params[1] : params[0])?.toUpperCase();
    const isRefusal = command === "421" || command.toUpperCase() === "FAIL";
    if (!isRefusal || about !== "CHATHISTORY") return undefined;
    if (this.#older.isAsking) return this.#older.refused(params, stamp);
    if (!this.#catchUp.isAsking) return undefined;
    this.#progress++;
    return this.#release(this.#catchUp.refused(), stamp);
  }

  /** Waits for no answer any more. */
  giveUp(stamp: Stamp): readonly ClientEvent[] {
    const missing = this.#catchUp.giveUpAll().flatMap((filled) => this.#release(filled, stamp));
    return [...this.#older.giveUp(stamp), ...missing];
  }

  #release(filled: Filled | undefined, { timeMs }: Stamp): readonly ClientEvent[] {
    if (filled === undefined) return [];
    const { talk, waiting, isWhole, isLatest } = filled;
    const warning = isWhole || isLatest ? [] : [gapIn(talk, timeMs)];
    return [...warning, ...waiting.filter((event) => this.#isNews(event, talk))];
  }

  #isNews(event: ClientEvent, talk: string | undefined): boolean {
    if (event.kind === "said") return talk === undefined || this.#shown.note(talk, event);
    const what = whatHappened(event);
    if (what === undefined || !this.#hasPlayback) return true;
    const { timeMs, id } = event;
    return this.#shown.happen({ channel: talk, what, timeMs, id });
  }
}

/** The last of them that the server can find again, else the last one. */
function lastMark(told: readonly ClientEvent[]): Mark | undefined {
  const last = told.findLast(({ id }) => id !== undefined) ?? told.at(-1);
  return last === undefined ? undefined : { id: last.id, timeMs: last.timeMs };
}

function asOld(event: ClientEvent): ClientEvent {
  return event.kind === "said" ? { ...event, isOld: true } : event;
}

function framed(told: readonly ClientEvent[], channel: string): readonly ClientEvent[] {
  const [first] = told;
  const last = told.at(-1);
  if (first === undefined || last === undefined) return [];
  const edge = { kind: "edge", channel, id: undefined } as const;
  return [
    { ...edge, side: "start", timeMs: first.timeMs },
    ...told.map(asOld),
    { ...edge, side: "end", timeMs: last.timeMs },
  ];
}

function gapIn(talk: string, timeMs: number): ClientEvent {
  return { kind: "gap", timeMs, id: undefined, talk };
}
