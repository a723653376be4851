/** What is done with one message of a talk. */

import type { Buffer } from "./buffer.ts";
import { chosen } from "./chosen.ts";
import type { Conversation, Now } from "./conversation.ts";
import type { Action } from "./slash_action.ts";
import type { Step } from "./step.ts";

/** An action that is about a message, and when it is done. */
export type MessageAction =
  & Extract<Action, { kind: "react" | "unreact" | "reply" | "redact" }>
  & Now;

/** Does it; undefined where there is no such message that the server knows by an id. */
export function messageStep(
  conversation: Conversation,
  { kind, name: talk, entries }: Buffer,
  action: MessageAction,
): Step | undefined {
  const isOwn = action.kind === "redact";
  const target = chosen(entries, action.which, isOwn)?.said.id;
  if (target === undefined || kind === "server") return undefined;
  const { nowMs } = action;
  switch (action.kind) {
    case "reply": {
      const { text } = action;
      return conversation.say({ to: talk, text, manner: "message", replyTo: target, nowMs });
    }
    case "redact":
      return conversation.redact({ talk, target, reason: action.reason, nowMs });
    case "react":
    case "unreact": {
      const isTakenBack = action.kind === "unreact";
      return conversation.react({ talk, target, text: action.text, isTakenBack, nowMs });
    }
  }
}
