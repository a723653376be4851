/** Telling others that somebody types. */

import type { Buffer } from "../../talk/buffer.ts";
import type { Network } from "../../talk/network.ts";
import type { Step } from "../../talk/step.ts";

const nothing: Step = { send: [], events: [] };

/** Gives what is to be sent after a change of what is typed. What begins with a slash is nobody's business. */
export function typingStep(
  network: Network | undefined,
  buffer: Buffer | undefined,
  { text, nowMs }: { readonly text: string; readonly nowMs: number },
): Step {
  if (network === undefined || buffer === undefined || buffer.kind === "server") return nothing;
  if (text.startsWith("/")) return nothing;
  const state = text === "" ? "done" : "active";
  return network.conversation.typing({ talk: buffer.name, state, nowMs });
}
