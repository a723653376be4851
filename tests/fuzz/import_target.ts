/** Logs of other programs and our own exports: each line is imported once, or it is said why not. */

import assert from "node:assert/strict";
import { type ImportedLine, LineImporter } from "../../server/store/import_lines.ts";
import { openForWriting } from "../../server/store/open_database.ts";
import type { StoreDatabase } from "../../server/store/store_database.ts";
import { readFileLines } from "../../server/transfer/file_lines.ts";
import { createIrssiParser } from "../../server/transfer/irssi_parser.ts";
import { createJsonlParser } from "../../server/transfer/jsonl_parser.ts";
import { bad, type LogParser } from "../../server/transfer/log_parser.ts";
import { createWeechatParser } from "../../server/transfer/weechat_parser.ts";
import { unpackLines } from "../../server/core/multiline.ts";
import { hasForbidden, maxMessageBytes } from "../../wire/message.ts";
import { utf8Length } from "../../wire/utf8.ts";
import { type Random, randomOf } from "../helpers/random.ts";
import { expand, type Grammar, wordsOf } from "./grammar.ts";
import { joined } from "./mutation.ts";
import type { Notice, Piece, Target } from "./target.ts";

const grammar: Grammar = {
  irssi: [
    ...["{time} <{nick}> {text}", "{time} <{nick}> {text}", "{time}  * {nick} {text}", "{day}"],
    ...["{time} -{nick}:#a- {text}", "{time} -!- {happening}", "{time} -!- {happening}"],
  ],
  day: [
    ...["--- Log opened Mon Jan 01 12:34:56 2024", "--- Day changed Tue Jan 02 2024"],
    ...[
      "--- Log closed Mon Jan 01 12:34:56 2024",
      "--- Day changed {word} {word} {number} {number}",
    ],
    ...["--- Day changed Thu Feb 30 2023", "--- Log opened Sun Dec 31 23:59:60 9999", "--- {text}"],
  ],
  time: ["12:34", "12:34:56", "[12:34]", "00:00:00", "23:59", "24:00", "{number}:{number}"],
  happening: [
    ...["{nick} [{address}] has joined #a", "{nick} [{address}] has left #a [{text}]"],
    ...["{nick} [{address}] has quit [{text}]", "{nick} was kicked from #a by {nick} [{text}]"],
    ...["{nick} is now known as {nick}", "{nick} changed the topic of #a to: {text}"],
    ...["mode/#a [{modes}] by {nick}", "{text}"],
  ],
  weechat: [
    ...[
      "{date} {clock}\t{nick}\t{text}",
      "{date} {clock}\t{nick}\t{text}",
      "{date} {clock}\t *\t{nick} {text}",
    ],
    ...[
      "{date} {clock}\t-->\t{nick} ({address}) has joined #a",
      "{date} {clock}\t<--\t{nick} ({address}) has quit ({text})",
    ],
    ...[
      '{date} {clock}\t<--\t{nick} ({address}) has left #a ("{text}")',
      "{date} {clock}\t--\t{nick} is now known as {nick}",
    ],
    ...[
      "{date} {clock}\t<--\t{nick} has kicked {nick} ({text})",
      "{date} {clock}\t--\tMode #a [{modes}] by {nick}",
    ],
    ...[
      '{date} {clock}\t--\t{nick} has changed topic for #a from "{text}" to "{text}"',
      "{date} {clock}\t{word}",
    ],
  ],
  date: [
    "2024-01-01",
    "2024-02-29",
    "2023-02-29",
    "1970-01-01",
    "9999-12-31",
    "0000-00-00",
    "{number}-01-01",
  ],
  clock: ["12:34:56", "00:00:00", "23:59:60", "25:00:00"],
  jsonl: [
    '\\{"channel":"{channel}","msgid":"{msgid}","time":"{stamp}",{rest}}',
    '\\{"channel":"#a","msgid":"{msgid}","time":"{stamp}",{rest}}',
    '\\{"channel":"#a","time":"{stamp}",{rest},"tags":\\{{tags}}}',
    '\\{"channel":"#a","part":{number},"restricted":true,"time":"{stamp}",{rest}}',
    '\\{"channel":"#a","time":"{stamp}",{said},"more":[{more}]}',
    "{json}",
  ],
  rest: ["{said}", '"source":"{nick}!u@h","command":"{command}","params":[{params}]'],
  said: ['"source":"{nick}!u@h","command":"PRIVMSG","params":["#a","{safe}"]'],
  command: [
    "PRIVMSG",
    "NOTICE",
    "TAGMSG",
    "JOIN",
    "PART",
    "KICK",
    "TOPIC",
    "MODE",
    "QUIT",
    "NICK",
    "{word}",
    "a b",
  ],
  params: ['"#a"', '"#a","{safe}"', '"#a","{nick}","{safe}"', '"{safe}"', "", "1", '"{nick}"'],
  more: ['\\{"text":"{safe}"}', '\\{"text":"{safe}","joined":true},{more}', "1", "\\{}"],
  tags: ['"+draft/reply":"{msgid}"', '"{word}":"{safe}"', '"+a":1', '"__proto__":"x"'],
  json: [
    "\\{}",
    "[]",
    "null",
    "1",
    '"a"',
    '\\{"channel":1}',
    '\\{"owner":"a"}',
    "[[[[[[[[",
    '\\{"a":\\{',
  ],
  stamp: [
    "2024-01-01T12:34:56.789Z",
    "2024-01-01T12:34:56Z",
    "1970-01-01T00:00:00.000Z",
    "2099-01-01T00:00:00.000Z",
    "2024-02-31T00:00:00.000Z",
    "{word}",
  ],
  msgid: [
    "00lqyqkzz000000000001",
    "000lqyqkzz0000000009",
    "0lr0000000000000001",
    "{word}",
    "zzzzzzzzzzzzzzzzzz",
    "000000000000000000",
  ],
  channel: ["#a", "#A", "#b", "#", "a", "#é", "#a b"],
  nick: ["ann", "@ann", "+bob", "é", "a b", "", "{long}", "ann!x", ":x", "~&@x"],
  address: ["u@h", "~u@example.org", "", "a b", "@"],
  modes: ["+o ann", "-b *!*@*", "+", " ", "+ov a b"],
  text: [
    "hello",
    "{text} {text}",
    "",
    "\x01ACTION x\x01",
    "\x02b\x0f",
    "漢字",
    "\x1b[2J",
    "\t",
    "[x] (y)",
    "{long}",
    "\\",
    "\ud83d",
  ],
  safe: ["hello", "", " ", ":)", "漢", "\\u0000", "\\r\\nQUIT", "\\ud800", "\\u202e", "{longer}"],
  long: ["x".repeat(600), "é".repeat(300)],
  longer: ["x".repeat(490), "漢".repeat(200)],
  number: ["0", "1", "999", "1000", "-1", "1.5", "2024", "99", "1e9"],
  word: ["a", "Jan", "*", "__proto__", "é", "12", ""],
};

type Format = "irssi" | "weechat" | "jsonl";
const formats: readonly Format[] = ["irssi", "weechat", "jsonl"];

/** Lines of our own form have no braces of a rule. */
function write(random: Random, format: Format): string {
  return expand(random, grammar, format).replaceAll("\\{", "{");
}

const nowMs = Date.UTC(2026, 0, 1);
const newline = Uint8Array.of(10);

/** Lines longer than this are told to be too long. */
const maxLineBytes = 8 * 1024;

/** See `Target`. A piece is a line of a log, with a letter in front that says of which kind. */
export const importTarget: Target = {
  name: "import",
  share: 10,
  scriptPieces: 200,
  changedShare: 50,
  words: wordsOf(grammar),
  make(random) {
    const format = randomOf(random, formats);
    return new TextEncoder().encode(format.charAt(0) + write(random, format));
  },
  run(script, notice) {
    using folder = new ScratchFile();
    using database = openForWriting(":memory:");
    for (const format of formats) {
      const places = [...script.keys()].filter((at) => formatOf(script[at]) === format);
      const lines = places.map((at) => script[at]?.subarray(1) ?? newline);
      folder.write(joined(...lines.flatMap((line) => [line, newline])));
      const parser = parserOf(format);
      const tell: Notice = (line, feature) => notice(places[line] ?? 0, `${format} ${feature}`);
      importAll({ database, folder, parser, notice: tell });
      const added = importAll({ database, folder, parser: parserOf(format), notice: () => {} });
      assert.equal(added, 0, `${format}: what was imported is imported again`);
    }
    return script.length;
  },
};

function formatOf(piece: Piece | undefined): Format {
  const first = String.fromCharCode(piece?.[0] ?? 0);
  return formats.find((format) => format.startsWith(first)) ?? "irssi";
}

interface Import {
  readonly database: StoreDatabase;
  readonly folder: ScratchFile;
  readonly parser: LogParser;
  readonly notice: Notice;
}

/** Gives how many lines were new. */
function importAll({ database, folder, parser, notice }: Import): number {
  const importer = new LineImporter(database, nowMs);
  let added = 0;
  using file = folder.open();
  for (const { number, text } of readFileLines(file, maxLineBytes)) {
    const parsed = text === undefined ? bad("is too long") : parser(text);
    notice(number - 1, parsed.kind === "bad" ? parsed.why : parsed.kind);
    if (parsed.kind !== "lines") continue;
    checkTime(text ?? "", parsed.lines);
    for (const line of parsed.lines) {
      const message = unpackLines(line.line);
      assert.ok(message !== undefined, "What is imported is no message");
      checkMessage(line.line);
      const imported = importer.add(line);
      if (imported.kind === "added") added++;
      const what = imported.kind === "refused" ? imported.why.replace(/[0-9]/g, "") : imported.kind;
      notice(number - 1, `${message.message.command} ${what}`);
    }
  }
  importer.finish();
  return added;
}

function parserOf(format: Format): LogParser {
  if (format === "jsonl") return createJsonlParser(undefined);
  return format === "irssi" ? createIrssiParser("#a") : createWeechatParser("#a");
}

/** A time that is written out is the time that is imported. */
function checkTime(text: string, lines: readonly ImportedLine[]): void {
  const told = /^\{[^\t]*"time":"([-0-9]{10}T[:0-9]{8})/.exec(text)?.[1];
  const time = new Date(lines[0]?.timeMs ?? 0).toISOString().slice(0, 19);
  if (told !== undefined && text.match(/"time"/g)?.length === 1) assert.equal(time, told);
}

/** Of a message of several lines each is one. */
function checkMessage(line: string): void {
  for (const part of line.split(/[\r\n]/)) {
    assert.ok(!hasForbidden(part), "An end of a line is imported");
    assert.ok(part.isWellFormed(), "Half a character is imported");
    assert.ok(utf8Length(part) <= maxMessageBytes - 2, "A line too long is imported");
  }
}

/** A file that is written anew for each log. */
class ScratchFile implements Disposable {
  readonly #path = Deno.makeTempFileSync({ prefix: "fuzz-import-" });

  write(bytes: Uint8Array): void {
    Deno.writeFileSync(this.#path, bytes);
  }

  open(): Deno.FsFile {
    return Deno.openSync(this.#path);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.#path);
  }
}
