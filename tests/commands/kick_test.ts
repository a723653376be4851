import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

const by = (nick: string) => `:${nick}!~${nick}@localhost`;

Deno.test("KICK is told to all there and to whom it throws out, with its reason or the kicker's nick", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob, eve);
  ann.sends("KICK #X BOB :Too loud", "KICK #x eve");
  const told = [`${by("ann")} KICK #x bob :Too loud`, `${by("ann")} KICK #x eve :ann`];
  ann.sees(told);
  eve.sees(told);
  bob.sees(told.slice(0, 1));
  bob.sends("PRIVMSG #x :hi", "PART #x");
  bob.sees([
    ":chat.local 404 bob #x :You are not in that channel (+n)",
    ":chat.local 442 bob #x :You are not in that channel",
  ]);
  bob.sends("JOIN #x");
  ann.looks();
  ann.sends("KICK #x bob :");
  ann.sees([`${by("ann")} KICK #x bob :ann`]);
});

Deno.test("KICK of a list throws out each, and answers each that is not there", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob);
  ann.sends("KICK #x bob,,nobody,eve :bye", "KICK #x a,b,c,d,e");
  ann.sees([
    `${by("ann")} KICK #x bob :bye`,
    ":chat.local 401 ann nobody :There is nobody of that name",
    ":chat.local 441 ann eve #x :They are not in that channel",
    ":chat.local 407 ann a,b,c,d,e :Give at most 4 nicks at a time",
  ]);
  eve.sees([]);
});

Deno.test("KICK is refused by 461, 403, 442 and 482", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob);
  bob.sends("KICK", "KICK #x", "KICK #nowhere ann", "KICK #x ann", "KICK #x nobody", "KICK x ann");
  bob.sees([
    ":chat.local 461 bob KICK :Parameters are missing",
    ":chat.local 461 bob KICK :Parameters are missing",
    ":chat.local 403 bob #nowhere :There is no such channel",
    refused("bob"),
    refused("bob"),
    ":chat.local 403 bob x :There is no such channel",
  ]);
  eve.sends("KICK #x ann", "KICK #x nobody");
  eve.sees(new Array(2).fill(":chat.local 442 eve #x :You are not in that channel"));
});

Deno.test("half-operators throw out those below them only", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  const zoe = table.user("zoe");
  gather("#x", ann, bob, eve, zoe);
  ann.sends("MODE #x +hhv bob eve zoe");
  forget(ann, bob, eve, zoe);
  bob.sends("KICK #x ann,eve,zoe :out");
  bob.sees([refused("bob"), refused("bob"), `${by("bob")} KICK #x zoe :out`]);
  ann.sends("KICK #x bob,eve,ann :out");
  assert.equal(table.world.channel("#x"), undefined);
});

Deno.test("a long reason is cut, so that it fits", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann, bob);
  ann.sends(`KICK #x bob :${"漢".repeat(150)}`);
  assert.match(bob.looks(), / KICK #x bob :漢{100}\r\n$/);
});

Deno.test("a plain client that is thrown out is told the way back", () => {
  const table = createTable();
  const ann = table.user("ann");
  gather("#x", ann);
  const [bob, zoe] = [table.plain("bob"), table.plain("zoe")];
  for (const seat of [bob, zoe]) seat.sends("/join #x");
  forget(ann, bob, zoe);
  ann.sends("KICK #x bob :Too loud");
  zoe.sees(["* bob was kicked by ann: Too loud"]);
  bob.sees(["[server] You were kicked from #x by ann: Too loud; /join #lobby goes on"]);
  bob.sends("hello?", "/join lobby", "hello");
  bob.sees([
    "[server] #lobby: You are not in that channel (+n)",
    "[server] You are in #lobby",
    "[server] Here: bob",
  ]);
  zoe.sees([]);
});

function refused(nick: string): string {
  return `:chat.local 482 ${nick} #x :You are not an operator of that channel`;
}
