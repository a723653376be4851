/** What happens besides talk, in words that are safe to be shown. */

import { localDate } from "../wire/local_time.ts";
import { safeText } from "../wire/safe_text.ts";
import type { ChannelTold, Moved, OwnAffair, Said, ShownEvent } from "./event.ts";

const maxNameLength = 64;

/** Gives the sentence that tells an event; the channel is not named where it is `impliedChannel`. */
export function sentenceOf(
  event: Exclude<ShownEvent, Said>,
  impliedChannel: string | undefined,
): string {
  switch (event.kind) {
    case "joined":
    case "left":
    case "kicked":
    case "quit":
    case "renamed":
    case "invited":
      return move(event, impliedChannel);
    case "topic":
    case "names":
    case "mode":
      return fact(event);
    case "server":
    case "account":
      return safeText(event.text);
    case "edge":
      return edge(event);
    default:
      return affair(event);
  }
}

/** Makes a nick or a channel's name fit to be shown. */
export function safeName(name: string): string {
  const text = safeText(name);
  return text.length > maxNameLength ? `${text.slice(0, maxNameLength)}…` : text;
}

function move(event: Moved, impliedChannel: string | undefined): string {
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
      return `${safeName(event.by)} invites ${
        event.who === undefined ? "you" : safeName(event.who)
      } to ${safeName(event.channel)}`;
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
  return `── said before in ${safeName(channel)}, from ${localDate(timeMs)} on ──`;
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
