import assert from "node:assert/strict";
import type { KeepRecord } from "../../server/core/archive.ts";
import { LineImporter } from "../../server/store/import_lines.ts";
import { listLogs } from "../../server/store/log_lines.ts";
import type { StoreDatabase } from "../../server/store/store_database.ts";
import type { ExportForm } from "../../server/transfer/export_form.ts";
import { createHtmlForm } from "../../server/transfer/html_form.ts";
import { jsonlForm } from "../../server/transfer/jsonl_form.ts";
import { createJsonlParser } from "../../server/transfer/jsonl_parser.ts";
import { exportText } from "../../server/transfer/run_export.ts";
import { createTextForm } from "../../server/transfer/text_form.ts";
import { logOf, said, StoreFile } from "../helpers/store_file.ts";

/** A message of several lines, and a channel that had another name then. */
const records: readonly KeepRecord[] = [
  said(1, "hello\nhow is \reveryone?\n\n<end>", { log: logOf("#a"), timeMs: 1_700_000_000_000 }),
  { kind: "logRenamed", from: "#a", to: "#b", key: 2 },
];

function written(database: StoreDatabase, form: ExportForm): string {
  const wish = { form, sinceMs: undefined, untilMs: undefined };
  return [...exportText(database, listLogs(database, false), wish)].join("");
}

Deno.test("a message of several lines is exported line by line where lines are all there is", () => {
  using file = new StoreFile();
  file.keeps(1, ...records);
  const text = written(file.database, createTextForm());
  assert.match(text, /<ann> hello\n\S+ <ann> how is \n\S+ <ann> everyone\?\n\S+ <ann> <end>\n/);
  const html = written(file.database, createHtmlForm());
  for (const line of ["hello", "everyone?", "&lt;end&gt;"]) assert.ok(html.includes(line), line);
});

Deno.test("as JSON it is one object, under the channel's name of today, and comes back the same", () => {
  using file = new StoreFile();
  file.keeps(1, ...records);
  const text = written(file.database, jsonlForm);
  const { channel, params, text: whole, more } = JSON.parse(text);
  assert.deepEqual({ channel, params, whole, more }, {
    channel: "#b",
    params: ["#b", "hello"],
    whole: "hello\nhow is everyone?\n\n<end>",
    more: [
      { text: "how is " },
      { text: "everyone?", joined: true },
      { text: "" },
      { text: "<end>" },
    ],
  });
  using copy = new StoreFile();
  const importer = new LineImporter(copy.database, Date.now());
  // A place of its own: the id is that of a younger store.
  const { msgid: _old, ...before } = JSON.parse(text);
  const parsed = createJsonlParser(undefined)(JSON.stringify(before));
  assert.equal(parsed.kind, "lines");
  for (const line of parsed.lines) assert.deepEqual(importer.add(line), { kind: "added" });
  importer.finish();
  const { msgid: _new, ...again } = JSON.parse(written(copy.database, jsonlForm));
  assert.deepEqual(again, before);
});

Deno.test("lines that are none are not imported", () => {
  using file = new StoreFile();
  file.keeps(1, ...records);
  const good = JSON.parse(written(file.database, jsonlForm));
  const bad = [
    "x",
    {},
    [1],
    [{}],
    [{ text: "a\nb" }],
    [{ text: "a\0" }],
    [{ text: "x".repeat(600) }],
    [{ text: "\ud800" }],
    [{ text: "x", joined: 1 }],
    new Array(100).fill({ text: "x" }),
  ];
  for (const more of bad) {
    assert.equal(createJsonlParser(undefined)(JSON.stringify({ ...good, more })).kind, "bad");
  }
  const topic = JSON.stringify({ ...good, command: "TOPIC" });
  assert.equal(createJsonlParser(undefined)(topic).kind, "bad");
});

Deno.test("a text that has no room under a longer name comes back whole", () => {
  using file = new StoreFile();
  const to = `#${"n".repeat(63)}`;
  const text = "x".repeat(470);
  file.keeps(
    1,
    said(1, text, { log: logOf("#a"), timeMs: 1_700_000_000_000 }),
    { kind: "logRenamed", from: "#a", to, key: 2 },
  );
  const exported = written(file.database, jsonlForm);
  assert.equal(JSON.parse(exported).text, text);
  for (const line of [exported, exported.replaceAll("PRIVMSG", "NOTICE")]) {
    assert.equal(createJsonlParser(undefined)(line.trimEnd()).kind, "lines");
  }
});
