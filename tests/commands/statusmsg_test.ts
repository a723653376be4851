import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

const by = (nick: string) => `:${nick}!~${nick}@localhost`;

Deno.test("a message to a rank goes to those who have it or a higher one", () => {
  const table = createTable();
  const [op, half, voiced] = table.users("op", "half", "voiced");
  const [plain, outside] = table.users("plain", "outside");
  const all = [op, half, voiced, plain];
  gather("#x", ...all);
  op.sends("MODE #x +hv half voiced");
  forget(...all);
  for (const command of ["PRIVMSG", "NOTICE"]) {
    plain.sends(`${command} @#X :one`, `${command} %#x :two`, `${command} +#x :three`);
    const lines = ["@#x :one", "%#x :two", "+#x :three"]
      .map((rest) => `${by("plain")} ${command} ${rest}`);
    op.sees(lines);
    half.sees(lines.slice(1));
    voiced.sees(lines.slice(2));
    for (const seat of [plain, outside]) seat.sees([]);
  }
  outside.sends("PRIVMSG @#x :hi", "PRIVMSG @#nowhere :hi", "PRIVMSG @ :hi", "PRIVMSG @bob :hi");
  outside.sees([
    ":chat.local 404 outside #x :You are not in that channel (+n)",
    ":chat.local 403 outside @#nowhere :There is no such channel",
    ":chat.local 401 outside @ :There is nobody of that name",
    ":chat.local 401 outside @bob :There is nobody of that name",
  ]);
});

Deno.test("its sender gets its echo, and TAGMSG goes the same way", () => {
  const table = createTable();
  const ann = table.user("ann", "message-tags");
  const bob = table.user("bob", "message-tags", "echo-message");
  const eve = table.user("eve", "message-tags");
  gather("#x", ann, bob, eve);
  bob.sends("PRIVMSG @#x :hi", "@+typing=active TAGMSG @#x");
  const lines = bob.lines();
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", / PRIVMSG @#x :hi$/);
  assert.match(lines[1] ?? "", / TAGMSG @#x$/);
  ann.sees(lines);
  eve.sees([]);
});

Deno.test("its refusals are those of the channel", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann, bob);
  ann.sends("MODE #x +mC");
  bob.looks();
  bob.sends("PRIVMSG @#x :hi", "PRIVMSG @#x :\x01VERSION\x01");
  bob.sees([
    ":chat.local 404 bob #x :Only members with a voice speak in that channel (+m)",
    ":chat.local 404 bob #x :That channel takes no CTCP (+C)",
  ]);
});

Deno.test("a plain operator sees to whom it was said", () => {
  const table = createTable();
  const bob = table.plain("bob");
  bob.sends("/join #x");
  const ann = table.user("ann");
  gather("#x", ann);
  bob.looks();
  ann.sends("PRIVMSG @#x :quiet");
  bob.sees(["ann (to @#x): quiet"]);
});

Deno.test("of several signs the lowest counts, in whatever order; what follows must be a channel", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob, eve);
  ann.sends("MODE #x +v bob");
  forget(ann, bob, eve);
  eve.sends("PRIVMSG @+#x :one", "PRIVMSG +%@#x :two", "NOTICE @%#x :three", "PRIVMSG @@#x :four");
  const said = (line: string) => `:eve!~eve@localhost ${line}`;
  bob.sees([said("PRIVMSG +#x :one"), said("PRIVMSG +#x :two")]);
  ann.sees([
    said("PRIVMSG +#x :one"),
    said("PRIVMSG +#x :two"),
    said("NOTICE %#x :three"),
    said("PRIVMSG @#x :four"),
  ]);
  eve.sends("PRIVMSG @bob :x", "PRIVMSG @ :x", "PRIVMSG @+@+#x :x", "PRIVMSG @#nope :x");
  eve.sees([
    ":chat.local 401 eve @bob :There is nobody of that name",
    ":chat.local 401 eve @ :There is nobody of that name",
    ":chat.local 401 eve @+@+#x :There is nobody of that name",
    ":chat.local 403 eve @#nope :There is no such channel",
  ]);
});
