/** Commands about the server and the connection. */

import { message as createMessage } from "../../wire/format.ts";
import { isSameName } from "../../wire/casemap.ts";
import { textRoom } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { numericLine } from "../core/replies.ts";
import { isupportLines, lusersLines, maxTopicBytes, motdLines } from "../core/welcome.ts";
import { command, type Context, type Family, openCommand, shown } from "./command.ts";

/** PING, PONG, QUIT, MOTD, LUSERS and VERSION. */
export const aboutFamily: Family = {
  PING: openCommand({
    min: 1,
    stage: "any",
    cost: 0,
    help: ["PING <token>", "Is answered by PONG with the same token."],
    run({ world: { serverName }, session, sink }, [token]) {
      const cut = cutUtf8(token, textRoom(serverName, "PONG", serverName));
      sink.reply(session, createMessage(serverName, "PONG", serverName, cut));
    },
  }),
  PONG: openCommand({
    min: 0,
    stage: "any",
    cost: 0,
    help: ["PONG <token>", "Answers the server's PING."],
    // Whatever is read counts as life; there is nothing more to do.
    run: () => undefined,
  }),
  QUIT: openCommand({
    min: 0,
    stage: "any",
    help: ["QUIT [:<reason>]", "Leaves the server."],
    run: (context, [reason = ""]) => quit(context, reason),
  }),
  MOTD: command({
    min: 0,
    cost: 2,
    help: ["MOTD", "Shows the message of the day."],
    run(context, [target]) {
      const refusal = mustBeHere(context, target);
      if (refusal === undefined) {
        context.sink.answer(context.session, motdLines(context.world, context.session));
      }
      return refusal;
    },
  }),
  LUSERS: command({
    min: 0,
    cost: 2,
    help: ["LUSERS", "Tells how many are here."],
    run({ world, session, sink }) {
      sink.answer(session, lusersLines(world, session));
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
      const home = "chat, TypeScript on Deno";
      sink.reply(
        session,
        numericLine(world, session, numeric.RPL_VERSION, version, world.serverName, home),
      );
      sink.answer(session, isupportLines(world, session));
      return undefined;
    },
  }),
};

/** Ends a session at its own wish; others are told when its user has no other session. */
export function quit({ session, sink }: Context, reason: string): undefined {
  const cut = cutUtf8(reason, maxTopicBytes);
  sink.close(session, cut === "" ? "Quit" : `Quit: ${cut}`);
}

/** There is one server to ask; any other is unknown, but for masks and users, which are all here. */
function mustBeHere({ world }: Context, target: string | undefined): Refusal | undefined {
  if (target === undefined || isSameName(target, world.serverName)) return undefined;
  if (target.includes("*") || world.userByNick(target) !== undefined) return undefined;
  return refuse(numeric.ERR_NOSUCHSERVER, shown(target), "There is no such server");
}
