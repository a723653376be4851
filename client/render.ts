/** Events to lines of text, made safe to be shown. */

import { safeText } from "../wire/safe_text.ts";
import type { Said, ShownEvent } from "../talk/event.ts";
import { safeName, sentenceOf } from "../talk/sentence.ts";

const maxQuotedLength = 80;

/**
 * Gives the line that shows an event, without its end. `impliedChannel`: the one that goes without saying, or undefined where
 * all are named.
 */
export function renderEvent(event: ShownEvent, impliedChannel: string | undefined): string {
  switch (event.kind) {
    case "said":
      return renderSaid(event, impliedChannel);
    case "joined":
    case "left":
    case "kicked":
    case "quit":
    case "renamed":
    case "invited":
    case "topic":
    case "names":
    case "mode":
      return `* ${sentenceOf(event, impliedChannel)}`;
    case "server":
      return `[server] ${safeText(event.text)}`;
    case "nickGiven":
    case "registrationRefused":
    case "joinRefused":
    case "sayRefused":
    case "sayLost":
    case "gap":
      return sentenceOf(event, impliedChannel);
    case "account":
    case "edge":
      return sentenceOf(event, undefined);
  }
}

/** Tells in one line what could not be said any more; undefined where that is nothing. */
export function renderUnsaid(texts: readonly string[]): string | undefined {
  const [first] = texts;
  if (first === undefined) return undefined;
  const rest = texts.length === 1 ? "" : ` and ${texts.length - 1} more`;
  return `Not said: "${shortened(safeText(first), maxQuotedLength)}"${rest}`;
}

function shortened(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

function renderSaid(
  { manner, from, to, text, isPrivate, isOwn }: Said,
  impliedChannel: string | undefined,
): string {
  const channel = isPrivate || to === impliedChannel ? "" : `${safeName(to)} `;
  const nick = safeName(from);
  const remarks: string[] = [];
  if (manner === "notice") remarks.push("notice");
  if (isPrivate) remarks.push(isOwn ? `private to ${safeName(to)}` : "private");
  const remark = remarks.length === 0 ? "" : ` (${remarks.join(", ")})`;
  return manner === "action"
    ? `${channel}* ${nick}${remark} ${safeText(text)}`
    : `${channel}${nick}${remark}: ${safeText(text)}`;
}
