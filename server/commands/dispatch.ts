/** The one gate that every command of IRC passes, whoever sent it. */

import { upperWord } from "../../wire/casemap.ts";
import {
  isMessage,
  maxMessageBytes,
  type Message,
  parseMessage,
  tagsLength,
} from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import type { LineFault } from "../../wire/lines.ts";
import { maxClientTagBytes, parseTags, type Tags } from "../../wire/tags.ts";
import { exceedsUtf8 } from "../../wire/utf8.ts";
import { fail, type Refusal, refuse } from "../core/refusal.ts";
import { refusalLine } from "../core/replies.ts";
import {
  type Context,
  needMoreParams,
  notRegistered,
  notServerOperator,
  shown,
} from "./command.ts";
import { collectLine, isBatchLine, labelTags, spoilBatch } from "./multiline.ts";
import { mutedCommand } from "./muted.ts";
import { commandTable } from "./table.ts";

/** Tokens for what is no command. */
const unknownCost = 2;

/** What a line of IRC costs its sender's quota. Asked before the gate, so it reads no more than it must. */
export function lineCost(line: string): number {
  const [, name = "", list = ""] =
    /^ *(?:@[^ ]* +)?(?::[^ ]* +)?([^ ]+)(?: +([^ ]*))?/.exec(line) ?? [];
  const found = commandTable.get(upperWord(name));
  if (found === undefined) return unknownCost;
  const { cost = 1, isPerItem } = found;
  return isPerItem ? cost * list.split(",").length : cost;
}

/** Handles one line of IRC: what is wrong with it is answered, nothing is thrown for it. */
export function dispatchLine(context: Context, line: string): void {
  const parsed = parseMessage(line);
  if (isMessage(parsed)) openAnswer(context, labelTags(context, parsed));
  const refusal = lengthFault(line);
  if (refusal !== undefined) {
    if (isMessage(parsed)) openAnswer(context, spoilBatch(context, parsed));
    return answer(context, refusal);
  }
  if (isMessage(parsed)) return dispatch(context, parsed);
  if (parsed.kind === "empty") return;
  answer(context, refuse(numeric.ERR_UNKNOWNERROR, "*", "That line is no IRC message"));
}

/** Answers what is no line that could be read, with its label where that could. */
export function dispatchFault(context: Context, fault: LineFault): void {
  // Of tags that it was cut in, the last one is not whole.
  const [, tags = ""] = /^@([^ ]*)[ ;]/.exec(fault.text) ?? [];
  const message = { tags: parseTags(tags), source: "", command: "", params: [] };
  openAnswer(context, labelTags(context, message));
  openAnswer(context, spoilBatch(context, message));
  answer(context, refusalOf(fault));
}

function refusalOf(fault: LineFault): Refusal {
  if (fault.kind === "tooLong") return tooLong();
  return fault.kind === "severalLines" ? severalLines() : notUtf8(fault.text);
}

/** https://ircv3.net/specs/extensions/websocket#encoding-irc-messages */
export function severalLines(): Refusal {
  return fail("*", "SEVERAL_LINES", "A message of WebSocket is one line; nothing of it was said");
}

/** https://ircv3.net/specs/extensions/utf8-only names the reply; `text` is the line as far as it can be read. */
export function notUtf8(text: string): Refusal {
  const parsed = parseMessage(text);
  const name = isMessage(parsed) ? upperWord(parsed.command) : "";
  const shownName = /^[A-Z]{1,20}$/.test(name) ? name : "*";
  return fail(shownName, "INVALID_UTF8", "That line is not UTF-8; nothing of it was said");
}

/** Handles one message: known, stage, capability, parameters, then the command itself; a refusal is answered. */
export function dispatch(context: Context, message: Message): void {
  const refusal = gate(context, message);
  if (refusal !== undefined) answer(context, refusal);
}

function gate(context: Context, message: Message): Refusal | undefined {
  const { session } = context;
  if (isBatchLine(session, message)) return collect(context, message);
  const name = upperWord(message.command);
  const found = commandTable.get(name);
  const isKnown = found !== undefined &&
    (found.capability === undefined || session.capabilities.has(found.capability));
  if (!isKnown) return refuse(numeric.ERR_UNKNOWNCOMMAND, shown(name), "Unknown command");
  if (found.stage === "after" && session.user === undefined) {
    return notRegistered();
  }
  if (found.stage === "before" && session.user !== undefined) {
    return refuse(numeric.ERR_ALREADYREGISTERED, "You are registered already");
  }
  const { params } = message;
  if (params.length < found.min || (found.min > 0 && params[0] === "")) return needMoreParams(name);
  if (found.privilege === "operator" && !session.isOperator) {
    return notServerOperator();
  }
  const muted = session.user !== undefined && found.isHeard?.(params) === true
    ? mutedCommand(context, name)
    : undefined;
  if (muted !== undefined) return muted;
  return found.run(context, message);
}

function collect(context: Context, message: Message): Refusal | undefined {
  const collected = collectLine(context, message);
  if (collected !== undefined && context.session.label === undefined) {
    openAnswer(context, collected.tags);
  }
  return collected?.refusal;
}

/** Most bytes of a label: https://ircv3.net/specs/extensions/labeled-response#tags */
const maxLabelBytes = 64;

function openAnswer({ world, session, sink }: Context, tags: Tags): void {
  const label = tags.get("label");
  if (label === undefined || label === "" || exceedsUtf8(label, maxLabelBytes)) return;
  // Another label than was given is none, and one with a NUL could not be told back.
  if (label.includes("\ufffd") || label.includes("\0")) return;
  // An answer of several lines is a batch: https://ircv3.net/specs/extensions/labeled-response#dependencies
  const { capabilities } = session;
  if (!capabilities.has("labeled-response") || !capabilities.has("batch")) return;
  session.label = label;
  sink.openAnswer(session, { label, source: world.serverName });
}

function answer({ world, session, sink }: Context, refusal: Refusal): void {
  sink.reply(session, refusalLine(world, session, refusal));
}

/** Tags and the rest have limits of their own: https://ircv3.net/specs/extensions/message-tags#size-limit */
function lengthFault(line: string): Refusal | undefined {
  const tags = tagsLength(line);
  const isTooLong = exceedsUtf8(line.slice(0, tags), maxClientTagBytes) ||
    exceedsUtf8(line.slice(tags), maxMessageBytes - 2);
  return isTooLong ? tooLong() : undefined;
}

function tooLong(): Refusal {
  return refuse(numeric.ERR_INPUTTOOLONG, "That line is too long");
}
