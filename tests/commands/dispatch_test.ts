import assert from "node:assert/strict";
import { lineCost } from "../../server/commands/dispatch.ts";
import { commandTable } from "../../server/commands/table.ts";
import { randomBelow, randomOf, seededRandom } from "../helpers/random.ts";
import { createTable } from "../helpers/table.ts";

/** What each command is declared as, and where its scenarios are. */
const declared: Readonly<Record<string, readonly [min: number, stage: string, cost: number]>> = {
  // register_test.ts
  PASS: [1, "before", 1],
  NICK: [0, "any", 2],
  USER: [4, "before", 1],
  // cap_test.ts
  CAP: [1, "any", 0],
  // channel_test.ts
  JOIN: [1, "after", 2],
  PART: [1, "after", 1],
  TOPIC: [1, "after", 1],
  NAMES: [0, "after", 2],
  LIST: [0, "after", 4],
  // say_test.ts, tags_test.ts
  PRIVMSG: [0, "after", 1],
  NOTICE: [0, "after", 1],
  TAGMSG: [0, "after", 1],
  // mode_test.ts, who_test.ts
  MODE: [1, "after", 1],
  WHO: [0, "after", 4],
  // about_test.ts
  PING: [1, "any", 0],
  PONG: [0, "any", 0],
  QUIT: [0, "any", 1],
  MOTD: [0, "after", 2],
  LUSERS: [0, "after", 2],
  VERSION: [0, "after", 2],
  HELP: [0, "after", 2],
  HELPOP: [0, "after", 2],
  // kick_test.ts, invite_test.ts
  KICK: [2, "after", 1],
  INVITE: [0, "after", 1],
  // whois_test.ts
  WHOIS: [0, "after", 2],
  WHOWAS: [0, "after", 2],
  USERHOST: [1, "after", 1],
  ISON: [1, "after", 1],
  // presence_test.ts
  AWAY: [0, "any", 2],
  SETNAME: [0, "after", 2],
  MONITOR: [1, "after", 4],
  // history_test.ts, search_test.ts, redact_test.ts, read_marker_test.ts
  CHATHISTORY: [0, "after", 1],
  HISTORY: [1, "after", 1],
  SEARCH: [1, "after", 4],
  REDACT: [2, "after", 1],
  MARKREAD: [0, "after", 1],
  // lockdown_test.ts
  LOCKDOWN: [0, "after", 1],
  // authenticate_test.ts, account_test.ts
  AUTHENTICATE: [1, "any", 1],
  REGISTER: [3, "any", 4],
  VERIFY: [2, "any", 1],
  // services_test.ts
  NS: [0, "after", 2],
  NICKSERV: [0, "after", 2],
  CS: [0, "after", 2],
  CHANSERV: [0, "after", 2],
  // operator_test.ts
  OPER: [2, "after", 4],
  KILL: [1, "after", 1],
  WALLOPS: [1, "after", 1],
  REHASH: [0, "after", 1],
  // multiline_test.ts
  BATCH: [1, "after", 1],
  // metadata_test.ts
  METADATA: [2, "after", 2],
  // rename_test.ts
  RENAME: [2, "after", 4],
  // chghost_test.ts
  CHGHOST: [2, "after", 1],
  // bans_test.ts, muted_test.ts
  DLINE: [0, "after", 1],
  UNDLINE: [1, "after", 1],
  KLINE: [0, "after", 1],
  UNKLINE: [1, "after", 1],
  SHUN: [0, "after", 1],
  UNSHUN: [1, "after", 1],
  // info_test.ts
  ADMIN: [0, "after", 1],
  ISUPPORT: [0, "any", 2],
  INFO: [0, "after", 2],
  TIME: [0, "after", 1],
  LINKS: [0, "after", 1],
  STATS: [1, "after", 2],
};

Deno.test("every command is declared as it is tested, with a help that fits into lines", () => {
  assert.deepEqual([...commandTable.keys()].sort(), Object.keys(declared).sort());
  for (const [name, { min, stage, cost = 1, help }] of commandTable) {
    assert.deepEqual([min, stage, cost], declared[name], name);
    assert.match(name, /^[A-Z]+$/);
    assert.ok(help.length >= 2 && help[0].startsWith(name), `${name} lacks help`);
    for (const line of help) assert.ok(line !== "" && line.length < 380);
  }
});

Deno.test("an unknown command is answered by 421, at any time", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends("PING x", "BOGUS a b", "bogus", "@a=b :x WHATIS ann", "paß x", `${"X".repeat(500)} y`);
  const lines = ann.lines();
  assert.deepEqual(lines.slice(1, 5), [
    ":chat.local 421 * BOGUS :Unknown command",
    ":chat.local 421 * BOGUS :Unknown command",
    ":chat.local 421 * WHATIS :Unknown command",
    ":chat.local 421 * PAß :Unknown command",
  ]);
  assert.match(lines[5] ?? "", /^:chat\.local 421 \* X{100,} :Unknown command$/);
});

Deno.test("empty lines are skipped, and a line that is no message is answered by 400", () => {
  const ann = createTable().user("ann");
  ann.sends("", "   ", ":only.a.source", "@tags", "PRIVMSG ann :a\0b", ":a :b c");
  ann.sees(new Array(4).fill(":chat.local 400 ann * :That line is no IRC message"));
});

Deno.test("a command that needs registration is answered by 451 before it", () => {
  for (const [name, { stage, capability }] of commandTable) {
    if (stage !== "after" || capability !== undefined) continue;
    const ann = createTable().connect();
    ann.sends("CAP END", name, `${name} #x,#y z`, `${name.toLowerCase()} a b c d e`);
    ann.sees(new Array(3).fill(":chat.local 451 * :Register first: NICK and USER"));
  }
});

Deno.test("a command that lacks parameters is answered by 461 with its name", () => {
  for (const [name, { min, stage, capability, privilege }] of commandTable) {
    if (min === 0 || capability !== undefined || privilege !== undefined) continue;
    const table = createTable();
    const ann = stage === "before" ? table.connect() : table.user("ann");
    const nick = stage === "before" ? "*" : "ann";
    ann.sends("CAP END", name, `${name.toLowerCase()}${" x".repeat(min - 1)}`);
    ann.sees(new Array(2).fill(`:chat.local 461 ${nick} ${name} :Parameters are missing`));
  }
});

const nonsense = [
  ...["", ":", "::", "#", "#x", "#x,#y,,", ",", "ann", "ANN,ann", "*", "0", "-1", "+i", "+", "-"],
  ...["@", "\x01", "\x1b[2J", "é漢", "\u202e", "1e999", "LS", "REQ", "a!b@c", "x".repeat(120)],
];

/** Lines that rightly get no answer: what is never answered, what changes nothing, and steps of a registration. */
const unanswered = [
  /^(PONG|NOTICE|CAP END)/,
  /^(NICK|MODE) (ann|ANN)( |$)/,
  /^JOIN (0|#x)( |$)/,
  /^(PRIVMSG|TAGMSG|MODE|KICK|SETNAME|MONITOR) /,
];
const stepsIn = /^(PASS|NICK|USER)/;

Deno.test("no command throws, whatever it is given, and each is answered", () => {
  const random = seededRandom(2);
  for (const name of commandTable.keys()) {
    for (let count = 0; count <= 15; count++) {
      const words = Array.from({ length: count }, () => randomOf(random, nonsense));
      const last = randomBelow(random, 2) === 0 ? [] : [":a  b "];
      const line = [name, ...words, ...last].join(" ");
      const table = createTable();
      const ann = table.user("ann", "message-tags");
      const newcomer = table.connect();
      ann.sends("JOIN #x");
      newcomer.sends("PING x");
      for (const seat of [ann, newcomer]) {
        seat.looks();
        seat.sends(line);
        const answer = seat.looks();
        const mayBeSilent = unanswered.some((form) => form.test(line)) ||
          (seat === newcomer && stepsIn.test(line));
        if (mayBeSilent) continue;
        assert.match(
          answer,
          /^(@\S+ )?:(chat\.local (\d{3}|CAP|PONG|FAIL|NOTICE|REGISTER)|ann!\S+|(NickServ|ChanServ)!\S+) |^ERROR :/,
          line,
        );
      }
    }
  }
});

Deno.test("a line's cost is that of its command, whatever stands before it", () => {
  assert.equal(lineCost("PING x"), 0);
  assert.equal(lineCost("cap ls"), 0);
  assert.equal(lineCost("@a=b :c PRIVMSG #x :hi"), 1);
  assert.equal(lineCost("who"), 4);
  assert.equal(lineCost("BOGUS"), 2);
  assert.equal(lineCost(""), 2);
  assert.equal(lineCost("  who"), 4);
  assert.equal(lineCost("JOIN #a"), 2);
  assert.equal(lineCost("JOIN #a,#b,#c"), 6);
  assert.equal(lineCost("PRIVMSG a,b :c,d,e"), 2);
  assert.equal(lineCost("names #a,#a,#a,#a"), 8);
});
