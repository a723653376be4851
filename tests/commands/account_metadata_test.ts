import assert from "node:assert/strict";
import { restoreAccounts } from "../../server/core/restore.ts";
import { maxMetadataKeys } from "../../wire/metadata.ts";
import { forget, gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const inBatch = (name: string, ...lines: readonly string[]) => [
  `:chat.local BATCH +h metadata ${name}`,
  ...lines.map((line) => `@batch=h :chat.local ${line}`),
  ":chat.local BATCH -h",
];
const notSet = (reader: string, name: string, key: string) =>
  inBatch(name, `766 ${reader} ${name} ${key} :That key is not set`);

function tableOfAnn(): Table {
  const table = createTable();
  table.account("ann", "sesame");
  return table;
}

/** A client that knows METADATA. */
function modern(table: Table, nick: string): Seat {
  return table.user(nick, "batch", "draft/metadata-2", "extended-monitor");
}

/** Comes as `nick`, with ann's account from the start; what it was told of its coming is still to be seen. */
function comes(table: Table, nick = "ann"): Seat {
  const seat = table.connect();
  seat.sends("CAP REQ :sasl batch draft/metadata-2 extended-monitor", `NICK ${nick}`);
  seat.sends("AUTHENTICATE PLAIN", `AUTHENTICATE ${btoa("\0ann\0sesame")}`);
  seat.sends(`USER ${nick} 0 * :Ann`, "CAP END");
  assert.equal(seat.session.user?.account, "ann");
  return seat;
}

const identify = "NS IDENTIFY ann sesame";

Deno.test("what describes an account is there in its next connection, and is told it when it comes", () => {
  const table = tableOfAnn();
  const ann = comes(table);
  ann.sends("METADATA * SET url :x", "METADATA * SET private/note :y", "QUIT");
  const again = comes(table);
  assert.deepEqual(
    again.lines().slice(-4),
    inBatch("ann", "METADATA ann url * :x", "METADATA ann private/note * :y"),
  );
});

Deno.test("another connection of the same user is told what describes it, and of what changes", () => {
  const table = tableOfAnn();
  const desk = comes(table);
  desk.sends("METADATA * SET url :x");
  const phone = comes(table);
  assert.ok(phone.looks().includes(inBatch("ann", "METADATA ann url * :x").join("\r\n")));
  phone.sends("METADATA * SUB url private/note");
  forget(desk, phone);
  desk.sends("METADATA * SET url :y", "METADATA * SET private/note :z", "METADATA * SET other :o");
  phone.sees([
    ":ann!~ann@localhost METADATA ann url * :y",
    ":ann!~ann@localhost METADATA ann private/note * :z",
  ]);
});

Deno.test("users of one account share what describes it, and those who know each are told of each", () => {
  const table = tableOfAnn();
  const [ann, pad, bob] = [comes(table), comes(table, "pad"), modern(table, "bob")];
  gather("#x", pad, bob);
  for (const seat of [ann, pad, bob]) seat.sends("METADATA * SUB url private/note");
  forget(ann, pad, bob);
  ann.sends("METADATA * SET url :x", "METADATA * SET private/note :y");
  ann.sees([
    ":chat.local 761 ann ann url * :x",
    ":chat.local 761 ann ann private/note * :y",
  ]);
  pad.sees([
    ":pad!~pad@localhost METADATA pad url * :x",
    ":pad!~pad@localhost METADATA pad private/note * :y",
  ]);
  bob.sees([":pad!~pad@localhost METADATA pad url * :x"]);
  pad.sends("METADATA ann GET private/note", "METADATA ann LIST");
  const lines = ["761 pad ann private/note * :y"];
  pad.sees([
    ...inBatch("ann", ...lines),
    ...inBatch("ann", "761 pad ann url * :x", ...lines),
  ]);
});

Deno.test("who waits for somebody is told how it is described when it comes, or takes that nick", () => {
  const table = tableOfAnn();
  comes(table).sends("METADATA * SET url :x", "METADATA * SET private/note :y", "QUIT");
  const bob = modern(table, "bob");
  bob.sends("METADATA * SUB url private/note", "MONITOR + ann,pad");
  forget(bob);
  const ann = comes(table);
  bob.sees([
    ":chat.local 730 * :ann!~ann@localhost",
    ":chat.local METADATA ann url * :x",
  ]);
  ann.sends("NICK pad");
  bob.sees([
    ":chat.local 731 * :ann",
    ":chat.local 730 * :pad!~ann@localhost",
    ":chat.local METADATA pad url * :x",
  ]);
});

Deno.test("who logs in is described by its account and by nothing else, and who logs out by nothing", () => {
  const table = tableOfAnn();
  comes(table).sends("METADATA * SET url :account", "METADATA * SET same :s");
  const [guest, bob] = [modern(table, "guest"), modern(table, "bob")];
  gather("#x", guest, bob);
  guest.sends("METADATA * SET url :guest", "METADATA * SET same :s", "METADATA * SET pet :cat");
  bob.sends("METADATA * SUB url same pet");
  forget(guest, bob);
  guest.sends(identify);
  const told = (rest: string) => `:guest!~guest@localhost METADATA guest ${rest}`;
  bob.sees([told("url * :account"), told("pet :*")]);
  guest.sends("NS LOGOUT");
  bob.sees([told("url :*"), told("same :*")]);
  guest.sends("METADATA * LIST");
  assert.deepEqual(guest.lines().slice(-2), inBatch("guest"));
  assert.deepEqual([...table.world.accounts.find("ann")?.metadata ?? []], [
    ["url", "account"],
    ["same", "s"],
  ]);
});

Deno.test("who makes an account takes along how it has described itself", () => {
  const table = createTable();
  const [ann, bob] = [modern(table, "ann"), modern(table, "bob")];
  gather("#x", ann, bob);
  ann.sends("METADATA * SET url :x");
  bob.sends("METADATA * SUB url");
  forget(bob);
  ann.sends("REGISTER * * sesame", "QUIT");
  bob.sees([":ann!~ann@localhost QUIT :Quit: "]);
  assert.match(comes(table).looks(), /METADATA ann url \* :x/);
});

Deno.test("what describes an account is kept with it, survives another password, and goes with it", () => {
  const table = tableOfAnn();
  const ann = comes(table);
  for (let at = 0; at <= maxMetadataKeys; at++) ann.sends(`METADATA * SET k${at} :x`);
  assert.match(ann.lines().at(-1) ?? "", /LIMIT_REACHED ann/);
  ann.sends("METADATA * CLEAR", "METADATA * SET __proto__ :p", "METADATA * SET 7 :n");
  ann.sends("NS SET PASSWORD simsalabim");
  const { accounts } = table.archive.state();
  const fresh = createTable();
  restoreAccounts(fresh.world, accounts);
  assert.deepEqual(
    fresh.world.accounts.find("ann")?.metadata,
    new Map([["7", "n"], ["__proto__", "p"]]),
  );
  ann.sends("NS DROP ann simsalabim");
  forget(ann);
  ann.sends("METADATA * LIST");
  ann.sees(inBatch("ann"));
  assert.deepEqual(table.archive.state().accounts, []);
  ann.sends("NS REGISTER sesame", "METADATA * LIST");
  assert.deepEqual(ann.lines().slice(-2), inBatch("ann"));
});

Deno.test("an account is not described while nothing can be kept, who has none is", () => {
  const table = tableOfAnn();
  const [ann, bob] = [comes(table), modern(table, "bob")];
  forget(ann);
  table.archive.obstacle = "Nothing can be kept now";
  ann.sends("METADATA * SET url :x");
  ann.sees([":chat.local FAIL METADATA NOT_KEPT ann :Nothing can be kept now"]);
  bob.sends("METADATA * SET url :x");
  bob.sees([":chat.local 761 bob bob url * :x"]);
});

/** What nobody but ann may ever be sent. */
const secret = /private\/|s3cret/;

Deno.test("GET, LIST and SYNC of another's private keys are those of keys that are not set", () => {
  const table = tableOfAnn();
  for (const ann of [comes(table), modern(table, "zoe")]) {
    const name = ann.session.user?.nick ?? "";
    const eve = modern(table, `eve${name}`);
    const reader = `eve${name}`;
    ann.sends("METADATA * SET private/note :s3cret");
    eve.sends("METADATA * SUB private/note");
    forget(ann, eve);
    eve.sends(`METADATA ${name} GET Private/Note`, `METADATA ${name} GET private/none`);
    eve.sees([
      ...notSet(reader, name, "private/note"),
      ...notSet(reader, name, "private/none"),
    ]);
    eve.sends(`METADATA ${name} LIST`, `METADATA ${name} SYNC`);
    eve.sees([...inBatch(name), ...inBatch(name)]);
    const denied = "You may set keys of yourself and of channels whose operator you are";
    for (const key of ["private/note", "private/none"]) {
      eve.sends(`METADATA ${name} SET ${key} :x`, `METADATA ${name} SET ${key}`);
      const refusal = `:chat.local FAIL METADATA KEY_NO_PERMISSION ${name} ${key} :${denied}`;
      eve.sees([refusal, refusal]);
    }
    eve.sends(`METADATA ${name} CLEAR`);
    eve.sees([`:chat.local FAIL METADATA KEY_NO_PERMISSION ${name} * :${denied}`]);
    ann.sends("METADATA * GET private/note");
    ann.sees(inBatch(name, `761 ${name} ${name} private/note * :s3cret`));
  }
});

Deno.test("who subscribes to private keys is told of its own alone: in channels, by MONITOR, on coming and going", () => {
  const table = tableOfAnn();
  const [ann, eve, root] = [comes(table), modern(table, "eve"), modern(table, "boss")];
  root.sends("OPER root secret");
  for (const seat of [eve, root]) seat.sends("METADATA * SUB private/note", "MONITOR + ann,zoe");
  gather("#x", eve, root, ann);
  const looks = () => [eve, root].map((seat) => seat.looks()).join("");
  ann.sends("METADATA * SET private/note :s3cret", "METADATA * SET private/note :s3cret2");
  assert.doesNotMatch(looks(), secret);
  ann.sends("PART #x", "JOIN #x", "NICK zoe", "AWAY :gone", "NICK ann");
  assert.doesNotMatch(looks(), secret);
  for (const seat of [eve, root]) {
    seat.sends("MONITOR C", "MONITOR + ann", "METADATA #x SYNC", "METADATA #x LIST");
    seat.sends("PART #x", "JOIN #x", "WHOIS ann", "WHO #x", "WHOWAS zoe", "NAMES #x");
    seat.sends("HISTORY #x 100", "METADATA #x GET private/note");
  }
  const notSetHere = /766 \S+ #x private\/note :That key is not set/g;
  assert.doesNotMatch(looks().replaceAll(notSetHere, ""), secret);
  for (const seat of [eve, root]) seat.sends("METADATA * SUB private/note");
  assert.doesNotMatch(looks().replaceAll(/ 770 \S+ :private\/note/g, ""), secret);
  ann.sends("NS LOGOUT", "NS IDENTIFY ann sesame", "METADATA * SET private/note", "QUIT");
  assert.doesNotMatch(looks(), secret);
  comes(table).sends("METADATA * SET private/note :s3cret3", "QUIT");
  comes(table);
  assert.doesNotMatch(looks(), secret);
});

Deno.test("who logs in to the account sees its private keys from then on, and no more when it has logged out", () => {
  const table = tableOfAnn();
  const [ann, pad] = [comes(table), modern(table, "pad")];
  ann.sends("METADATA * SET private/note :s3cret");
  pad.sends("METADATA * SUB private/note", identify);
  assert.match(pad.looks(), /:pad!~pad@localhost METADATA pad private\/note \* :s3cret\r\n/);
  pad.sends("NS LOGOUT");
  forget(pad);
  pad.sends("METADATA ann GET private/note", "METADATA * GET private/note");
  pad.sees([
    ...notSet("pad", "ann", "private/note"),
    ...notSet("pad", "pad", "private/note"),
  ]);
  ann.sends("METADATA * SET private/note :s3cret2");
  pad.sees([]);
});

Deno.test("no log has what describes anybody, so that no history and no export has it", () => {
  const table = tableOfAnn();
  const [ann, bob] = [comes(table), modern(table, "bob")];
  gather("#x", ann, bob);
  ann.sends("METADATA * SET private/note :s3cret", "METADATA * SET url :s3cret");
  ann.sends("PRIVMSG #x :said", "PRIVMSG bob :said");
  const lines = table.archive.lines();
  assert.ok(lines.some((line) => line.includes("said")));
  for (const line of lines) assert.doesNotMatch(line, secret);
});

Deno.test("on a channel a key that begins with private/ is one as any", () => {
  const table = createTable();
  const [ann, bob] = [modern(table, "ann"), modern(table, "bob")];
  gather("#x", ann, bob);
  ann.sends("METADATA #x SET private/note :x");
  bob.sends("METADATA #x GET private/note");
  bob.sees(inBatch("#x", "761 bob #x private/note * :x"));
});

Deno.test("an account that is made before there is a user is described by nothing", () => {
  const ann = createTable().connect();
  ann.sends("CAP REQ :batch draft/metadata-2", "NICK ann", "USER ann 0 * :Ann");
  ann.sends("REGISTER ann * sesame", "CAP END");
  assert.deepEqual(ann.lines().slice(-2), inBatch("ann"));
});
