import { forget, gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("plain clients see who gets or loses a rank, and whether the topic is locked", () => {
  const table = createTable();
  const ann = table.user("ann");
  gather("#x", ann);
  const bob = table.plain("bob");
  bob.sends("/join #x");
  forget(ann, bob);
  ann.sends(
    "MODE #x +ov-t bob bob",
    "MODE #x +klb-v+h key 9 eve bob bob",
    "MODE #x +t-l+v bob",
    "MODE #x -k+n-o key bob",
    "MODE #x +ms",
  );
  bob.sees([
    "* ann gave operator to bob, gave voice to bob, unlocked the topic",
    "* ann took voice from bob, gave half-operator to bob",
    "* ann locked the topic, gave voice to bob",
    "* ann took operator from bob",
  ]);
});

Deno.test("/join takes a key", () => {
  const table = createTable();
  const ann = table.user("ann");
  gather("#x", ann);
  ann.sends("MODE #x +k tea");
  const bob = table.plain("bob");
  bob.sends("/join #x", "/join x cake", "/join x  tea please");
  bob.sees([
    "[server] #x: That is not the channel's key (+k)",
    "[server] #x: That is not the channel's key (+k)",
    "[server] You are in #x",
    "[server] Here: @ann, bob",
  ]);
});

Deno.test("who is written to by a plain client and is away says so", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("AWAY :lunch");
  const bob = table.plain("bob");
  bob.sends("/msg ann hi");
  bob.sees(["[server] ann is away: lunch"]);
});

Deno.test("a plain client that is silenced is told why", () => {
  const table = createTable();
  const [ann, bob] = [table.plain("ann"), table.plain("bob")];
  ann.sends("/join #x");
  bob.sends("/join #x");
  forget(ann, bob);
  table.publishes({
    kind: "modesSet",
    user: undefined,
    channel: "#x",
    changes: [{ kind: "flag", letter: "m", isSet: true }],
  });
  bob.sends("hi", "/me waves");
  bob.sees([
    "[server] #x: Only members with a voice speak in that channel (+m)",
    "[server] #x: Only members with a voice speak in that channel (+m)",
  ]);
  ann.sees([]);
});
