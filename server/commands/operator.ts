/** Commands of the server's operators: https://modern.ircdocs.horse/#operator-messages */

import { isSameName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { fail, type Refusal, refuse } from "../core/refusal.ts";
import { numericLine, refusalLine } from "../core/replies.ts";
import { maxHostLength, maxTopicBytes } from "../core/welcome.ts";
import { command, type Family, shown, type UserContext } from "./command.ts";
import { noSuchNick } from "./found.ts";
import { noticeLine } from "./notice.ts";
import { exposedText, exposesPasswords } from "./password_privacy.ts";

/** OPER, KILL, CHGHOST, WALLOPS and REHASH. */
export const operatorFamily: Family = {
  OPER: command({
    min: 2,
    cost: 4,
    help: ["OPER <name> <password>", "Makes you an operator of the server."],
    run: (context, [name, password]) => becomeOperator(context, name, password),
  }),
  KILL: command({
    min: 1,
    privilege: "operator",
    help: ["KILL <nick> [:<reason>]", "Ends somebody's connections."],
    run({ world, emit, user }, [nick, reason = ""]) {
      if (isSameName(nick, world.serverName)) {
        return refuse(numeric.ERR_CANTKILLSERVER, "The server can't be killed");
      }
      const victim = world.userByNick(nick);
      if (victim === undefined) return noSuchNick(nick);
      const why = reason === "" ? "no reason" : cutUtf8(reason, maxTopicBytes);
      const kill = { source: user.source, text: why };
      const told = `Killed (${user.nick} (${why}))`;
      emit({ kind: "expelled", user: victim.id, reason: told, kill });
      return undefined;
    },
  }),
  CHGHOST: command({
    min: 2,
    privilege: "operator",
    help: ["CHGHOST <nick> <host>", "Shows somebody under another host until it leaves."],
    run({ world, emit }, [nick, host]) {
      const found = world.userByNick(nick);
      if (found === undefined) return noSuchNick(nick);
      const fault = hostFault(host);
      if (fault !== undefined) return fail("CHGHOST", "INVALID_HOST", shown(host), `Host ${fault}`);
      emit({ kind: "hostSet", user: found.id, host });
      return undefined;
    },
  }),
  WALLOPS: command({
    min: 1,
    privilege: "operator",
    help: ["WALLOPS :<text>", "Says something to all who have user mode w."],
    run({ emit, user }, [text]) {
      emit({ kind: "walloped", user: user.id, text: cutUtf8(text, maxTopicBytes) });
    },
  }),
  REHASH: command({
    min: 0,
    privilege: "operator",
    help: ["REHASH", "Reads the configuration again."],
    run({ world, session, sink, policy }) {
      sink.reply(
        session,
        numericLine(world, session, numeric.RPL_REHASHING, "config", "Rehashing"),
      );
      const fault = policy.rehash();
      if (fault !== undefined) sink.reply(session, noticeLine({ world, session }, fault));
    },
  }),
};

/** Gives what is wrong with a host, to be put after "Host", or undefined when nothing is. */
function hostFault(host: string): string | undefined {
  if (host.length > maxHostLength) return `is longer than ${maxHostLength} characters`;
  return /^[A-Za-z0-9][A-Za-z0-9.:/-]*$/.test(host)
    ? undefined
    : "has other characters than letters, digits and .:/- or starts with one of these";
}

/** The hash takes a tenth of a second elsewhere; the session's next lines wait for it. */
function becomeOperator(context: UserContext, name: string, password: string): Refusal | undefined {
  const { world, session, sink, policy } = context;
  if (!policy.hasOperators) return refuse(numeric.ERR_NOOPERHOST, "This server has no operators");
  if (exposesPasswords(context)) return refuse(numeric.ERR_NOOPERHOST, exposedText);
  const release = context.hold();
  policy.checkOperator({ session, name, password }, (isRight) => {
    if (!isRight) {
      const refusal = refuse(numeric.ERR_PASSWDMISMATCH, "That is no operator's name and password");
      sink.reply(session, refusalLine(world, session, refusal));
    } else if (session.user !== undefined) {
      session.isOperator = true;
      const { user: { id } } = session;
      const ref = world.refOf(session);
      context.emit({ kind: "operatorSet", user: id, session: ref, isOperator: true });
      const text = "You are an operator of this server";
      sink.reply(session, numericLine(world, session, numeric.RPL_YOUREOPER, text));
      sink.reply(session, createMessage(world.serverName, "MODE", session.user.nick, "+o"));
    }
    release();
  });
  return undefined;
}
