/** Commands that carry what people say: https://modern.ircdocs.horse/#sending-messages */

import { isChannelName } from "../../wire/casemap.ts";
import { exceedsRoom, type Message, textRoom } from "../../wire/message.ts";
import type { MoreLine } from "../../wire/multiline.ts";
import { numeric } from "../../wire/numerics.ts";
import { isClientOnlyTag, noTags, type Tags } from "../../wire/tags.ts";
import { exceedsUtf8 } from "../../wire/utf8.ts";
import type { SayCommand, Target } from "../core/facts.ts";
import { isLasting } from "../core/keeping.ts";
import { maySay, type Saying } from "../core/may_say.ts";
import { statusSigns } from "../core/ranked_sessions.ts";
import { audible, type Refusal, refuse } from "../core/refusal.ts";
import { maySee, mayTell } from "../core/rights.ts";
import { maxTargets } from "../core/welcome.ts";
import {
  command,
  eachOf,
  type Family,
  keepingObstacle,
  shown,
  type UserContext,
} from "./command.ts";
import { noSuchChannel, noSuchNick } from "./found.ts";
import { mutedSpeech } from "./muted.ts";
import { serviceOf, tellService } from "./services.ts";

/** PRIVMSG, NOTICE and TAGMSG. */
export const sayFamily: Family = {
  PRIVMSG: command({
    min: 0,
    isPerItem: true,
    help: ["PRIVMSG <target>{,<target>} :<text>", "Says something to channels and nicks."],
    run: (context, _, message) => say(context, "PRIVMSG", message),
  }),
  NOTICE: command({
    min: 0,
    isPerItem: true,
    help: [
      "NOTICE <target>{,<target>} :<text>",
      "Says something that nobody and nothing is to answer; refusals are not told either.",
    ],
    run: (context, _, message) => say(context, "NOTICE", message),
  }),
  TAGMSG: command({
    min: 0,
    isPerItem: true,
    capability: "message-tags",
    help: ["TAGMSG <target>{,<target>}", "Sends client-only tags without a text."],
    run: (context, _, message) => say(context, "TAGMSG", message),
  }),
};

function say(context: UserContext, name: SayCommand, message: Message): Refusal | undefined {
  const [targets = "", text = ""] = message.params;
  if (targets === "") return audible(name, refuse(numeric.ERR_NORECIPIENT, `Tell ${name} whom`));
  if (text === "" && name !== "TAGMSG") {
    return audible(name, refuse(numeric.ERR_NOTEXTTOSEND, "There is no text to send"));
  }
  if (targets.split(",").length > maxTargets) {
    const sentence = `Give at most ${maxTargets} targets at a time`;
    return audible(name, refuse(numeric.ERR_TOOMANYTARGETS, shown(targets), sentence));
  }
  const tags = clientOnlyTags(message.tags);
  const isTyping = name === "TAGMSG" && tags.size === 1 && tags.has("+typing");
  return eachOf(context, targets, (target) => {
    const refusal = sayTo(context, { command: name, target, text, tags });
    // A client tells by itself that somebody types, who has not said anything yet that could be refused.
    return isTyping ? undefined : audible(name, refusal);
  });
}

/** A message of several lines. */
export interface SaidLines {
  /** To whom. */
  readonly target: string;
  /** All tags that came with it. */
  readonly tags: Tags;
  /** The first line. */
  readonly text: string;
  /** The others. */
  readonly more: readonly MoreLine[];
}

/** Says several lines as one message. One line is a message as any. */
export function sayLines(context: UserContext, said: SaidLines): Refusal | undefined {
  const { user } = context;
  const room = textRoom(user.source, "PRIVMSG", said.target);
  if (said.more.some(({ text }) => exceedsUtf8(text, room))) return tooLong();
  return sayTo(context, { ...said, command: "PRIVMSG", tags: clientOnlyTags(said.tags) });
}

function tooLong(): Refusal {
  return refuse(numeric.ERR_INPUTTOOLONG, "With your name in front the line is too long");
}

interface Addressed extends Saying {
  readonly target: string;
}

function sayTo(context: UserContext, saying: Addressed): Refusal | undefined {
  const { user } = context;
  const { command: name, target, text, tags, more = [] } = saying;
  const service = serviceOf(target);
  if (service !== undefined) {
    if (name === "PRIVMSG") tellService(context, service, text);
    return undefined;
  }
  const found = findTarget(context, target, saying);
  if ("command" in found) return found;
  if (exceedsRoom(text, user.source, name, target)) return tooLong();
  const isKept = !("sign" in found) && isLasting(name, text, tags);
  const obstacle = isKept ? keepingObstacle(context, name, target) : undefined;
  if (obstacle !== undefined) return obstacle;
  const said = { kind: "said", user: user.id, command: name, target: found, text, tags } as const;
  context.emit(more.length === 0 ? said : { ...said, more });
  // Who says more than can be kept is slowed, before anything is refused.
  if (isKept && context.archive.isBehind) context.archive.whenRoom(context.hold());
  return undefined;
}

/** Finds to whom something is to be said, or why it can't be. */
export function findTarget(context: UserContext, name: string, saying: Saying): Target | Refusal {
  const { world, user, nowMs } = context;
  const muted = mutedSpeech(context, name);
  if (muted !== undefined) return muted;
  const signs = leadingSigns(name);
  const channelName = name.slice(signs.length);
  if (isChannelName(channelName)) {
    const channel = world.channel(channelName);
    if (channel === undefined) return noSuchChannel(name);
    const refusal = maySay({ world, channel, user, nowMs }, saying);
    if (refusal !== undefined && !maySee(channel, user)) return noSuchChannel(name);
    if (refusal !== undefined) return refusal;
    const target = { kind: "channel", name: channel.name } as const;
    return signs === "" ? target : { ...target, sign: lowestSign(signs) };
  }
  // Whoever goes by another nick now is still who its account's name means.
  const receiver = world.userByNick(name) ?? world.userOfAccount(name);
  if (receiver === undefined) {
    const account = world.accounts.find(name);
    return account === undefined ? noSuchNick(name) : { kind: "account", name: account.name };
  }
  return mayTell(receiver, user) ?? { kind: "user", id: receiver.id, nick: name };
}

function leadingSigns(name: string): string {
  const most = Math.min(name.length, statusSigns.length);
  let count = 0;
  while (count < most && statusSigns.includes(name.charAt(count))) count++;
  return name.slice(0, count);
}

/** Of several the lowest counts: https://modern.ircdocs.horse/#privmsg-message */
function lowestSign(signs: string): string {
  return [...statusSigns].findLast((sign) => signs.includes(sign)) ?? "";
}

function clientOnlyTags(tags: Tags): Tags {
  if (tags.size === 0) return noTags;
  return new Map([...tags].filter(([name]) => isClientOnlyTag(name)));
}
