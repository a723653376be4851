/** Who may come while an attack lasts. */

import { lockdownUsage, orderLockdown } from "../core/lockdown.ts";
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
  const isOrder = orderLockdown(rest, { world, lockdown, sink: fanout, nowMs: nowMs() });
  return isOrder ? tell(office) : undone(`"${rest}" is none; say lockdown ${lockdownUsage}`);
}

function tell({ lockdown, nowMs }: Office): AdminAnswer {
  return done(lockdown.describe(nowMs()), [{ lockdown: lockdown.kind(nowMs()) }]);
}
