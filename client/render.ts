/** Events to lines of text, made safe to be shown. */

import { safeText } from "../wire/safe_text.ts";
import type { Said, ShownEvent } from "../talk/event.ts";
import { safeName, sentenceOf } from "../talk/sentence.ts";
import { type Palette, plainPalette } from "./palette.ts";

/** How lines look. */
export interface Look {
  /** Colours. */
  readonly palette: Palette;
  /** Whether the time stands in front of what people say and do. */
  readonly hasTime: boolean;
  /** The one channel that goes without saying, or undefined where all are named. */
  readonly impliedChannel: string | undefined;
}

const maxQuotedLength = 80;

/** Gives the line that shows an event, without its end. */
export function renderEvent(event: ShownEvent, look: Look): string {
  const { palette } = look;
  switch (event.kind) {
    case "said":
      if (event.isOld) return renderOld(event, look);
      return clock(event.timeMs, look) + renderSaid(event, look);
    case "joined":
    case "left":
    case "kicked":
    case "quit":
    case "renamed":
    case "invited":
      return clock(event.timeMs, look) +
        palette("faint", `* ${sentenceOf(event, look.impliedChannel)}`);
    case "topic":
    case "names":
    case "mode":
      return clock(event.timeMs, look) +
        palette("faint", `* ${sentenceOf(event, look.impliedChannel)}`);
    case "server":
      return event.level === "refusal"
        ? palette("alarm", `[server] ${safeText(event.text)}`)
        : palette("faint", "[server] ") + safeText(event.text);
    case "nickGiven":
    case "registrationRefused":
    case "joinRefused":
    case "sayRefused":
    case "sayLost":
    case "gap":
      return palette("alarm", sentenceOf(event, look.impliedChannel));
    case "account":
      return palette(event.isBad ? "alarm" : "faint", sentenceOf(event, undefined));
    case "edge":
      return palette("faint", sentenceOf(event, undefined));
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

function renderSaid({ manner, from, to, text, isPrivate, isOwn }: Said, look: Look): string {
  const { palette, impliedChannel } = look;
  const channel = isPrivate || to === impliedChannel ? "" : palette("strong", `${safeName(to)} `);
  const nick = palette(isOwn ? "strong" : "nick", safeName(from));
  const remarks: string[] = [];
  if (manner === "notice") remarks.push("notice");
  if (isPrivate) remarks.push(isOwn ? `private to ${safeName(to)}` : "private");
  const remark = remarks.length === 0 ? "" : ` (${remarks.join(", ")})`;
  return manner === "action"
    ? `${channel}* ${nick}${remark} ${safeText(text)}`
    : `${channel}${nick}${remark}: ${safeText(text)}`;
}

/** One colour for the whole line: what is over is not to draw the eye. */
function renderOld(event: Said, look: Look): string {
  const plain = { ...look, palette: plainPalette };
  return look.palette("faint", clock(event.timeMs, plain) + renderSaid(event, plain));
}

function clock(timeMs: number, { palette, hasTime }: Look): string {
  if (!hasTime) return "";
  const time = new Date(timeMs);
  const digits = [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${palette("faint", digits.join(":"))} `;
}
