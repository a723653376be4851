/** Who may come while an attack lasts. */

import { lockdownUsage, lockedText, newcomers, readLockdown } from "../core/lockdown.ts";
import { type AdminAnswer, type AdminFamily, done, type Office, undone } from "./admin_command.ts";

/** lockdown. */
export const lockdownFamily: AdminFamily = {
  lockdown: {
    usage: `lockdown [${lockdownUsage}]`,
    help: "lets in only who has an account, or nobody new; alone it tells how it is",
    run: (office, rest) => rest === "" ? tell(office) : lock(office, rest),
  },
};

function lock(office: Office, rest: string): AdminAnswer {
  const { world, fanout, lockdown, nowMs } = office;
  const order = readLockdown(rest);
  if (order === undefined) return undone(`"${rest}" is none; say lockdown ${lockdownUsage}`);
  lockdown.order(order, nowMs());
  if (order.kind === "all") {
    for (const session of newcomers(world)) fanout.close(session, lockedText);
  }
  return tell(office);
}

function tell({ lockdown, nowMs }: Office): AdminAnswer {
  return done(lockdown.describe(nowMs()), [{ lockdown: lockdown.kind(nowMs()) }]);
}
