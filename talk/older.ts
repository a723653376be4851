/** Parts of talks, asked for as somebody scrolls or looks something up: https://ircv3.net/specs/extensions/chathistory */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Page } from "./batches.ts";
import type { ClientEvent, Stamp } from "./event.ts";
import { isSendableWord } from "./reply_tags.ts";
import type { ServerSupport } from "./server_support.ts";
import type { Mark } from "./shown.ts";
import { writeTime } from "./wire_time.ts";

/** What is wanted. */
export interface OlderQuestion {
  /** Channel or nick. */
  readonly talk: string;
  /** What is there already begins here; undefined: nothing is there, and the latest messages are wanted. */
  readonly before: Mark | undefined;
}

/** A part of a talk that is looked at by itself, beside what goes on there. */
export interface PastQuestion {
  /** Channel or nick. */
  readonly talk: string;
  /** What lies on both sides of a place, before it or after it. */
  readonly way: "around" | "before" | "after";
  /** The place. */
  readonly mark: Mark;
}

interface OpenQuestion {
  readonly talk: string;
  readonly way: PastQuestion["way"];
  /** Undefined: the latest are wanted. */
  readonly mark: Mark | undefined;
  /** It is a `PastQuestion`. */
  readonly isPast: boolean;
  /** How many were asked for, while the question is under way. */
  askedFor: number | undefined;
  /** The server's history does not know messages by their ids. */
  isByTime: boolean;
}

const maxQuestions = 20;
const pageSize = 100;

/** Asks one question after another; the first one is under way. */
export class Older {
  #questions: OpenQuestion[] = [];

  /** Says whether a question is under way. */
  get isAsking(): boolean {
    return this.#questions[0]?.askedFor !== undefined;
  }

  /** Takes a question, one a talk; false where too many are asked already, or its talk has no name that can be sent. */
  want({ talk, before }: OlderQuestion): boolean {
    if (this.#questions.some((one) => !one.isPast && isSameName(one.talk, talk))) return true;
    return this.#add({ talk, way: "before", mark: before, isPast: false });
  }

  /** Takes a question about the past; false as with `want`. */
  wantPast(question: PastQuestion): boolean {
    return this.#add({ ...question, isPast: true });
  }

  /** Gives the next question, if none is under way. */
  ask(support: ServerSupport): readonly string[] {
    const [question] = this.#questions;
    if (question === undefined || question.askedFor !== undefined) return [];
    const { talk, way, mark } = question;
    question.isByTime ||= !support.hasMessageIds;
    question.askedFor = Math.min(pageSize, support.maxHistory);
    const count = String(question.askedFor);
    const params = mark === undefined
      ? ["LATEST", talk, "*", count]
      : [way.toUpperCase(), talk, placeOf(mark, way, question.isByTime), count];
    return [formatMessage({ command: "CHATHISTORY", params })];
  }

  /** Takes a page with what it tells; undefined where it is no answer to the question. */
  answered(
    { target, messages, isWhole }: Page,
    events: readonly ClientEvent[],
    stamp: Stamp,
  ): readonly ClientEvent[] | undefined {
    const [question] = this.#questions;
    if (question?.askedFor === undefined || !isSameName(question.talk, target)) return undefined;
    this.#questions.shift();
    const isFull = !isWhole || messages.length >= question.askedFor;
    return [told(question, { events, isEnd: !isFull || events.length === 0 }, stamp)];
  }

  /** The server refused the question; another way to ask it may be left. */
  refused(params: readonly string[], stamp: Stamp): readonly ClientEvent[] {
    const [question] = this.#questions;
    if (question === undefined) return [];
    const canAskByTime = question.mark?.id !== undefined && !question.isByTime;
    // It failed to look, and may not when it is asked again.
    const isPassing = params[1]?.toUpperCase() === "MESSAGE_ERROR";
    if (canAskByTime && !isPassing) {
      question.isByTime = true;
      question.askedFor = undefined;
      return [];
    }
    this.#questions.shift();
    return [told(question, { events: [], isEnd: !isPassing }, stamp)];
  }

  /** Waits for no answer any more. */
  giveUp(stamp: Stamp): readonly ClientEvent[] {
    const questions = this.#questions;
    this.#questions = [];
    return questions.map((question) => told(question, { events: [], isEnd: false }, stamp));
  }

  #add(question: Omit<OpenQuestion, "askedFor" | "isByTime">): boolean {
    if (this.#questions.length >= maxQuestions || !isSendableWord(question.talk)) return false;
    this.#questions.push({ ...question, askedFor: undefined, isByTime: false });
    return true;
  }
}

/** Says that nothing older comes now. `isEnd`: nor will it. */
export function unanswered(talk: string, isEnd: boolean, stamp: Stamp): ClientEvent {
  return { kind: "older", ...stamp, talk, events: [], isEnd };
}

/** Says that nothing of a part of the past comes now. */
export function unansweredPast(question: PastQuestion, stamp: Stamp): ClientEvent {
  return { kind: "past", ...stamp, ...question, events: [], isEnd: false };
}

function told(
  { talk, way, mark, isPast }: OpenQuestion,
  page: { readonly events: readonly ClientEvent[]; readonly isEnd: boolean },
  stamp: Stamp,
): ClientEvent {
  return isPast && mark !== undefined
    ? { kind: "past", ...stamp, talk, way, mark, ...page }
    : { kind: "older", ...stamp, talk, ...page };
}

/** Messages of the same millisecond are told again where ids tell which ones are there. */
function placeOf({ id, timeMs }: Mark, way: PastQuestion["way"], isByTime: boolean): string {
  if (!isByTime && id !== undefined && isSendableWord(id)) return `msgid=${id}`;
  const outward = id === undefined || way === "around" ? 0 : way === "before" ? 1 : -1;
  return `timestamp=${writeTime(timeMs + outward)}`;
}
