import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { fileIn, lockFolder } from "../../server/store/data_folder.ts";
import { openForReading, openForWriting, UnusableFile } from "../../server/store/open_database.ts";
import { schemaVersion } from "../../server/store/schema.ts";
import { StoreFile, TestFolder } from "../helpers/store_file.ts";

Deno.test("a new file is made for its owner alone", () => {
  using folder = new TestFolder();
  const data = `${folder.path}/made/for/it`;
  const lock = lockFolder(data);
  using file = new StoreFile(fileIn(data));
  file.says([1, "hello"]);
  for (const path of [fileIn(data), `${fileIn(data)}-wal`, `${fileIn(data)}-shm`, `${data}/lock`]) {
    assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o600, path);
  }
  assert.equal((Deno.statSync(data).mode ?? 0) & 0o777, 0o700);
  lock.close();
});

Deno.test("a file is opened again as it was", () => {
  using folder = new TestFolder();
  const path = fileIn(folder.path);
  const epoch = () => {
    using file = new StoreFile(path);
    return file.database.meta("epoch");
  };
  const first = epoch();
  assert.equal(epoch(), first);
  assert.match(String(first), /^[0-9a-z]{1,8}$/);
});

Deno.test("a file of a newer version is refused in one line and left as it was", () => {
  using folder = new TestFolder();
  const path = fileIn(folder.path);
  openForWriting(path).close();
  execute(path, `PRAGMA user_version = ${schemaVersion + 1}`);
  assertRefused(path, /was written by a newer version of chat\. Start that one/);
});

Deno.test("a database of another program is refused in one line and left as it was", () => {
  for (const version of [0, schemaVersion, 99]) {
    using folder = new TestFolder();
    const path = fileIn(folder.path);
    execute(path, `CREATE TABLE mail (text); PRAGMA user_version = ${version}`);
    assertRefused(path, /is no file of chat/);
  }
});

Deno.test("a file that is no database is refused in one line and left as it was", () => {
  using folder = new TestFolder();
  const path = fileIn(folder.path);
  Deno.writeTextFileSync(path, "These are my notes. ".repeat(500));
  assertRefused(path, /is damaged \(.+\)\. Put a backup in its place/);
});

Deno.test("a file whose table of tables is damaged is refused in one line and left as it was", () => {
  using folder = new TestFolder();
  const path = fileIn(folder.path);
  openForWriting(path).close();
  const bytes = Deno.readFileSync(path);
  Deno.writeFileSync(path, bytes.fill(0xee, 100, 4_096));
  assertRefused(path, /is damaged/);
});

Deno.test("what cannot be opened at all is told by its name", () => {
  using folder = new TestFolder();
  Deno.mkdirSync(fileIn(folder.path));
  const refused = () => openForWriting(fileIn(folder.path));
  assert.throws(refused, (error) => {
    assert.ok(error instanceof UnusableFile);
    assert.match(error.message, /^File "\S+" can't be used: .+\.$/);
    return true;
  });
});

Deno.test("who only reads does not make a file, and does not write", () => {
  using folder = new TestFolder();
  const path = fileIn(folder.path);
  assert.throws(() => openForReading(path), UnusableFile);
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
  openForWriting(path).close();
  const database = openForReading(path);
  assert.throws(() => database.exec("DELETE FROM meta"), /readonly/);
  database.close();
});

Deno.test("a folder has one server, and a second one is told so in one line", async () => {
  using folder = new TestFolder();
  const lock = lockFolder(folder.path);
  const text = "Deno.exit(Deno.openSync(Deno.args[0], { write: true }).tryLockSync(true) ? 0 : 7)";
  const other = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", text, `${folder.path}/lock`],
  });
  assert.equal((await other.output()).code, 7);
  assert.throws(() => lockFolder(folder.path), /belongs to a chat server that is running/);
  lock.close();
  lockFolder(folder.path).close();
});

Deno.test("a folder that cannot be made is told in one line", () => {
  using folder = new TestFolder();
  Deno.writeTextFileSync(`${folder.path}/file`, "");
  assert.throws(() => lockFolder(`${folder.path}/file/inside`), (error) => {
    assert.ok(error instanceof UnusableFile);
    assert.match(
      error.message,
      /^Folder "\S+" can't be written to: .+\. Give --data another one\.$/,
    );
    return true;
  });
});

function execute(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

function assertRefused(path: string, expected: RegExp): void {
  const before = Deno.readFileSync(path);
  assert.throws(() => openForWriting(path), (error) => {
    assert.ok(error instanceof UnusableFile);
    assert.match(error.message, expected);
    assert.ok(!error.message.includes("\n"));
    assert.ok(error.message.includes(`"${path}"`));
    return true;
  });
  assert.deepEqual(Deno.readFileSync(path), before);
}
