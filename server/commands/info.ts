/** Commands that ask about the server: https://modern.ircdocs.horse/#server-queries-and-commands */

import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { formLines } from "../core/form.ts";
import { addressee, numericLine } from "../core/replies.ts";
import { isupportLines, motdLines } from "../core/welcome.ts";
import type { Refusal } from "../core/refusal.ts";
import {
  type AtLeast,
  command,
  type Family,
  notRegistered,
  notServerOperator,
  openCommand,
  shown,
  type UserContext,
} from "./command.ts";
import { mustBeHere } from "./found.ts";

/** MOTD, LUSERS, ISUPPORT, VERSION, ADMIN, INFO, TIME, LINKS and STATS. */
export const infoFamily: Family = {
  MOTD: command({
    min: 0,
    cost: 2,
    help: ["MOTD", "Shows the message of the day."],
    run(context, [target]) {
      const { world, session, sink } = context;
      return mustBeHere(context, target) ??
        sink.answer(session, motdLines(world, addressee(session)));
    },
  }),
  LUSERS: command({
    min: 0,
    cost: 2,
    help: ["LUSERS", "Tells how many are here."],
    run(context, [, target]) {
      const { world, session, sink } = context;
      const { lusers } = world.welcome.of(world);
      return mustBeHere(context, target) ??
        sink.answer(session, formLines(lusers, addressee(session)));
    },
  }),
  ISUPPORT: openCommand({
    min: 0,
    stage: "any",
    cost: 2,
    help: [
      "ISUPPORT",
      "Tells what the server supports; before registration it needs draft/extended-isupport.",
    ],
    run({ world, session, sink }) {
      const may = session.user !== undefined || session.capabilities.has("draft/extended-isupport");
      if (!may) return notRegistered();
      sink.answer(session, isupportLines(world, session));
      return undefined;
    },
  }),
  VERSION: command({
    min: 0,
    cost: 2,
    help: ["VERSION", "Tells what the server runs and what it supports."],
    run(context, [target]) {
      const { world, session, sink } = context;
      const refusal = mustBeHere(context, target);
      if (refusal !== undefined) return refusal;
      const { version } = world.info;
      say(context, numeric.RPL_VERSION, version, world.serverName, "chat, TypeScript on Deno");
      sink.answer(session, isupportLines(world, session));
      return undefined;
    },
  }),
  ADMIN: command({
    min: 0,
    help: ["ADMIN", "Tells who runs the server."],
    run(context, [target]) {
      const refusal = mustBeHere(context, target);
      if (refusal !== undefined) return refusal;
      const { serverName } = context.world;
      say(context, numeric.RPL_ADMINME, serverName, "Administrative info");
      say(context, numeric.RPL_ADMINLOC1, "Whoever runs this server has not said who they are");
      say(context, numeric.RPL_ADMINLOC2, "Ask in #lobby");
      return undefined;
    },
  }),
  INFO: command({
    min: 0,
    cost: 2,
    help: ["INFO", "Tells what the server is."],
    run(context, [target]) {
      const refusal = mustBeHere(context, target);
      if (refusal !== undefined) return refusal;
      const { version, startedAt } = context.world.info;
      say(context, numeric.RPL_INFO, `${version}: a chat server that any client can talk to`);
      say(context, numeric.RPL_INFO, `Started ${startedAt}`);
      say(context, numeric.RPL_ENDOFINFO, "End of INFO list");
      return undefined;
    },
  }),
  TIME: command({
    min: 0,
    help: ["TIME", "Tells the server's time."],
    run(context, [target]) {
      const refusal = mustBeHere(context, target);
      if (refusal !== undefined) return refusal;
      const { world, nowMs, policy } = context;
      const seconds = `${Math.floor(nowMs / 1000)}`;
      say(context, numeric.RPL_TIME, world.serverName, seconds, "0", policy.formatTime(nowMs));
      return undefined;
    },
  }),
  LINKS: command({
    min: 0,
    help: ["LINKS", "Lists the servers that are one chat."],
    run(context) {
      const { serverName, nodes } = context.world;
      const names = nodes.size === 0 ? [serverName] : nodes.keys();
      for (const name of names) say(context, numeric.RPL_LINKS, name, serverName, "0 chat");
      say(context, numeric.RPL_ENDOFLINKS, "*", "End of /LINKS list");
    },
  }),
  STATS: command({
    min: 1,
    cost: 2,
    help: ["STATS <query>", "Tells how long the server has been up (u), or who is shut out (k)."],
    run: stats,
  }),
};

function stats(context: UserContext, [query, target]: AtLeast<1>): Refusal | undefined {
  const { session, sink, nowMs, world } = context;
  const isForOperators = query === "k";
  const refusal = mustBeHere(context, target) ??
    (isForOperators && !session.isOperator ? notServerOperator() : undefined);
  if (refusal !== undefined) return refusal;
  if (query === "u") say(context, numeric.RPL_STATSUPTIME, formatUptime(nowMs - world.startedAtMs));
  if (query === "k") sink.answer(session, bannedLines(context));
  say(context, numeric.RPL_ENDOFSTATS, shown(query), "End of /STATS report");
  return undefined;
}

function* bannedLines({ world, session, nowMs }: UserContext): Generator<Message> {
  for (const { kind, target, reason } of world.bans.all(nowMs)) {
    if (kind !== "ban") continue;
    yield numericLine(world, session, numeric.RPL_STATSKLINE, "K", target, "*", "*", reason);
  }
}

function formatUptime(upMs: number): string {
  const upS = Math.floor(upMs / 1000);
  const [days, rest] = [Math.floor(upS / 86_400), upS % 86_400];
  const [minutes, seconds] = [Math.floor(rest / 60) % 60, rest % 60]
    .map((value) => `${value}`.padStart(2, "0"));
  return `Server Up ${days} days ${Math.floor(rest / 3600)}:${minutes}:${seconds}`;
}

function say(
  { world, session, sink }: UserContext,
  ...[command, ...params]: readonly [Parameters<typeof numericLine>[2], ...string[]]
): void {
  sink.reply(session, numericLine(world, session, command, ...params));
}
