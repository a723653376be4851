/** CAP: https://ircv3.net/specs/extensions/capability-negotiation */

import { type Capability, capabilityNames, isCapability } from "../../wire/capabilities.ts";
import { upperWord } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import { textRoom } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { addressee } from "../core/replies.ts";
import { reshape, type Session } from "../core/session.ts";
import { type Context, type Family, openCommand, shown } from "./command.ts";
import { tryRegister } from "./register.ts";

/** CAP LS, LIST, REQ and END. */
export const capFamily: Family = {
  CAP: openCommand({
    min: 1,
    stage: "any",
    cost: 0,
    help: [
      "CAP LS [version] | LIST | REQ :names | END",
      "Tells and chooses what the client and the server do beyond plain IRC.",
    ],
    run: negotiate,
  }),
};

function negotiate(context: Context, params: readonly string[]): Refusal | undefined {
  const { session } = context;
  const [subcommand = "", argument = ""] = params;
  switch (upperWord(subcommand)) {
    case "LS":
      hold(session);
      session.capVersion = Math.max(session.capVersion, Number.parseInt(argument) || 301);
      if (session.capVersion >= 302) session.capabilities.add("cap-notify");
      return answer(context, "LS", capabilityNames.join(" "));
    case "LIST":
      return answer(context, "LIST", [...session.capabilities].join(" "));
    case "REQ":
      hold(session);
      return answer(context, request(session, argument) ? "ACK" : "NAK", argument);
    case "END":
      session.registration.isNegotiating = false;
      return tryRegister(context);
    default:
      return refuse(numeric.ERR_INVALIDCAPCMD, shown(subcommand), "Unknown CAP subcommand");
  }
}

/** Registration waits from the first LS or REQ to END. */
function hold({ user, registration }: Session): void {
  if (user === undefined) registration.isNegotiating = true;
}

function answer({ world, session, sink }: Context, subcommand: string, list: string): undefined {
  const { serverName } = world;
  const words = [addressee(session), subcommand];
  const cut = cutUtf8(list, textRoom(serverName, "CAP", ...words));
  sink.reply(session, createMessage(serverName, "CAP", ...words, cut));
}

/** Takes or drops all that is asked for, or nothing where one name is not known or can't be dropped. */
function request(session: Session, argument: string): boolean {
  const changes = new Map<Capability, boolean>();
  for (const word of argument.split(" ")) {
    if (word === "") continue;
    const isWanted = !word.startsWith("-");
    const name = isWanted ? word : word.slice(1);
    if (!isCapability(name)) return false;
    // CAP LS 302 stands for cap-notify, for good.
    if (!isWanted && name === "cap-notify" && session.capVersion >= 302) return false;
    changes.set(name, isWanted);
  }
  for (const [name, isWanted] of changes) {
    if (isWanted) session.capabilities.add(name);
    else session.capabilities.delete(name);
  }
  reshape(session);
  return true;
}
