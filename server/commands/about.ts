/** Commands about the connection. */

import { message as createMessage } from "../../wire/format.ts";
import { textRoom } from "../../wire/message.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { maxTopicBytes } from "../core/welcome.ts";
import { type Context, type Family, openCommand } from "./command.ts";
import { muteOf } from "./muted.ts";

/** PING, PONG and QUIT. */
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
};

/** Ends a session at its own wish; others are told when its user has no other session. */
export function quit(context: Context, reason: string): undefined {
  const { session, sink } = context;
  const cut = muteOf(context) === undefined ? cutUtf8(reason, maxTopicBytes) : "";
  // The prefix stands there without a reason too: https://modern.ircdocs.horse/#quit-message
  sink.close(session, `Quit: ${cut}`);
}
