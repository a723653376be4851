/** Bans and mutes of the whole server. The names are the field's: SHUN is that of UnrealIRCd and InspIRCd. */

import type { Message } from "../../wire/message.ts";
import {
  type BanKind,
  describeBan,
  describeLifted,
  listBan,
  type TargetKind,
} from "../core/ban.ts";
import { findBan, orderBan } from "../core/ban_order.ts";
import { type Command, command, type Family, type UserContext } from "./command.ts";
import { noticeLine } from "./notice.ts";

/** What a pair of commands is about. */
interface BanFamily {
  readonly kind: BanKind;
  readonly accepts: readonly TargetKind[];
  readonly help: Command["help"];
}

const dline: BanFamily = {
  kind: "ban",
  accepts: ["address"],
  help: [
    "DLINE [<duration>] <address, network or nick> [:<reason>] | DLINE",
    "Ends and refuses all connections from there; alone it lists.",
    "A duration is of minutes, or like 12h, 7d, 2w; without one it is for good.",
  ],
};

const kline: BanFamily = {
  kind: "ban",
  accepts: ["mask", "account"],
  help: [
    "KLINE [<duration>] <nick!user@host> | a:<account> [:<reason>] | KLINE",
    "Ends and refuses all sessions that fit, by what others see as the host or by the address.",
    "A duration is as in DLINE; alone it lists.",
  ],
};

const shun: BanFamily = {
  kind: "mute",
  accepts: ["address", "mask", "account"],
  help: [
    "SHUN [<duration>] <address, network, nick, mask or a:account> [:<reason>] | SHUN",
    "Silences everybody who fits, on the whole server; they are told when they speak, nobody else is.",
    "A duration is as in DLINE; alone it lists.",
  ],
};

/** DLINE, KLINE and SHUN, and what takes each of them back. */
export const bansFamily: Family = {
  DLINE: setting(dline),
  UNDLINE: lifting(dline, "UNDLINE <address or network>", "Lets it in again."),
  KLINE: setting(kline),
  UNKLINE: lifting(kline, "UNKLINE <mask or a:account>", "Lets them in again."),
  SHUN: setting(shun),
  UNSHUN: lifting(shun, "UNSHUN <address, network, mask or a:account>", "Lets them speak again."),
};

function setting({ kind, accepts, help }: BanFamily): Command {
  return command({
    min: 0,
    privilege: "operator",
    help,
    run(context, words) {
      const { world, user, nowMs, session, sink, emit } = context;
      if (words.length === 0) {
        sink.answer(session, listLines(context, { kind, accepts }));
        return;
      }
      const ban = orderBan(world, { kind, accepts, words, setBy: user.source }, nowMs);
      if (typeof ban !== "string") emit({ kind: "banned", ban });
      tell(context, typeof ban === "string" ? ban : describeBan(ban));
    },
  });
}

function lifting({ kind, accepts }: BanFamily, usage: string, text: string): Command {
  return command({
    min: 1,
    privilege: "operator",
    help: [usage, text],
    run(context, words) {
      const ban = findBan(context.world, { kind, accepts, words }, context.nowMs);
      if (typeof ban === "string") return tell(context, ban);
      const { of, target } = ban;
      context.emit({ kind: "unbanned", banKind: kind, of, target });
      tell(context, describeLifted(ban));
    },
  });
}

/** Pulled while others set and lift them, so it goes by what there was. */
function* listLines(
  context: UserContext,
  { kind, accepts }: Pick<BanFamily, "kind" | "accepts">,
): Generator<Message> {
  const { world, nowMs } = context;
  const bans = world.bans.all(nowMs)
    .filter((ban) => ban.kind === kind && accepts.includes(ban.of));
  if (bans.length === 0) yield noticeLine(context, "There are none");
  for (const ban of bans) yield noticeLine(context, listBan(ban));
}

function tell(context: UserContext, text: string): void {
  context.sink.reply(context.session, noticeLine(context, text));
}
