import assert from "node:assert/strict";
import { maxMonitored } from "../../server/core/monitors.ts";
import { gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

Deno.test("MONITOR + tells who is here and who is not, in whatever case, each once", () => {
  const table = createTable();
  const [ann] = table.users("ann", "bob");
  ann.sends("MONITOR + bob,zoe,BOB,eve,zoe", "MONITOR + Bob", "monitor l");
  ann.sees([
    ":chat.local 730 ann :bob!~bob@localhost",
    ":chat.local 731 ann :zoe,eve",
    ":chat.local 730 ann :bob!~bob@localhost",
    ":chat.local 732 ann :bob,zoe,eve",
    ":chat.local 733 ann :End of MONITOR list",
  ]);
});

Deno.test("MONITOR tells when somebody comes, goes, and takes another nick", () => {
  const table = createTable();
  const ann = table.user("ann");
  const eve = table.user("eve", "server-time", "message-tags");
  for (const seat of [ann, eve]) seat.sends("MONITOR + bob,ROB");
  for (const seat of [ann, eve]) seat.looks();
  const bob = table.user("Bob");
  ann.sees([":chat.local 730 * :Bob!~Bob@localhost"]);
  eve.sees(["@time=2026-01-02T03:04:05.678Z :chat.local 730 * :Bob!~Bob@localhost"]);
  bob.sends("NICK boB");
  ann.sees([]);
  bob.sends("NICK rob");
  ann.sees([":chat.local 731 * :boB", ":chat.local 730 * :rob!~Bob@localhost"]);
  bob.drops("Connection lost");
  ann.sees([":chat.local 731 * :rob"]);
});

Deno.test("MONITOR - and C say nothing, and end it; S tells all again", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("MONITOR + bob,eve,zoe");
  ann.looks();
  ann.sends("MONITOR - BOB,nobody", "MONITOR L");
  ann.sees([":chat.local 732 ann :eve,zoe", ":chat.local 733 ann :End of MONITOR list"]);
  const [, eve] = table.users("bob", "eve");
  ann.sees([":chat.local 730 * :eve!~eve@localhost"]);
  ann.sends("MONITOR S");
  ann.sees([":chat.local 730 ann :eve!~eve@localhost", ":chat.local 731 ann :zoe"]);
  ann.sends("MONITOR C", "MONITOR S", "MONITOR L");
  ann.sees([":chat.local 733 ann :End of MONITOR list"]);
  eve.sends("QUIT");
  ann.sees([]);
});

Deno.test("MONITOR takes 100 nicks and answers 734 by those that it does not take, in lines that fit", () => {
  const table = createTable();
  const ann = table.user("ann");
  const nicks = Array.from({ length: maxMonitored }, (_, at) => `${"n".repeat(29)}${100 + at}`);
  for (let at = 0; at < nicks.length; at += 10) {
    ann.sends(`MONITOR + ${nicks.slice(at, at + 10).join(",")}`);
  }
  const told = ann.lines().flatMap((line) => line.split(" :").at(-1)?.split(","));
  assert.deepEqual(told, nicks);
  ann.sends(`MONITOR + one,${nicks[3]},two`);
  ann.sees([
    `:chat.local 731 ann :${nicks[3]}`,
    `:chat.local 734 ann ${maxMonitored} one,two :Monitor list is full`,
  ]);
  const many = Array.from({ length: 150 }, (_, at) => `${"abcdefgh"[at % 8]}${at}`).join(",");
  ann.sends(`MONITOR + ${many.slice(0, 490)}`);
  const lines = ann.lines();
  assert.equal(lines.length, 2);
  for (const line of lines) assert.match(line, /^:chat\.local 734 ann 100 \S+ :Monitor/);
  ann.sends(`MONITOR - ${nicks[0]}`, "MONITOR + one");
  ann.sees([":chat.local 731 ann :one"]);
});

Deno.test("MONITOR waits for no masks, and for nothing that can be no nick", () => {
  const ann = createTable().user("ann");
  ann.sends("MONITOR + *!*@*,a!b@c,#x,1,,", `MONITOR + ${"x".repeat(490)}`, "MONITOR L");
  ann.sees([":chat.local 733 ann :End of MONITOR list"]);
});

Deno.test("MONITOR without a list is answered by 461, and another subcommand by 400", () => {
  const ann = createTable().user("ann");
  ann.sends("MONITOR +", "MONITOR -", "MONITOR", "MONITOR X");
  ann.sees([
    ...new Array(3).fill(":chat.local 461 ann MONITOR :Parameters are missing"),
    ":chat.local 400 ann MONITOR :Say one of +, -, C, L and S",
  ]);
});

Deno.test("a list of MONITOR ends with its connection", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("MONITOR + bob");
  ann.sends("QUIT");
  assert.deepEqual(table.world.monitors.watchersOf("bob"), []);
});

Deno.test("extended-monitor tells AWAY and SETNAME of the monitored to who asked for these too, once", () => {
  const table = createTable();
  const all = ["extended-monitor", "away-notify", "setname"] as const;
  const ann = table.user("ann", ...all);
  const near = table.user("near", ...all);
  const away = table.user("aw", "extended-monitor", "away-notify");
  const bare = table.user("bare", "extended-monitor");
  const plain = table.user("plain", "away-notify", "setname");
  const bob = table.user("bob", ...all);
  gather("#x", bob, near);
  for (const seat of [ann, near, away, bare, plain, bob]) seat.sends("MONITOR + Bob");
  for (const seat of [ann, near, away, bare, plain, bob]) seat.looks();
  bob.sends("AWAY :tea", "SETNAME :Robert", "AWAY");
  const seen = [
    ":bob!~bob@localhost AWAY :tea",
    ":bob!~bob@localhost SETNAME :Robert",
    ":bob!~bob@localhost AWAY",
  ];
  ann.sees(seen);
  near.sees(seen);
  away.sees([seen[0] ?? "", seen[2] ?? ""]);
  bare.sees([]);
  plain.sees([]);
  bob.sees([
    ":chat.local 306 bob :You are marked as away",
    ":bob!~bob@localhost SETNAME :Robert",
    ":chat.local 305 bob :You are no longer marked as away",
  ]);
});

Deno.test("that a bot goes and comes is marked as a bot's deed", () => {
  const table = createTable();
  const ann = table.user("ann", "message-tags");
  const bob = table.user("bob");
  bob.sends("MODE bob +B");
  ann.sends("MONITOR + bob,rob");
  ann.looks();
  bob.sends("NICK rob", "QUIT");
  ann.sees([
    "@bot :chat.local 731 * :bob",
    "@bot :chat.local 730 * :rob!~bob@localhost",
    "@bot :chat.local 731 * :rob",
  ]);
});
