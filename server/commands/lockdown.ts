/** LOCKDOWN: for server operators, while an attack lasts. */

import { message as createMessage } from "../../wire/format.ts";
import { lockdownUsage, lockedText, newcomers, readLockdown } from "../core/lockdown.ts";
import { addressee } from "../core/replies.ts";
import { command, type Family, type UserContext } from "./command.ts";

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
      if (words.length > 0) {
        const order = readLockdown(words.join(" ").toLowerCase());
        if (order === undefined) return tell(context, `Say LOCKDOWN ${lockdownUsage}`);
        lockdown.order(order, nowMs);
        if (order.kind === "all") {
          for (const session of newcomers(world)) sink.close(session, lockedText);
        }
      }
      return tell(context, lockdown.describe(nowMs));
    },
  }),
};

function tell({ world, session, sink }: UserContext, text: string): undefined {
  sink.reply(session, createMessage(world.serverName, "NOTICE", addressee(session), text));
}
