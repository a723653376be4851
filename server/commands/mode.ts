/** MODE: https://modern.ircdocs.horse/#mode-message */

import { isChannelName, isSameName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import type { Channel } from "../core/channel.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { addressee, numericLine, refusalLine } from "../core/replies.ts";
import { command, type Family, shown, type UserContext } from "./command.ts";

/** MODE. Channels keep the modes they were made with; of a user's own, `i` can be set. */
export const modeFamily: Family = {
  MODE: command({
    min: 1,
    help: [
      "MODE <channel> | MODE <nick> [+i | -i]",
      "Shows a channel's modes, shows or sets your own.",
    ],
    run(context, [target, change, argument]) {
      return isChannelName(target)
        ? channelMode(context, target, { change, argument })
        : userMode(context, target, change);
    },
  }),
};

function channelMode(
  context: UserContext,
  name: string,
  { change, argument }: Readonly<Record<"change" | "argument", string | undefined>>,
): Refusal | undefined {
  const { world, session, sink, user } = context;
  const channel = world.channel(name);
  if (channel === undefined) {
    return refuse(numeric.ERR_NOSUCHCHANNEL, shown(name), "There is no such channel");
  }
  if (change === undefined) return showModes(context, channel);
  const letters = change.replace(/[+-]/g, "");
  if (letters === "b" && argument === undefined) {
    const text = "End of channel ban list";
    sink.reply(session, numericLine(world, session, numeric.RPL_ENDOFBANLIST, channel.name, text));
    return undefined;
  }
  if (!channel.members.get(user)?.isOperator) {
    return refuse(numeric.ERR_CHANOPRIVSNEEDED, channel.name, "You are not its operator");
  }
  return refuse(numeric.ERR_UNKNOWNMODE, shown(letters[0] ?? ""), "Channel modes can't be changed");
}

function showModes({ world, session, sink }: UserContext, channel: Channel): undefined {
  const { name, modes, createdAtMs } = channel;
  sink.reply(session, numericLine(world, session, numeric.RPL_CHANNELMODEIS, name, modes));
  const createdAt = `${Math.floor(createdAtMs / 1000)}`;
  sink.reply(session, numericLine(world, session, numeric.RPL_CREATIONTIME, name, createdAt));
}

function userMode(
  context: UserContext,
  nick: string,
  change: string | undefined,
): Refusal | undefined {
  const { world, session, sink, user } = context;
  if (!isSameName(nick, user.nick)) {
    return world.userByNick(nick) === undefined
      ? refuse(numeric.ERR_NOSUCHNICK, shown(nick), "There is nobody of that name")
      : refuse(numeric.ERR_USERSDONTMATCH, "You can see and set your own modes only");
  }
  if (change === undefined) {
    const modes = user.isInvisible ? "+i" : "+";
    sink.reply(
      session,
      createMessage(world.serverName, numeric.RPL_UMODEIS, addressee(session), modes),
    );
    return undefined;
  }
  let isInvisible = user.isInvisible;
  let isPlus = true;
  let unknown = false;
  for (const letter of change) {
    if (letter === "+" || letter === "-") isPlus = letter === "+";
    else if (letter === "i") isInvisible = isPlus;
    else unknown = true;
  }
  context.emit({ kind: "userModeSet", user: user.id, isInvisible });
  if (unknown) {
    const refusal = refuse(numeric.ERR_UMODEUNKNOWNFLAG, "Of your modes only i is known");
    sink.reply(session, refusalLine(world, session, refusal));
  }
  return undefined;
}
