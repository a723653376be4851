/** Events to lines of text, made safe to be shown. */

import { safeText } from "../wire/safe_text.ts";
import type { ChannelTold, Moved, OwnAffair, Said, ShownEvent } from "../talk/event.ts";
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

const maxNameLength = 64;
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
      return clock(event.timeMs, look) + palette("faint", `* ${move(event, look)}`);
    case "topic":
    case "names":
    case "mode":
      return clock(event.timeMs, look) + palette("faint", `* ${fact(event)}`);
    case "server":
      return event.level === "refusal"
        ? palette("alarm", serverLine(event.text))
        : palette("faint", "[server] ") + safeText(event.text);
    case "nickGiven":
    case "registrationRefused":
    case "joinRefused":
    case "sayRefused":
    case "sayLost":
    case "gap":
      return palette("alarm", affair(event));
    case "account":
      return palette(event.isBad ? "alarm" : "faint", safeText(event.text));
    case "edge":
      return palette("faint", edge(event));
  }
}

/** Tells in one line what could not be said any more; undefined where that is nothing. */
export function renderUnsaid(texts: readonly string[]): string | undefined {
  const [first] = texts;
  if (first === undefined) return undefined;
  const rest = texts.length === 1 ? "" : ` and ${texts.length - 1} more`;
  return `Not said: "${shortened(safeText(first), maxQuotedLength)}"${rest}`;
}

/** Makes a nick or a channel's name fit to be shown. */
export function safeName(name: string): string {
  return shortened(safeText(name), maxNameLength);
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

function move(event: Moved, { impliedChannel }: Look): string {
  switch (event.kind) {
    case "joined":
      if (event.isOwn) return `you joined ${safeName(event.channel)}`;
      return `${safeName(event.who)} joined${where(event.channel)}`;
    case "left": {
      const reason = because(event.reason, event.who);
      if (event.isOwn) return `you left ${safeName(event.channel)}${reason}`;
      return `${safeName(event.who)} left${where(event.channel)}${reason}`;
    }
    case "quit":
      return `${safeName(event.who)} left${because(event.reason, event.who)}`;
    case "kicked": {
      const who = event.isOwn ? "you were" : `${safeName(event.who)} was`;
      const channel = event.isOwn ? ` from ${safeName(event.channel)}` : where(event.channel);
      const reason = because(event.reason, event.by);
      return `${who} kicked${channel} by ${safeName(event.by)}${reason}`;
    }
    case "renamed":
      return event.isOwn
        ? `you are now ${safeName(event.to)}`
        : `${safeName(event.who)} is now ${safeName(event.to)}`;
    case "invited":
      return `${safeName(event.by)} invites you to ${safeName(event.channel)}`;
  }
  function where(channel: string): string {
    return channel === impliedChannel ? "" : ` ${safeName(channel)}`;
  }
}

function fact(event: ChannelTold): string {
  const channel = safeName(event.channel);
  switch (event.kind) {
    case "topic": {
      const text = safeText(event.text);
      if (event.by === undefined) return `topic of ${channel}: ${text}`;
      const by = safeName(event.by);
      return text === ""
        ? `${by} removed the topic of ${channel}`
        : `${by} changed the topic of ${channel}: ${text}`;
    }
    case "names": {
      if (event.total <= 1) return `nobody else is in ${channel} yet`;
      const others = event.total - event.names.length;
      const more = others > 0 ? ` and ${others} more` : "";
      return `in ${channel}: ${event.names.map(safeName).join(", ")}${more}`;
    }
    case "mode":
      return `${safeName(event.by)} set mode ${safeText(event.change)} on ${channel}`;
  }
}

function edge({ channel, side, timeMs }: Extract<OwnAffair, { kind: "edge" }>): string {
  if (side === "end") return `── now in ${safeName(channel)} ──`;
  const day = new Date(timeMs);
  const digits = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  const date = digits.map((part) => String(part).padStart(2, "0")).join("-");
  return `── said before in ${safeName(channel)}, from ${date} on ──`;
}

function affair(event: Exclude<OwnAffair, { kind: "edge" | "account" }>): string {
  switch (event.kind) {
    case "nickGiven": {
      if (event.isOwned) {
        const name = safeName(event.wanted);
        return `Nick "${name}" belongs to an account; you are "${safeName(event.nick)}". ` +
          `Is it yours? /login ${name} PASSWORD`;
      }
      const why = event.isTaken ? "taken" : "not allowed here";
      return `Nick "${safeName(event.wanted)}" is ${why}; you are "${safeName(event.nick)}"`;
    }
    case "registrationRefused":
    case "joinRefused":
      return serverLine(event.reason);
    case "sayRefused":
      if (event.again !== undefined) {
        return `Not kept: "${safeText(event.text)}". Say it again later`;
      }
      return event.reason === undefined
        ? `The server took "${safeText(event.text)}" but passed it on to nobody`
        : serverLine(event.reason);
    case "sayLost": {
      const rest = event.texts.length === 1 ? "" : ` and ${event.texts.length - 1} more`;
      const first = safeText(event.texts[0] ?? "");
      return `Perhaps not said, the connection broke: "${first}"${rest}`;
    }
    case "gap":
      return `Messages may be missing here: ${safeName(event.talk)}`;
  }
}

function serverLine(text: string): string {
  return `[server] ${safeText(text)}`;
}

/** Some servers give the nick where nobody gave a reason. */
function because(reason: string, nick: string): string {
  return reason === "" || reason === nick ? "" : ` (${safeText(reason)})`;
}

function clock(timeMs: number, { palette, hasTime }: Look): string {
  if (!hasTime) return "";
  const time = new Date(timeMs);
  const digits = [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${palette("faint", digits.join(":"))} `;
}
