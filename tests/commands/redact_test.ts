import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable } from "../helpers/table.ts";

const modern: readonly Capability[] = [
  "batch",
  "draft/chathistory",
  "draft/message-redaction",
  "echo-message",
  "message-tags",
  "soju.im/search",
];

function idOf(seat: Seat): string {
  return /msgid=([0-9a-z]+)/.exec(seat.lines().at(-1) ?? "")?.[1] ?? "";
}

Deno.test("who takes a message back tells those who know what that is, and it is read no more", () => {
  const table = createTable();
  const [ann, bob, old] = [
    table.user("ann", ...modern),
    table.user("bob", ...modern),
    table.user("old", "message-tags"),
  ];
  for (const seat of [ann, bob, old]) seat.sends("JOIN #x");
  bob.sends("PRIVMSG #x :oops, my secret");
  const id = idOf(bob);
  for (const seat of [ann, bob, old]) seat.looks();
  bob.sends(`REDACT #x ${id} :wrong window`);
  for (const seat of [ann, bob]) {
    const [line = "", ...rest] = seat.lines();
    assert.match(
      line,
      new RegExp(`^@msgid=\\w+ :bob!~bob@localhost REDACT #x ${id} :wrong window$`),
    );
    assert.deepEqual(rest, []);
  }
  old.sees([]);
  ann.sends("CHATHISTORY LATEST #x * 5", "SEARCH text=secret");
  assert.doesNotMatch(ann.looks(), /secret/);
  bob.sends(`REDACT #x ${id}`);
  assert.match(bob.looks(), /^:chat\.local FAIL REDACT UNKNOWN_MSGID #x \w+ :/);
});

Deno.test("words that are in the index already are found no more either", () => {
  const table = createTable();
  const ann = table.user("ann", ...modern);
  ann.sends("JOIN #x", "PRIVMSG #x :my secret");
  const id = idOf(ann);
  table.archive.index();
  ann.sends("SEARCH text=secret");
  assert.match(ann.looks(), /my secret/);
  ann.sends(`REDACT #x ${id}`);
  ann.looks();
  ann.sends("SEARCH text=secret");
  assert.doesNotMatch(ann.looks(), /secret/);
});

Deno.test("one takes back one's own for a day; whoever leads takes back any", () => {
  const table = createTable();
  const [ann, bob, cid] = [
    table.user("ann", ...modern),
    table.user("bob", ...modern),
    table.user("cid", ...modern),
  ];
  for (const seat of [ann, bob, cid]) seat.sends("JOIN #x");
  bob.sends("PRIVMSG #x :mine");
  const id = idOf(bob);
  cid.looks();
  cid.sends(`REDACT #x ${id}`);
  assert.match(cid.looks(), new RegExp(`^:chat\\.local FAIL REDACT REDACT_FORBIDDEN #x ${id} :`));
  table.nowMs += 25 * 60 * 60_000;
  bob.sends(`REDACT #x ${id}`);
  assert.match(
    bob.looks(),
    new RegExp(`^:chat\\.local FAIL REDACT REDACT_WINDOW_EXPIRED #x ${id} 86400 :`),
  );
  ann.sends(`REDACT #x ${id}`);
  assert.match(bob.looks(), new RegExp(`:ann!~ann@localhost REDACT #x :?${id}`));
});

Deno.test("another who takes the nick takes back nothing of it", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob", ...modern)];
  for (const seat of [ann, bob]) seat.sends("JOIN #x");
  bob.sends("PRIVMSG #x :mine");
  const id = idOf(bob);
  bob.sends("QUIT");
  const thief = table.user("bob", ...modern);
  thief.sends("JOIN #x");
  thief.looks();
  thief.sends(`REDACT #x ${id}`);
  assert.match(thief.looks(), /FAIL REDACT REDACT_FORBIDDEN/);
});

Deno.test("a private message is taken back on both sides", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob", ...modern)];
  ann.sends("PRIVMSG bob :hush");
  const id = idOf(ann);
  bob.looks();
  ann.sends(`REDACT bob ${id}`);
  assert.match(bob.looks(), new RegExp(`:ann!~ann@localhost REDACT bob :?${id}`));
  for (const [seat, other] of [[ann, "bob"], [bob, "ann"]] as const) {
    seat.looks();
    seat.sends(`CHATHISTORY LATEST ${other} * 5`);
    assert.equal(seat.lines().length, 2);
  }
});

Deno.test("what can't be taken back is told by a code", () => {
  const table = createTable();
  const ann = table.user("ann", ...modern);
  ann.sends("JOIN #x", "TOPIC #x :tea");
  const topic = idOf(ann);
  for (
    const [line, expected] of [
      [`REDACT #x ${topic}`, `UNKNOWN_MSGID #x ${topic}`],
      ["REDACT #x nonsense", "UNKNOWN_MSGID #x nonsense"],
      ["REDACT #nowhere id", "INVALID_TARGET #nowhere"],
      ["REDACT nobody id", "INVALID_TARGET nobody"],
    ] as const
  ) {
    ann.sends(line);
    assert.ok(ann.looks().startsWith(`:chat.local FAIL REDACT ${expected} :`), line);
  }
});
