/** LOCKDOWN: for server operators, while an attack lasts. */

import { lockdownUsage, orderLockdown } from "../core/lockdown.ts";
import { command, type Family, type UserContext } from "./command.ts";
import { noticeLine } from "./notice.ts";

/** LOCKDOWN. */
export const lockdownFamily: Family = {
  LOCKDOWN: command({
    min: 0,
    privilege: "operator",
    help: [
      "LOCKDOWN [off | accounts [<minutes>] | all [<minutes>]]",
      "Lets in only who has an account, or nobody new, for a time or until it is off; those who are here may stay.",
      "Meanwhile nobody makes an account. Alone it tells how it is.",
    ],
    run(context, words) {
      const { world, sink, policy: { lockdown }, nowMs } = context;
      const text = words.join(" ").toLowerCase();
      if (words.length > 0 && !orderLockdown(text, { world, lockdown, sink, nowMs })) {
        return tell(context, `Say LOCKDOWN ${lockdownUsage}`);
      }
      return tell(context, lockdown.describe(nowMs));
    },
  }),
};

function tell(context: UserContext, text: string): undefined {
  context.sink.reply(context.session, noticeLine(context, text));
}
