import assert from "node:assert/strict";
import { type KeepRecord, lineClass, type LogName } from "../../server/core/archive.ts";
import { fileIn } from "../../server/store/data_folder.ts";
import { openForReading } from "../../server/store/open_database.ts";
import { logOf, openLog, said, StoreFile, TestFolder, textOf } from "../helpers/store_file.ts";

const lobby = logOf("#lobby");

function erased(key: number, ...logs: readonly LogName[]): KeepRecord {
  return { kind: "erased", logs, key };
}

function all(file: StoreFile, log = lobby): readonly string[] {
  return file.finds({ kind: "page", order: "oldest", limit: 99, ...openLog(log) }).map(textOf);
}

for (const when of ["before", "after"]) {
  Deno.test(`what is erased ${when} the index has it is nowhere in the files any more`, () => {
    using folder = new TestFolder();
    using file = new StoreFile(fileIn(folder.path));
    file.says([1, "harmless words"], [2, "catastrophically mistyped passphrase"], [
      3,
      "later words",
    ]);
    if (when === "after") file.tidies();
    assert.ok(folder.bytes.includes("mistyped"));
    file.keeps(4, erased(2, lobby));
    assert.deepEqual(all(file), ["harmless words", "later words"]);
    assert.deepEqual(file.searches("mistyped"), []);
    file.tidies();
    for (const word of ["catastroph", "mistyped", "passphrase"]) {
      assert.ok(!folder.bytes.includes(word), word);
    }
    assert.deepEqual(file.searches("mistyped"), []);
    assert.deepEqual(file.searches("words"), ["harmless words", "later words"]);
  });
}

Deno.test("words of an erased message are gone from an index of many pieces", () => {
  using folder = new TestFolder();
  using file = new StoreFile(fileIn(folder.path));
  for (let key = 1; key <= 2_000; key++) {
    file.keeps(key, said(key, key === 1_000 ? "zyxwvutsrq was here" : `was here ${key}`));
    if (key % 250 === 0) file.tidies();
  }
  assert.deepEqual(file.searches("zyxwvutsrq"), ["zyxwvutsrq was here"]);
  file.keeps(2_001, erased(1_000, lobby));
  file.tidies();
  assert.ok(!folder.bytes.includes("zyxwvutsrq"));
  const words = file.database.prepare("SELECT count(*) AS n FROM word WHERE word MATCH 'here'");
  assert.equal(words.get()?.n, 1_999);
});

Deno.test("a message is erased of all classes and parts, in the logs that are named", () => {
  using file = new StoreFile();
  const [hers, his] = [logOf("bob", "ann"), logOf("ann", "bob")];
  file.keeps(
    1,
    said(1, "secret", { log: hers }),
    said(1, "secret", { log: his, copy: 1 }),
    said(2, "a", { class: lineClass.restrictedSaid }),
    said(2, "b", { class: lineClass.restrictedSaid, part: 1 }),
  );
  file.tidies();
  file.keeps(3, erased(1, hers), erased(2, lobby, logOf("#none")));
  assert.deepEqual(all(file, hers), []);
  assert.deepEqual(all(file, his), ["secret"]);
  assert.deepEqual(file.searches("secret", { logs: [], owner: "bob" }), ["secret"]);
  assert.deepEqual(file.searches("secret", { logs: [], owner: "ann" }), []);
  assert.equal(file.database.prepare("SELECT count(*) AS n FROM line").get()?.n, 1);
});

Deno.test("erasing is not held up by who reads, and is made good when it has read", () => {
  using folder = new TestFolder();
  using file = new StoreFile(fileIn(folder.path));
  file.says([1, "unforgettable"], [2, "other"]);
  file.tidies();
  const reader = openForReading(fileIn(folder.path));
  const lines = reader.prepare("SELECT text FROM line").iterate();
  lines.next();
  file.keeps(3, erased(1, lobby));
  const startMs = performance.now();
  file.steps(5);
  assert.ok(performance.now() - startMs < 4_000);
  assert.ok(folder.bytes.includes("unforgettable"));
  lines.return?.();
  file.tidies();
  assert.ok(!folder.bytes.includes("unforgettable"));
  reader.close();
});
