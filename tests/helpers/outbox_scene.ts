/** An outbox whose peer the test plays. */

import { Outbox } from "../../server/net/outbox.ts";
import { Rounds } from "../../server/net/rounds.ts";
import { ScriptedWriter } from "./scripted_writer.ts";

/** An outbox and both of its neighbours. */
export interface OutboxScene {
  /** Its peer. */
  readonly writer: ScriptedWriter;
  /** What is tested. */
  readonly outbox: Outbox;
  /** What the owner was told, in order. */
  readonly told: readonly string[];
}

/** An outbox to which nothing was added yet. */
export function outboxScene(): OutboxScene {
  const writer = new ScriptedWriter();
  const told: string[] = [];
  const outbox = new Outbox(writer, new Rounds(), {
    lastLine: (reason) => bytes(`last: ${reason}`),
    onEnding: (reason) => told.push(`ending: ${reason}`),
    onEnded: () => told.push("ended"),
  });
  return { writer, outbox, told };
}

const encoder = new TextEncoder();

/** Text as bytes. */
export function bytes(text: string): Uint8Array {
  return encoder.encode(text);
}
