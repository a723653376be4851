import assert from "node:assert/strict";
import type { Capability } from "../../wire/capabilities.ts";
import { maxMetadataKeys, maxMetadataSubs } from "../../wire/metadata.ts";
import { forget, gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

const modern: readonly Capability[] = ["batch", "draft/metadata-2"];
const failed = (rest: string) => `:chat.local FAIL METADATA ${rest}`;
const inBatch = (name: string, ...lines: readonly string[]) => [
  `:chat.local BATCH +h metadata ${name}`,
  ...lines.map((line) => `@batch=h :chat.local ${line}`),
  ":chat.local BATCH -h",
];

Deno.test("one describes oneself, and others read it", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob", ...modern)];
  ann.sends("METADATA * SET URL :http://tea.example/", "METADATA ann SET a.b-c_d/9 x");
  ann.sees([
    ":chat.local 761 ann ann url * :http://tea.example/",
    ":chat.local 761 ann ann a.b-c_d/9 * :x",
  ]);
  bob.sends("METADATA ANN LIST", "METADATA ann GET url none b@d");
  bob.sees([
    ...inBatch("ann", "761 bob ann url * :http://tea.example/", "761 bob ann a.b-c_d/9 * :x"),
    ...inBatch(
      "ann",
      "761 bob ann url * :http://tea.example/",
      "766 bob ann none :That key is not set",
      "FAIL METADATA KEY_INVALID b@d :A key has up to 32 of a to z, 0 to 9 and _./-",
    ),
  ]);
  ann.sends("METADATA * SET url", "METADATA * SET url", "METADATA * CLEAR", "METADATA * LIST");
  ann.sees([
    ":chat.local 766 ann ann url :That key is not set",
    failed("KEY_NOT_SET ann url :That key is not set"),
    ...inBatch("ann", "766 ann ann a.b-c_d/9 :That key is not set"),
    ...inBatch("ann"),
  ]);
});

Deno.test("who wants to know a key is told of it, in a channel and by MONITOR, but not of its own deed", () => {
  const table = createTable();
  const [ann, bob, eve] = [
    table.user("ann", ...modern),
    table.user("bob", ...modern),
    table.user("eve", ...modern, "extended-monitor"),
  ];
  const old = table.user("old");
  gather("#x", ann, bob, old);
  for (const seat of [ann, bob, eve]) seat.sends("METADATA * SUB avatar");
  eve.sends("MONITOR + ann");
  forget(ann, bob, eve);
  ann.sends("METADATA * SET avatar :a.png", "METADATA * SET url :b", "METADATA * SET avatar");
  const told = [
    ":ann!~ann@localhost METADATA ann avatar * :a.png",
    ":ann!~ann@localhost METADATA ann avatar :*",
  ];
  bob.sees(told);
  eve.sees(told);
  old.sees([]);
  assert.doesNotMatch(ann.looks(), /METADATA/);
});

Deno.test("a channel's operators describe it, its members read it", () => {
  const table = createTable();
  const [ann, bob, eve] = [
    table.user("ann", ...modern),
    table.user("bob", ...modern),
    table.user("eve", ...modern),
  ];
  gather("#Tea", ann, bob);
  bob.sends("METADATA * SUB url");
  bob.looks();
  ann.sends("METADATA #tea SET url :http://tea.example/");
  ann.sees([":chat.local 761 ann #Tea url * :http://tea.example/"]);
  bob.sees([":ann!~ann@localhost METADATA #Tea url * :http://tea.example/"]);
  const denied = "You may set keys of yourself and of channels whose operator you are";
  bob.sends("METADATA #tea SET url :x", "METADATA #tea CLEAR", "METADATA ann SET url :x");
  bob.sees([
    failed(`KEY_NO_PERMISSION #Tea url :${denied}`),
    failed(`KEY_NO_PERMISSION #Tea * :${denied}`),
    failed(`KEY_NO_PERMISSION ann url :${denied}`),
  ]);
  const membersOnly = failed("KEY_NO_PERMISSION #Tea * :Only members may read that");
  eve.sends("METADATA #tea LIST", "METADATA #tea GET url", "METADATA #tea SYNC");
  eve.sees([membersOnly, membersOnly, membersOnly]);
  ann.sends("MODE #tea +s");
  const unknown = "There is nobody and no channel of that name";
  eve.sends("METADATA #tea LIST", "METADATA nobody LIST", "METADATA :a b LIST", "METADATA :: LIST");
  assert.deepEqual(eve.lines().slice(0, 2), [
    failed(`INVALID_TARGET #tea :${unknown}`),
    failed(`INVALID_TARGET nobody :${unknown}`),
  ]);
});

Deno.test("who enters is told of what it wants to know, and others of who enters", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob", ...modern)];
  gather("#x", ann);
  ann.sends("METADATA #x SET url :u", "METADATA * SET avatar :a.png", "METADATA * SUB avatar");
  bob.sends("METADATA * SET avatar :b.png", "METADATA * SUB avatar url none");
  forget(ann, bob);
  bob.sends("JOIN #x");
  const lines = [
    "METADATA #x url * :u",
    "METADATA ann avatar * :a.png",
    "METADATA bob avatar * :b.png",
  ];
  assert.deepEqual(bob.lines().slice(3), inBatch("#x", ...lines));
  ann.sees([":bob!~bob@localhost JOIN #x", ":chat.local METADATA bob avatar * :b.png"]);
  bob.sends("METADATA #x SYNC", "METADATA ann SYNC");
  assert.deepEqual(
    new Set(bob.lines()),
    new Set([
      ...inBatch("#x", ...lines),
      ...inBatch("ann", "METADATA ann avatar * :a.png"),
    ]),
  );
  const eve = table.user("eve", ...modern);
  gather("#x", eve);
  eve.sends("METADATA * SUB url");
  eve.sees([":chat.local 770 eve :url", ...inBatch("#x", "METADATA #x url * :u")]);
});

Deno.test("SUB, UNSUB and SUBS choose and tell keys, each once, up to the limit", () => {
  const table = createTable();
  const ann = table.user("ann", ...modern);
  ann.sends(
    "METADATA * SUB a b A $c d",
    "METADATA * SUBS",
    "METADATA * UNSUB b none b",
    "METADATA * SUBS",
  );
  const invalid = failed("KEY_INVALID $c :A key has up to 32 of a to z, 0 to 9 and _./-");
  const subs = (...keys: readonly string[]) => [
    ":chat.local BATCH +h metadata-subs",
    `@batch=h :chat.local 772 ann ${keys.slice(0, -1).join(" ")} :${keys.at(-1)}`,
    ":chat.local BATCH -h",
  ];
  ann.sees([
    ":chat.local 770 ann a b :d",
    invalid,
    ...subs("a", "b", "d"),
    ":chat.local 771 ann b :none",
    ...subs("a", "d"),
  ]);
  const keys = Array.from({ length: maxMetadataSubs }, (_, at) => `k${at}`);
  for (let at = 0; at < keys.length; at += 10) {
    ann.sends(`METADATA * SUB ${keys.slice(at, at + 10).join(" ")}`);
  }
  const last = ann.lines().at(-1);
  assert.equal(last, failed("TOO_MANY_SUBS k48 :At most 50 keys can be chosen"));
  assert.equal(ann.session.metadataKeys.size, maxMetadataSubs);
});

Deno.test("keys and values have limits", () => {
  const table = createTable();
  const ann = table.user("ann", ...modern);
  for (let at = 0; at <= maxMetadataKeys; at++) ann.sends(`METADATA * SET k${at} :x`);
  assert.equal(ann.lines().at(-1), failed("LIMIT_REACHED ann :At most 20 keys can be set"));
  ann.sends("METADATA * SET k0 :y");
  ann.sees([":chat.local 761 ann ann k0 * :y"]);
  ann.sends(`METADATA * SET k0 :${"é".repeat(129)}`, `METADATA * SET ${"k".repeat(33)} :x`);
  ann.sends("METADATA * SET", "METADATA * BREW k0");
  const invalid = "A key has up to 32 of a to z, 0 to 9 and _./-";
  ann.sees([
    failed("VALUE_INVALID :A value has at most 256 bytes"),
    failed(`KEY_INVALID ${"k".repeat(33)} :${invalid}`),
    failed(`KEY_INVALID * :${invalid}`),
    failed("SUBCOMMAND_INVALID BREW :HELP METADATA lists the subcommands"),
  ]);
  ann.sends(`METADATA * SET k0 :${"é".repeat(128)}`);
  assert.match(ann.looks(), / 761 ann ann k0 \* :é{128}\r\n$/);
});

Deno.test("who begins to monitor somebody is told of it what it wants to know", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob", ...modern)];
  ann.sends("METADATA * SET url :x");
  bob.sends("METADATA * SUB url");
  bob.looks();
  bob.sends("MONITOR + ann,eve,bob");
  assert.deepEqual(bob.lines().slice(2), inBatch("ann", "METADATA ann url * :x"));
});

Deno.test("METADATA is no command without its capability", () => {
  const ann = createTable().user("ann");
  ann.sends("METADATA * LIST");
  ann.sees([":chat.local 421 ann METADATA :Unknown command"]);
});

Deno.test("who registers with the capability is told that nothing is set yet", () => {
  const ann = createTable().connect();
  ann.sends(`CAP REQ :${modern.join(" ")}`, "NICK ann", "USER ann 0 * :Ann", "CAP END");
  assert.deepEqual(ann.lines().slice(-2), inBatch("ann"));
});

Deno.test("what describes a person goes along with its nick, and goes with it", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob", ...modern)];
  ann.sends("METADATA * SET url :x", "NICK eve");
  bob.sends("METADATA eve GET url");
  bob.sees(inBatch("eve", "761 bob eve url * :x"));
  ann.sends("QUIT");
  table.user("eve");
  bob.sends("METADATA eve LIST");
  bob.sees(inBatch("eve"));
});

Deno.test("who lost its rank while its change was on its way is refused", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", ...modern), table.user("bob", ...modern)];
  gather("#x", ann, bob);
  ann.sends("MODE #x +o bob");
  forget(ann, bob);
  table.bus.holds = true;
  ann.sends("MODE #x -o bob");
  bob.sends("METADATA #x SET url :x");
  table.releases();
  assert.match(bob.looks(), /FAIL METADATA KEY_NO_PERMISSION #x url :/);
  assert.equal(table.world.channel("#x")?.metadata.size, 0);
});
