/** MODE of oneself: https://modern.ircdocs.horse/#user-mode */

import { isSameName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import type { UserModeLetter } from "../core/facts.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { numericLine } from "../core/replies.ts";
import { formatUserModes, isUserMode } from "../core/user_modes.ts";
import type { UserContext } from "./command.ts";
import { noSuchNick } from "./found.ts";

/** Shows or sets modes of the user whose command it is; those of others are not for it to see. */
export function userMode(
  context: UserContext,
  nick: string,
  letters: string | undefined,
): Refusal | undefined {
  const { world, session, sink, user } = context;
  if (!isSameName(nick, user.nick)) {
    return world.userByNick(nick) === undefined
      ? noSuchNick(nick)
      : refuse(numeric.ERR_USERSDONTMATCH, "You can see and set your own modes only");
  }
  if (letters === undefined) {
    sink.reply(session, numericLine(world, session, numeric.RPL_UMODEIS, formatUserModes(user)));
    return undefined;
  }
  return change(context, letters);
}

/** The last word on a letter counts. */
function change(context: UserContext, letters: string): Refusal | undefined {
  const { session, sink, user } = context;
  const wanted = new Map<UserModeLetter, boolean>();
  let isSet = true;
  let isUnknown = false;
  let stepsDown = false;
  for (const letter of letters) {
    if (letter === "+" || letter === "-") isSet = letter === "+";
    else if (isUserMode(letter)) wanted.set(letter, isSet);
    // Only OPER gives it: https://modern.ircdocs.horse/#oper-user-mode
    else if (letter === "o") stepsDown ||= !isSet;
    else isUnknown = true;
  }
  if (stepsDown && session.isOperator) {
    session.isOperator = false;
    const ref = context.world.refOf(session);
    context.emit({ kind: "operatorSet", user: user.id, session: ref, isOperator: false });
    sink.reply(session, createMessage(user.source, "MODE", user.nick, "-o"));
  }
  if (wanted.size > 0) {
    const on = [...wanted.keys()].filter((letter) => wanted.get(letter) === true);
    const off = [...wanted.keys()].filter((letter) => wanted.get(letter) === false);
    context.emit({ kind: "userModesSet", user: user.id, on, off });
  }
  return isUnknown
    ? refuse(numeric.ERR_UMODEUNKNOWNFLAG, "Your modes are B, R, i and w")
    : undefined;
}
