/** NickServ and ChanServ, who are no users: what they are told goes to nobody else. */

import { isSameName, upperWord } from "../../wire/casemap.ts";
import { type ServiceName, serviceNames } from "../core/services.ts";
import { chanservCommands } from "./chanserv.ts";
import { type AtLeast, type Command, command, type Family, type UserContext } from "./command.ts";
import { nickservCommands } from "./nickserv.ts";
import { type ServiceCommand, tell } from "./service_command.ts";

/** NS, NICKSERV, CS and CHANSERV. */
export const serviceFamily: Family = {
  NS: serviceCommand("NS", "NickServ"),
  NICKSERV: serviceCommand("NICKSERV", "NickServ"),
  CS: serviceCommand("CS", "ChanServ"),
  CHANSERV: serviceCommand("CHANSERV", "ChanServ"),
};

function serviceCommand(name: string, service: ServiceName): Command {
  return command({
    min: 0,
    cost: 2,
    help: [`${name} <command> [<word>...]`, `Tells ${service} something; HELP lists what.`],
    run: (context: UserContext, words: AtLeast<0>) =>
      tellService(context, service, words.join(" ")),
  });
}

/** Finds the service of a name. */
export function serviceOf(name: string): ServiceName | undefined {
  return serviceNames.find((each) => isSameName(each, name));
}

/** What each service can be told. */
export const serviceCommands: Readonly<Record<ServiceName, ReadonlyMap<string, ServiceCommand>>> = {
  NickServ: nickservCommands,
  ChanServ: chanservCommands,
};

/** Tells a service something. */
export function tellService(context: UserContext, service: ServiceName, text: string): void {
  const [first = "HELP", ...words] = text.split(" ").filter(Boolean);
  const name = upperWord(first);
  const commands = serviceCommands[service];
  const found = commands.get(name);
  if (name === "HELP") return help(context, service);
  // What was meant as a command may hold a password: it is not repeated.
  if (found === undefined) {
    return tell(context, service, "I don't know that command; HELP lists them");
  }
  if (words.length < found.min) return tell(context, service, `Say ${found.usage}`);
  found.run(context, words);
}

function help(context: UserContext, service: ServiceName): void {
  for (const { usage, text } of serviceCommands[service].values()) {
    tell(context, service, `${usage} - ${text}`);
  }
}
