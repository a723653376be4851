import assert from "node:assert/strict";
import type { Seat } from "../helpers/seat.ts";
import { forget, gather } from "../helpers/gather.ts";
import { createTable, type Table } from "../helpers/table.ts";

/** What the server says of itself. */
function isupport(): ReadonlyMap<string, string> {
  const ann = createTable().connect();
  ann.sends("NICK ann", "USER ann 0 * :Ann");
  const tokens = ann.lines().filter((line) => / 005 /.test(line))
    .flatMap((line) => line.slice(":chat.local 005 ann ".length).split(" :")[0]?.split(" ") ?? []);
  const entries = tokens.map((token) => token.split(/=(.*)/) as readonly string[]);
  return new Map(entries.map(([name = "", value = ""]) => [name, value]));
}

const told = isupport();
const number = (name: string) => Number(told.get(name));
const text = (name: string) => told.get(name) ?? "";

/** Someone who leads `#x`, beside a member, with nothing left to see. */
function leading(): { readonly table: Table; readonly ann: Seat; readonly bob: Seat } {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", ann, bob);
  return { table, ann, bob };
}

/** Numerics and commands of the lines that came. */
function seen(seat: Seat): readonly string[] {
  return seat.lines().map((line) => line.split(" ")[1] ?? "");
}

Deno.test("ISUPPORT names no token twice, each of a known form, and only what is tested here", () => {
  assert.deepEqual([...told.keys()].sort(), [
    "ACCOUNTEXTBAN",
    ...["AWAYLEN", "BOT", "CASEMAPPING", "CHANLIMIT", "CHANMODES", "CHANNELLEN", "CHANTYPES"],
    "CHATHISTORY",
    ...["ELIST", "EXCEPTS", "EXTBAN", "HOSTLEN", "INVEX", "KEYLEN", "KICKLEN", "MAXLIST", "MODES"],
    ...[
      "MONITOR",
      "MSGREFTYPES",
      "NAMELEN",
      "NETWORK",
      "NICKLEN",
      "PREFIX",
      "SAFELIST",
      "STATUSMSG",
      "TARGMAX",
    ],
    ...["TOPICLEN", "USERLEN", "UTF8ONLY", "WHOX"],
  ]);
  for (const [name, value] of told) {
    assert.match(name, /^[A-Z0-9]{1,20}$/);
    assert.match(value, /^[\x21-\x7e]*$/);
  }
});

Deno.test("NICKLEN, CHANNELLEN and KEYLEN are the longest that are taken", () => {
  const { ann, bob } = leading();
  const nick = "n".repeat(number("NICKLEN"));
  bob.sends(`NICK ${nick}x`, `NICK ${nick}`);
  assert.deepEqual(seen(bob), ["432", "NICK"]);
  const name = `#${"c".repeat(number("CHANNELLEN") - 1)}`;
  ann.sends(`JOIN ${name}x`, `JOIN ${name}`);
  assert.deepEqual(seen(ann).filter((command) => /403|JOIN/.test(command)), ["403", "JOIN"]);
  forget(ann);
  const key = "k".repeat(number("KEYLEN"));
  ann.sends(`MODE #x +k ${key}k`, `MODE #x +k ${key}`);
  assert.deepEqual(seen(ann), ["696", "MODE"]);
});

Deno.test("what is longer than TOPICLEN, KICKLEN and AWAYLEN say is cut there", () => {
  const { ann, bob } = leading();
  const long = (name: string) => "é".repeat(number(name) / 2);
  ann.sends(`TOPIC #x :${long("TOPICLEN")}é`, "AWAY :x", `AWAY :${long("AWAYLEN")}é`);
  assert.ok(bob.looks().endsWith(` :${long("TOPICLEN")}\r\n`));
  bob.sends("PRIVMSG ann :hi");
  assert.ok(bob.looks().endsWith(` 301 bob ann :${long("AWAYLEN")}\r\n`));
  ann.sends(`KICK #x bob :${long("KICKLEN")}é`);
  assert.ok(bob.looks().endsWith(` :${long("KICKLEN")}\r\n`));
});

Deno.test("NAMELEN, USERLEN and HOSTLEN hold for who registers", () => {
  const { table } = leading();
  const zoe = table.connect();
  const name = "é".repeat(number("NAMELEN") / 2);
  zoe.sends("NICK zoe", `USER ${"u".repeat(99)} 0 * :${name}é`);
  forget(zoe);
  zoe.sends("WHOIS zoe");
  const [, , , , username = "", host = ""] = zoe.lines()[0]?.split(" ") ?? [];
  assert.equal(username.length, number("USERLEN"));
  assert.ok(host.length <= number("HOSTLEN"));
  zoe.sends("WHOIS zoe", `SETNAME :${name}é`);
  const lines = zoe.lines();
  assert.ok(lines[0]?.endsWith(` * :${name}`));
  assert.match(lines.at(-1) ?? "", /FAIL SETNAME INVALID_REALNAME/);
});

Deno.test("CHANLIMIT is how many channels one may be in, joined one by one or by list", () => {
  const [types, limit] = text("CHANLIMIT").split(":");
  assert.equal(types, text("CHANTYPES"));
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  for (let at = 0; at < 1_000; at++) ann.sends(`JOIN #c${at}`);
  const one = seen(ann);
  assert.equal(one.filter((command) => command === "JOIN").length, Number(limit));
  assert.equal(one.filter((command) => command === "405").length, 1_000 - Number(limit));
  for (let at = 0; at < 1_000; at += 50) {
    bob.sends(`JOIN ${Array.from({ length: 50 }, (_, next) => `#c${at + next}`).join(",")}`);
  }
  assert.deepEqual(seen(bob), one);
  ann.sends("JOIN 0", "JOIN #c999");
  const parted = seen(ann);
  assert.equal(parted.filter((command) => command === "PART").length, Number(limit));
  assert.deepEqual(parted.slice(-3), ["JOIN", "353", "366"]);
});

Deno.test("CHANMODES and PREFIX name all modes of channels, each of the kind that it is", () => {
  const [lists = "", always = "", whenSet = "", flags = ""] = text("CHANMODES").split(",");
  const [, ranks = "", signs = ""] = /^\((\w+)\)(\S+)$/.exec(text("PREFIX")) ?? [];
  const { ann, bob } = leading();
  for (const letter of lists) {
    ann.sends(`MODE #x +${letter} a!b@c`, `MODE #x ${letter}`, `MODE #x -${letter} a!b@c`);
    const [, item, end] = seen(ann);
    // Filters have the numerics of InspIRCd, whose end comes before its items.
    assert.equal(Number(end), Number(item) + (letter === "g" ? -1 : 1), letter);
  }
  for (const letter of `${always}${whenSet}`) {
    ann.sends(`MODE #x +${letter}`, `MODE #x +${letter} ${letter === "f" ? "7:7" : "7"}`);
    ann.sends(`MODE #x -${letter}${always.includes(letter) ? " 7" : ""}`);
    assert.deepEqual(seen(ann), ["696", "MODE", "MODE"], letter);
  }
  for (const letter of flags) {
    ann.sends(`MODE #x -${letter}`, `MODE #x +${letter}`, `MODE #x -${letter}`);
    const answers = ann.lines().map((line) => line.split(" ").slice(1));
    assert.deepEqual(answers.at(-1), ["MODE", "#x", `-${letter}`]);
  }
  forget(bob);
  for (const [at, letter] of [...ranks].entries()) {
    ann.sends(`MODE #x +${letter} bob`, "NAMES #x", `MODE #x -${letter} bob`);
    assert.match(ann.lines()[1] ?? "", new RegExp(`:@ann \\${signs[at]}bob$`));
  }
  const all = new Set(`${lists}${always}${whenSet}${flags}${ranks}`);
  const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const letter of letters.filter((each) => !all.has(each))) {
    ann.sends(`MODE #x +${letter} x`);
    assert.deepEqual(seen(ann), ["472"], letter);
  }
});

Deno.test("004 names the same modes as 005", () => {
  const ann = createTable().connect();
  ann.sends("NICK ann", "USER ann 0 * :Ann");
  const [, , user = "", channel = "", withParam = ""] = ann.lines()
    .find((line) => / 004 /.test(line))?.split(" ").slice(3) ?? [];
  const [lists = "", always = "", whenSet = "", flags = ""] = text("CHANMODES").split(",");
  const ranks = text("PREFIX").replace(/^\((\w+)\).*$/, "$1");
  const sorted = (letters: string) => [...letters].sort().join("");
  assert.equal(sorted(channel), sorted(lists + always + whenSet + flags + ranks));
  assert.equal(sorted(withParam), sorted(lists + always + whenSet + ranks));
  assert.ok(user.includes(text("BOT")));
});

Deno.test("MAXLIST, EXCEPTS, INVEX and EXTBAN are as they are told", () => {
  const { ann, bob } = leading();
  const [letters = "", most] = text("MAXLIST").split(":");
  assert.ok(letters.includes(text("EXCEPTS")) && letters.includes(text("INVEX")));
  for (let at = 0; at < Number(most); at++) {
    ann.sends(`MODE #x +${letters[at % letters.length]} n${at}`);
  }
  assert.deepEqual(new Set(seen(ann)), new Set(["MODE"]));
  for (const letter of letters) ann.sends(`MODE #x +${letter} full`);
  assert.deepEqual(seen(ann), [...letters].map(() => "478"));
  const [prefix = "", types = ""] = text("EXTBAN").split(",");
  assert.ok(types.includes(text("ACCOUNTEXTBAN")));
  ann.sends("MODE #x -b n0", `MODE #x +b ${prefix}${types.at(-1)}:bob`);
  forget(bob);
  bob.sends("PRIVMSG #x :hi");
  assert.deepEqual(seen(bob), ["404"]);
});

Deno.test("MODES is how many changes with a parameter one line makes", () => {
  const { ann } = leading();
  const many = number("MODES") + 5;
  ann.sends(
    `MODE #x +${"b".repeat(many)} ${Array.from({ length: many }, (_, at) => at).join(" ")}`,
  );
  const masks = ann.lines().flatMap((line) => line.split(" ").slice(4));
  assert.equal(masks.length, number("MODES"));
});

Deno.test("MONITOR is how many nicks one may wait for", () => {
  const { ann } = leading();
  for (let at = 0; at < number("MONITOR"); at++) ann.sends(`MONITOR + n${at}`);
  assert.deepEqual(new Set(seen(ann)), new Set(["731"]));
  ann.sends("MONITOR + one,more");
  ann.sees([`:chat.local 734 ann ${text("MONITOR")} one,more :Monitor list is full`]);
});

Deno.test("TARGMAX tells how many targets a command takes, and nothing where there is no most", () => {
  const limits = new Map(
    text("TARGMAX").split(",").map((each) => {
      const [name = "", most = ""] = each.split(":");
      return [name, most];
    }),
  );
  const list = (count: number, sign = "") =>
    Array.from({ length: count }, (_, at) => `${sign}n${at}`);
  for (const [name, rest] of [["PRIVMSG", ":hi"], ["KICK", ""]] as const) {
    const { ann } = leading();
    const most = Number(limits.get(name));
    const head = name === "KICK" ? "KICK #x" : name;
    ann.sends(`${head} ${list(most).join(",")} ${rest}`);
    assert.deepEqual(seen(ann), new Array(most).fill("401"), name);
    ann.sends(`${head} ${list(most + 1).join(",")} ${rest}`);
    assert.deepEqual(seen(ann), ["407"], name);
  }
  const { ann } = leading();
  ann.sends(`WHOIS ${list(Number(limits.get("WHOIS")) + 3).join(",")}`);
  assert.deepEqual(seen(ann), [...new Array(Number(limits.get("WHOIS"))).fill("401"), "318"]);
  ann.sends("WHOWAS a,b");
  assert.deepEqual(seen(ann), ["406", "369"]);
  for (const name of ["JOIN", "NAMES", "PART"]) {
    assert.equal(limits.get(name), "", name);
    ann.sends(`${name} ${list(60, "#").join(",")}`);
    const answers = seen(ann).filter((command) => /^(JOIN|PART|366)$/.test(command));
    assert.ok(answers.length >= 60, name);
  }
});

Deno.test("STATUSMSG, CASEMAPPING, BOT, WHOX, UTF8ONLY and NETWORK are as they are told", () => {
  const { ann, bob } = leading();
  for (const sign of text("STATUSMSG")) {
    bob.sends(`PRIVMSG ${sign}#x :hi`);
    ann.sees([`:bob!~bob@localhost PRIVMSG ${sign}#x :hi`]);
  }
  assert.equal(text("CASEMAPPING"), "ascii");
  bob.sends("PRIVMSG ANN :hi", "NICK [b]", "NICK {B}", "PRIVMSG [B] :hi");
  assert.deepEqual(seen(bob), ["NICK", "NICK", "401"]);
  bob.sends(`MODE {B} +${text("BOT")}`);
  forget(bob);
  ann.sends("WHO {b}", "WHO {b} %n");
  const lines = ann.lines().filter((line) => / 35[24] /.test(line));
  assert.match(lines[0] ?? "", new RegExp(` H${text("BOT")} :0 bob$`));
  assert.equal(lines[1], ":chat.local 354 ann :{B}");
  assert.equal(text("UTF8ONLY") + text("WHOX") + text("SAFELIST"), "");
  assert.equal(text("NETWORK"), "chat");
});

Deno.test("ELIST tells what LIST can be asked", () => {
  const { table, ann } = leading();
  table.nowMs += 3 * 60_000;
  gather("#new", ann);
  ann.sends("TOPIC #new :Tea");
  forget(ann);
  const asked: Readonly<Record<string, readonly [string, string]>> = {
    C: ["C<2", "#new"],
    M: ["#n*", "#new"],
    N: ["!#n*", "#lobby #x"],
    T: ["T<2", "#new"],
    U: [">1", "#x"],
  };
  assert.deepEqual([...text("ELIST")].sort(), Object.keys(asked).sort());
  for (const [condition, names] of Object.values(asked)) {
    ann.sends(`LIST ${condition}`);
    const found = ann.lines().slice(1, -1).map((line) => line.split(" ")[3]);
    assert.equal(found.join(" "), names, condition);
  }
});
