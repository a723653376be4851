/** Manual pages with the text of `--help`. */

import { parseArguments } from "../cli/program.ts";

/** What the pages say of themselves. */
export interface ManOptions {
  /** The program's. */
  readonly version: string;
  /** Of the version, as 2026-01-31. */
  readonly date: string;
}

/** A list of the help: of commands, arguments or options. */
type Rows = readonly (readonly [term: string, text: string])[];

interface HelpText {
  readonly usage: string;
  readonly summary: string;
  /** The lists, by their headings. */
  readonly lists: ReadonlyMap<string, Rows>;
  /** What stands below them. */
  readonly notes: readonly string[];
}

/** Gives what the program prints for arguments that it answers by itself. */
export function printed(args: readonly string[], version: string): string {
  let text = "";
  parseArguments(args, version, { out: (more) => text += more, err: (more) => text += more });
  return text;
}

/** Makes them all, by the names of their files: `chat.1`, and `chat-server.1` and so on for the commands. */
export function manPages(options: ManOptions): ReadonlyMap<string, string> {
  const helpOf = (...command: readonly string[]) =>
    readHelp(printed([...command, "--help"], options.version));
  const program = helpOf();
  const commands = (program.lists.get("Commands") ?? [])
    .map(([term]) => term.replace(/ .*/, ""))
    .filter((name) => name !== "help");
  const names = ["chat", ...commands.map((command) => `chat-${command}`)];
  const helps = [program, ...commands.map((command) => helpOf(command))];
  const text = (name: string, help: HelpText): string =>
    page(name, help, options, names.filter((other) => other !== name));
  return new Map(helps.map((help, index) => {
    const name = names[index] ?? "";
    return [`${name}.1`, text(name, help)];
  }));
}

/** Takes a help apart: paragraphs, of which some begin with a heading, their rows wrapped below their texts. */
function readHelp(help: string): HelpText {
  const [usage = "", summary = "", ...rest] = help.trim().split("\n\n");
  const lists = new Map<string, Rows>();
  const notes: string[] = [];
  for (const paragraph of rest) {
    const [, heading, list] = /^(Commands|Arguments|Options):\n([^]*)$/.exec(paragraph) ?? [];
    if (heading === undefined || list === undefined) notes.push(paragraph);
    else lists.set(heading, rowsOf(list));
  }
  return { usage: usage.replace(/^Usage: /, ""), summary: unwrapped(summary), lists, notes };
}

function rowsOf(list: string): Rows {
  return list.split(/\n(?= {2}\S)/).map((row) => {
    const [, term = "", text = ""] = /^ *(.+?) {2,}([^]*)$/.exec(row) ?? [];
    return [term, unwrapped(text)];
  });
}

function unwrapped(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}

function page(
  name: string,
  { usage, summary, lists, notes }: HelpText,
  { version, date }: ManOptions,
  others: readonly string[],
): string {
  return [
    `.TH ${name.toUpperCase()} 1 ${date} "chat ${version}" "chat"`,
    ".SH NAME",
    `${name} \\- ${escaped(summary.replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    `.B ${escaped(usage)}`,
    ".SH DESCRIPTION",
    escaped(summary),
    ...[...lists].flatMap(([heading, rows]) => [
      `.SH ${heading.toUpperCase()}`,
      ...rows.flatMap(([term, text]) => [".TP", `.B ${escaped(term)}`, escaped(text)]),
    ]),
    // As they stand, since they have examples in columns.
    ...(notes.length === 0 ? [] : [".SH NOTES", ".nf", ...notesLines(notes), ".fi"]),
    ".SH SEE ALSO",
    others.map((other) => `.BR ${escaped(other)} (1)`).join(" ,\n"),
    "",
  ].join("\n");
}

function notesLines(notes: readonly string[]): readonly string[] {
  return notes.join("\n\n").split("\n").map((line) => line === "" ? ".sp" : escaped(line));
}

/** As text of groff: a dash that can be searched for and copied, no escapes, and no request at its start. */
function escaped(text: string): string {
  const line = text.replaceAll("\\", "\\e").replaceAll("-", "\\-");
  return /^[.']/.test(line) ? `\\&${line}` : line;
}
