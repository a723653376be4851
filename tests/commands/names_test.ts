import assert from "node:assert/strict";
import { gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("NAMES shows the highest rank, with multi-prefix all, with userhost-in-names hosts", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann, bob);
  ann.sends("MODE #x +vhv ann ann bob");
  const vectors = [
    [[], "@ann +bob zoe"],
    [["multi-prefix"], "@%+ann +bob zoe"],
    [["userhost-in-names"], "@ann!~ann@localhost +bob!~bob@localhost zoe!~zoe@localhost"],
    [
      ["multi-prefix", "userhost-in-names"],
      "@%+ann!~ann@localhost +bob!~bob@localhost zoe!~zoe@localhost",
    ],
  ] as const;
  for (const [capabilities, names] of vectors) {
    const zoe = table.user("zoe", ...capabilities);
    zoe.sends("JOIN #x");
    assert.equal(zoe.lines()[1], `:chat.local 353 zoe = #x :${names}`);
    zoe.sends("QUIT");
  }
});

Deno.test("no-implicit-names leaves names out of JOIN, and not of NAMES", () => {
  const table = createTable();
  const ann = table.user("ann", "no-implicit-names");
  ann.sends("JOIN #x", "TOPIC #x :Tea", "PART #x", "JOIN #x");
  ann.sees([
    ":ann!~ann@localhost JOIN #x",
    ":ann!~ann@localhost TOPIC #x :Tea",
    ":ann!~ann@localhost PART #x",
    ":ann!~ann@localhost JOIN #x",
  ]);
  ann.sends("NAMES #x");
  assert.equal(ann.lines().length, 2);
});

Deno.test("away-notify tells of those who enter that they are away", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "away-notify"), table.user("bob")];
  const eve = table.user("eve", "away-notify");
  gather("#x", ann, bob);
  eve.sends("AWAY :lunch");
  gather("#x", eve);
  ann.sees([":eve!~eve@localhost JOIN #x", ":eve!~eve@localhost AWAY :lunch"]);
  bob.sees([":eve!~eve@localhost JOIN #x"]);
});

Deno.test("extended-join tells account and real name", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "extended-join"), table.user("bob")];
  gather("#x", ann);
  bob.sends("JOIN #x");
  ann.sees([":bob!~bob@localhost JOIN #x * :bob"]);
  assert.equal(bob.lines()[0], ":bob!~bob@localhost JOIN #x");
});
