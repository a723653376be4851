/** Commands of the server's operators: https://modern.ircdocs.horse/#operator-messages */

import { isSameName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { textRoom } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { fail, type Refusal, refuse } from "../core/refusal.ts";
import { addressee, numericLine, refusalLine } from "../core/replies.ts";
import { maxHostLength, maxTopicBytes } from "../core/welcome.ts";
import { type AddressBan, command, type Family, shown, type UserContext } from "./command.ts";
import { noSuchNick } from "./found.ts";
import { exposedText, exposesPasswords } from "./password_privacy.ts";

/** OPER, KILL, CHGHOST, WALLOPS, REHASH, DLINE and UNDLINE. */
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
    run({ world, sink, user, nowMs }, [nick, reason = ""]) {
      if (isSameName(nick, world.serverName)) {
        return refuse(numeric.ERR_CANTKILLSERVER, "The server can't be killed");
      }
      const victim = world.userByNick(nick);
      if (victim === undefined) return noSuchNick(nick);
      const why = reason === "" ? "no reason" : cutUtf8(reason, maxTopicBytes);
      const told = createMessage(user.source, "KILL", victim.nick, why);
      for (const session of victim.sessions) {
        sink.relay(
          { message: told, timeMs: nowMs, key: 0, msgid: "", needs: 0, gated: undefined },
          [session],
          undefined,
        );
        sink.close(session, `Killed (${user.nick} (${why}))`);
      }
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
      if (fault !== undefined) notice({ world, session, sink }, fault);
    },
  }),
  DLINE: command({
    min: 0,
    privilege: "operator",
    help: [
      "DLINE [<minutes>] <address or network> [:<reason>] | DLINE",
      "Ends and refuses all connections from there, for a time or for good; alone it lists.",
    ],
    run: (context, params) => params.length === 0 ? listBans(context) : ban(context, params),
  }),
  UNDLINE: command({
    min: 1,
    privilege: "operator",
    help: ["UNDLINE <address or network>", "Lets it in again."],
    run(context, [address]) {
      const wasBanned = context.policy.bans.remove(address);
      const name = shown(address);
      notice(context, wasBanned ? `${name} may come again` : `${name} is not banned`);
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
      world.operators.add(session);
      const text = "You are an operator of this server";
      sink.reply(session, numericLine(world, session, numeric.RPL_YOUREOPER, text));
      sink.reply(session, createMessage(world.serverName, "MODE", session.user.nick, "+o"));
    }
    release();
  });
  return undefined;
}

function listBans(context: UserContext): undefined {
  const { policy, nowMs } = context;
  const entries = policy.bans.entries(nowMs);
  if (entries.length === 0) notice(context, "Nobody is banned");
  for (const [network, { untilMs, reason }] of entries) {
    const end = untilMs === undefined ? "for good" : `until ${policy.formatTime(untilMs)}`;
    notice(context, `${network} is banned ${end}${reason === "" ? "" : `: ${reason}`}`);
  }
}

function ban(context: UserContext, params: readonly string[]): Refusal | undefined {
  const { world, sink, policy, nowMs } = context;
  const hasMinutes = /^[0-9]{1,7}$/.test(params[0] ?? "") && params.length > 1;
  const minutes = hasMinutes ? Number(params[0]) : 0;
  const [network = "", reason = ""] = hasMinutes ? params.slice(1) : params;
  const untilMs = minutes === 0 ? undefined : nowMs + minutes * 60_000;
  if (!policy.bans.add(network, { untilMs, reason: cutUtf8(reason, maxTopicBytes) })) {
    notice(context, `${shown(network)} is no address and no network like 192.0.2.0/24`);
    return undefined;
  }
  for (const session of [...world.sessions]) {
    const found = policy.bans.find(session.address, nowMs);
    if (found !== undefined) sink.close(session, formatBan(found));
  }
  notice(context, `${network} is banned${minutes === 0 ? "" : ` for ${minutes} minutes`}`);
  return undefined;
}

function formatBan({ reason }: AddressBan): string {
  return reason === "" ? "Banned" : `Banned: ${reason}`;
}

function notice(
  { world, session, sink }: Pick<UserContext, "world" | "session" | "sink">,
  text: string,
): void {
  const words = ["NOTICE", addressee(session)];
  const cut = cutUtf8(text, textRoom(world.serverName, ...words));
  sink.reply(session, createMessage(world.serverName, "NOTICE", addressee(session), cut));
}
