import assert from "node:assert/strict";
import { FolderLog } from "../../../client/log/folder_log.ts";
import { logFileName } from "../../../client/log/log_file_name.ts";
import type { ClientEvent, Said } from "../../../talk/event.ts";
import { createIrssiParser } from "../../../server/transfer/irssi_parser.ts";
import { ConfigFolder } from "../../helpers/config_folder.ts";

const timeMs = new Date(2026, 10, 21, 10, 0, 0).getTime();
const stamp = { timeMs, id: undefined };
const said: Said = {
  ...stamp,
  kind: "said",
  manner: "message",
  from: "bob",
  to: "#lobby",
  text: "hi",
  isPrivate: false,
  isOwn: false,
};

/** Logs events of one network, and gives the files' texts by their paths below the folder. */
function logged(events: readonly ClientEvent[], told: string[] = []): Record<string, string> {
  using folder = new ConfigFolder();
  const log = new FolderLog(`${folder.path}/logs`, (text) => told.push(text));
  for (const event of events) log.append("home", event);
  log.close();
  const files: Record<string, string> = {};
  for (const { name } of Deno.readDirSync(`${folder.path}/logs/home`)) {
    const file = `${folder.path}/logs/home/${name}`;
    assert.equal((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
    files[name] = Deno.readTextFileSync(file);
  }
  assert.equal((Deno.statSync(`${folder.path}/logs/home`).mode ?? 0) & 0o777, 0o700);
  return files;
}

Deno.test("a log has what is said and done in a talk, as irssi writes it", () => {
  const channel = "#lobby";
  const files = logged([
    { ...stamp, kind: "joined", who: "ann", channel, isOwn: true },
    { ...stamp, kind: "joined", who: "bob", channel, isOwn: false },
    said,
    { ...said, manner: "action", text: "waves" },
    { ...said, manner: "notice", text: "beep" },
    { ...said, isOld: true, text: "was said before" },
    { ...stamp, kind: "renamed", who: "bob", to: "rob", isOwn: false },
    { ...stamp, kind: "topic", channel, by: "rob", text: "new" },
    { ...stamp, kind: "mode", channel, by: "rob", change: "+m" },
    { ...stamp, kind: "quit", who: "carol", reason: "was never here" },
    { ...stamp, kind: "quit", who: "rob", reason: "bye" },
    { ...said, timeMs: timeMs + 24 * 3_600_000, from: "eve", text: "\x1b[2J\r\n<bob> hi" },
    { ...said, from: "dan", to: "ann", isPrivate: true, text: "psst" },
    { ...said, from: "ann", to: "dan", isPrivate: true, isOwn: true, text: "what" },
  ]);
  assert.deepEqual(Object.keys(files).sort(), ["#lobby.log", "dan.log"]);
  assert.deepEqual(files["#lobby.log"]?.split("\n"), [
    "--- Log opened Sat Nov 21 10:00:00 2026",
    "10:00:00 -!- ann has joined #lobby",
    "10:00:00 -!- bob has joined #lobby",
    "10:00:00 <bob> hi",
    "10:00:00  * bob waves",
    "10:00:00 -bob- beep",
    "10:00:00 -!- bob is now known as rob",
    "10:00:00 -!- rob changed the topic of #lobby to: new",
    "10:00:00 -!- mode/#lobby [+m] by rob",
    "10:00:00 -!- rob has quit [bye]",
    "--- Day changed Sun Nov 22 2026",
    "10:00:00 <eve> ␛[2J␍␊<bob> hi",
    "",
  ]);
  assert.match(files["dan.log"] ?? "", /<dan> psst\n10:00:00 <ann> what\n$/);
  const parse = createIrssiParser("#lobby");
  for (const line of files["#lobby.log"]?.split("\n") ?? []) {
    const parsed = parse(line);
    assert(!("fault" in parsed), `${line}: ${JSON.stringify(parsed)}`);
  }
});

Deno.test("a name that others chose leads to no other file", () => {
  const names = [
    "#lobby",
    "#Lobby[",
    "../../etc/passwd",
    "..",
    ".",
    "",
    "/",
    "a/b",
    "a\0b",
    "a%2Fb",
    "ünï",
    "Ünï",
    "\u202e#x",
    "#" + "x".repeat(500),
    "#" + "x".repeat(499) + "y",
    "#" + "漢".repeat(200),
    "con ",
  ];
  const made = names.map(logFileName);
  assert.equal(
    new Set(made.map((name) => name.toLowerCase().normalize("NFKD"))).size,
    names.length,
  );
  for (const name of made) {
    assert.doesNotMatch(name, /^\.|[\/\0\s\u202e]/, name);
    assert(new TextEncoder().encode(name).length <= 200, name);
  }
  assert.equal(logFileName("#Lobby"), "#lobby");
  assert.equal(logFileName("#LOBBY"), "#lobby", "it is the same talk");
});

Deno.test("a log is appended to", () => {
  using folder = new ConfigFolder();
  for (const text of ["one", "two"]) {
    const log = new FolderLog(folder.path, assert.fail);
    log.append("home", { ...said, text });
    log.close();
  }
  assert.match(
    Deno.readTextFileSync(`${folder.path}/home/#lobby.log`),
    /^--- Log opened .*\n10:00:00 <bob> one\n--- Log opened .*\n10:00:00 <bob> two\n$/,
  );
});

Deno.test("a log that can't be written is told once, and again when it has worked meanwhile", () => {
  using folder = new ConfigFolder();
  folder.write("a file, no folder", "home");
  const told: string[] = [];
  const log = new FolderLog(folder.path, (text) => told.push(text));
  for (let round = 0; round < 3; round++) {
    log.append("home", said);
    log.flush();
  }
  assert.equal(told.length, 1);
  assert.match(
    told[0] ?? "",
    /^Could not write ".*\/home\/#lobby\.log": .*\. The talk goes on without a log$/,
  );
  Deno.removeSync(`${folder.path}/home`);
  log.append("home", said);
  log.close();
  assert.match(Deno.readTextFileSync(`${folder.path}/home/#lobby.log`), /<bob> hi\n$/);
});

Deno.test("private messages under ever new names fill no folder", () => {
  const told: string[] = [];
  const events = Array.from({ length: 2100 }, (_, at): ClientEvent => ({
    ...said,
    from: `nick${at}`,
    to: "ann",
    isPrivate: true,
  }));
  assert.equal(Object.keys(logged(events, told)).length, 2000);
  assert.deepEqual(told, ["No log is written of more than 2000 talks"]);
});
