/** Commands about being here: AWAY, SETNAME and MONITOR. */

import { foldName, nickFault } from "../../wire/casemap.ts";
import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { packTokens } from "../../wire/pack_tokens.ts";
import { cutUtf8, exceedsUtf8 } from "../../wire/utf8.ts";
import { monitoredMetadata } from "../core/metadata.ts";
import { maxMonitored } from "../core/monitors.ts";
import { fail, type Refusal, refuse } from "../core/refusal.ts";
import { awaySetLine, numericLine } from "../core/replies.ts";
import { maxRealnameBytes, maxTopicBytes } from "../core/welcome.ts";
import {
  command,
  type Context,
  type Family,
  needMoreParams,
  notRegistered,
  openCommand,
  type UserContext,
} from "./command.ts";

/** Most bytes of nicks in a line: the server's name and the reader's fit beside them. */
const maxListBytes = 360;

/** AWAY, SETNAME and MONITOR. */
export const presenceFamily: Family = {
  AWAY: openCommand({
    min: 0,
    stage: "any",
    cost: 2,
    isHeard: ([text = ""]) => text !== "",
    help: [
      "AWAY [:<why>]",
      "Tells that you are away; without a text, that you are back.",
      "Before registration it needs draft/pre-away; a text of * stands for no reason.",
    ],
    run: (context, [text = ""]) => setAway(context, cutUtf8(text, maxTopicBytes)),
  }),
  SETNAME: command({
    min: 0,
    cost: 2,
    isHeard: () => true,
    help: ["SETNAME :<real name>", "Gives you another real name."],
    run({ emit, user }, [realname]) {
      if (realname === undefined) return needMoreParams("SETNAME");
      if (realname === "" || exceedsUtf8(realname, maxRealnameBytes)) {
        const what = realname === "" ? "empty" : "too long";
        return fail("SETNAME", "INVALID_REALNAME", `That real name is ${what}`);
      }
      emit({ kind: "realnameSet", user: user.id, realname });
      return undefined;
    },
  }),
  MONITOR: command({
    min: 1,
    cost: 4,
    help: [
      "MONITOR + <nick>{,<nick>} | - <nick>{,<nick>} | C | L | S",
      "Tells when somebody comes and goes: adds, takes off, clears, lists, shows who is here.",
    ],
    run: monitor,
  }),
};

/** Before registration it is kept for the arrival: https://ircv3.net/specs/extensions/pre-away */
function setAway({ world, session, sink, emit }: Context, text: string): Refusal | undefined {
  if (session.user !== undefined) {
    emit({ kind: "awaySet", user: session.user.id, session: world.refOf(session), text });
    return undefined;
  }
  if (!session.capabilities.has("draft/pre-away")) return notRegistered();
  session.registration.away = text === "" ? undefined : text;
  sink.reply(session, awaySetLine(world, session, text !== ""));
  return undefined;
}

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
  // One line may name the same nick many times.
  const added = new Map<string, string>();
  const excess: string[] = [];
  for (const nick of nicks) {
    if (world.monitors.add(session, nick)) added.set(foldName(nick), nick);
    else excess.push(nick);
  }
  tellStatus(context, [...added.values()]);
  for (const nick of added.values()) sink.answer(session, monitoredMetadata(world, session, nick));
  for (const rest of packTokens(excess, maxListBytes, ",")) {
    const params = [`${maxMonitored}`, rest, "Monitor list is full"];
    sink.reply(session, numericLine(world, session, numeric.ERR_MONLISTFULL, ...params));
  }
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
  for (const list of packTokens(items, maxListBytes, ",")) {
    yield numericLine(world, session, command, list);
  }
}
