import assert from "node:assert/strict";
import { commandTable } from "../../server/commands/table.ts";
import { isMessage, parseMessage } from "../../wire/message.ts";
import { randomBelow, randomOf, seededRandom } from "../helpers/random.ts";
import { createTable } from "../helpers/table.ts";

/** What registered users who are no operators may be answered, as https://modern.ircdocs.horse names it. */
const specified: Readonly<Record<string, string>> = {
  ADMIN: "256 257 258 402",
  AUTHENTICATE: "461 904 905 906 908 AUTHENTICATE",
  AWAY: "305 306",
  BATCH: "FAIL 461",
  CAP: "CAP 410 461",
  CHATHISTORY: "BATCH FAIL",
  CHGHOST: "461 481",
  CHANSERV: "NOTICE",
  CS: "NOTICE",
  DLINE: "481",
  HELP: "524 704 705 706",
  HELPOP: "524 704 705 706",
  HISTORY: "NOTICE FAIL 461",
  INFO: "371 374 402",
  INVITE: "INVITE 301 336 337 341 401 403 442 443 461 482",
  ISON: "303 461",
  ISUPPORT: "005",
  JOIN: "JOIN MARKREAD PART 332 333 353 366 403 405 461 471 473 474 475",
  KICK: "KICK 401 403 407 441 442 461 482",
  KILL: "461 481",
  KLINE: "481",
  LINKS: "364 365",
  LIST: "321 322 323",
  LOCKDOWN: "481",
  LUSERS: "251 252 253 254 255 265 266 402",
  MARKREAD: "MARKREAD FAIL",
  METADATA: "BATCH FAIL 461 761 766 770 771 772",
  MODE: "MODE 221 324 329 346 347 348 349 367 368 401 403 441 461 472 478 482 501 502 696 940 941",
  MONITOR: "400 461 730 731 732 733 734",
  MOTD: "372 375 376 402 422",
  NAMES: "353 366",
  NICK: "NICK 431 432 433",
  NICKSERV: "NOTICE",
  NOTICE: "NOTICE",
  NS: "NOTICE",
  OPER: "461 464 491",
  PART: "PART 403 442 461",
  PASS: "461 462",
  PING: "PONG 461",
  PONG: "",
  PRIVMSG: "PRIVMSG 301 401 403 404 407 411 412 417",
  QUIT: "ERROR",
  REDACT: "FAIL 461",
  REGISTER: "900 ACCOUNT FAIL REGISTER 461",
  REHASH: "481",
  RENAME: "RENAME PART JOIN FAIL 332 333 353 366 403 442 461 482",
  SEARCH: "BATCH FAIL 461",
  SETNAME: "SETNAME FAIL 461",
  SHUN: "481",
  STATS: "219 242 402 461 481",
  TAGMSG: "TAGMSG 401 403 404 407 411 417",
  TIME: "391 402",
  TOPIC: "TOPIC 331 332 333 403 442 461 482",
  UNDLINE: "461 481",
  UNKLINE: "461 481",
  UNSHUN: "461 481",
  USER: "462",
  USERHOST: "302 461",
  VERIFY: "FAIL 461",
  VERSION: "005 351 402",
  WALLOPS: "461 481",
  WHO: "315 352 354",
  WHOIS: "301 311 312 313 317 318 319 330 335 378 379 401 402 431 671",
  WHOWAS: "312 314 369 406 431",
};

const words = [
  ...[
    ":",
    "::",
    "#",
    "#x",
    "#X,#y,,#nope",
    ",",
    "ann",
    "bob,eve",
    "Bob",
    "*",
    "?ob",
    "0",
    "-1",
    "1",
  ],
  ...["+i", "-o", "+beIg", "+ovh", "+kl", "k", "+", "-", "+zZ", "@#x", "+#x", "$$*", "chat.local"],
  ...["u", "k", "S", "L", "C", "LS", "END", "302", "%tcuihsnfdlaor,042", "o%", ">0", "C<1"],
  ...["a!b@c", "é漢", "\x01", "\u202e", "1e999", "x".repeat(20)],
];

Deno.test("whatever a command is given, it is answered by what the specification names for it", () => {
  const random = seededRandom(3);
  assert.deepEqual(Object.keys(specified).sort(), [...commandTable.keys()].sort());
  for (const name of commandTable.keys()) {
    const named = new Set(specified[name]?.split(" "));
    for (let round = 0; round < 48; round++) {
      const table = createTable();
      const ann = table.user(
        "ann",
        ...["message-tags", "setname", "echo-message", "batch", "draft/chathistory"] as const,
        ...[
          "draft/message-redaction",
          "draft/read-marker",
          "soju.im/search",
          "draft/multiline",
          "draft/metadata-2",
        ] as const,
      );
      const bob = table.user("bob");
      for (const seat of [ann, bob]) seat.sends("JOIN #x");
      bob.sends("JOIN #y", "TOPIC #y :Tea", "AWAY :lunch");
      ann.looks();
      const given = Array.from({ length: round % 16 }, () => randomOf(random, words));
      const last = randomBelow(random, 2) === 0 ? [] : [":a  b "];
      const line = [name, ...given, ...last].join(" ");
      ann.sends(line);
      for (const text of ann.lines()) {
        const told = parseMessage(text);
        assert.ok(isMessage(told), text);
        const { command, params } = told;
        assert.ok(named.has(command), `${line}\n${text}`);
        if (/^\d/.test(command)) assert.equal(params[0], "ann", text);
      }
    }
  }
});

Deno.test("numerics before registration are told to *, or to the nick that was taken", () => {
  const table = createTable();
  const ann = table.connect();
  ann.sends(
    "CAP LS 302",
    "CAP FOO",
    "BOGUS",
    "NICK 1",
    "WHO",
    "NICK ann",
    "CAP FOO",
    "BOGUS",
    "WHO",
  );
  const lines = ann.lines().filter((line) => !/ CAP \* LS /.test(line));
  assert.deepEqual(lines.map((line) => line.split(" ").slice(1, 3).join(" ")), [
    ...["410 *", "421 *", "432 *", "451 *"],
    ...["410 ann", "421 ann", "451 ann"],
  ]);
});
