/** Commands about being here: AWAY, SETNAME and MONITOR. */

import { nickFault } from "../../wire/casemap.ts";
import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { packTokens } from "../../wire/pack_tokens.ts";
import { cutUtf8, exceedsUtf8 } from "../../wire/utf8.ts";
import { maxMonitored } from "../core/monitors.ts";
import { fail, type Refusal, refuse } from "../core/refusal.ts";
import { numericLine } from "../core/replies.ts";
import { maxRealnameBytes, maxTopicBytes } from "../core/welcome.ts";
import { command, type Family, needMoreParams, type UserContext } from "./command.ts";

/** AWAY, SETNAME and MONITOR. */
export const presenceFamily: Family = {
  AWAY: command({
    min: 0,
    cost: 2,
    help: ["AWAY [:<why>]", "Tells that you are away; without a text, that you are back."],
    run({ emit, user }, [text = ""]) {
      emit({ kind: "awaySet", user: user.id, text: cutUtf8(text, maxTopicBytes) });
    },
  }),
  SETNAME: command({
    min: 1,
    cost: 2,
    capability: "setname",
    help: ["SETNAME :<real name>", "Gives you another real name."],
    run({ emit, user }, [realname]) {
      if (exceedsUtf8(realname, maxRealnameBytes)) {
        return fail("SETNAME", "INVALID_REALNAME", "That real name is too long");
      }
      emit({ kind: "realnameSet", user: user.id, realname });
      return undefined;
    },
  }),
  MONITOR: command({
    min: 1,
    help: [
      "MONITOR + <nick>{,<nick>} | - <nick>{,<nick>} | C | L | S",
      "Tells when somebody comes and goes: adds, takes off, clears, lists, shows who is here.",
    ],
    run: monitor,
  }),
};

/** https://ircv3.net/specs/extensions/monitor */
function monitor(context: UserContext, params: readonly string[]): Refusal | undefined {
  const { world, session, sink } = context;
  const { monitors } = world;
  const [subcommand = "", list] = params;
  // What can be nobody's nick is not waited for.
  const nicks = (list ?? "").split(",").filter((nick) => nickFault(nick) === undefined);
  switch (subcommand) {
    case "+":
      if (list === undefined) return needMoreParams("MONITOR");
      add(context, nicks);
      return undefined;
    case "-":
      if (list === undefined) return needMoreParams("MONITOR");
      for (const nick of nicks) monitors.remove(session, nick);
      return undefined;
    case "C":
    case "c":
      monitors.clear(session);
      return undefined;
    case "L":
    case "l":
      sink.answer(session, packed(context, numeric.RPL_MONLIST, monitors.nicksOf(session)));
      sink.reply(
        session,
        numericLine(world, session, numeric.RPL_ENDOFMONLIST, "End of MONITOR list"),
      );
      return undefined;
    case "S":
    case "s":
      tellStatus(context, monitors.nicksOf(session));
      return undefined;
    default:
      return refuse(numeric.ERR_UNKNOWNERROR, "MONITOR", "Say one of +, -, C, L and S");
  }
}

function add(context: UserContext, nicks: readonly string[]): void {
  const { world, session, sink } = context;
  const firstTooMany = nicks.findIndex((nick) => !world.monitors.add(session, nick));
  tellStatus(context, firstTooMany < 0 ? nicks : nicks.slice(0, firstTooMany));
  if (firstTooMany < 0) return;
  const limit = `${maxMonitored}`;
  const rest = nicks.slice(firstTooMany).join(",");
  const text = "Monitor list is full";
  sink.reply(session, numericLine(world, session, numeric.ERR_MONLISTFULL, limit, rest, text));
}

function tellStatus(context: UserContext, nicks: readonly string[]): void {
  const { world, session, sink } = context;
  const here: string[] = [];
  const gone: string[] = [];
  for (const nick of nicks) {
    const user = world.userByNick(nick);
    if (user === undefined) gone.push(nick);
    else here.push(user.source);
  }
  sink.answer(session, packed(context, numeric.RPL_MONONLINE, here));
  sink.answer(session, packed(context, numeric.RPL_MONOFFLINE, gone));
}

function* packed(
  { world, session }: UserContext,
  command: "730" | "731" | "732",
  items: readonly string[],
): Generator<Message> {
  for (const list of packTokens(items, 380, ",")) {
    yield numericLine(world, session, command, list);
  }
}
