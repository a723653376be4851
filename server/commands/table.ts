/** All commands of IRC, and HELP, which tells about them. */

import { upperWord } from "../../wire/casemap.ts";
import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { packTokens } from "../../wire/pack_tokens.ts";
import { type Refusal, refuse } from "../core/refusal.ts";
import { numericLine } from "../core/replies.ts";
import { aboutFamily } from "./about.ts";
import { accountFamily } from "./account.ts";
import { authenticateFamily } from "./authenticate.ts";
import { bansFamily } from "./bans.ts";
import { capFamily } from "./cap.ts";
import { channelFamily } from "./channel.ts";
import { type Command, command, type Context, type Family, shown } from "./command.ts";
import { helpTopics } from "./help_topics.ts";
import { historyFamily } from "./history.ts";
import { infoFamily } from "./info.ts";
import { listFamily } from "./list.ts";
import { lockdownFamily } from "./lockdown.ts";
import { metadataFamily } from "./metadata.ts";
import { modeFamily } from "./mode.ts";
import { multilineFamily } from "./multiline.ts";
import { operatorFamily } from "./operator.ts";
import { presenceFamily } from "./presence.ts";
import { readMarkerFamily } from "./read_marker.ts";
import { redactFamily } from "./redact.ts";
import { registerFamily } from "./register.ts";
import { renameFamily } from "./rename.ts";
import { sayFamily } from "./say.ts";
import { searchFamily } from "./search.ts";
import { serviceFamily } from "./services.ts";
import { whoFamily } from "./who.ts";
import { whoisFamily } from "./whois.ts";

const helpFamily: Family = {
  HELP: command({
    min: 0,
    cost: 2,
    help: ["HELP [<command or topic>]", "Lists commands and topics, or tells about one."],
    run: (context, [topic = ""]) => help(context, upperWord(topic)),
  }),
  HELPOP: command({
    min: 0,
    cost: 2,
    help: ["HELPOP [<command or topic>]", "The same as HELP, as some clients spell it."],
    run: (context, [topic = ""]) => help(context, upperWord(topic)),
  }),
};

/** Every command by its name in upper case. */
export const commandTable: ReadonlyMap<string, Command> = merge([
  registerFamily,
  capFamily,
  authenticateFamily,
  accountFamily,
  serviceFamily,
  channelFamily,
  listFamily,
  renameFamily,
  sayFamily,
  multilineFamily,
  metadataFamily,
  modeFamily,
  whoFamily,
  whoisFamily,
  presenceFamily,
  historyFamily,
  searchFamily,
  redactFamily,
  readMarkerFamily,
  aboutFamily,
  infoFamily,
  operatorFamily,
  bansFamily,
  lockdownFamily,
  helpFamily,
]);

function merge(families: readonly Family[]): ReadonlyMap<string, Command> {
  const table = new Map<string, Command>();
  for (const [name, declared] of families.flatMap((family) => Object.entries(family))) {
    if (table.has(name)) throw new Error(`Command "${name}" is declared twice`);
    table.set(name, declared);
  }
  return table;
}

function help(context: Context, topic: string): Refusal | undefined {
  const { world, session, sink } = context;
  const text = topic === "" ? overview() : commandTable.get(topic)?.help ?? helpTopics.get(topic);
  if (text === undefined) {
    return refuse(numeric.ERR_HELPNOTFOUND, shown(topic), "There is no help on this; try HELP");
  }
  sink.answer(session, helpLines(topic === "" ? "*" : topic, text));
  return undefined;

  function* helpLines(subject: string, lines: readonly string[]): Generator<Message> {
    const [first = "", ...rest] = lines;
    yield numericLine(world, session, numeric.RPL_HELPSTART, subject, first);
    // What follows the title is set off by an empty line: https://modern.ircdocs.horse/#help-message
    for (const line of ["", ...rest]) {
      yield numericLine(world, session, numeric.RPL_HELPTXT, subject, line);
    }
    yield numericLine(world, session, numeric.RPL_ENDOFHELP, subject, "End of /HELP");
  }
}

/** Most bytes of names in a line. */
const overviewBytes = 300;

function overview(): readonly string[] {
  const names = [...commandTable.keys()].sort();
  return [
    "HELP <command> tells about one of these:",
    ...packTokens(names, overviewBytes),
    `Topics: ${[...helpTopics.keys()].join(" ")}`,
  ];
}
