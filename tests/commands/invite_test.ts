import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

const by = (nick: string) => `:${nick}!~${nick}@localhost`;

Deno.test("INVITE is told to whom it is for, and its sender gets 341", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#X", ann, eve);
  ann.sends("INVITE BOB #x");
  ann.sees([":chat.local 341 ann bob #X"]);
  bob.sees([`${by("ann")} INVITE bob #X`]);
  eve.sees([]);
  bob.sends("AWAY :lunch");
  ann.sends("INVITE bob #x");
  ann.sees([":chat.local 341 ann bob #X", ":chat.local 301 ann bob :lunch"]);
});

Deno.test("INVITE is refused by 461, 403, 401, 442, 443, and under +i by 482", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob);
  bob.sends("INVITE eve", "INVITE eve #nowhere", "INVITE nobody #x", "INVITE ann #x");
  bob.sees([
    ":chat.local 461 bob INVITE :Parameters are missing",
    ":chat.local 403 bob #nowhere :There is no such channel",
    ":chat.local 401 bob nobody :There is nobody of that name",
    ":chat.local 443 bob ann #x :They are there already",
  ]);
  eve.sends("INVITE eve #x");
  eve.sees([":chat.local 442 eve #x :You are not in that channel"]);
  ann.sends("MODE #x +i");
  bob.looks();
  bob.sends("INVITE eve #x");
  bob.sees([":chat.local 482 bob #x :You are not an operator of that channel"]);
  eve.sees([]);
});

Deno.test("who is invited passes +i, +k, +l and +b, once", () => {
  for (const mode of ["+i", "+k secret", "+l 1", "+b bob"]) {
    const table = createTable();
    const [ann, bob] = table.users("ann", "bob");
    gather("#x", ann);
    ann.sends(`MODE #x ${mode}`, "INVITE bob #x");
    bob.looks();
    bob.sends("JOIN #x");
    assert.equal(bob.lines()[0], `${by("bob")} JOIN #x`, mode);
    bob.sends("PART #x");
    bob.looks();
    bob.sends("JOIN #x");
    assert.match(bob.looks(), /^:chat\.local 47[1345] bob #x /, mode);
  }
});

Deno.test("an invitation by a member who does not lead tells, but opens no door", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob);
  ann.sends("MODE #x +b eve");
  bob.sends("INVITE eve #x");
  eve.sends("JOIN #x", "INVITE");
  eve.sees([
    `${by("bob")} INVITE eve #x`,
    ":chat.local 474 eve #x :You are banned from that channel (+b)",
    ":chat.local 337 eve :End of /INVITE list",
  ]);
});

Deno.test("INVITE alone lists where one is invited, until one has entered", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x,#y", ann);
  ann.sends("INVITE bob #x", "INVITE bob #y");
  bob.looks();
  bob.sends("INVITE", "JOIN #x");
  assert.deepEqual(bob.lines().slice(0, 3), [
    ":chat.local 336 bob :#x",
    ":chat.local 336 bob :#y",
    ":chat.local 337 bob :End of /INVITE list",
  ]);
  ann.sends("PART #y");
  bob.sends("INVITE");
  bob.sees([":chat.local 337 bob :End of /INVITE list"]);
});

Deno.test("invite-notify tells those who may invite, and asked for it", () => {
  const table = createTable();
  const ann = table.user("ann");
  const [bob, eve] = [table.user("bob", "invite-notify"), table.user("eve", "invite-notify")];
  const zoe = table.user("zoe");
  gather("#x", ann, bob, eve);
  ann.sends("MODE #x +h bob");
  forget(ann, bob, eve);
  ann.sends("INVITE zoe #x");
  bob.sees([`${by("ann")} INVITE zoe #x`]);
  eve.sees([]);
  zoe.sees([`${by("ann")} INVITE zoe #x`]);
  bob.sends("INVITE zoe #x");
  bob.sees([":chat.local 341 bob zoe #x"]);
  ann.sees([":chat.local 341 ann zoe #x"]);
});

Deno.test("invitations of those who have gone are forgotten", () => {
  const table = createTable();
  const ann = table.user("ann");
  gather("#x", ann);
  for (let at = 0; at < 5; at++) {
    const guest = table.user(`guest${at}`);
    ann.sends(`INVITE guest${at} #x`);
    guest.sends("QUIT");
  }
  assert.equal(table.world.channel("#x")?.invited.size, 1);
});

Deno.test("a plain client is told how to follow an invitation", () => {
  const table = createTable();
  const ann = table.user("ann");
  gather("#x", ann);
  const bob = table.plain("bob");
  ann.sends("MODE #x +i", "INVITE bob #x");
  bob.sees(["[server] ann invites you to #x; /join #x"]);
  bob.sends("/join #x");
  bob.sees(["[server] You are in #x", "[server] Here: @ann, bob"]);
});
