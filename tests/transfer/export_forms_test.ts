import assert from "node:assert/strict";
import type { StoreDatabase } from "../../server/store/store_database.ts";
import { LineImporter } from "../../server/store/import_lines.ts";
import { listLogs } from "../../server/store/log_lines.ts";
import { openForWriting } from "../../server/store/open_database.ts";
import type { ExportForm } from "../../server/transfer/export_form.ts";
import { createHtmlForm } from "../../server/transfer/html_form.ts";
import { createIrssiParser } from "../../server/transfer/irssi_parser.ts";
import { jsonlForm } from "../../server/transfer/jsonl_form.ts";
import { createJsonlParser } from "../../server/transfer/jsonl_parser.ts";
import type { LogParser } from "../../server/transfer/log_parser.ts";
import { exportText } from "../../server/transfer/run_export.ts";
import { createTextForm } from "../../server/transfer/text_form.ts";

const log = [
  "--- Log opened Mon Jan 01 10:00:00 2024",
  "10:00:00 -!- ann [~ann@host.example] has joined #x",
  "10:00:01 <ann> see <b>https://example.com/?a=1&b=2</b>, \x02bold\x02 and \x0304,01red",
  "10:00:02 * ann waves",
  "10:00:03 -bot- done",
  "--- Day changed Tue Jan 02 2024",
  '11:00:00 <bob> javascript:alert(1) http://x"onclick="y',
  "",
].join("\n");

function fill(database: StoreDatabase, parser: LogParser, text: string): void {
  const importer = new LineImporter(database, Date.now());
  for (const line of text.split("\n")) {
    const parsed = parser(line);
    if (parsed.kind === "lines") { for (const each of parsed.lines) importer.add(each); }
  }
  importer.finish();
}

function filled(): StoreDatabase {
  const database = openForWriting(":memory:");
  fill(database, createIrssiParser("#x"), log);
  return database;
}

function written(
  database: StoreDatabase,
  form: ExportForm,
  span: { readonly sinceMs?: number; readonly untilMs?: number } = {},
): string {
  const { sinceMs, untilMs } = span;
  return [...exportText(database, listLogs(database, false), { form, sinceMs, untilMs })].join("");
}

Deno.test("an export as text is what irssi writes, safe for a terminal", () => {
  using database = filled();
  assert.equal(
    written(database, createTextForm()),
    `--- Log of #x
--- Day changed Mon Jan 01 2024
10:00:00 -!- ann [~ann@host.example] has joined #x
10:00:01 <ann> see <b>https://example.com/?a=1&b=2</b>, bold and red
10:00:02 * ann waves
10:00:03 -bot- done
--- Day changed Tue Jan 02 2024
11:00:00 <bob> javascript:alert(1) http://x"onclick="y
`,
  );
});

Deno.test("text of one channel can be imported again", () => {
  using database = filled();
  const text = written(database, createTextForm());
  using other = openForWriting(":memory:");
  fill(other, createIrssiParser("#x"), text);
  assert.equal(written(other, createTextForm()), text);
});

Deno.test("objects can be imported again, and come out as they were", () => {
  using database = filled();
  const text = written(database, jsonlForm);
  assert.equal(text.split("\n").length, 6);
  const [, second = ""] = text.split("\n");
  assert.deepEqual(Object.keys(JSON.parse(second)), [
    "channel",
    "msgid",
    "time",
    "source",
    "command",
    "params",
    "text",
  ]);
  using other = openForWriting(":memory:");
  fill(other, createJsonlParser(undefined), text);
  assert.equal(written(other, jsonlForm), text);
});

Deno.test("objects have no character that a terminal obeys", () => {
  using database = openForWriting(":memory:");
  const line = JSON.stringify({
    channel: "#x",
    time: "2024-01-02T12:34:56.789Z",
    source: "ann",
    command: "PRIVMSG",
    params: ["#x", "\x1b[2J\x9b2J\u202e\x7f"],
  });
  fill(database, createJsonlParser(undefined), line);
  const text = written(database, jsonlForm);
  assert.match(text, /^[\x20-\x7e]+\n$/);
  assert.equal(JSON.parse(text).text, "\x1b[2J\x9b2J\u202e\x7f");
});

Deno.test("a page has no element that was said, and links to the web alone", () => {
  using database = filled();
  const page = written(database, createHtmlForm());
  assert.ok(!page.includes("<b>https"));
  assert.ok(!page.includes("<script"));
  assert.ok(!/["\s]onclick="/.test(page));
  assert.deepEqual(page.match(/<a [^>]*>/g), [
    '<a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer">',
    '<a href="http://x" rel="noopener noreferrer">',
  ]);
  assert.match(page, /<span class="bold">bold<\/span> and <span class="ink4 ground1">red<\/span>/);
  assert.match(page, /<h2>#x<\/h2>\n<h3>Mon Jan 01 2024<\/h3>[^]*<h3>Tue Jan 02 2024<\/h3>/);
  for (const name of ["section", "main", "body", "html", "p", "span", "b", "i", "a", "time"]) {
    const opened = page.match(new RegExp(`<${name}[ >]`, "g"))?.length;
    assert.equal(page.match(new RegExp(`</${name}>`, "g"))?.length, opened, name);
  }
});

Deno.test("a time span takes its first moment and leaves out its last one", () => {
  using database = filled();
  const at = (second: number) => new Date(2024, 0, 1, 10, 0, second).getTime();
  const text = written(database, createTextForm(), { sinceMs: at(1), untilMs: at(3) });
  assert.deepEqual(text.match(/10:00:0\d/g), ["10:00:01", "10:00:02"]);
  assert.equal(written(database, createTextForm(), { sinceMs: at(100_000_000) }), "");
});

Deno.test("a log of many pages of messages and events comes whole and in order", () => {
  using database = openForWriting(":memory:");
  const lines = Array.from({ length: 2_000 }, (_, at) => {
    const time = `1${Math.floor(at / 600)}:${String(Math.floor(at / 10) % 60).padStart(2, "0")}`;
    return `${time} ${at % 3 === 0 ? `-!- nick${at} has joined #x` : `<ann> message ${at}`}`;
  });
  fill(
    database,
    createIrssiParser("#x"),
    `--- Log opened Mon Jan 01 10:00:00 2024\n${lines.join("\n")}`,
  );
  const numbers = written(database, createTextForm()).match(/(?<=nick|message )\d+/g)?.map(Number);
  assert.deepEqual(numbers, lines.map((_, at) => at));
});
