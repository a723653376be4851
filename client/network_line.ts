/** One network of somebody at a terminal, with all that belongs to it. */

import type { Network } from "../talk/network.ts";
import type { Session } from "../talk/session.ts";
import type { NetworkPlan } from "./client_plan.ts";
import type { Lag } from "./lag.ts";
import { renderUnsaid } from "./render.ts";
import type { NetworkView } from "./view/view_state.ts";

/** See `DeskRunner`, which makes them. */
export interface NetworkLine {
  /** How to reach it. */
  readonly plan: NetworkPlan;
  /** What is said there. */
  readonly network: Network;
  /** One connection after another. */
  readonly session: Session;
  /** How long its answers take. */
  readonly lag: Lag;
}

/** How it looks now. */
export function viewOf(
  { plan: { name }, network, session, lag: { lagMs } }: NetworkLine,
): NetworkView {
  const { conversation: { stage, nick }, buffers } = network;
  const isIn = stage === "joining" || stage === "ready";
  const state = session.isLost && !isIn ? "lost" : isIn ? "ready" : "connecting";
  return { name, buffers: buffers.list, state, nick, lagMs };
}

/** What is to be told when all is over: why it ended where nobody left, and what was not said. */
export function lastWords(
  { session: { isParting, isLost, ending }, network: { conversation } }: NetworkLine,
): readonly string[] {
  const why = isParting ? [] : [ending];
  const unsaid = renderUnsaid(conversation.saying.unsettled.map(({ text }) => text));
  return isLost && unsaid !== undefined ? [...why, unsaid] : why;
}
