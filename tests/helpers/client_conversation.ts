/** The client's conversation with a server that a test plays by hand. */

import { Conversation } from "../../talk/conversation.ts";
import type { ConversationOptions } from "../../talk/conversation_options.ts";
import { type ClientEvent, isShown } from "../../talk/event.ts";
import { renderEvent } from "../../client/render.ts";
import type { Step } from "../../talk/step.ts";

/** What time it is in these conversations. */
export const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A conversation whose messages are named `once-1`, `once-2` and so on. */
export function conversationOf(options: Omit<ConversationOptions, "newOnce">): Conversation {
  let count = 0;
  return new Conversation({ ...options, newOnce: () => `once-${++count}` });
}

/** Capabilities of a server like ours. */
export const allCapabilities = [
  "message-tags server-time echo-message batch multi-prefix draft/chathistory",
  "away-notify account-notify account-tag extended-join chghost setname invite-notify",
  "draft/read-marker draft/event-playback draft/message-redaction draft/channel-rename",
  "soju.im/search draft/multiline",
].join(" ");

/** The conversation of somebody who looks at it, at a server like ours, in #lobby with bob; nothing is asked any more. */
export function faceInLobby(
  options: { readonly capabilities?: string; readonly support?: string } = {},
): Conversation {
  const conversation = conversationOf({ nick: "ann", channels: ["#lobby"], isFace: true });
  conversation.start();
  faceComesIn(conversation, options);
  return conversation;
}

/** Lets it in, also after its connection broke; gives what it sends. */
export function faceComesIn(
  conversation: Conversation,
  { capabilities = allCapabilities, support = "" }: {
    readonly capabilities?: string;
    readonly support?: string;
  } = {},
): readonly string[] {
  const offered = capabilities.replace("multiline", "multiline=max-bytes=4096,max-lines=100");
  return hear(
    conversation,
    `:s CAP * LS :${offered}`,
    `:s CAP * ACK :${capabilities}`,
    ":s 001 ann :Welcome",
    `:s 005 ann PREFIX=(ohv)@%+ CHANMODES=beI,k,l,imnst CHATHISTORY=100 ${support} :are supported`,
    ":s 376 ann :End of MOTD",
    "@time=2026-01-02T03:00:00.000Z :ann!chat@host JOIN #lobby",
    ":s 353 ann = #lobby :@bob ann",
    ":s 366 ann #lobby :End",
  ).send;
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
  return events.filter(isShown).map((event) => renderEvent(event, "#lobby"));
}

/** Gives the events of some kinds, without when they happened. */
export function told(
  events: readonly ClientEvent[],
  ...kinds: readonly ClientEvent["kind"][]
): readonly unknown[] {
  return events.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    .map(({ timeMs: _timeMs, id: _id, ...event }) => event);
}

/** Says something. */
export function say(conversation: Conversation, text: string, to = "#lobby"): Step {
  return conversation.say({ to, text, manner: "message", nowMs });
}
