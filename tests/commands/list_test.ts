import assert from "node:assert/strict";
import { gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("LIST finds by name, mask, members, age and topic's age, and by all of them together", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#tea", ann, bob);
  table.nowMs += 10 * 60_000;
  gather("#Tent", ann);
  ann.sends("TOPIC #tea :Tea");
  table.nowMs += 10 * 60_000;
  gather("#cake", ann, bob, eve);
  ann.sends("TOPIC #Tent :Camp");
  table.nowMs += 30_000;
  const vectors = [
    ["", "#lobby #tea #Tent #cake"],
    ["#TEA,#cake,#nowhere", "#tea #cake"],
    ["*te*", "#tea #Tent"],
    ["#te?", "#tea"],
    ["!#te*", "#lobby #cake"],
    ["#t*,!*a", "#Tent"],
    ["#tea,*cake", "#tea #cake"],
    [">1", "#tea #cake"],
    ["<1", "#lobby"],
    [">1,<3", "#tea"],
    ["C>15", "#lobby #tea"],
    ["C<15", "#Tent #cake"],
    ["c<1", "#cake"],
    ["T<5", "#Tent"],
    ["T>5", "#tea"],
    ["T<100,>1", "#tea"],
    ["*e*,>1,C<1", "#cake"],
    ["nonsense", ""],
    [">x", ""],
    ["#t* >1", "#tea"],
    ["#tea,#cake C<5,>2", "#cake"],
    [", >1", "#tea #cake"],
  ] as const;
  for (const [elements, names] of vectors) {
    assert.equal(listed(bob, elements), names, elements);
  }
});

Deno.test("LIST shows secret channels to their members only, and counts whom one may see", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x,#y", ann, bob);
  ann.sends("MODE #x +s", "MODE bob +i");
  bob.sends("MODE bob +i");
  bob.looks();
  eve.sends("LIST #*");
  assert.deepEqual(eve.lines().slice(1, -1), [
    ":chat.local 322 eve #lobby 0 :",
    ":chat.local 322 eve #y 1 :",
  ]);
  bob.sends("LIST #x,#y");
  assert.deepEqual(bob.lines().slice(1, -1), [
    ":chat.local 322 bob #x 2 :",
    ":chat.local 322 bob #y 2 :",
  ]);
});

function listed(seat: Seat, elements: string): string {
  seat.looks();
  seat.sends(`LIST ${elements}`);
  return seat.lines().slice(1, -1).map((line) => line.split(" ")[3]).join(" ");
}
