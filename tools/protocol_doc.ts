/** Writes the parts of docs/protocol.md that follow from the server's tables: `deno task docs`. */

import type { Command, Privilege, Stage } from "../server/commands/command.ts";
import { maxPlainBytes, plainCommands } from "../server/commands/plain.ts";
import { serviceCommands } from "../server/commands/services.ts";
import { renameMs } from "../server/commands/rename.ts";
import { commandTable } from "../server/commands/table.ts";
import { defaultLimits } from "../server/config/settings.ts";
import { flagModes, isFlag, isList, isRank, listModes, rankModes } from "../server/core/modes.ts";
import { openBatchMs } from "../server/core/open_batch.ts";
import { isupport } from "../server/core/welcome.ts";
import { dropAfterMs, pingAfterMs, registrationMs } from "../server/net/life.ts";
import { maxQueueBytes } from "../server/net/outbox.ts";
import { capabilities, capabilityNames } from "../wire/capabilities.ts";
import { maxMessageBytes } from "../wire/message.ts";
import {
  maxMetadataKeyLength,
  maxMetadataKeys,
  maxMetadataSubs,
  maxMetadataValueBytes,
} from "../wire/metadata.ts";
import { maxMultilineBytes, maxMultilineLines } from "../wire/multiline.ts";
import { maxClientTagBytes, maxTagBytes } from "../wire/tags.ts";
import {
  capabilityTexts,
  channelModeLinks,
  commandLink,
  isupportWords,
  rankWords,
  userModeWords,
  valueModes,
} from "./protocol_words.ts";

/** The page that is written into. */
export const protocolFile = "docs/protocol.md";

const stages: Readonly<Record<Stage, string>> = {
  before: "before registration only",
  after: "after registration",
  any: "at any time",
};

const privileges: Readonly<Record<Privilege, string>> = { operator: "server operators only" };

/** The generated parts, by the names of their markers. */
const parts: ReadonlyMap<string, () => string> = new Map([
  ["commands", commandSections],
  ["capabilities", capabilityTable],
  ["services", serviceTable],
  ["channel modes", channelModeTable],
  ["ranks", rankTable],
  ["user modes", userModeTable],
  ["isupport", isupportTable],
  ["sizes", sizeTable],
  ["limits", limitTable],
  ["times", timeTable],
  ["plain", plainTable],
]);

/** Gives `page` with each generated part as the tables say now. */
export async function renderProtocol(page: string): Promise<string> {
  let text = page;
  for (const [name, render] of parts) {
    const begin = `<!-- ${name}: written by deno task docs -->`;
    const end = `<!-- end of ${name} -->`;
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`${protocolFile} lacks the markers of "${name}"`);
    text = `${text.slice(0, from + begin.length)}\n\n${render()}\n\n${text.slice(to)}`;
  }
  return await formatMarkdown(text);
}

function commandSections(): string {
  const names = [...commandTable.keys()].sort();
  return names.map((name) => {
    const command = commandTable.get(name);
    if (command === undefined) throw new Error(`There is no command "${name}"`);
    const [usage, ...text] = command.help;
    const link = commandLink(name);
    const facts = [
      stages[command.stage],
      ...(command.privilege === undefined ? [] : [privileges[command.privilege]]),
      ...(command.capability === undefined ? [] : [`needs capability ${command.capability}`]),
      formatCost(command),
      link === undefined ? "no specification: this server's own" : `[specification](${link})`,
    ];
    return `### ${name}\n\n\`${usage}\`\n\n${escapeText(text.join(" "))}\n\n_${facts.join("; ")}_`;
  }).join("\n\n");
}

function formatCost({ cost = 1, isPerItem }: Command): string {
  if (cost === 0) return "free";
  return `cost ${cost}${isPerItem === true ? " for each item of the list" : ""}`;
}

function capabilityTable(): string {
  return table(
    ["capability", "with it"],
    capabilityNames.map((name) => {
      return [linked(code(name), capabilities[name].specification), capabilityTexts[name]];
    }),
  );
}

function channelModeTable(): string {
  const row = (letter: string, param: string, text: string, link: string | undefined) => {
    return [linked(code(letter), link), param, text];
  };
  const lists = Object.entries(listModes).flatMap(([letter, text]) =>
    isList(letter)
      ? [row(letter, letter === "g" ? "pattern" : "mask", text, channelModeLinks[letter])]
      : []
  );
  const values = [
    row("k", "key", valueModes.k.text, valueModes.k.link),
    row("l", "number", valueModes.l.text, valueModes.l.link),
    row("f", "messages:seconds", valueModes.f.text, valueModes.f.link),
  ];
  const flags = Object.entries(flagModes).flatMap(([letter, text]) =>
    isFlag(letter) ? [row(letter, "", text, channelModeLinks[letter])] : []
  );
  return table(["mode", "parameter", "what it does"], [...lists, ...values, ...flags]);
}

function rankTable(): string {
  const ranks = Object.keys(rankModes).filter(isRank).map((letter) => {
    const { text, link } = rankWords[letter];
    return [linked(code(letter), link), code(rankModes[letter].sign), text];
  });
  return table(["mode", "sign", "who has it"], ranks);
}

function userModeTable(): string {
  const rows = Object.entries(userModeWords).map(([letter, { text, link }]) => {
    return [linked(code(letter), link), text];
  });
  return table(["mode", "who has it"], rows);
}

function isupportTable(): string {
  const rows = isupport.map((token) => {
    const [name = "", value = ""] = token.split(/=(.*)/);
    const word = isupportWords.get(name);
    if (word === undefined) throw new Error(`tools/protocol_words.ts lacks ISUPPORT "${name}"`);
    return [linked(code(name), word.link), value === "" ? "" : code(value), word.text];
  });
  return table(["token", "value", "meaning"], rows);
}

function sizeTable(): string {
  return table(["what", "at most"], [
    ["a line of IRC with its end, without tags", `${maxMessageBytes} bytes`],
    ["tags that a client sends, with `@` and the space", `${maxClientTagBytes} bytes`],
    ["tags of a relayed line, counted alike", `${maxTagBytes} bytes`],
    ["a message of several lines", `${maxMultilineLines} lines, ${maxMultilineBytes} bytes`],
    ["keys of metadata of a user or a channel", `${maxMetadataKeys}`],
    ["a key of metadata", `${maxMetadataKeyLength} characters`],
    ["a value of metadata", `${maxMetadataValueBytes} bytes`],
    ["keys of metadata that one connection is told of", `${maxMetadataSubs}`],
    ["a line of the plain dialect, without its end", `${maxPlainBytes} bytes`],
    ["what waits for a slow reader", `${maxQueueBytes / 1024} KiB`],
  ]);
}

function limitTable(): string {
  const limits = defaultLimits;
  return table(["key of `[limits]`", "unless said otherwise", "meaning"], [
    [code("burst"), `${limits.burst}`, "tokens of who comes from elsewhere"],
    [code("per-second"), `${limits.perSecond}`, "how many of them come back in a second"],
    [code("loopback-burst"), `${limits.loopbackBurst}`, "tokens of who comes from this machine"],
    [
      code("loopback-per-second"),
      `${limits.loopbackPerSecond}`,
      "how many of them come back in a second",
    ],
    [code("connections-per-address"), `${limits.connectionsPerAddress}`, "at a time"],
    [
      code("new-connections-per-address"),
      `${limits.newConnectionsPerAddress}`,
      "within the minutes below",
    ],
    [code("new-connections-minutes"), `${limits.newConnectionsMinutes}`, "for the row above"],
    [code("trusted"), limits.trusted.join(" "), "networks that none of this holds for"],
  ]);
}

function timeTable(): string {
  const seconds = (ms: number) => `${ms / 1000} s`;
  return table(["after", "what happens"], [
    [seconds(registrationMs), "a connection that has not registered, or given a name, is closed"],
    [seconds(renameMs), "a channel may be renamed again"],
    [seconds(openBatchMs), "a message of several lines that is not ended is refused"],
    [seconds(pingAfterMs), "a silent IRC client gets a PING"],
    [seconds(dropAfterMs), "one that is still silent is closed"],
  ]);
}

function serviceTable(): string {
  const rows = Object.entries(serviceCommands).flatMap(([service, commands]) =>
    [...commands.values()].map(({ usage, text }) => [service, code(usage), text])
  );
  return table(["to", "say", "what it does"], rows);
}

function plainTable(): string {
  const rows = [...plainCommands.values()].map(({ usage, text }) => [code(usage), text]);
  return table(["line", "what it does"], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

function linked(text: string, link: string | undefined): string {
  return link === undefined ? text : `[${text}](${link})`;
}

/** Text of HELP may hold what Markdown would take for its own. */
function escapeText(text: string): string {
  return text.replace(/[<>*_[\]]/g, "\\$&");
}

/** As `deno fmt` would, so that both agree on the file. */
async function formatMarkdown(text: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--ext=md", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const [{ success, stdout }] = await Promise.all([
    child.output(),
    writer.write(new TextEncoder().encode(text)).then(() => writer.close()),
  ]);
  if (!success) throw new Error("deno fmt refuses the page");
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  await Deno.writeTextFile(
    protocolFile,
    await renderProtocol(await Deno.readTextFile(protocolFile)),
  );
}
