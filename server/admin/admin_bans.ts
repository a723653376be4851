/** Who is shut out. */

import { cutUtf8 } from "../../wire/utf8.ts";
import type { Session } from "../core/session.ts";
import { maxTopicBytes } from "../core/welcome.ts";
import { type AdminAnswer, type AdminFamily, done, type Office, undone } from "./admin_command.ts";

const minuteMs = 60_000;
const banPattern = /^(?:([0-9]{1,7})\s+)?(\S+)\s*(.*)$/;

/** ban, unban. */
export const bansFamily: AdminFamily = {
  ban: {
    usage: "ban [[MINUTES] NAME|ADDRESS|NETWORK [WHY]]",
    help: "ends and refuses connections; alone it lists what is banned",
    run: (office, rest) => rest === "" ? list(office) : ban(office, rest),
  },
  unban: {
    usage: "unban ADDRESS|NETWORK",
    help: "lets it in again",
    run: ({ bans }, network) =>
      bans.remove(network)
        ? done(`${network} may come again`)
        : undone(`"${network}" is not banned; /ban lists`),
  },
};

function ban({ world, fanout, bans, nowMs }: Office, rest: string): AdminAnswer {
  const [, minutes, target = "", why = ""] = banPattern.exec(rest) ?? [];
  const network = world.userByNick(target)?.sessions[0]?.address ?? target;
  const untilMs = minutes === undefined ? undefined : nowMs() + Number(minutes) * minuteMs;
  if (!bans.add(network, { untilMs, reason: cutUtf8(why, maxTopicBytes) })) {
    return undone(`"${target}" is no address, no network and nobody here; /who lists people`);
  }
  const isOut = ({ address }: Session): boolean => bans.find(address, nowMs()) !== undefined;
  for (const session of [...world.sessions].filter(isOut)) fanout.close(session, "Banned");
  const howLong = minutes === undefined ? "until the server ends" : `for ${minutes} minutes`;
  return done(`${network} is banned ${howLong}; /unban ${network} lets it in again`);
}

function list({ bans, nowMs }: Office): AdminAnswer {
  const entries = bans.entries(nowMs()).map(([network, { untilMs, reason }]) => ({
    network,
    until: untilMs === undefined ? "" : new Date(untilMs).toISOString(),
    reason,
  }));
  const lines = entries.map(({ network, until, reason }) =>
    `${network}${until === "" ? "" : ` until ${until}`} ${reason}`.trimEnd()
  );
  return done(
    [lines.length === 0 ? "Nobody is banned" : `${lines.length} banned`, ...lines],
    entries,
  );
}
