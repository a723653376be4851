/** The client's conversation with a server that a test plays by hand. */

import { Conversation } from "../../talk/conversation.ts";
import type { ConversationOptions } from "../../talk/conversation_options.ts";
import { type ClientEvent, isShown } from "../../talk/event.ts";
import { plainPalette } from "../../client/palette.ts";
import { renderEvent } from "../../client/render.ts";
import type { Step } from "../../talk/step.ts";

/** What time it is in these conversations. */
export const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A conversation whose messages are named `once-1`, `once-2` and so on. */
export function conversationOf(options: Omit<ConversationOptions, "newOnce">): Conversation {
  let count = 0;
  return new Conversation({ ...options, newOnce: () => `once-${++count}` });
}

/** Takes lines of the server, one after another. */
export function hear(conversation: Conversation, ...lines: readonly string[]): Step {
  const steps = lines.map((line) => conversation.receive(line, nowMs));
  return {
    send: steps.flatMap(({ send }) => send),
    events: steps.flatMap(({ events }) => events),
  };
}

/** Events as they are shown where #lobby goes without saying. */
export function shown(events: readonly ClientEvent[]): readonly string[] {
  const look = { palette: plainPalette, hasTime: false, impliedChannel: "#lobby" };
  return events.filter(isShown).map((event) => renderEvent(event, look));
}

/** Says something. */
export function say(conversation: Conversation, text: string, to = "#lobby"): Step {
  return conversation.say({ to, text, manner: "message", nowMs });
}
