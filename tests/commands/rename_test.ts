import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import { maxHostLength } from "../../server/core/welcome.ts";
import { forget, gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

const capability = "draft/channel-rename";
const by = (nick: string) => `:${nick}!~${nick}@localhost`;

Deno.test("a channel's other name is told by RENAME, or by PART and JOIN to who does not know that", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", capability), table.user("bob", capability)];
  const old = table.user("old");
  gather("#tee", ann, bob, old);
  ann.sends("TOPIC #tee :Leaves", "MODE #tee +b x!*@*");
  forget(ann, bob, old);
  ann.sends("RENAME #tee #Tea :typo");
  const told = `${by("ann")} RENAME #tee #Tea :typo`;
  ann.sees([told]);
  bob.sees([told]);
  old.sees([
    `${by("old")} PART #tee :typo`,
    `${by("old")} JOIN #Tea`,
    ":chat.local 332 old #Tea :Leaves",
    `:chat.local 333 old #Tea ${by("ann").slice(1)} 1767323045`,
    ":chat.local 353 old = #Tea :@ann bob old",
    ":chat.local 366 old #Tea :End of /NAMES list",
  ]);
  bob.sends("PRIVMSG #tea :hi", "PRIVMSG #tee :hi", "MODE #tea b");
  ann.sees([`${by("bob")} PRIVMSG #Tea :hi`]);
  assert.match(bob.looks(), /^:chat\.local 403 bob #tee :[^]*367 bob #Tea x!\*@\* /);
  table.user("eve").sends("JOIN #tee", "JOIN #tea");
  assert.equal(table.world.channel("#tea")?.members.size, 4);
  assert.equal(table.world.channel("#tee")?.members.size, 1);
});

Deno.test("RENAME without the capability works, and without a reason", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann"), table.user("bob", capability)];
  gather("#a", ann, bob);
  ann.sends("RENAME #a #b");
  assert.deepEqual(ann.lines().slice(0, 2), [`${by("ann")} PART #a`, `${by("ann")} JOIN #b`]);
  bob.sees([`${by("ann")} RENAME #a #b :`]);
});

Deno.test("another spelling is told by RENAME alone", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", capability), table.user("bob")];
  gather("#tea", ann, bob);
  ann.sends("RENAME #tea #Tea");
  ann.sees([`${by("ann")} RENAME #tea #Tea :`]);
  bob.sees([]);
  bob.sends("PRIVMSG #tea :hi");
  ann.sees([`${by("bob")} PRIVMSG #Tea :hi`]);
});

Deno.test("only operators rename, to a free and valid name, once a minute, and never the lobby", () => {
  const table = createTable();
  const [ann, bob, eve] = [table.user("ann", capability), table.user("bob"), table.user("eve")];
  gather("#a", ann, bob);
  gather("#b", bob);
  ann.sends("MODE #a +h bob", "JOIN #lobby");
  forget(ann, bob);
  bob.sends("RENAME #a #c", "RENAME #a");
  bob.sees([
    ":chat.local 482 bob #a :You are not an operator of that channel",
    ":chat.local 461 bob RENAME :Parameters are missing",
  ]);
  eve.sends("RENAME #a #c", "RENAME #none #c");
  eve.sees([
    ":chat.local 442 eve #a :You are not in that channel",
    ":chat.local 403 eve #none :There is no such channel",
  ]);
  ann.sends("RENAME #a #B", "RENAME #a b", "RENAME #a :#b c", "RENAME #lobby #c");
  ann.sees([
    ":chat.local FAIL RENAME CHANNEL_NAME_IN_USE #a #B :Another channel has that name",
    ":chat.local FAIL RENAME CANNOT_RENAME #a b :Channel name does not start with #",
    ":chat.local FAIL RENAME CANNOT_RENAME #a * :Channel name has a space, a comma, a colon, * or ?, " +
    "or a character that can't be seen",
    ":chat.local 482 ann #lobby :You are not an operator of that channel",
  ]);
  table.publishes({
    kind: "modesSet",
    user: undefined,
    channel: "#lobby",
    changes: [{ kind: "rank", letter: "o", isSet: true, user: ann.session.user?.id ?? "" }],
  });
  ann.looks();
  ann.sends("RENAME #lobby #c", "RENAME #a #c", "RENAME #c #d");
  ann.sees([
    ":chat.local FAIL RENAME CANNOT_RENAME #lobby #c :The lobby keeps its name",
    `${by("ann")} RENAME #a #c :`,
    ":chat.local FAIL RENAME CANNOT_RENAME #c #d :It was renamed less than 60 seconds ago",
  ]);
  table.nowMs += 60_000;
  ann.sends("RENAME #c #d");
  ann.sees([`${by("ann")} RENAME #c #d :`]);
});

Deno.test("a long reason of RENAME and of KICK is cut, so that it fits with the longest names", () => {
  const table = createTable();
  const [ann, bob] = ["n", "m"].map((letter) => table.user(letter.repeat(32), capability));
  assert.ok(ann && bob);
  table.publishes({
    kind: "hostSet",
    user: ann.session.user?.id ?? "",
    host: "h".repeat(maxHostLength),
  });
  const [from, to] = ["a", "b"].map((letter) => `#${letter.repeat(63)}`);
  gather(`${from}`, ann, bob);
  ann.sends(
    `RENAME ${from} ${to} :${"x".repeat(300)}`,
    `KICK ${to} ${"m".repeat(32)} :${"x".repeat(300)}`,
  );
  assert.match(ann.looks(), / RENAME #a+ #b+ :x{200,}\r\n[^ ]+ KICK #b+ m+ :x{200,}\r\n$/);
});

Deno.test("what was said is told whole under a longer name: as several lines, joined for who knows that", () => {
  const table = createTable();
  const modern = table.user("ann", "draft/chathistory", "batch", "draft/multiline");
  const bob = table.user("bob", "draft/chathistory");
  gather("#a", modern, bob);
  const text = `${"wörd ".repeat(75)}end`;
  modern.sends(`PRIVMSG #a :${text}`);
  const name = `#${"n".repeat(63)}`;
  modern.sends(`RENAME #a ${name}`);
  forget(modern, bob);
  bob.sends(`CHATHISTORY LATEST ${name} * 9`);
  const texts = bob.lines().map((line) => {
    assert.match(line, new RegExp(`^${by("ann")} PRIVMSG ${name} :`));
    return line.slice(line.indexOf(" :") + 2);
  });
  assert.equal(texts.length, 2);
  assert.equal(texts.join(""), text);
  modern.sends(`CHATHISTORY LATEST ${name} * 9`);
  const joined = modern.lines().filter((line) => line.includes(" PRIVMSG "));
  assert.deepEqual(joined.map((line) => line.startsWith("@batch=hm;draft/multiline-concat ")), [
    false,
    true,
  ]);
});

Deno.test("modes that would not fit with a longer name are told under the old one", () => {
  const table = createTable();
  const ann = table.user("ann", "draft/chathistory", "draft/event-playback");
  ann.sends("JOIN #a", `MODE #a +bbb ${"a".repeat(140)} ${"b".repeat(140)} ${"c".repeat(140)}`);
  const name = `#${"n".repeat(63)}`;
  ann.sends(`RENAME #a ${name}`);
  ann.looks();
  ann.sends(`CHATHISTORY LATEST ${name} * 9`);
  assert.match(ann.looks(), / MODE #a \+bbb /);
});

Deno.test("what was said goes along, and is told under the name of today", () => {
  const table = createTable();
  const modern: readonly Capability[] = ["draft/chathistory", "soju.im/search", capability];
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob", ...modern)];
  gather("#b", bob);
  bob.sends("PRIVMSG #b :of another channel", "PART #b");
  gather("#a", ann, bob);
  ann.sends("MODE #a +i", "PRIVMSG #a :secret leaves", "MODE #a -i", "PRIVMSG #a :green leaves");
  table.archive.index();
  ann.sends("RENAME #a #b");
  forget(ann, bob);
  bob.sends("PRIVMSG #b :new leaves");
  ann.looks();
  const lines = [
    `${by("ann")} PRIVMSG #b :secret leaves`,
    `${by("ann")} PRIVMSG #b :green leaves`,
    `${by("bob")} PRIVMSG #b :new leaves`,
  ];
  for (const line of ["CHATHISTORY LATEST #b * 9", "SEARCH :text=leaves"]) {
    bob.sends(line);
    bob.sees(lines);
  }
  // Another channel begins under the old name, and has nothing of it.
  bob.sends("JOIN #a");
  bob.looks();
  bob.sends("CHATHISTORY LATEST #a * 9");
  bob.sees([]);
  // Who comes later reads no more than if the name had always been that.
  const eve = table.user("eve", ...modern);
  gather("#b", eve);
  eve.sends("CHATHISTORY LATEST #b * 9");
  eve.sees(lines.slice(1));
});

Deno.test("plain clients read what has happened, and go on", () => {
  const table = createTable();
  const [ann, pat] = [table.user("ann", capability), table.plain("pat")];
  gather("#a", ann);
  pat.sends("/join #a");
  forget(ann, pat);
  ann.sends("RENAME #a #b :better");
  pat.sees(["* ann renamed #a to #b"]);
  ann.looks();
  pat.sends("hi");
  ann.sees([":pat!~plain@localhost PRIVMSG #b :hi"]);
});

Deno.test("what stands for a RENAME is each one's own deed, and bears no mark of who renamed", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann"), table.user("bob", "message-tags")];
  ann.sends("MODE ann +B");
  gather("#a", ann, bob);
  ann.sends("RENAME #a #b");
  assert.deepEqual(bob.lines().slice(0, 2), [`${by("bob")} PART #a`, `${by("bob")} JOIN #b`]);
});

Deno.test("how far one has read goes along", () => {
  const table = createTable();
  const ann = table.user("ann", "draft/read-marker", capability);
  gather("#a", ann);
  ann.sends("MARKREAD #a timestamp=2026-01-01T00:00:00.000Z", "RENAME #a #b");
  ann.looks();
  ann.sends("MARKREAD #b");
  ann.sees([":chat.local MARKREAD #b timestamp=2026-01-01T00:00:00.000Z"]);
});

Deno.test("of two who take one name the first has it, and who was faster than a rename is refused", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", capability), table.user("bob")];
  gather("#a", ann);
  gather("#b", bob);
  table.bus.holds = true;
  bob.sends("RENAME #b #c");
  ann.sends("RENAME #a #c");
  table.releases();
  ann.sees([":chat.local FAIL RENAME CHANNEL_NAME_IN_USE #a #c :Another channel has that name"]);
  assert.equal(bob.lines()[1], `${by("bob")} JOIN #c`);
});

Deno.test("a label is answered by the RENAME, or by a batch of what stands for it", () => {
  const table = createTable();
  const labels: readonly Capability[] = ["labeled-response", "batch"];
  const [ann, bob] = [table.user("ann", ...labels, capability), table.user("bob", ...labels)];
  gather("#a", ann);
  gather("#b", bob);
  ann.sends("@label=1 RENAME #a #c");
  ann.sees([`@label=1 ${by("ann")} RENAME #a #c :`]);
  bob.sends("@label=1 RENAME #b #d");
  assert.deepEqual(bob.lines().map((line) => line.split(" ")[0]), [
    "@label=1",
    ...new Array(4).fill("@batch=a"),
    ":chat.local",
  ]);
});
