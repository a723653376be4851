import assert from "node:assert/strict";
import { createTable } from "../helpers/table.ts";

Deno.test("registration ends in 001 to 005, the counts and the message of the day", () => {
  const ann = createTable({ motd: ["Be kind.", ""] }).connect();
  ann.sends("NICK ann", "USER ann 0 * :Ann Example");
  const lines = ann.lines();
  assert.deepEqual(lines.slice(0, 4), [
    ":chat.local 001 ann :Welcome to the chat, ann",
    ":chat.local 002 ann :Your host is chat.local, running chat-1",
    ":chat.local 003 ann :This server was started today",
    ":chat.local 004 ann chat.local chat-1 BRiow CEHIRbefghiklmnostuv Ibefghklov",
  ]);
  const numerics = lines.map((line) => line.split(" ")[1]);
  assert.deepEqual(numerics.filter((code, at) => code !== numerics[at - 1]), [
    ...["001", "002", "003", "004", "005", "251", "252", "253", "254", "255", "265", "266"],
    ...["375", "372", "376"],
  ]);
  assert.deepEqual(lines.slice(-4), [
    ":chat.local 375 ann :- chat.local Message of the day -",
    ":chat.local 372 ann :Be kind.",
    ":chat.local 372 ann :",
    ":chat.local 376 ann :End of /MOTD command",
  ]);
});

Deno.test("ISUPPORT lines hold at most 13 tokens and say what clients must know", () => {
  const ann = createTable().connect();
  ann.sends("NICK ann", "USER ann 0 * :Ann");
  const lines = ann.lines().filter((line) => / 005 /.test(line));
  const tokens = lines.flatMap((line) => {
    const [words = "", text] = line.slice(":chat.local 005 ann ".length).split(" :");
    assert.equal(text, "are supported by this server");
    assert.ok(words.split(" ").length <= 13);
    return words.split(" ");
  });
  for (
    const token of [
      "CASEMAPPING=ascii",
      "CHANLIMIT=#:100",
      "CHANTYPES=#",
      "NICKLEN=32",
      "CHANNELLEN=64",
      "PREFIX=(ohv)@%+",
      "UTF8ONLY",
    ]
  ) assert.ok(tokens.includes(token), token);
});

Deno.test("USER may come before NICK, and what is sent before it ends is answered by *", () => {
  const ann = createTable().connect();
  ann.sends("USER ann 0 * :Ann", "JOIN #x", "PRIVMSG bob :hi", "BOGUS");
  ann.sees([
    ":chat.local 451 * :Register first: NICK and USER",
    ":chat.local 451 * :Register first: NICK and USER",
    ":chat.local 421 * BOGUS :Unknown command",
  ]);
  ann.sends("NICK ann");
  assert.match(ann.looks(), / 001 ann /);
});

Deno.test("the user name gets a tilde, loses what is odd and is cut; the real name is kept", () => {
  const table = createTable();
  const seen = (user: string) => {
    const seat = table.connect();
    seat.sends("NICK ann", user, "WHO ann", "QUIT");
    return seat.lines().find((line) => / 352 /.test(line));
  };
  assert.equal(
    seen("USER an.n_1-x 0 * :Ann Example"),
    ":chat.local 352 ann * ~an.n_1-x localhost chat.local ann H :0 Ann Example",
  );
  assert.equal(
    seen("USER a!@b*:é 0 * Ann"),
    ":chat.local 352 ann * ~ab localhost chat.local ann H :0 Ann",
  );
  assert.match(seen("USER é 0 * :Ann") ?? "", / ~user localhost /);
  assert.match(seen(`USER ${"u".repeat(60)} 0 * :Ann`) ?? "", / ~u{19} localhost /);
});

Deno.test("USER answers 461 where words are missing or a name is empty", () => {
  const ann = createTable().connect();
  ann.sends(
    "CAP END",
    "USER",
    "USER ann",
    "USER ann 0 *",
    "USER : 0 *",
    "USER ann 0 * :",
    "NICK ann",
  );
  ann.sees(new Array(5).fill(":chat.local 461 * USER :Parameters are missing"));
});

Deno.test("USER and PASS are answered by 462 once they have been used", () => {
  const table = createTable();
  const ann = table.user("ann");
  ann.sends("USER ann 0 * :Ann", "PASS x", "USER");
  ann.sees(new Array(3).fill(":chat.local 462 ann :You are registered already"));
  const bob = table.connect();
  bob.sends("USER bob 0 * :Bob", "USER eve 0 * :Eve", "NICK bob", "WHO bob");
  const lines = bob.lines();
  assert.equal(lines[0], ":chat.local 462 * :You have said who you are already");
  assert.match(lines.at(-2) ?? "", / 352 bob \* ~bob /);
});

Deno.test("the server's password opens, the last one given counts", () => {
  const table = createTable({ password: "open sesame" });
  const ann = table.connect();
  ann.sends("PASS wrong", "PASS :open sesame", "NICK ann", "USER ann 0 * :Ann");
  assert.match(ann.looks(), /^:chat\.local 001 ann /);
});

Deno.test("a wrong or missing password is answered by 464 and the end", () => {
  const table = createTable({ password: "open" });
  for (const first of ["PASS wrong", "PASS OPEN", "PING x"]) {
    const ann = table.connect();
    ann.sends(first, "NICK ann", "USER ann 0 * :Ann", "JOIN #x");
    assert.deepEqual(ann.lines().slice(-2), [
      ":chat.local 464 ann :The server's password is wrong or missing",
      "ERROR :Closing link: Wrong password",
    ]);
    assert.equal(ann.isClosed, true);
  }
  assert.equal(table.world.users.size, 0);
  const bob = table.connect();
  bob.sends("CAP END", "PASS", "PASS :");
  bob.sees(new Array(2).fill(":chat.local 461 * PASS :Parameters are missing"));
});

Deno.test("NICK without a nick is answered by 431", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("CAP END", "NICK", "NICK :");
  const bob = table.user("bob");
  bob.sends("NICK");
  bob.sees([":chat.local 431 bob :Give a nick"]);
  ann.sees([":chat.local 431 * :Give a nick", ":chat.local 431 * :Give a nick"]);
});

Deno.test("NICK is answered by 432 where it is no nick, with what was given if it is one word", () => {
  const ann = createTable().user("ann");
  const faults: readonly (readonly [string, string, string])[] = [
    ["1ann", "1ann", "starts with a digit or a dash"],
    ["-ann", "-ann", "starts with a digit or a dash"],
    ["änn", "änn", "has other characters than letters, digits and _-[]\\`^{}|"],
    ["#ann", "#ann", "has other characters than letters, digits and _-[]\\`^{}|"],
    [":a b", "*", "has other characters than letters, digits and _-[]\\`^{}|"],
    ["::a", "*", "has other characters than letters, digits and _-[]\\`^{}|"],
    ["a".repeat(33), "a".repeat(33), "is longer than 32 characters"],
    ["NickServ", "NickServ", "is reserved"],
    ["SERVER", "SERVER", "is reserved"],
  ];
  for (const [given, shown, fault] of faults) {
    ann.sends(`NICK ${given}`);
    ann.sees([`:chat.local 432 ann ${shown} :Nick ${fault}`]);
  }
  ann.sends(`NICK ${"a".repeat(500)}`);
  assert.match(ann.looks(), /^:chat\.local 432 ann a{100,} :Nick is longer/);
});

Deno.test("NICK is answered by 433 where it is taken, however it is spelt", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  const eve = table.connect();
  eve.sends("NICK ANN", "USER eve 0 * :Eve", "NICK eve");
  const [first] = eve.lines();
  assert.equal(first, ":chat.local 433 * ANN :That nick is taken");
  bob.sends("NICK Ann");
  bob.sees([":chat.local 433 bob Ann :That nick is taken"]);
  ann.sees([]);
});

Deno.test("two that ask for one nick before they are registered: the second gets 433 and may go on", () => {
  const table = createTable();
  const one = table.connect();
  const other = table.connect();
  one.sends("NICK ann");
  other.sends("NICK ann", "USER o 0 * :O");
  assert.match(other.looks(), / 001 ann /);
  one.sends("USER one 0 * :One", "CAP LIST");
  one.sees([":chat.local 433 * ann :That nick is taken", ":chat.local CAP * LIST :"]);
  one.sends("NICK ann2");
  assert.match(one.looks(), / 001 ann2 /);
});

Deno.test("NICK is told to oneself and once to all who share a channel, and to nobody else", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  for (const seat of [ann, bob]) seat.sends("JOIN #x,#y");
  for (const seat of [ann, bob]) seat.looks();
  ann.sends("NICK anna");
  ann.sees([":ann!~ann@localhost NICK anna"]);
  bob.sees([":ann!~ann@localhost NICK anna"]);
  eve.sees([]);
  ann.sends("NICK Anna", "NICK Anna");
  bob.sees([":anna!~ann@localhost NICK Anna"]);
  eve.sends("NICK ann", "PRIVMSG anna :hi");
  eve.sees([":eve!~eve@localhost NICK ann"]);
  assert.equal(ann.lines().at(-1), ":ann!~eve@localhost PRIVMSG Anna :hi");
});

/** All orders of these. */
function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) =>
    orders(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest])
  );
}

Deno.test("CAP, PASS, NICK and USER come in any order, in one packet or in many", () => {
  const steps = ["CAP LS 302", "CAP REQ :multi-prefix", "PASS open", "NICK ann", "USER a 0 * :Ann"];
  for (const order of orders(steps)) {
    for (const isOne of [true, false]) {
      const ann = createTable({ password: "open" }).connect();
      const lines = [...order, "CAP END"];
      if (isOne) ann.sends(...lines);
      else for (const line of lines) ann.sends(line);
      const named = Math.max(order.indexOf("NICK ann"), order.indexOf("USER a 0 * :Ann"));
      const isCapFirst = order.findIndex((line) => line.startsWith("CAP")) < named;
      // Without CAP before them, NICK and USER end the registration at once; then PASS must have come.
      const isLet = isCapFirst || order.indexOf("PASS open") < named;
      const told = ann.lines().map((line) => line.split(" ")[1]);
      assert.equal(told.filter((code) => code === "001").length, isLet ? 1 : 0, order.join(", "));
      assert.equal(ann.isClosed, !isLet, order.join(", "));
    }
  }
});

Deno.test("PASS counts before NICK and USER are both there, and not after", () => {
  for (const order of orders(["PASS open", "NICK ann", "USER a 0 * :Ann"])) {
    const ann = createTable({ password: "open" }).connect();
    ann.sends(...order);
    const isLet = order[2] !== "PASS open";
    assert.match(ann.looks(), isLet ? / 001 ann / : / 464 ann .*\r\nERROR /, order.join(", "));
    assert.equal(ann.isClosed, !isLet);
  }
});

Deno.test("NICK may be tried again and changed before registration ends; the last one counts", () => {
  const table = createTable();
  table.user("ann");
  const bob = table.connect();
  bob.sends("CAP LS", "NICK ann", "NICK 1", "NICK bob", "NICK rob", "USER b 0 * :B");
  assert.deepEqual(bob.lines().slice(1), [
    ":chat.local 433 * ann :That nick is taken",
    ":chat.local 432 * 1 :Nick starts with a digit or a dash",
  ]);
  const eve = table.user("bob");
  eve.sends("NICK rob");
  bob.sends("CAP END");
  bob.sees([":chat.local 433 * rob :That nick is taken"]);
  bob.sends("NICK ann", "NICK bob");
  assert.match(bob.looks(), /^:chat\.local 433 \* ann .*\r\n:chat\.local 001 bob /);
});

Deno.test("a nick that nobody has any more is free at once", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("NICK anna");
  bob.sends("NICK ANN");
  assert.equal(bob.session.user?.nick, "ANN");
  ann.sends("QUIT");
  table.user("anna");
  const half = table.connect();
  half.sends("NICK zoe", "QUIT");
  assert.equal(table.user("zoe").session.user?.nick, "zoe");
});
