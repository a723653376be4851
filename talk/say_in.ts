/** Saying what was typed in a talk, or telling there why not. */

import type { Buffer } from "./buffer.ts";
import type { Entering, Network } from "./network.ts";
import type { Step } from "./step.ts";

/** Where something was typed, and when. */
export interface Place {
  /** On which network. */
  readonly network: Network;
  /** In which talk. */
  readonly buffer: Buffer;
  /** The time, in milliseconds. */
  readonly nowMs: number;
}

const nothing: Step = { send: [], events: [] };
const nowhere = "Nobody hears you here. Go to a channel: /join #lobby";

/** Says something in the talk. */
export function sayIn(
  place: Place,
  text: string,
  manner: "message" | "action" = "message",
): Entering {
  const { network: { conversation }, buffer: { kind, name: to }, nowMs } = place;
  if (kind === "server") return remarkIn(place, nowhere);
  return { step: conversation.say({ to, text, manner, nowMs }) };
}

/** Shows whoever typed it what is wrong, in one line, or what was asked for, in several. */
export function remarkIn(
  { network: { buffers }, buffer, nowMs }: Place,
  text: string | readonly string[],
): Entering {
  const isBad = typeof text === "string";
  for (const line of isBad ? [text] : text) buffers.note(buffer.name, line, { isBad, nowMs });
  return { step: nothing };
}
