import assert from "node:assert/strict";
import { listLines } from "../../server/commands/cap.ts";
import { formatMessage } from "../../wire/format.ts";
import { createTable } from "../helpers/table.ts";

const all = [
  ...[
    "account-notify",
    "account-tag",
    "away-notify",
    "batch",
    "cap-notify",
    "chghost",
    "echo-message",
    "extended-join",
  ],
  ...["extended-monitor", "invite-notify", "labeled-response", "message-tags", "multi-prefix"],
  ...[
    "no-implicit-names",
    "sasl=PLAIN,SCRAM-SHA-256",
    "server-time",
    "setname",
    "soju.im/search",
    "standard-replies",
  ],
  ...[
    "userhost-in-names",
    "draft/account-registration=before-connect,custom-account-name",
    "draft/channel-rename",
    "draft/chathistory",
    "draft/event-playback",
    "draft/extended-isupport",
  ],
  ...[
    "draft/message-redaction",
    "draft/metadata-2=max-subs=50,max-keys=20,max-value-bytes=256",
    "draft/multiline=max-bytes=4096,max-lines=100",
  ],
  ...["draft/pre-away", "draft/read-marker"],
];

/** Takes the lines that answer CAP LS off, and gives what they list. */
function takeList(lines: string[], nick: string): readonly string[] {
  const words: string[] = [];
  for (let goesOn = true; goesOn;) {
    const line = lines.shift() ?? "";
    const [head = "", list = ""] = line.split(" :");
    assert.ok(head === `:chat.local CAP ${nick} LS` || head === `:chat.local CAP ${nick} LS *`);
    assert.ok(list.length < 510);
    words.push(...list.split(" "));
    goesOn = head.endsWith(" *");
  }
  return words;
}

Deno.test("CAP LS tells all capabilities, with * for a nick that is not known yet", () => {
  for (const line of ["CAP LS 302", "CAP LS", "cap ls 307", "CAP LS x"]) {
    const ann = createTable().connect();
    ann.sends(line);
    const lines = [...ann.lines()];
    const isNew = / 30[0-9]$/.test(line);
    const expected = isNew ? all : all.map((word) => word.replace(/=.*/, ""));
    assert.deepEqual(takeList(lines, "*"), expected);
    assert.deepEqual(lines, []);
  }
});

Deno.test("CAP answers by nick once there is one", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("NICK ann", "CAP LS 302");
  assert.deepEqual(takeList([...ann.lines()], "ann"), all);
  const bob = table.user("bob");
  bob.sends("CAP LIST");
  bob.sees([":chat.local CAP bob LIST :"]);
});

Deno.test("registration waits from CAP LS or REQ to END, in whatever order the rest comes", () => {
  const rest = ["NICK ann", "USER ann 0 * :Ann", "CAP REQ :server-time"];
  const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
  for (const start of ["CAP LS 302", "CAP REQ :message-tags"]) {
    for (const order of orders) {
      const ann = createTable().connect();
      ann.sends(start, ...order.map((at) => rest[at] ?? ""));
      assert.equal(ann.session.user, undefined);
      assert.doesNotMatch(ann.looks(), / 001 /);
      ann.sends("CAP END");
      assert.match(ann.looks(), /^:chat\.local 001 ann :/);
      assert.ok(ann.session.capabilities.has("server-time"));
    }
  }
});

Deno.test("a whole registration may come in one packet", () => {
  const ann = createTable().connect();
  ann.sends(
    "CAP LS 302",
    "CAP REQ :echo-message message-tags",
    "NICK ann",
    "USER ann 0 * :Ann",
    "CAP END",
    "CAP LIST",
    "PING x",
  );
  const lines = [...ann.lines()];
  assert.deepEqual(takeList(lines, "*"), all);
  assert.deepEqual(lines.slice(0, 2), [
    ":chat.local CAP * ACK :echo-message message-tags",
    ":chat.local 001 ann :Welcome to the chat, ann",
  ]);
  assert.deepEqual(lines.slice(-2), [
    ":chat.local CAP ann LIST :cap-notify echo-message message-tags",
    ":chat.local PONG chat.local :x",
  ]);
});

Deno.test("CAP END alone does not hold up or repeat a registration", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("CAP END", "NICK ann", "CAP END");
  ann.sees([]);
  ann.sends("USER ann 0 * :Ann");
  assert.match(ann.looks(), / 001 ann /);
  ann.sends("CAP END");
  ann.sees([]);
});

Deno.test("CAP REQ takes all or nothing", () => {
  const ann = createTable().connect();
  ann.sends("CAP REQ :server-time nonsense echo-message", "CAP LIST");
  ann.sees([
    ":chat.local CAP * NAK :server-time nonsense echo-message",
    ":chat.local CAP * LIST :",
  ]);
  ann.sends("CAP REQ :server-time", "CAP REQ :echo-message -server-time nonsense", "CAP LIST");
  ann.sees([
    ":chat.local CAP * ACK :server-time",
    ":chat.local CAP * NAK :echo-message -server-time nonsense",
    ":chat.local CAP * LIST :server-time",
  ]);
});

Deno.test("CAP REQ drops what has a dash, had or not, and the last word on a name counts", () => {
  const ann = createTable().connect();
  ann.sends("CAP REQ :server-time echo-message", "CAP REQ :-server-time -multi-prefix", "CAP LIST");
  ann.sees([
    ":chat.local CAP * ACK :server-time echo-message",
    ":chat.local CAP * ACK :-server-time -multi-prefix",
    ":chat.local CAP * LIST :echo-message",
  ]);
  ann.sends("CAP REQ :multi-prefix -multi-prefix -echo-message echo-message ", "CAP LIST");
  ann.sees([
    ":chat.local CAP * ACK :multi-prefix -multi-prefix -echo-message echo-message",
    ":chat.local CAP * LIST :echo-message",
  ]);
});

Deno.test("CAP REQ takes several without a colon too, and nothing that is not a name", () => {
  const ann = createTable().connect();
  ann.sends("CAP REQ multi-prefix setname", "CAP REQ multi-prefix nonsense", "CAP LIST");
  ann.sees([
    ":chat.local CAP * ACK :multi-prefix setname",
    ":chat.local CAP * NAK :multi-prefix nonsense",
    ":chat.local CAP * LIST :multi-prefix setname",
  ]);
  const strange = ["=multi-prefix", "~multi-prefix", "multi-prefix=x", "MULTI-PREFIX", "--setname"];
  for (const words of [...strange, "-"]) {
    ann.sends(`CAP REQ :${words}`);
    ann.sees([`:chat.local CAP * NAK :${words}`]);
  }
});

Deno.test("CAP REQ of nothing is taken", () => {
  const ann = createTable().connect();
  ann.sends("CAP REQ", "CAP REQ :");
  ann.sees([":chat.local CAP * ACK :", ":chat.local CAP * ACK :"]);
});

Deno.test("CAP LS 302 stands for cap-notify, which can't be dropped then", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("CAP LS 302", "CAP REQ -cap-notify", "CAP LIST");
  assert.deepEqual(ann.lines().filter((line) => !/ LS /.test(line)), [
    ":chat.local CAP * NAK :-cap-notify",
    ":chat.local CAP * LIST :cap-notify",
  ]);
  const bob = table.connect();
  bob.sends("CAP LS", "CAP REQ cap-notify", "CAP REQ -cap-notify", "CAP LIST");
  assert.deepEqual(bob.lines().slice(2), [
    ":chat.local CAP * ACK :-cap-notify",
    ":chat.local CAP * LIST :",
  ]);
});

Deno.test("capabilities can be changed after registration too", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("CAP LS 302", "CAP REQ echo-message", "PRIVMSG bob :one");
  assert.equal(ann.lines().at(-1), ":ann!~ann@localhost PRIVMSG bob :one");
  ann.sends("CAP REQ -echo-message", "PRIVMSG bob :two");
  ann.sees([":chat.local CAP ann ACK :-echo-message"]);
  assert.equal(bob.lines().length, 2);
});

Deno.test("capabilities change after their ACK, also for what came before it in the same packet", () => {
  const table = createTable();
  const ann = table.user("ann", "echo-message");
  ann.sends("PRIVMSG ann :one", "CAP REQ :message-tags -echo-message", "PRIVMSG ann :two");
  const lines = ann.lines();
  assert.deepEqual(lines.slice(0, 3), [
    ":ann!~ann@localhost PRIVMSG ann :one",
    ":ann!~ann@localhost PRIVMSG ann :one",
    ":chat.local CAP ann ACK :message-tags -echo-message",
  ]);
  assert.match(lines[3] ?? "", /^@msgid=\w+ :ann\S+ PRIVMSG ann :two$/);
  assert.equal(lines.length, 4);
});

Deno.test("CAP answers 410 for a subcommand that it does not know, 461 for none", () => {
  const ann = createTable().connect();
  ann.sends("CAP FOO", "CAP :a b", "CAP ACK :x", "CAP", "CAP :");
  ann.sees([
    ":chat.local 410 * FOO :Unknown CAP subcommand",
    ":chat.local 410 * * :Unknown CAP subcommand",
    ":chat.local 410 * ACK :Unknown CAP subcommand",
    ":chat.local 461 * CAP :Parameters are missing",
    ":chat.local 461 * CAP :Parameters are missing",
  ]);
});

Deno.test("a CAP answer fits into a line, however much was asked for", () => {
  const ann = createTable().connect();
  ann.sends(`CAP REQ :${"x".repeat(490)}`, `CAP REQ :${"echo-message ".repeat(38)}`);
  const [nak = "", ack = ""] = ann.lines();
  assert.match(nak, /^:chat\.local CAP \* NAK :x{400}/);
  assert.match(ack, /^:chat\.local CAP \* ACK :echo-message /);
});

Deno.test("a list of capabilities that is longer than a line goes on after an asterisk, for 302 alone", () => {
  const table = createTable();
  const { session } = table.user("ann");
  const words = Array.from({ length: 60 }, (_, at) => `draft/example-${at}`);
  const told = (
    version: number,
  ) => [...listLines(table.world, session, { subcommand: "LS", words, version })];
  const lines = told(302);
  assert.equal(lines.length, 3);
  for (const [at, line] of lines.entries()) {
    assert.deepEqual(line.params.slice(0, -1), at < 2 ? ["ann", "LS", "*"] : ["ann", "LS"]);
    assert.ok(formatMessage(line).length <= 510);
  }
  assert.deepEqual(lines.flatMap(({ params }) => params.at(-1)?.split(" ")), words);
  const [first, ...rest] = told(301);
  assert.deepEqual([first?.params, rest], [["ann", "LS", lines[0]?.params.at(-1)], []]);
});

Deno.test("an ACK of more than a line takes several, and changes nothing before the last", () => {
  const ann = createTable().connect();
  ann.sends(`CAP REQ :${"echo-message ".repeat(38)}`, "CAP LIST");
  const [first = "", second = "", list] = ann.lines();
  assert.match(first, /^:chat\.local CAP \* ACK :(echo-message ){30,}echo-message$/);
  assert.match(second, /^:chat\.local CAP \* ACK :(echo-message ?)+$/);
  assert.equal(`${first} ${second}`.match(/echo-message/g)?.length, 38);
  assert.equal(list, ":chat.local CAP * LIST :echo-message");
});

Deno.test("a later CAP LS without a version does not take 302 away", () => {
  const ann = createTable().connect();
  ann.sends("CAP LS 302", "CAP LS", "CAP REQ -cap-notify");
  assert.equal(ann.lines().at(-1), ":chat.local CAP * NAK :-cap-notify");
});

Deno.test("CAP END after registration is ignored, and LS and REQ hold nothing up then", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  ann.sends("CAP LS", "PRIVMSG bob :one", "CAP REQ :batch", "PRIVMSG bob :two", "CAP END");
  assert.equal(bob.lines().length, 2);
  assert.equal(ann.lines().length, 2);
});

Deno.test("capabilities are never told to be there that nothing comes of", () => {
  const ann = createTable().connect();
  ann.sends("CAP REQ :tls", "CAP REQ :draft/nothing");
  assert.deepEqual(ann.lines().map((line) => line.split(" ")[3]), ["NAK", "NAK"]);
});
