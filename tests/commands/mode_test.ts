import { gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("MODE of a channel shows its modes and when it was made", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  const madeAt = Math.floor(table.nowMs / 1000);
  ann.sends("JOIN #x");
  table.nowMs += 60_000;
  bob.sends("MODE #X", "MODE #nowhere");
  bob.sees([
    ":chat.local 324 bob #x +nt",
    `:chat.local 329 bob #x ${madeAt}`,
    ":chat.local 403 bob #nowhere :There is no such channel",
  ]);
});

Deno.test("MODE b shows that nobody is banned", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("JOIN #x");
  bob.sends("MODE #x b", "MODE #x +b");
  bob.sees(new Array(2).fill(":chat.local 368 bob #x :End of channel ban list"));
});

Deno.test("MODE of oneself shows and sets B, R, i and w, and tells the change", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("MODE ann", "MODE ANN +i", "MODE ann", "MODE ann +i", "MODE ann +i-i", "MODE ann");
  ann.sees([
    ":chat.local 221 ann +",
    ":ann!~ann@localhost MODE ann +i",
    ":chat.local 221 ann +i",
    ":ann!~ann@localhost MODE ann -i",
    ":chat.local 221 ann +",
  ]);
  ann.sends("MODE ann +xiw", "MODE ann -w+B-i", "MODE ann");
  ann.sees([
    ":ann!~ann@localhost MODE ann +iw",
    ":chat.local 501 ann :Your modes are B, R, i and w",
    ":ann!~ann@localhost MODE ann +B-wi",
    ":chat.local 221 ann +B",
  ]);
});

Deno.test("MODE of others is refused by 502, of nobody by 401", () => {
  const table = createTable();
  const [ann] = table.users("ann", "bob");
  ann.sends("MODE bob", "MODE bob +i", "MODE nobody", "MODE :a b", "MODE", "MODE :");
  ann.sees([
    ":chat.local 502 ann :You can see and set your own modes only",
    ":chat.local 502 ann :You can see and set your own modes only",
    ":chat.local 401 ann nobody :There is nobody of that name",
    ":chat.local 401 ann * :There is nobody of that name",
    ":chat.local 461 ann MODE :Parameters are missing",
    ":chat.local 461 ann MODE :Parameters are missing",
  ]);
});

Deno.test("a key that is none is refused without being told back", () => {
  const ann = createTable().user("ann");
  gather("#x", ann);
  for (const key of [":pass phrase", "long".repeat(100), ":", "a,b", "::x"]) {
    ann.sends(`MODE #x +k ${key}`);
    ann.sees([":chat.local 696 ann #x k * :That mode needs another parameter"]);
  }
});
