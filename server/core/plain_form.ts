/** What plain clients read in place of IRC: one safe line a message, or nothing. */

import { isChannelName } from "../../wire/casemap.ts";
import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import { safeText } from "../../wire/safe_text.ts";
import { parseSource } from "../../wire/source.ts";
import { lobbyName } from "./channel.ts";
import { isRank, rankModes, takesParam } from "./modes.ts";
import { statusSigns } from "./ranked_sessions.ts";

/** Says what someone else's deed looks like, the same to all who see it; undefined where it is not shown. */
export function plainRelay(message: Message): string | undefined {
  const { nick, user } = parseSource(message.source);
  // What the server itself does has a source of one word.
  const name = user === "" ? "server" : safeText(nick);
  const { params } = message;
  const [target = "", text = ""] = params;
  switch (message.command) {
    case "PRIVMSG":
      return plainTalk(name, target, text);
    case "NOTICE":
      if (user === "") return `[server] ${safeText(text)}`;
      return plainTalk(name, target, text);
    case "JOIN":
      return `* ${name} joined`;
    case "PART":
    case "QUIT":
      return `* ${name} left`;
    case "NICK":
      return `* ${name} is now ${safeText(target)}`;
    case "RENAME":
      return `* ${name} renamed ${safeText(target)} to ${safeText(text)}`;
    case "TOPIC":
      return text === ""
        ? `* ${name} removed the topic`
        : `* ${name} set the topic: ${safeText(text)}`;
    case "KICK":
      return `* ${safeText(text)} was kicked by ${name}: ${safeText(params.at(2) ?? "")}`;
    case "MODE":
      return plainModes(name, params);
    case "INVITE":
      return `[server] ${name} invites you to ${safeText(text)}; /join ${safeText(text)}`;
    default:
      return undefined;
  }
}

/** Says what the reader's own deed looks like to it. */
export function plainOwn(message: Message): string | undefined {
  const [target = ""] = message.params;
  switch (message.command) {
    case "JOIN":
      return `[server] You are in ${safeText(target)}`;
    case "NICK":
      return `[server] You are ${safeText(target)}`;
    case "KICK":
      return plainKicked(message);
    case "PART":
    case "QUIT":
      return undefined;
    default:
      return plainRelay(message);
  }
}

/** Of a line of the past, which is shown to plain clients as it is. No client ever sends or gets this word. */
export const pastCommand = "PAST";

/** Says what a line of the server's own looks like. */
export function plainReply({ command, params }: Message): string | undefined {
  const text = safeText(params.at(-1) ?? "");
  const [nick = "", channel = "", third = ""] = params.map(safeText);
  switch (command) {
    case numeric.RPL_WELCOME:
      return `[server] Welcome, ${nick}. What you type goes to everyone here; /help tells more, exit leaves.`;
    case pastCommand:
      return text;
    case numeric.RPL_LIST:
      return `[server] ${channel} (${third})${text === "" ? "" : `: ${text}`}`;
    case numeric.RPL_AWAY:
      return `[server] ${channel} is away: ${text}`;
    case numeric.RPL_TOPIC:
      return `[server] Topic: ${text}`;
    case numeric.RPL_NOTOPIC:
      return `[server] ${channel} has no topic`;
    case numeric.RPL_NAMREPLY:
      return `[server] Here: ${text.split(" ").join(", ")}`;
    case numeric.RPL_LOGGEDIN:
    case numeric.RPL_LOGGEDOUT:
    case numeric.RPL_MOTD:
    case numeric.RPL_HELPSTART:
    case numeric.RPL_HELPTXT:
    case "NOTICE":
    case "ERROR":
      return `[server] ${text}`;
    default:
      return isError(command) ? `[server] ${refusalText(command, params)}` : undefined;
  }
}

function isError(command: string): boolean {
  return command === "FAIL" || command === numeric.ERR_SASLFAIL ||
    /^[45][0-9]{2}$/.test(command) && command !== numeric.ERR_NOMOTD;
}

/** Numerics start with the reader's nick, FAIL with command and code: neither says anything to a person. */
function refusalText(command: string, params: readonly string[]): string {
  const context = params.slice(command === "FAIL" ? 2 : 1, -1)
    .filter((word) => word !== "*").map(safeText).join(" ");
  const text = safeText(params.at(-1) ?? "");
  return context === "" ? text : `${context}: ${text}`;
}

/** CTCP: https://modern.ircdocs.horse/ctcp; of its messages a reader of lines is shown ACTION alone. */
function plainTalk(name: string, target: string, text: string): string | undefined {
  const mark = isChannelName(target)
    ? ""
    : isForPart(target)
    ? ` (to ${safeText(target)})`
    : " (private)";
  if (!text.startsWith("\x01")) return `${name}${mark}: ${safeText(text)}`;
  // deno-lint-ignore no-control-regex -- CTCP is quoted by \x01
  const action = /^\x01ACTION ([^\x01]*)\x01?$/.exec(text)?.[1];
  return action === undefined ? undefined : `* ${name}${mark}: ${safeText(action)}`;
}

/** To those of a rank only: https://modern.ircdocs.horse/#statusmsg-parameter */
function isForPart(target: string): boolean {
  return statusSigns.includes(target.charAt(0)) && isChannelName(target.slice(1));
}

/** Who is thrown out is nowhere, and is told the way back. */
function plainKicked({ source, params }: Message): string {
  const [channel = "", , reason = ""] = params.map(safeText);
  const by = safeText(parseSource(source).nick);
  return `[server] You were kicked from ${channel} by ${by}: ${reason}; /join ${lobbyName} goes on`;
}

/** Of modes those are shown that people notice: who gets or loses a rank, and whether the topic is locked. */
function plainModes(
  by: string,
  [target = "", letters = "", ...params]: readonly string[],
): string | undefined {
  if (!isChannelName(target)) return undefined;
  const rest = [...params];
  const deeds: string[] = [];
  let isSet = true;
  for (const letter of letters) {
    if (letter === "+" || letter === "-") {
      isSet = letter === "+";
      continue;
    }
    const param = takesParam(letter, isSet) ? safeText(rest.shift() ?? "") : "";
    if (letter === "t") deeds.push(isSet ? "locked the topic" : "unlocked the topic");
    if (!isRank(letter)) continue;
    const { title } = rankModes[letter];
    deeds.push(isSet ? `gave ${title} to ${param}` : `took ${title} from ${param}`);
  }
  return deeds.length === 0 ? undefined : `* ${by} ${deeds.join(", ")}`;
}
