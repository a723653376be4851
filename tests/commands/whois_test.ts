import assert from "node:assert/strict";
import { gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

const end = (list: string) => `:chat.local 318 ann ${list} :End of /WHOIS list`;
const nobody = (nick: string) => `:chat.local 401 ann ${nick} :There is nobody of that name`;

Deno.test("WHOIS tells who somebody is, where, for how long, and what it is", () => {
  const table = createTable();
  const ann = table.user("ann");
  const arrivedS = Math.floor(table.nowMs / 1000);
  const bob = table.user("Bob");
  gather("#x,#y", bob, ann);
  table.nowMs += 90_000;
  bob.sends("PRIVMSG #x :hi", "@+a TAGMSG #x", "AWAY :tea", "MODE bob +B");
  ann.looks();
  table.nowMs += 61_900;
  ann.sends("WHOIS BOB");
  ann.sees([
    ":chat.local 311 ann Bob ~Bob localhost * :Bob",
    ":chat.local 319 ann Bob :@#x @#y",
    ":chat.local 312 ann Bob chat.local :chat, TypeScript on Deno",
    ":chat.local 301 ann Bob :tea",
    ":chat.local 335 ann Bob :is a bot",
    `:chat.local 317 ann Bob 61 ${arrivedS} :seconds idle, signon time`,
    end("BOB"),
  ]);
});

Deno.test("WHOIS of several tells each, and ends once; beyond four nobody is told of", () => {
  const table = createTable();
  const [ann] = table.users("ann", "bob", "eve");
  ann.sends("WHOIS bob,nobody,eve,,x,y");
  const lines = ann.lines().filter((line) => / (311|401|318) /.test(line));
  assert.deepEqual(lines, [
    ":chat.local 311 ann bob ~bob localhost * :bob",
    nobody("nobody"),
    ":chat.local 311 ann eve ~eve localhost * :eve",
    nobody("x"),
    end("bob,nobody,eve,,x,y"),
  ]);
});

Deno.test("WHOIS takes a server or a nick before the nick, and 402 where that is neither", () => {
  const table = createTable();
  const [ann] = table.users("ann", "bob");
  for (
    const line of ["WHOIS chat.local bob", "WHOIS bob bob", "WHOIS *.local bob", "WHOIS ann bob"]
  ) {
    ann.sends(line);
    const lines = ann.lines();
    assert.match(lines[0] ?? "", / 311 ann bob /, line);
    assert.equal(lines.at(-1), end("bob"));
  }
  ann.sends("WHOIS gone gone", "WHOIS irc.example.org bob", "WHOIS", "WHOIS :", "WHOIS :a b");
  ann.sees([
    nobody("gone"),
    end("gone"),
    ":chat.local 402 ann irc.example.org :There is no such server",
    ":chat.local 431 ann :Give a nick",
    ":chat.local 431 ann :Give a nick",
    nobody("*"),
    end("*"),
  ]);
});

Deno.test("WHOIS hides secret channels, and those of the invisible, from who is not in them", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#open,#hidden,#both", bob);
  gather("#both", ann);
  bob.sends("MODE #hidden +s", "MODE #both +s");
  const channels = () => {
    ann.looks();
    ann.sends("WHOIS bob");
    return ann.lines().find((line) => / 319 /.test(line));
  };
  assert.equal(channels(), ":chat.local 319 ann bob :@#open @#both");
  bob.sends("MODE bob +i");
  assert.equal(channels(), ":chat.local 319 ann bob :@#both");
  ann.sends("PART #both");
  assert.equal(channels(), undefined);
});

Deno.test("WHOIS shows all ranks to who has multi-prefix", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "multi-prefix"), table.user("bob")];
  gather("#x", bob);
  bob.sends("MODE #x +v bob");
  ann.sends("WHOIS bob");
  assert.equal(ann.lines()[1], ":chat.local 319 ann bob :@+#x");
});

Deno.test("WHOIS of a hundred channels fits into lines", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  for (let at = 0; at < 100; at++) bob.sends(`JOIN #${"x".repeat(59)}${at}`);
  ann.sends("WHOIS bob");
  const channels = ann.lines().filter((line) => / 319 /.test(line))
    .flatMap((line) => line.split(" :").at(-1)?.split(" "));
  assert.equal(channels.length, 100);
});

Deno.test("WHOIS tells the address and the modes to operators and to oneself, TLS and operators to all", () => {
  const table = createTable();
  const ann = table.user("ann");
  const bob = table.connect("2001:db8::1", { isSecure: true });
  bob.sends("NICK bob", "USER bob 0 * :Bob", "MODE bob +iw");
  bob.looks();
  const own = [
    ":chat.local 378 bob bob :is connecting from ~bob@2001:db8::1 2001:db8::1",
    ":chat.local 379 bob bob :is using modes +iw",
  ];
  const told = (text: string) =>
    text.split("\r\n").filter((line) => / (313|378|379|671) /.test(line));
  bob.sends("WHOIS bob");
  const secure = ":chat.local 671 bob bob :is using a secure connection";
  assert.deepEqual(told(bob.looks()), [secure, ...own]);
  ann.sends("WHOIS bob");
  assert.deepEqual(told(ann.looks()), [secure.replace("bob", "ann")]);
  ann.sends("OPER root secret");
  ann.looks();
  ann.sends("WHOIS bob");
  assert.deepEqual(told(ann.looks()), [secure, ...own].map((line) => line.replace("bob", "ann")));
  bob.sends("WHOIS ann");
  assert.deepEqual(told(bob.looks()), [":chat.local 313 bob ann :is a server operator"]);
});

Deno.test("WHOWAS tells who had a nick, newest first, as many as asked for", () => {
  const table = createTable();
  const ann = table.user("ann");
  for (const name of ["one", "two", "three"]) {
    const seat = table.connect();
    seat.sends("NICK Zoe", `USER ${name} 0 * :${name}`);
    table.nowMs += 1_000;
    seat.sends("QUIT");
  }
  const was = (name: string, ms: number) => [
    `:chat.local 314 ann Zoe ~${name} localhost * :${name}`,
    `:chat.local 312 ann Zoe chat.local :at ${table.nowMs - ms}`,
  ];
  const whowasEnd = ":chat.local 369 ann zoe :End of WHOWAS";
  ann.sends("WHOWAS zoe 2", "WHOWAS zoe", "WHOWAS zoe 0", "WHOWAS zoe -1", "WHOWAS zoe x");
  const all = [...was("three", 0), ...was("two", 1_000), ...was("one", 2_000), whowasEnd];
  ann.sees([...was("three", 0), ...was("two", 1_000), whowasEnd, ...all, ...all, ...all, ...all]);
});

Deno.test("WHOWAS tells of nicks that were changed, but not of another spelling", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  bob.sends("NICK BOB");
  ann.sends("WHOWAS bob", "WHOWAS", "WHOWAS :", "WHOWAS :a b");
  ann.sees([
    ":chat.local 406 ann bob :Nobody of that name was here",
    ":chat.local 369 ann bob :End of WHOWAS",
    ":chat.local 431 ann :Give a nick",
    ":chat.local 431 ann :Give a nick",
    ":chat.local 406 ann * :Nobody of that name was here",
    ":chat.local 369 ann * :End of WHOWAS",
  ]);
  bob.sends("NICK rob");
  ann.sends("WHOWAS bob");
  assert.equal(ann.lines()[0], ":chat.local 314 ann BOB ~bob localhost * :bob");
});

Deno.test("WHOWAS keeps ten of a nick, and a thousand nicks", () => {
  const table = createTable();
  const ann = table.user("ann");
  const [bob] = table.users("bob", "eve");
  for (let at = 0; at < 15; at++) bob.sends("NICK rob", "NICK bob");
  ann.sends("WHOWAS bob");
  assert.equal(ann.lines().filter((line) => / 314 /.test(line)).length, 10);
  for (let at = 0; at < 1_002; at++) bob.sends(`NICK n${at}`);
  ann.sends("WHOWAS n0", "WHOWAS n1");
  assert.deepEqual(ann.lines().map((line) => line.split(" ")[1]), [
    "406",
    "369",
    "314",
    "312",
    "369",
  ]);
});

Deno.test("USERHOST tells of up to five who are here", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  bob.sends("AWAY :x");
  ann.sends("OPER root secret");
  ann.looks();
  ann.sends("USERHOST BOB nobody ann a b bob", "USERHOST nobody", "USERHOST");
  ann.sees([
    ":chat.local 302 ann :bob=-~bob@localhost ann*=+~ann@localhost",
    ":chat.local 302 ann :",
    ":chat.local 461 ann USERHOST :Parameters are missing",
  ]);
});

Deno.test("ISON tells who is here, as they spell themselves, in one parameter or many", () => {
  const table = createTable();
  const [ann] = table.users("ann", "Bob");
  ann.sends("ISON bob nobody ANN", "ISON :bob nobody ANN", "ISON nobody", "ISON");
  ann.sees([
    ":chat.local 303 ann :Bob ann",
    ":chat.local 303 ann :Bob ann",
    ":chat.local 303 ann :",
    ":chat.local 461 ann ISON :Parameters are missing",
  ]);
});

Deno.test("USERHOST and ISON of the longest names fit into lines", () => {
  const table = createTable();
  const nicks = Array.from({ length: 16 }, (_, at) => `${"n".repeat(30)}${at + 10}`);
  for (const nick of nicks) table.user(nick);
  const [ann] = [table.user("a".repeat(32))];
  ann.sends(`ISON ${nicks.slice(0, 15).join(" ")}`, `USERHOST ${nicks.slice(0, 5).join(" ")}`);
  const told = ann.lines().flatMap((line) => line.split(" :").at(-1)?.split(" "));
  assert.equal(told.length, 20);
});

Deno.test("the end of WHOIS repeats the list as it was given, also the nicks that were left out", () => {
  const table = createTable();
  const list = Array.from({ length: 10 }, (_, at) => `${"n".repeat(31)}${at}`).join(",");
  const ann = table.user("ann");
  ann.sends(`WHOIS ${list}`);
  const lines = ann.lines();
  assert.equal(lines.length, 5);
  assert.equal(lines.at(-1), `:chat.local 318 ann ${list} :End of /WHOIS list`);
  const long = table.user("m".repeat(32));
  long.sends(`WHOIS ${list},${list.slice(0, 160)}`);
  assert.match(long.lines().at(-1) ?? "", / 318 m{32} n{31}0,\S+ :End of \/WHOIS list$/);
});
