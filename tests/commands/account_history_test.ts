import assert from "node:assert/strict";
import { forget } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import type { Capability } from "../../wire/capabilities.ts";
import { loggedIn } from "../helpers/logged_in.ts";
import { createTable, type Table } from "../helpers/table.ts";

/** Someone who comes with the account ann. */
function comes(table: Table, ...capabilities: readonly Capability[]): Seat {
  return loggedIn(table, { account: "ann", capabilities });
}

function tableOfAnn(): Table {
  const table = createTable();
  table.account("ann", "sesame");
  return table;
}

Deno.test("an account reads back what it said in private in an earlier connection", () => {
  const table = tableOfAnn();
  const bob = table.user("bob");
  const ann = comes(table);
  ann.sends("PRIVMSG bob :one");
  bob.sends("PRIVMSG ann :two");
  ann.sends("QUIT");
  const again = comes(table);
  again.sends("HISTORY bob");
  assert.match(again.looks(), /PRIVMSG bob :.*one\r\n.*PRIVMSG ann :.*two\r\n/);
  // Whoever comes by that nick later, or had it before, reads nothing of it.
  again.sends("QUIT");
  const eve = table.user("eve");
  eve.sends("HISTORY bob", "HISTORY ann");
  assert.doesNotMatch(eve.looks(), /one|two/);
});

Deno.test("who is called otherwise now is told what is told its account", () => {
  const table = tableOfAnn();
  const bob = table.user("bob");
  const ann = comes(table);
  ann.sends("NICK zoe");
  forget(ann);
  bob.sends("PRIVMSG ann :hi");
  ann.sees([":bob!~bob@localhost PRIVMSG zoe :hi"]);
});

Deno.test("what is told an account that is not here is kept, and found when it comes", () => {
  const table = tableOfAnn();
  const bob = table.user("bob", "echo-message");
  bob.sends(
    "PRIVMSG Ann :dinner?",
    "NOTICE ann :ping",
    "PRIVMSG nobody :x",
    "PRIVMSG ann :\x01VERSION\x01",
  );
  bob.sees([
    ":bob!~bob@localhost PRIVMSG ann :dinner?",
    ":chat.local 301 bob ann :They are not here now; it is kept for them",
    ":bob!~bob@localhost NOTICE ann :ping",
    ":chat.local 401 bob nobody :There is nobody of that name",
    ":chat.local 401 bob ann :There is nobody of that name",
  ]);
  const ann = comes(table, "draft/chathistory");
  ann.sends(
    "CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 10",
  );
  assert.match(ann.looks(), /CHATHISTORY TARGETS bob /);
  ann.sends("CHATHISTORY LATEST bob * 10");
  assert.match(ann.looks(), /PRIVMSG ann :dinner\?\r\n.*NOTICE ann :ping/);
  bob.sends("HISTORY ann");
  assert.match(bob.looks(), /dinner\?/);
});

Deno.test("what can't be kept is not said to who is not here", () => {
  const table = tableOfAnn();
  const bob = table.user("bob", "echo-message");
  table.archive.obstacle = "The disk is full";
  bob.sends("PRIVMSG ann :dinner?");
  bob.sees([":chat.local FAIL PRIVMSG NOT_KEPT ann :The disk is full"]);
});

Deno.test("an account takes back what it said in an earlier connection, to who is here or not", () => {
  const table = tableOfAnn();
  table.account("bob", "sesame");
  const capabilities = ["message-tags", "echo-message", "draft/message-redaction"] as const;
  const ann = comes(table, ...capabilities);
  ann.sends("JOIN #a", "PRIVMSG #a :public", "PRIVMSG bob :private");
  const ids = [...ann.looks().matchAll(/msgid=(\w+)\S* :ann\S+ PRIVMSG/g)].map(([, id]) => id);
  ann.sends("QUIT");
  const again = comes(table, ...capabilities);
  again.sends("JOIN #a");
  forget(again);
  again.sends(`REDACT #a ${ids[0]}`, `REDACT bob ${ids[1]}`, "HISTORY bob");
  const text = again.looks();
  assert.match(text, /REDACT bob /);
  assert.doesNotMatch(text, /FAIL|private/);
});

Deno.test("an account reads a restricted channel on when its connection was lost, but not when it left", () => {
  const table = tableOfAnn();
  const bob = table.user("bob");
  bob.sends("JOIN #a", "MODE #a +s");
  const ann = comes(table);
  ann.sends("JOIN #a");
  bob.sends("PRIVMSG #a :one");
  ann.drops("Connection lost");
  bob.sends("PRIVMSG #a :two");
  const again = comes(table);
  again.sends("JOIN #a");
  forget(again);
  again.sends("HISTORY #a");
  assert.match(again.looks(), /one\r\n.*two\r\n/);
  again.sends("PART #a", "JOIN #a");
  forget(again);
  again.sends("HISTORY #a");
  assert.doesNotMatch(again.looks(), /one|two/);
  // Nobody else reads on in its place.
  again.sends("NICK zoe");
  const eve = table.user("eve");
  eve.sends("JOIN #a", "HISTORY #a");
  assert.doesNotMatch(eve.looks(), /one|two/);
});

Deno.test("how far an account has read is known in its next connection", () => {
  const table = tableOfAnn();
  const ann = comes(table, "draft/read-marker");
  const time = "timestamp=2026-01-02T03:04:05.000Z";
  ann.sends(`MARKREAD #a ${time}`, "QUIT");
  const again = comes(table, "draft/read-marker");
  again.sends("MARKREAD #a");
  again.sees([`:chat.local MARKREAD #a ${time}`]);
  table.user("bob").sends("NS LOGOUT");
  again.sends("NS LOGOUT");
  forget(again);
  again.sends("MARKREAD #a");
  again.sees([":chat.local MARKREAD #a *"]);
});

Deno.test("a message that an account sends again after a lost connection is relayed once only", () => {
  const table = tableOfAnn();
  const bob = table.user("bob");
  const message = `@+chat/once=${"a".repeat(22)} PRIVMSG bob :once`;
  const ann = comes(table, "message-tags");
  ann.sends(message);
  ann.drops("Connection lost");
  const again = comes(table, "message-tags");
  again.sends("NICK zoe", message);
  assert.equal(bob.lines().length, 1);
});
