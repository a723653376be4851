import assert from "node:assert/strict";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

function found(seat: Seat): readonly string[] {
  const lines = seat.lines();
  assert.equal(lines[0], ":chat.local BATCH +h soju.im/search");
  assert.equal(lines.at(-1), ":chat.local BATCH -h");
  return lines.slice(1, -1).map((line) => line.replace(/^.*:(\w+)!\S+ PRIVMSG (\S+) :/, "$1 $2 "));
}

function library(): { table: Table; ann: Seat; bob: Seat } {
  const table = createTable();
  const ann = table.user("ann", "batch", "server-time", "soju.im/search");
  const bob = table.user("bob");
  ann.sends("JOIN #x,#y");
  bob.sends("JOIN #x,#y,#z");
  for (
    const line of [
      "#x :我们明天去東京旅行",
      "#x :สวัสดีชาวโลกทุกคน",
      "#y :a naïve \x02bold\x02 question",
      "#z :a naive secret",
      "ann :a naive whisper",
    ]
  ) {
    table.nowMs += 1000;
    bob.sends(`PRIVMSG ${line}`);
  }
  ann.looks();
  return { table, ann, bob };
}

for (const isIndexed of [false, true]) {
  const when = isIndexed ? "in the index" : "that are not in the index yet";
  Deno.test(`SEARCH finds words ${when}, in all that one may read and nothing else`, () => {
    const { table, ann } = library();
    if (isIndexed) table.archive.index();
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ["text=東京", ["bob #x 我们明天去東京旅行"]],
      ["text=ชาวโลก", ["bob #x สวัสดีชาวโลกทุกคน"]],
      ["text=NAIVE", ["bob #y a naïve \x02bold\x02 question", "bob ann a naive whisper"]],
      ["text=naïve\\sbold", ["bob #y a naïve \x02bold\x02 question"]],
      ["text=naive;in=bob", ["bob ann a naive whisper"]],
      ["text=naive;in=#Y;from=BOB", ["bob #y a naïve \x02bold\x02 question"]],
      ["text=naive;from=ann", []],
      ["from=bob;limit=2", ["bob #y a naïve \x02bold\x02 question", "bob ann a naive whisper"]],
      ["text=naive;after=2026-01-02T03:04:09.000Z", ["bob ann a naive whisper"]],
      ["text=naive;before=2026-01-02T03:04:09.000Z", ["bob #y a naïve \x02bold\x02 question"]],
      ["text=secret", []],
      ["text=", []],
    ];
    for (const [attributes, expected] of cases) {
      ann.sends(`SEARCH ${attributes}`);
      assert.deepEqual(found(ann), expected, attributes);
    }
  });

  Deno.test(`SEARCH for words ${when} finds nothing from before one came into a closed channel`, () => {
    const table = createTable();
    const ann = table.user("ann", "batch", "soju.im/search");
    const bob = table.user("bob");
    bob.sends("JOIN #x", "MODE #x +i", "PRIVMSG #x :early word", "INVITE ann #x");
    ann.sends("JOIN #x");
    bob.sends("PRIVMSG #x :late word");
    if (isIndexed) table.archive.index();
    ann.looks();
    ann.sends("SEARCH text=word");
    assert.deepEqual(found(ann), ["bob #x late word"]);
    ann.sends("PART #x");
    ann.looks();
    ann.sends("SEARCH text=word");
    assert.deepEqual(found(ann), []);
  });
}

Deno.test("what SEARCH can't do is told by a code", () => {
  const ann = createTable().user("ann", "soju.im/search");
  ann.sends("SEARCH words=x", "SEARCH text=x;limit=0", "SEARCH after=noon", "SEARCH in=#no;text=x");
  const codes = ann.lines().map((line) => /^:chat\.local FAIL SEARCH (.+) :/.exec(line)?.[1]);
  assert.deepEqual(codes, [
    "INVALID_PARAMS words",
    "INVALID_PARAMS limit",
    "INVALID_PARAMS after",
    "INVALID_TARGET #no",
  ]);
  // A name that could not stand in a line is not told back.
  ann.sends("SEARCH in=#\\n;text=x", "SEARCH in=#a\\r#b;text=x");
  assert.match(ann.looks(), /^(?:\S+ FAIL SEARCH INVALID_TARGET \* :[^\r\n]+\r\n){2}$/);
});
