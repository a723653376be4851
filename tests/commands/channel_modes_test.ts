import assert from "node:assert/strict";
import { forget, gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

const by = (nick: string) => `:${nick}!~${nick}@localhost`;

Deno.test("MODE of a channel is told to all there, once and together; what is so already is not", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob);
  ann.sends("MODE #X +ms-t+ovk BOB bob Key", "MODE #x +ms-t+ov-l+n bob bob", "MODE #x");
  const told = `${by("ann")} MODE #x +ms-t+ovk bob bob Key`;
  ann.sees([told, ":chat.local 324 ann #x +mnsk Key", created(table)]);
  bob.sees([told]);
  eve.sees([]);
});

Deno.test("MODE is refused once for each reason: 482, 441, 401, 472 and 696, and the rest is done", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob);
  for (const seat of [bob, eve]) {
    seat.sends(
      "MODE #x +mi-n+o bob",
      "MODE #x +b eve",
      "MODE #x +k a",
      "MODE #x -v ann",
      "MODE #x e",
    );
    const nick = seat.session.user?.nick ?? "";
    seat.sees(new Array(5).fill(refused(nick)));
  }
  ann.sends("MODE #x +xyxov-h+l eve nobody ann 0", "MODE #x +mlkoZ");
  ann.sees([
    ":chat.local 472 ann x :There is no such channel mode",
    ":chat.local 472 ann y :There is no such channel mode",
    ":chat.local 441 ann eve #x :They are not in that channel",
    ":chat.local 401 ann nobody :There is nobody of that name",
    ":chat.local 696 ann #x l 0 :That mode needs another parameter",
    ":chat.local 696 ann #x l * :That mode needs another parameter",
    ":chat.local 696 ann #x k * :That mode needs another parameter",
    ":chat.local 696 ann #x o * :That mode needs another parameter",
    ":chat.local 472 ann Z :There is no such channel mode",
    `${by("ann")} MODE #x +m`,
  ]);
  bob.sees([`${by("ann")} MODE #x +m`]);
});

Deno.test("MODE with nothing to do says nothing", () => {
  const table = createTable();
  const ann = table.user("ann");
  gather("#x", ann);
  ann.sends("MODE #x +", "MODE #x :+ -", "MODE #x :", "MODE #x -smi", "MODE #x -b bob");
  ann.sees([":chat.local 472 ann * :There is no such channel mode"]);
});

Deno.test("a key lets in who knows it, is hidden from outsiders, and any word takes it off", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann);
  ann.sends("MODE #x +k Tea", "MODE #x +k Tea", "MODE #x");
  ann.sees([`${by("ann")} MODE #x +k Tea`, ":chat.local 324 ann #x +ntk Tea", created(table)]);
  bob.sends("MODE #x", "JOIN #x", "JOIN #x tea", "JOIN #y,#x other,Tea");
  const lines = bob.lines();
  const no = ":chat.local 475 bob #x :That is not the channel's key (+k)";
  assert.equal(lines[0], ":chat.local 324 bob #x +ntk *");
  assert.deepEqual(lines.slice(2, 4), [no, no]);
  assert.deepEqual(lines.filter((line) => / JOIN /.test(line)), [
    `${by("bob")} JOIN #y`,
    `${by("bob")} JOIN #x`,
  ]);
  ann.looks();
  ann.sends("MODE #x +k Cake", "MODE #x -k wrong", "MODE #x -k Cake", "MODE #x -k", "MODE #x");
  ann.sees([
    `${by("ann")} MODE #x +k Cake`,
    `${by("ann")} MODE #x -k Cake`,
    ":chat.local 324 ann #x +nt",
    created(table),
  ]);
});

Deno.test("a limit keeps out who is too many, and can be set anew", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob);
  ann.sends("MODE #x +l 2", "MODE #x +l 2", "MODE #x");
  ann.sees([`${by("ann")} MODE #x +l 2`, ":chat.local 324 ann #x +ntl 2", created(table)]);
  eve.sends("JOIN #x");
  eve.sees([":chat.local 471 eve #x :That channel is full (+l)"]);
  ann.sends("MODE #x +l 3", "MODE #x +l 007", "MODE #x -l", "MODE #x -l 5");
  ann.sees([
    `${by("ann")} MODE #x +l 3`,
    `${by("ann")} MODE #x +l 7`,
    `${by("ann")} MODE #x -l`,
  ]);
  eve.sends("JOIN #x");
  assert.match(eve.looks(), /JOIN #x\r\n/);
});

Deno.test("+n keeps outsiders' words out, without it they come in", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann);
  bob.sends("PRIVMSG #x :hi", "NOTICE #x :hi");
  bob.sees([":chat.local 404 bob #x :You are not in that channel (+n)"]);
  ann.sends("MODE #x -n");
  ann.looks();
  bob.sends("PRIVMSG #x :hi", "NOTICE #x :hi");
  ann.sees([`${by("bob")} PRIVMSG #x :hi`, `${by("bob")} NOTICE #x :hi`]);
});

Deno.test("+m lets only those with voice or more speak", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob);
  ann.sends("MODE #x +m-n");
  forget(ann, bob);
  const no = (nick: string) =>
    `:chat.local 404 ${nick} #x :Only members with a voice speak in that channel (+m)`;
  for (const seat of [bob, eve]) {
    seat.sends("PRIVMSG #x :hi");
    seat.sees([no(seat.session.user?.nick ?? "")]);
  }
  for (const letter of ["v", "h", "o"]) {
    ann.sends(`MODE #x +${letter} bob`);
    bob.looks();
    bob.sends("PRIVMSG #x :hi");
    bob.sees([]);
    ann.sends(`MODE #x -${letter} bob`);
    bob.looks();
  }
  bob.sends("PRIVMSG #x :hi");
  bob.sees([no("bob")]);
});

Deno.test("+C lets no CTCP through but ACTION, of nobody, in PRIVMSG and NOTICE", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann, bob);
  const ctcp = ["PRIVMSG #x :\x01VERSION\x01", "NOTICE #x :\x01VERSION x\x01"];
  const action = "PRIVMSG #x :\x01ACTION waves\x01";
  ann.sends(...ctcp);
  bob.sees(ctcp.map((line) => `${by("ann")} ${line}`));
  ann.sends("MODE #x +C", ...ctcp, action);
  ann.sees([
    `${by("ann")} MODE #x +C`,
    ":chat.local 404 ann #x :That channel takes no CTCP (+C)",
  ]);
  bob.sees([`${by("ann")} MODE #x +C`, `${by("ann")} ${action}`]);
});

Deno.test("+t lets only operators and half-operators set the topic, -t all members", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob);
  bob.sends("TOPIC #x :mine");
  bob.sees([refused("bob")]);
  ann.sends("MODE #x -t");
  forget(ann, bob);
  bob.sends("TOPIC #x :mine");
  bob.sees([`${by("bob")} TOPIC #x :mine`]);
  eve.sends("TOPIC #x :mine");
  eve.sees([":chat.local 442 eve #x :You are not in that channel"]);
  ann.sends("MODE #x +t+h bob");
  bob.looks();
  bob.sends("TOPIC #x :ours");
  bob.sees([`${by("bob")} TOPIC #x :ours`]);
});

Deno.test("+s hides a channel from all questions of outsiders", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann);
  ann.sends("TOPIC #x :hidden", "MODE #x +s-n+m", "NAMES #x");
  assert.deepEqual(ann.lines().slice(-2), [
    ":chat.local 353 ann @ #x :@ann",
    ":chat.local 366 ann #x :End of /NAMES list",
  ]);
  const lines = ["MODE #x", "MODE #x b", "MODE #x +o bob", "TOPIC #x", "TOPIC #x :a", "PART #x"];
  bob.sends(...lines, "KICK #x ann", "INVITE ann #x", "PRIVMSG #x :hi", "PRIVMSG @#x :hi");
  bob.sees([
    ...new Array(9).fill(":chat.local 403 bob #x :There is no such channel"),
    ":chat.local 403 bob @#x :There is no such channel",
  ]);
  bob.sends("LIST", "LIST #x", "NAMES #x", "WHOIS ann");
  const told = bob.looks();
  assert.doesNotMatch(told, / 322 bob #x | 353 |319/);
  assert.match(told, / 366 bob #x /);
});

Deno.test("half-operators give voices and set modes, but make no operators", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob, eve);
  ann.sends("MODE #x +h bob");
  forget(ann, bob, eve);
  bob.sends("MODE #x +ov-o+h eve eve ann eve", "MODE #x +mb zoe", "MODE #x e");
  bob.sees([
    refused("bob"),
    `${by("bob")} MODE #x +v eve`,
    `${by("bob")} MODE #x +mb zoe!*@*`,
    ":chat.local 349 bob #x :End of channel exception list",
  ]);
});

Deno.test("whoever has a rank may give it up", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann, bob);
  ann.sends("MODE #x +v bob");
  forget(ann, bob);
  bob.sends("MODE #x -v bob", "MODE #x +v bob");
  bob.sees([`${by("bob")} MODE #x -v bob`, refused("bob")]);
  ann.sends("MODE #x -o ann", "MODE #x +o ann");
  assert.deepEqual(ann.lines().slice(1), [`${by("ann")} MODE #x -o ann`, refused("ann")]);
});

Deno.test("after its own rank is given up in a line, no more of the line is done", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann, bob);
  ann.sends("MODE #x -o+s+v ann bob");
  ann.sees([`${by("ann")} MODE #x -o ann`, refused("ann")]);
});

Deno.test("MODE of many long masks is told in several lines", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann, bob);
  const masks = Array.from({ length: 20 }, (_, at) => `${"x".repeat(18)}${at + 10}`);
  ann.sends(`MODE #x +${"b".repeat(20)} ${masks.join(" ")}`);
  const lines = bob.lines();
  assert.equal(lines.length, 2);
  assert.deepEqual(lines.flatMap((line) => line.split(" ").slice(4)), masks.map((m) => `${m}!*@*`));
  assert.deepEqual(ann.lines(), lines);
});

Deno.test("the server itself sets topic and modes of the lobby", () => {
  const table = createTable();
  const ann = table.user("ann");
  const bob = table.plain("bob");
  gather("#lobby", ann);
  bob.looks();
  const user = ann.session.user?.id ?? "";
  const set = { user: undefined, channel: "#lobby" };
  table.publishes({ kind: "topicSet", ...set, text: "Welcome" });
  const rank = { kind: "rank", letter: "o", isSet: true, user } as const;
  const flag = { kind: "flag", letter: "m", isSet: true } as const;
  const ban = { kind: "list", letter: "b", isSet: true, mask: "eve!*@*" } as const;
  table.publishes({ kind: "modesSet", ...set, changes: [rank, flag, ban] });
  ann.sees([
    ":chat.local TOPIC #lobby :Welcome",
    ":chat.local MODE #lobby +omb ann eve!*@*",
  ]);
  bob.sees(["* server set the topic: Welcome", "* server gave operator to ann"]);
  const at = Math.floor(table.nowMs / 1000);
  ann.sends("MODE #lobby b", "TOPIC #lobby");
  ann.sees([
    `:chat.local 367 ann #lobby eve!*@* chat.local ${at}`,
    ":chat.local 368 ann #lobby :End of channel ban list",
    ":chat.local 332 ann #lobby :Welcome",
    `:chat.local 333 ann #lobby chat.local ${at}`,
  ]);
  table.publishes({ kind: "topicSet", ...set, channel: "#nowhere", text: "x" });
});

Deno.test("what answers a label is marked by it: MODE, TOPIC, KICK, JOIN and INVITE", () => {
  const table = createTable();
  const ann = table.user("ann", "labeled-response", "batch", "message-tags");
  const bob = table.user("bob");
  ann.sends("JOIN #x");
  bob.sends("JOIN #x");
  forget(ann, bob);
  ann.sends("@label=1 MODE #x +m", "@label=2 TOPIC #x :Tea", "@label=3 KICK #x bob :bye");
  ann.sends("@label=4 MODE #x +m");
  assert.deepEqual(ann.lines().map((line) => line.replace(/msgid=\w+/, "msgid")), [
    `@label=1;msgid ${by("ann")} MODE #x +m`,
    `@label=2;msgid ${by("ann")} TOPIC #x :Tea`,
    `@label=3;msgid ${by("ann")} KICK #x bob :bye`,
    "@label=4 :chat.local ACK",
  ]);
  bob.sees([
    `${by("ann")} MODE #x +m`,
    `${by("ann")} TOPIC #x :Tea`,
    `${by("ann")} KICK #x bob :bye`,
  ]);
});

function refused(nick: string): string {
  return `:chat.local 482 ${nick} #x :You are not an operator of that channel`;
}

function created({ nowMs }: { readonly nowMs: number }): string {
  return `:chat.local 329 ann #x ${Math.floor(nowMs / 1000)}`;
}
