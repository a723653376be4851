import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

/** Two users; the first one has an account. */
function annAndBob(): { readonly table: Table; readonly ann: Seat; readonly bob: Seat } {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  logIn(table, ann, "ann");
  return { table, ann, bob };
}

function logIn(table: Table, seat: Seat, name: string): void {
  table.account(name, "sesame");
  seat.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${btoa(`\0${name}\0sesame`)}`);
  forget(seat);
}

Deno.test("under R only who is logged in enters, or is invited", () => {
  const { table, ann, bob } = annAndBob();
  ann.sends("JOIN #r", "MODE #r +R");
  bob.sends("JOIN #r");
  bob.sees([":chat.local 477 bob #r :Log in to an account to enter that (+R)"]);
  ann.sends("INVITE bob #r");
  bob.sends("JOIN #r");
  assert.match(bob.looks(), /:bob!~bob@localhost JOIN #r/);
  bob.sends("PART #r", "JOIN #r");
  assert.match(bob.looks(), / 477 /);
  logIn(table, bob, "bob");
  bob.sends("JOIN #r");
  assert.match(bob.looks(), /:bob!~bob@localhost JOIN #r/);
});

Deno.test("under R only who is logged in speaks, or has a voice", () => {
  const { ann, bob } = annAndBob();
  gather("#r", ann, bob);
  ann.sends("MODE #r +R");
  forget(ann, bob);
  bob.sends("PRIVMSG #r :hi", "NOTICE #r :hi");
  const text = "Only who is logged in to an account speaks in that channel (+R)";
  bob.sees([`:chat.local 404 bob #r :${text}`]);
  ann.sees([]);
  ann.sends("MODE #r +v bob");
  forget(ann);
  bob.sends("PRIVMSG #r :hi");
  ann.sees([":bob!~bob@localhost PRIVMSG #r :hi"]);
});

Deno.test("what is said under R is for those who were there", () => {
  const { table, ann, bob } = annAndBob();
  gather("#r", ann);
  ann.sends("MODE #r +R", "PRIVMSG #r :among us", "MODE #r -R");
  bob.sends("JOIN #r", "HISTORY #r");
  assert.doesNotMatch(bob.looks(), /among us/);
  const eve = table.user("eve");
  eve.sends("JOIN #r", "HISTORY #r");
  assert.doesNotMatch(eve.looks(), /among us/);
  ann.sends("HISTORY #r");
  assert.match(ann.looks(), /among us/);
});

Deno.test("user mode R lets through only what people with an account tell one", () => {
  const { table, ann, bob } = annAndBob();
  ann.sends("MODE ann +R");
  forget(ann);
  bob.sends("PRIVMSG ann :hi", "NOTICE ann :hi");
  const text = "They read only what people with an account tell them; log in to one (+R)";
  bob.sees([`:chat.local 486 bob ann :${text}`]);
  ann.sees([]);
  logIn(table, bob, "bob");
  bob.sends("PRIVMSG ann :hi");
  ann.sees([":bob!~bob@localhost PRIVMSG ann :hi"]);
});

Deno.test("a ban of an account keeps it out whatever its nick is, and lets others in", () => {
  const { ann, bob } = annAndBob();
  bob.sends("JOIN #b", "MODE #b +b a:ANN", "MODE #b b");
  assert.match(bob.looks(), / 367 bob #b a:ANN /);
  ann.sends("NICK zoe", "JOIN #b");
  assert.match(ann.looks(), / 474 zoe #b /);
  bob.sends("MODE #b -b a:ann", "MODE #b +bb a: m:a:*");
  assert.match(bob.looks(), / 696 bob #b b a: /);
  ann.sends("JOIN #b", "PRIVMSG #b :hi");
  assert.match(ann.looks(), / 404 zoe #b :You are banned/);
  bob.sends("MODE #b -b m:a:*", "MODE #b +be *!*@* a:a?n");
  ann.sends("PRIVMSG #b :hi");
  assert.match(bob.looks(), /PRIVMSG #b :hi/);
});

Deno.test("ISUPPORT tells how accounts are banned", () => {
  const ann = createTable().user("ann");
  ann.sends("VERSION");
  const text = ann.looks();
  assert.match(text, / ACCOUNTEXTBAN=a /);
  assert.match(text, / EXTBAN=,am /);
});
