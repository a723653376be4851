import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const muted = "You are muted on this server: spam";

/** An operator has muted bob; eve and he are in #x. */
function scene(order = "SHUN bob!*@* :spam", ...capabilities: Parameters<Table["user"]>[1][]) {
  const table = createTable();
  table.account("bob", "sesame");
  const ann = table.user("ann");
  const bob = table.user("bobby", ...capabilities);
  bob.sends("PRIVMSG NickServ :IDENTIFY bob sesame", "NICK bob");
  const eve = table.user("eve");
  gather("#x", bob, eve);
  ann.sends("OPER root secret", order);
  assert.match(ann.looks(), / is muted /);
  forget(bob, eve);
  return { table, ann, bob, eve };
}

function isSilent(...seats: readonly Seat[]): void {
  for (const seat of seats) seat.sees([]);
}

Deno.test("whoever is muted learns it when speaking, with the reason, and nobody else does", () => {
  for (const order of ["SHUN bob!*@* :spam", "SHUN a:BOB :spam", "SHUN 127.0.0.1 :spam"]) {
    const { ann, bob, eve } = scene(order);
    bob.sees([]);
    bob.sends("PRIVMSG #x :hello", "PRIVMSG eve :psst", "PRIVMSG #x,eve :both");
    bob.sees([
      `:chat.local 404 bob #x :${muted}`,
      `:chat.local 404 bob eve :${muted}`,
      `:chat.local 404 bob #x :${muted}`,
      `:chat.local 404 bob eve :${muted}`,
    ]);
    bob.sends("NOTICE #x :a notice is never answered");
    isSilent(bob, eve, ann);
  }
});

Deno.test("whoever is muted goes on reading, and talks to the services", () => {
  const { bob, eve } = scene();
  eve.sends("PRIVMSG #x :hi bob");
  bob.sees([":eve!~eve@localhost PRIVMSG #x :hi bob"]);
  bob.sends("PRIVMSG NickServ :HELP", "TOPIC #x", "WHOIS eve");
  assert.match(bob.looks(), /:NickServ!\S+ NOTICE bob :[^]* 331 bob #x [^]* 318 /);
  isSilent(eve);
});

Deno.test("nothing else that others would read gets out either", () => {
  const { bob, eve, ann } = scene();
  const commands: readonly (readonly [line: string, name: string])[] = [
    ["TOPIC #x :read this", "TOPIC"],
    ["KICK #x eve :read this", "KICK"],
    ["INVITE ann #x", "INVITE"],
    ["RENAME #x #read-this", "RENAME"],
    ["SETNAME :read this", "SETNAME"],
    ["AWAY :read this", "AWAY"],
    ["NICK read_this", "NICK"],
  ];
  for (const [line, name] of commands) {
    bob.sends(line);
    bob.sees([`:chat.local FAIL ${name} MUTED :${muted}`]);
  }
  isSilent(eve, ann);
  bob.sends("PART #x :read this");
  eve.sees([":bob!~bobby@localhost PART #x"]);
  bob.sends("JOIN #x");
  eve.looks();
  bob.sends("QUIT :read this");
  eve.sees([":bob!~bobby@localhost QUIT :Quit: "]);
});

Deno.test("no mode takes words of the muted to others, and what has none stays theirs", () => {
  const { bob, eve } = scene();
  for (
    const modes of ["+b read!this@now", "+k read-this", "+g read-this", "+ob eve read!this@now"]
  ) {
    bob.sends(`MODE #x ${modes}`);
    bob.sees([`:chat.local FAIL MODE MUTED :${muted}`]);
  }
  isSilent(eve);
  bob.sends("MODE #x b", "MODE bob +i", "MODE #x +m");
  assert.match(bob.looks(), / 368 bob #x [^]* MODE bob \+i\r\n[^]* MODE #x \+m\r\n/);
  eve.sees([":bob!~bobby@localhost MODE #x +m"]);
});

Deno.test("no service and no login gives the muted another nick", () => {
  const { table, ann, bob, eve } = scene();
  const other = table.user("other");
  other.sends("PRIVMSG NickServ :IDENTIFY bob sesame");
  bob.sends("PRIVMSG NickServ :REGAIN other");
  bob.sees([`:NickServ!NickServ@chat.local NOTICE bob :${muted}`]);
  table.account("zed", "sesame");
  const pat = table.plain("pat");
  ann.sends("SHUN pat!*@* :spam");
  eve.looks();
  pat.sends("/login zed sesame", "hello");
  pat.sees(["[server] You are logged in as zed", `[server] #lobby: ${muted}`]);
  isSilent(eve);
});

Deno.test("whoever comes muted is not away for a reason of theirs", () => {
  const { table, ann, eve } = scene("SHUN mal!*@* :spam", "batch");
  const mal = table.connect();
  mal.sends(
    "CAP REQ draft/pre-away",
    "NICK mal",
    "USER mal 0 * :mal",
    "AWAY :read this",
    "CAP END",
  );
  assert.equal(mal.session.user?.nick, "mal");
  ann.looks();
  eve.sends("WHOIS mal");
  assert.doesNotMatch(eve.looks(), /read this/);
});

Deno.test("several lines, tags and metadata of the muted are refused too", () => {
  const { bob, eve } = scene(
    "SHUN bob!*@* :spam",
    "batch",
    "message-tags",
    "draft/multiline",
    "draft/metadata-2",
  );
  bob.sends(
    "BATCH +1 draft/multiline #x",
    "@batch=1 PRIVMSG #x :one",
    "@batch=1 PRIVMSG #x :two",
    "BATCH -1",
    "@+typing=active TAGMSG #x",
    "@+draft/react=x;+draft/reply=y TAGMSG #x",
    "METADATA * SET avatar :http://read.this/",
    "METADATA * LIST",
  );
  bob.sees([
    `:chat.local 404 bob #x :${muted}`,
    `:chat.local 404 bob #x :${muted}`,
    `:chat.local FAIL METADATA MUTED :${muted}`,
    ":chat.local BATCH +h metadata bob",
    ":chat.local BATCH -h",
  ]);
  isSilent(eve);
});

Deno.test("people without IRC are told once that they are muted, until when and why", () => {
  const table = createTable();
  const ann = table.user("ann");
  const pat = table.plain("pat");
  const zoe = table.plain("zoe");
  pat.looks();
  ann.sends("OPER root secret", "SHUN 5 pat!*@* :spam");
  const until = "Fri, 02 Jan 2026 03:09:05 GMT";
  pat.sends("x".repeat(2_000));
  pat.sees([`[server] #lobby: You are muted on this server until ${until}: spam`]);
  pat.sends("/topic read this", "/me reads", "/nick other");
  const text = `You are muted on this server until ${until}: spam`;
  pat.sees([`[server] ${text}`, `[server] #lobby: ${text}`, `[server] ${text}`]);
  isSilent(zoe);
  table.nowMs += 5 * 60_000;
  pat.sends("back again");
  zoe.sees(["pat: back again"]);
});

Deno.test("UNSHUN lets them speak again; SHUN alone lists", () => {
  const { ann, bob, eve } = scene();
  ann.sends("SHUN", "UNSHUN BOB!*@*", "SHUN");
  assert.deepEqual(ann.lines().map((line) => line.replace(/ \(set.*/, "")), [
    ":chat.local NOTICE ann :bob!*@* is muted for good: spam",
    ":chat.local NOTICE ann :bob!*@* may speak again",
    ":chat.local NOTICE ann :There are none",
  ]);
  bob.sends("PRIVMSG #x :at last");
  eve.sees([":bob!~bobby@localhost PRIVMSG #x :at last"]);
});

Deno.test("who is not in yet is not asked about being muted", () => {
  const { table } = scene("SHUN 127.0.0.1 :spam");
  const late = table.user("late");
  assert.equal(late.session.user?.nick, "late");
  late.sends("PRIVMSG #x :hi");
  late.sees([`:chat.local 404 late #x :${muted}`]);
});
