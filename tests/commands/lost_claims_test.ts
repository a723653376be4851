import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import type { Seat } from "../helpers/seat.ts";
import { loggedIn } from "../helpers/logged_in.ts";
import { createTable, type Table } from "../helpers/table.ts";

const reading: readonly Capability[] = [
  "batch",
  "draft/chathistory",
  "draft/event-playback",
  "draft/message-redaction",
  "message-tags",
];

/** Someone who is logged in to the account `name`. */
function member(table: Table, name: string, nick = name): Seat {
  return loggedIn(table, { account: name, nick, capabilities: reading });
}

function past(seat: Seat): string {
  seat.looks();
  seat.sends("CHATHISTORY LATEST #x * 50");
  return seat.looks();
}

Deno.test("who said goodbye has no claim to what is said in a channel that is closed meanwhile", () => {
  const table = createTable();
  table.account("ann", "sesame");
  const op = table.user("op");
  op.sends("JOIN #x");
  member(table, "ann").sends("JOIN #x", "QUIT");
  op.sends("MODE #x +i", "PRIVMSG #x :secret", "MODE #x -i");
  const ann = member(table, "ann");
  ann.sends("JOIN #x");
  assert.doesNotMatch(past(ann), /secret/);
});

Deno.test("who is shut out while the connection is lost has no claim either", () => {
  const table = createTable();
  table.account("ann", "sesame");
  const op = table.user("op");
  op.sends("JOIN #x");
  const first = member(table, "ann");
  first.sends("JOIN #x");
  first.drops("Connection lost");
  op.sends(
    "MODE #x +b a:ann",
    "MODE #x +k new",
    "PRIVMSG #x :secret",
    "MODE #x -k new",
    "MODE #x -b a:ann",
  );
  const ann = member(table, "ann");
  ann.sends("JOIN #x");
  assert.doesNotMatch(past(ann), /secret/);
});

Deno.test("who is thrown out has no claim by another connection that was lost", () => {
  const table = createTable();
  table.account("ann", "sesame");
  const op = table.user("op");
  op.sends("JOIN #x", "MODE #x +i");
  const [one, two] = [member(table, "ann"), member(table, "ann", "ann2")];
  op.sends("INVITE ann #x", "INVITE ann2 #x");
  for (const seat of [one, two]) seat.sends("JOIN #x");
  one.drops("Connection lost");
  op.sends("KICK #x ann2 :out", "PRIVMSG #x :secret", "INVITE ann2 #x");
  two.sends("JOIN #x");
  assert.doesNotMatch(past(two), /secret/);
});

Deno.test("whoever makes a channel anew takes back nothing of what was said before", () => {
  const table = createTable();
  const bob = table.user("bob", ...reading, "echo-message");
  bob.sends("JOIN #x", "PRIVMSG #x :mine");
  const id = /msgid=(\w+)/.exec(bob.lines().at(-1) ?? "")?.[1];
  bob.sends("PART #x");
  const eve = table.user("eve", ...reading);
  eve.sends("JOIN #x");
  eve.looks();
  eve.sends(`REDACT #x ${id}`);
  assert.match(eve.looks(), /FAIL REDACT REDACT_FORBIDDEN #x/);
});

Deno.test("an account that is dropped leaves no claim to whoever makes it anew", () => {
  const table = createTable();
  table.account("ann", "sesame");
  const op = table.user("op");
  op.sends("JOIN #x", "MODE #x +iI a:ann");
  member(table, "ann").sends("PRIVMSG NickServ :DROP ann sesame");
  op.looks();
  op.sends("MODE #x I");
  if (!table.world.accounts.find("ann")) assert.doesNotMatch(op.looks(), / 346 /);
  else assert.fail("The account is still there");
});

Deno.test("a changed password ends all connections of the account but the one that changed it", () => {
  const table = createTable();
  table.account("ann", "sesame");
  const [ann, thief] = [member(table, "ann"), member(table, "ann", "thief")];
  ann.sends("PRIVMSG NickServ :SET PASSWORD better-1");
  assert.equal(ann.isClosed, false);
  thief.leaves(["ERROR :Closing link: The password of the account was changed"]);
});

Deno.test("who has logged out reads nothing more of a channel for accounts", () => {
  const table = createTable();
  table.account("ann", "sesame");
  const op = table.user("op");
  const ann = member(table, "ann");
  op.sends("JOIN #x");
  ann.sends("JOIN #x");
  op.sends("MODE #x +R");
  ann.sends("PRIVMSG NickServ :LOGOUT");
  assert.match(past(ann), /FAIL CHATHISTORY INVALID_TARGET/);
});

Deno.test("a key that is taken off is not told to who comes later", () => {
  const table = createTable();
  const op = table.user("op");
  op.sends("JOIN #x", "MODE #x +k hunter2", "MODE #x -k hunter2");
  const eve = table.user("eve", ...reading);
  eve.sends("JOIN #x");
  assert.doesNotMatch(past(eve), /hunter2/);
});
