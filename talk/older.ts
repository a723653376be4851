/** Older parts of talks, asked for as somebody scrolls: https://ircv3.net/specs/extensions/chathistory#before */

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

interface OpenQuestion extends OlderQuestion {
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
    if (this.#questions.some((one) => isSameName(one.talk, talk))) return true;
    if (this.#questions.length >= maxQuestions || !isSendableWord(talk)) return false;
    this.#questions.push({ talk, before, askedFor: undefined, isByTime: false });
    return true;
  }

  /** Gives the next question, if none is under way. */
  ask(support: ServerSupport): readonly string[] {
    const [question] = this.#questions;
    if (question === undefined || question.askedFor !== undefined) return [];
    const { talk, before } = question;
    question.isByTime ||= !support.hasMessageIds;
    question.askedFor = Math.min(pageSize, support.maxHistory);
    const count = String(question.askedFor);
    const params = before === undefined
      ? ["LATEST", talk, "*", count]
      : ["BEFORE", talk, placeBefore(before, question.isByTime), count];
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
    return [{
      kind: "older",
      ...stamp,
      talk: question.talk,
      events,
      isEnd: !isFull || events.length === 0,
    }];
  }

  /** The server refused the question; another way to ask it may be left. */
  refused(params: readonly string[], stamp: Stamp): readonly ClientEvent[] {
    const [question] = this.#questions;
    if (question === undefined) return [];
    const canAskByTime = question.before?.id !== undefined && !question.isByTime;
    // It failed to look, and may not when it is asked again.
    const isPassing = params[1]?.toUpperCase() === "MESSAGE_ERROR";
    if (canAskByTime && !isPassing) {
      question.isByTime = true;
      question.askedFor = undefined;
      return [];
    }
    this.#questions.shift();
    return [unanswered(question.talk, !isPassing, stamp)];
  }

  /** Waits for no answer any more. */
  giveUp(stamp: Stamp): readonly ClientEvent[] {
    const talks = this.#questions.map(({ talk }) => talk);
    this.#questions = [];
    return talks.map((talk) => unanswered(talk, false, stamp));
  }
}

/** Says that nothing older comes now. `isEnd`: nor will it. */
export function unanswered(talk: string, isEnd: boolean, stamp: Stamp): ClientEvent {
  return { kind: "older", ...stamp, talk, events: [], isEnd };
}

/** Messages of the same millisecond are told again where ids tell which ones are there. */
function placeBefore({ id, timeMs }: Mark, isByTime: boolean): string {
  if (!isByTime && id !== undefined && isSendableWord(id)) return `msgid=${id}`;
  const untilMs = id === undefined ? timeMs : timeMs + 1;
  return `timestamp=${writeTime(untilMs)}`;
}
