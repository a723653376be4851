/** What a desk asks of the terminal and of the connections. */

import type { Step } from "../../talk/step.ts";
import type { Notice } from "./notices.ts";
import type { DeskSettings } from "./desk_settings.ts";

/** What is to be done outside. */
export type Effect =
  /** To be sent and received by the network's session. */
  | { readonly kind: "take"; readonly network: number; readonly step: Step }
  | { readonly kind: "quit"; readonly reason: string }
  | { readonly kind: "reconnect"; readonly network: number }
  /** Gives the terminal back until the process goes on. */
  | { readonly kind: "suspend" }
  /** Opens a text in the user's editor; what comes back is given to `edited`. */
  | { readonly kind: "edit"; readonly text: string }
  /** Draws all anew. */
  | { readonly kind: "redraw" }
  | { readonly kind: "bell" }
  | { readonly kind: "notify"; readonly text: string }
  /** Keeps the settings for the next time. */
  | { readonly kind: "save" }
  /** Turns by a screen, or to an end; the view knows how much that is. */
  | { readonly kind: "scroll"; readonly to: "pageUp" | "pageDown" | "top" | "bottom" };

/** What follows from something in a network, if anything does. */
export function take(network: number, step: Step): readonly Effect[] {
  const isEmpty = step.send.length === 0 && step.events.length === 0;
  return isEmpty ? [] : [{ kind: "take", network, step }];
}

/** Tells what draws the eye, as far as it is wanted. */
export function noticeEffects(
  { text, isMention }: Notice,
  settings: DeskSettings,
): readonly Effect[] {
  const wanted = settings.get("notify");
  const isTold = wanted === "messages" || (wanted === "mentions" && isMention);
  const rings = isMention && settings.get("bell") === "on";
  return [
    ...(isTold ? [{ kind: "notify", text } as const] : []),
    ...(rings ? [{ kind: "bell" } as const] : []),
  ];
}

/** What a key for another part of the talk asks for. */
export function scrollEffect(
  name: "pageUp" | "pageDown" | "scrollTop" | "scrollBottom",
): Effect {
  if (name === "pageUp" || name === "pageDown") return { kind: "scroll", to: name };
  return { kind: "scroll", to: name === "scrollTop" ? "top" : "bottom" };
}
