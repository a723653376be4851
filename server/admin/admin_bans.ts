/** Who is shut out or silenced. */

import {
  type Ban,
  type BanKind,
  describeBan,
  describeLifted,
  listBan,
  type TargetKind,
} from "../core/ban.ts";
import { findBan, orderBan } from "../core/ban_order.ts";
import {
  type AdminAnswer,
  type AdminFamily,
  type AdminRow,
  done,
  type Office,
  undone,
} from "./admin_command.ts";

const accepts: readonly TargetKind[] = ["address", "mask", "account"];

const who = "NAME|ADDRESS|NETWORK|MASK|a:ACCOUNT";

/** ban, unban, mute, unmute, bans. */
export const bansFamily: AdminFamily = {
  ban: {
    usage: `ban [[DURATION] ${who} [WHY]]`,
    help: "ends and refuses connections, for minutes, 12h, 7d or for good; alone it lists",
    run: (office, rest) => rest === "" ? list(office, "ban") : set(office, "ban", rest),
  },
  unban: {
    usage: "unban ADDRESS|NETWORK|MASK|a:ACCOUNT",
    help: "lets them in again",
    run: (office, rest) => lift(office, "ban", rest),
  },
  mute: {
    usage: `mute [[DURATION] ${who} [WHY]]`,
    help: "silences them on the whole server, which they alone are told; alone it lists",
    run: (office, rest) => rest === "" ? list(office, "mute") : set(office, "mute", rest),
  },
  unmute: {
    usage: "unmute ADDRESS|NETWORK|MASK|a:ACCOUNT",
    help: "lets them speak again",
    run: (office, rest) => lift(office, "mute", rest),
  },
  bans: {
    usage: "bans",
    help: "lists all who are banned or muted, by whom, since when and until when",
    run: (office) => list(office),
  },
};

function set({ world, publish, nowMs }: Office, kind: BanKind, rest: string): AdminAnswer {
  const order = { kind, accepts, words: rest.split(/\s+/), setBy: world.serverName };
  const ban = orderBan(world, order, nowMs());
  if (typeof ban === "string") return undone(ban);
  publish({ kind: "banned", ban });
  return done(`${describeBan(ban)}; un${kind} ${ban.target} takes it back`, [banRow(ban)]);
}

function lift({ world, publish, nowMs }: Office, kind: BanKind, rest: string): AdminAnswer {
  const ban = findBan(world, { kind, accepts, words: [rest] }, nowMs());
  if (typeof ban === "string") return undone(ban);
  const { of, target } = ban;
  publish({ kind: "unbanned", banKind: kind, of, target });
  return done(describeLifted(ban));
}

function list({ world, nowMs }: Office, kind?: BanKind): AdminAnswer {
  const bans = world.bans.all(nowMs()).filter((ban) => kind === undefined || ban.kind === kind);
  const lines = bans.length === 0 ? ["There are none"] : bans.map(listBan);
  return done(lines, bans.map(banRow));
}

function banRow({ kind, of, target, reason, setBy, setAtMs, untilMs }: Ban): AdminRow {
  return {
    kind,
    of,
    target,
    reason,
    setBy,
    setAt: new Date(setAtMs).toISOString(),
    until: untilMs === undefined ? "" : new Date(untilMs).toISOString(),
  };
}
