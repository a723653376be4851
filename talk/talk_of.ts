/** Where events belong, and what makes two of them the same. */

import type { ClientEvent } from "./event.ts";

/**
 * The talk whose order an event keeps: what is said there, and what is done there; undefined for what is told at once
 * wherever we are.
 */
export function talkOf(event: ClientEvent): string | undefined {
  switch (event.kind) {
    case "said": {
      const { isPrivate, manner, isOwn, to, from } = event;
      if (!isPrivate) return to;
      // What programs tell is no talk that goes on.
      if (manner === "notice") return undefined;
      return isOwn ? to : from;
    }
    case "reacted":
    case "redacted":
      return event.talk;
    case "joined":
    case "left":
    case "kicked":
    case "topic":
    case "names":
    case "mode":
    case "ranked":
    case "joinRefused":
    case "edge":
      return event.channel;
    default:
      return undefined;
  }
}

/** Tells apart what happens in one channel, or everywhere, at one moment; undefined for what may come twice. */
export function whatHappened(event: ClientEvent): string | undefined {
  const { kind } = event;
  switch (kind) {
    case "joined":
    case "left":
    case "quit":
    case "renamed":
    case "kicked":
      return `${kind} ${event.who}`;
    case "topic":
      return event.by === undefined ? undefined : `${kind} ${event.by} ${event.text}`;
    case "mode":
      return `${kind} ${event.by} ${event.change}`;
    case "reacted":
      return `${kind} ${event.who} ${event.target} ${event.isTakenBack} ${event.text}`;
    case "redacted":
      return `${kind} ${event.target}`;
    default:
      return undefined;
  }
}
