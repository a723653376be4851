/** Taking back what was said: https://ircv3.net/specs/extensions/message-redaction */

import { isChannelName } from "../../wire/casemap.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import type { FoundLine } from "../core/archive.ts";
import type { Target } from "../core/facts.ts";
import { parseMsgid } from "../core/msgid.ts";
import { unpackLines } from "../core/multiline.ts";
import { fail, type Refusal } from "../core/refusal.ts";
import { refusalLine } from "../core/replies.ts";
import { mayRedact, type OldMessage } from "../core/rights.ts";
import { maxTopicBytes } from "../core/welcome.ts";
import { command, type Family, keepingObstacle, shown, type UserContext } from "./command.ts";
import { ask, findReadable } from "./history.ts";
import { heardReason } from "./muted.ts";

/** REDACT. */
export const redactFamily: Family = {
  REDACT: command({
    min: 2,
    capability: "draft/message-redaction",
    isHeard: (params) => params.length > 2,
    help: [
      "REDACT <target> <msgid> [:<reason>]",
      "Takes a message back: your own for a day, and any in a channel that you lead.",
    ],
    run: redact,
  }),
};

const redactable: ReadonlySet<string> = new Set(["PRIVMSG", "NOTICE", "TAGMSG"]);

function redact(
  context: UserContext,
  [target, msgid, reason = ""]: readonly [string, string, ...string[]],
): Refusal | undefined {
  const { world } = context;
  const obstacle = keepingObstacle(context, "REDACT", target);
  if (obstacle !== undefined) return obstacle;
  const readable = findReadable(context, target, { events: true });
  const place = readable === undefined ? undefined : findPlace(context, target);
  if (readable === undefined || place === undefined) {
    return fail("REDACT", "INVALID_TARGET", shown(target), "You can't take back anything there");
  }
  const key = parseMsgid(world.epoch, msgid);
  if (key === undefined) return unknown(target, msgid);
  const at = { kind: "key", key } as const;
  return ask(context, { ...readable, kind: "around", at, limit: 1 }, (answer) => {
    const [line] = answer.kind === "lines" ? answer.lines : [];
    const refusal = line === undefined || line.key !== key || !isRedactable(line)
      ? unknown(target, msgid)
      : decide(context, { target: place, line, msgid, reason });
    if (refusal !== undefined) {
      context.sink.reply(context.session, refusalLine(world, context.session, refusal));
    }
  });
}

/** Time has passed since it was asked: whoever it is about may have gone. */
function findPlace({ world }: UserContext, target: string): Target | undefined {
  if (isChannelName(target)) {
    const channel = world.channel(target);
    return channel === undefined ? undefined : { kind: "channel", name: channel.name };
  }
  const receiver = world.userByNick(target) ?? world.userOfAccount(target);
  if (receiver !== undefined) return { kind: "user", id: receiver.id, nick: receiver.nick };
  const account = world.accounts.find(target);
  return account === undefined ? undefined : { kind: "account", name: account.name };
}

function isRedactable({ line, part }: FoundLine): boolean {
  const lines = unpackLines(line);
  return part === 0 && lines !== undefined && redactable.has(lines.message.command);
}

function decide(
  context: UserContext,
  { target, line, msgid, reason }: {
    readonly target: Target;
    readonly line: FoundLine;
    readonly msgid: string;
    readonly reason: string;
  },
): Refusal | undefined {
  const { world, user, nowMs } = context;
  // It has left while the archive was asked.
  if (world.users.get(user.id) !== user) return undefined;
  const channel = target.kind === "channel" ? world.channel(target.name) : undefined;
  const account = user.account === undefined ? undefined : world.accounts.find(user.account);
  const accountSinceMs = account?.madeAtMs ?? 0;
  const old: OldMessage = {
    msgid,
    author: line.author,
    key: line.key,
    timeMs: line.timeMs,
    accountSinceMs,
  };
  const refusal = mayRedact(channel, user, old, nowMs);
  if (refusal !== undefined) return refusal;
  const cut = cutUtf8(reason, maxTopicBytes);
  const heard = channel === undefined ? cut : heardReason(context, channel, cut);
  context.emit({ kind: "redacted", user: user.id, target, key: line.key, reason: heard });
  return undefined;
}

function unknown(target: string, msgid: string): Refusal {
  const text = "There is no such message that you may read, or it was taken back";
  return fail("REDACT", "UNKNOWN_MSGID", shown(target), shown(msgid), text);
}
