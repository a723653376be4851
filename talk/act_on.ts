/** What typed commands do. */

import { isSameName } from "../wire/casemap.ts";
import { messageStep } from "./message_step.ts";
import type { Entering } from "./network.ts";
import { type Place, remarkIn, sayIn } from "./say_in.ts";
import type { Action, SearchWords } from "./slash_action.ts";
import { helpLines } from "./slash_commands.ts";
import type { Step } from "./step.ts";

type ActionOf<Kind extends Action["kind"]> = Extract<Action, { kind: Kind }>;

const nothing: Step = { send: [], events: [] };
const noChannel = "This is no channel. Go to one, or name it.";
const noSuchMessage = "There is no such message here that the server has given an id.";
const nothingOlder = "Nothing older is there.";
const noSearch = "This server has no search. Give words to look for in what is shown.";

/** Does what a typed line asks for; what only the program can do is wished for. */
export function actOn(place: Place, action: Action): Entering {
  const { network: { conversation }, nowMs } = place;
  switch (action.kind) {
    case "say":
      return sayIn(place, action.text);
    case "act":
      return sayIn(place, action.text, "action");
    case "tell": {
      const { to, text } = action;
      return { step: conversation.say({ to, text, manner: "message", nowMs }) };
    }
    case "query":
      return query(place, action);
    case "join":
      return join(place, action.channel, action.key);
    case "part":
      return part(place, action);
    case "close":
      return close(place);
    case "nick":
      return { step: conversation.order([`NICK ${action.nick}`], nowMs) };
    case "register":
    case "login":
    case "ignore":
    case "unignore":
      return { step: conversation.enterAccount(action, nowMs) };
    case "mute":
    case "unmute":
      return mute(place, action);
    case "order":
      return { step: conversation.order(action.lines, nowMs) };
    case "list":
      return { step: conversation.list(action.pattern, nowMs) };
    case "search":
      return search(place, action.search);
    case "react":
    case "unreact":
    case "reply":
    case "redact": {
      const step = messageStep(conversation, place.buffer, { ...action, nowMs });
      return step === undefined ? remarkIn(place, noSuchMessage) : { step };
    }
    default:
      return manage(place, action);
  }
}

type Managing = ActionOf<
  "history" | "clear" | "help" | "wrong" | "nothing" | "set" | "save" | "reconnect" | "quit"
>;

/** What is about what is shown. */
function manage(place: Place, action: Managing): Entering {
  const { network, buffer: { name, older }, nowMs } = place;
  switch (action.kind) {
    case "history":
      if (older === "none") return remarkIn(place, nothingOlder);
      return { step: network.loadOlder(name, nowMs) };
    case "clear":
      network.buffers.clear(name);
      return { step: nothing };
    case "help":
      return remarkIn(place, helpLines(action.command));
    case "wrong":
      return remarkIn(place, action.text);
    case "nothing":
      return { step: nothing };
    default:
      return { step: nothing, wish: action };
  }
}

function query(place: Place, { to, text }: ActionOf<"query">): Entering {
  const { network: { conversation, buffers }, nowMs } = place;
  if (conversation.isChannel(to)) return join(place, to, undefined);
  const wish = { kind: "go", talk: to } as const;
  buffers.open(to);
  if (text === "") return { step: nothing, wish };
  return { step: conversation.say({ to, text, manner: "message", nowMs }), wish };
}

function join(
  { network: { conversation } }: Place,
  list: string,
  key: string | undefined,
): Entering {
  const { switched, send, events } = conversation.join(list, key);
  // Before we are let in they are only noted; they are asked for then.
  const step = { send: conversation.support.isConnected ? send : [], events };
  const [first = ""] = list.split(",");
  const named = conversation.isChannel(first) ? first : `#${first}`;
  return { step, wish: { kind: "go", talk: switched ?? named } };
}

function part(place: Place, { channel, reason }: ActionOf<"part">): Entering {
  const { network: { conversation }, buffer: { kind, isJoined, name: here }, nowMs } = place;
  const name = channel ?? (kind === "channel" && isJoined ? here : undefined);
  if (name === undefined) return close(place);
  const line = reason === "" ? `PART ${name}` : `PART ${name} :${reason}`;
  return { step: conversation.order([line], nowMs) };
}

/** Whoever closes a channel leaves it; without a connection it is not joined again. */
function close(place: Place): Entering {
  const { network: { conversation, buffers }, buffer: { name, kind }, nowMs } = place;
  if (kind === "server") return remarkIn(place, noChannel);
  const isIn = conversation.channels.some((channel) => isSameName(channel, name));
  const { isConnected } = conversation.support;
  if (isIn && !isConnected) conversation.forget(name);
  buffers.close(name);
  const step = isIn && isConnected ? conversation.order([`PART ${name}`], nowMs) : nothing;
  return { step, wish: { kind: "closed", talk: name } };
}

function mute(place: Place, action: ActionOf<"mute" | "unmute">): Entering {
  const { network: { conversation }, buffer: { name, kind }, nowMs } = place;
  const channel = action.channel ?? (kind === "channel" ? name : undefined);
  if (channel === undefined) return remarkIn(place, noChannel);
  return { step: conversation.enterAccount({ ...action, channel }, nowMs) };
}

function search(place: Place, { talk, ...words }: SearchWords): Entering {
  const { network: { conversation }, buffer: { name, kind }, nowMs } = place;
  const wish = words.words === "" ? {} : { wish: { kind: "find", words: words.words } as const };
  const { hasSearch, isConnected } = conversation.support;
  // What is shown can be looked through without a server.
  if (!hasSearch || !isConnected) {
    return words.words === "" ? remarkIn(place, noSearch) : { step: nothing, ...wish };
  }
  const where = talk ?? (kind === "server" ? undefined : name);
  return { step: conversation.search({ ...words, talk: where, nowMs }), ...wish };
}
