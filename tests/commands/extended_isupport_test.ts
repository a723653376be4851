import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import { createTable } from "../helpers/table.ts";

const modern: readonly Capability[] = ["batch", "draft/extended-isupport"];

Deno.test("ISUPPORT is told before registration to who has asked for that, in a batch", () => {
  const ann = createTable().connect();
  ann.sends("CAP REQ :draft/extended-isupport");
  ann.looks();
  ann.sends("ISUPPORT");
  for (const line of ann.lines()) {
    assert.match(line, /^:chat\.local 005 \* AWAYLEN|^:chat\.local 005 \* /);
  }
  ann.sends("CAP REQ :batch");
  ann.looks();
  ann.sends("ISUPPORT");
  const [start, ...lines] = ann.lines();
  assert.equal(start, ":chat.local BATCH +h draft/isupport");
  assert.equal(lines.pop(), ":chat.local BATCH -h");
  assert.ok(lines.length >= 3);
  for (const line of lines) assert.match(line, /^@batch=h :chat\.local 005 \* \S+=/);
});

Deno.test("no 005 stands outside of a batch for who has asked for that", () => {
  const ann = createTable().connect();
  ann.sends(`CAP REQ :${modern.join(" ")}`, "NICK ann", "USER ann 0 * :Ann", "CAP END", "VERSION");
  const lines = ann.lines().filter((line) => / 005 /.test(line));
  assert.ok(lines.length >= 6);
  for (const line of lines) assert.match(line, /^@batch=h /);
});

Deno.test("without the capability ISUPPORT comes after registration only, and bare", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("PING x", "ISUPPORT");
  assert.equal(ann.lines()[1], ":chat.local 451 * :Register first: NICK and USER");
  const bob = table.user("bob", "batch");
  bob.sends("ISUPPORT");
  for (const line of bob.lines()) assert.match(line, /^:chat\.local 005 bob /);
});

Deno.test("a label is borne by the batch of ISUPPORT", () => {
  const ann = createTable().user("ann", ...modern, "labeled-response");
  ann.sends("@label=1 ISUPPORT");
  assert.equal(ann.lines()[0], "@label=1 :chat.local BATCH +h draft/isupport");
});

Deno.test("a picture that the settings name is told", () => {
  const icon = "https://chat.example/icon.png?size={size}";
  const ann = createTable({ icon }).user("ann");
  ann.sends("ISUPPORT");
  assert.ok(ann.looks().includes(` draft/ICON=${icon} `));
  const bob = createTable().user("bob");
  bob.sends("ISUPPORT");
  assert.doesNotMatch(bob.looks(), /ICON/);
});
