import assert from "node:assert/strict";
import { formatMessage } from "../../wire/format.ts";
import {
  hasForbidden,
  isMessage,
  type Message,
  parseMessage,
  tagsLength,
} from "../../wire/message.ts";
import { noTags } from "../../wire/tags.ts";
import { randomBelow, randomText, seededRandom } from "../helpers/random.ts";

interface Parts {
  readonly tags?: Readonly<Record<string, string>>;
  readonly source?: string;
  readonly command: string;
  readonly params?: readonly string[];
}

function parts({ tags = {}, source = "", command, params = [] }: Parts): Message {
  return { tags: new Map(Object.entries(tags)), source, command, params };
}

const vectors: Readonly<Record<string, Readonly<Record<string, Parts>>>> = {
  "takes a command alone": {
    "QUIT": { command: "QUIT" },
    "QUIT  ": { command: "QUIT" },
    "433": { command: "433" },
  },
  "leaves the command's spelling": {
    "privMsg bob hi": { command: "privMsg", params: ["bob", "hi"] },
  },
  "cuts words at spaces": {
    "MODE #den +o ann": { command: "MODE", params: ["#den", "+o", "ann"] },
    "MODE #den +o ann ": { command: "MODE", params: ["#den", "+o", "ann"] },
  },
  "takes a run of spaces for one": {
    "  MODE   #den    +o  ann   ": { command: "MODE", params: ["#den", "+o", "ann"] },
    "@a   :ann   PING   x": { tags: { a: "" }, source: "ann", command: "PING", params: ["x"] },
  },
  "takes a tab for part of a word": {
    "JOIN\t#a b\tc": { command: "JOIN\t#a", params: ["b\tc"] },
  },
  "takes all after a colon for the last parameter": {
    "PRIVMSG #den :good morning to you": {
      command: "PRIVMSG",
      params: ["#den", "good morning to you"],
    },
    "PRIVMSG #den :one": { command: "PRIVMSG", params: ["#den", "one"] },
    "QUIT :bye now": { command: "QUIT", params: ["bye now"] },
  },
  "keeps the last parameter's spaces and colons": {
    "PRIVMSG #den :  a  b  ": { command: "PRIVMSG", params: ["#den", "  a  b  "] },
    "PRIVMSG #den ::-) :b": { command: "PRIVMSG", params: ["#den", ":-) :b"] },
  },
  "gives an empty last parameter": {
    "TOPIC #den :": { command: "TOPIC", params: ["#den", ""] },
    "TOPIC #den : ": { command: "TOPIC", params: ["#den", " "] },
    "AWAY :": { command: "AWAY", params: [""] },
  },
  "takes a colon inside a word as it is": {
    "CONNECT ::1 a": { command: "CONNECT", params: [":1 a"] },
    "CONNECT a:b 1:: c": { command: "CONNECT", params: ["a:b", "1::", "c"] },
  },
  "takes more parameters than the 15 of old": {
    [`X ${"p ".repeat(20)}:the rest`]: {
      command: "X",
      params: [...Array.from({ length: 20 }, () => "p"), "the rest"],
    },
  },
  "takes the source": {
    ":ann!a@host.example NICK anna": {
      source: "ann!a@host.example",
      command: "NICK",
      params: ["anna"],
    },
    ":chat.local 001 ann :Welcome": {
      source: "chat.local",
      command: "001",
      params: ["ann", "Welcome"],
    },
    ": PING x": { command: "PING", params: ["x"] },
  },
  "takes tags": {
    "@id=9;+draft/x=\\:\\s;flag PING x": {
      tags: { id: "9", "+draft/x": "; ", flag: "" },
      command: "PING",
      params: ["x"],
    },
    "@ PING": { command: "PING" },
    "@a=1 :s PING": { tags: { a: "1" }, source: "s", command: "PING" },
  },
  "takes @ for tags only where it comes first": {
    "PRIVMSG @#den @all": { command: "PRIVMSG", params: ["@#den", "@all"] },
    ":@s PING": { source: "@s", command: "PING" },
  },
  "takes text of any script": {
    "PRIVMSG #東京 :Grüße 🙂\u200d e\u0301": {
      command: "PRIVMSG",
      params: ["#東京", "Grüße 🙂\u200d e\u0301"],
    },
    "PRIVMSG\u00a0a\u3000b c": { command: "PRIVMSG\u00a0a\u3000b", params: ["c"] },
  },
  "takes control characters but for the three that end lines": {
    "PRIVMSG a :\x01ACTION waves\x01\x1b\x7f\x85": {
      command: "PRIVMSG",
      params: ["a", "\x01ACTION waves\x01\x1b\x7f\x85"],
    },
  },
};

for (const [name, lines] of Object.entries(vectors)) {
  Deno.test(`parseMessage ${name}`, () => {
    for (const [line, expected] of Object.entries(lines)) {
      assert.deepEqual(parseMessage(line), parts(expected), line);
    }
  });
}

Deno.test("parseMessage tells an empty line", () => {
  assert.deepEqual(parseMessage(""), { kind: "empty" });
  assert.deepEqual(parseMessage("   "), { kind: "empty" });
});

Deno.test("parseMessage tells a line without a command", () => {
  for (const line of ["@a=b", "@a=b ", "@", ":ann", ":ann  ", ":", "@a :ann", "@a :ann "]) {
    assert.deepEqual(parseMessage(line), { kind: "noCommand" }, line);
  }
});

Deno.test("parseMessage takes no command that would be a source or tags, sent on without them", () => {
  for (const line of [": :ann PING", "@ @a PING", "@ :s :ann PING", ":s @a PING"]) {
    assert.deepEqual(parseMessage(line), { kind: "noCommand" }, line);
  }
});

Deno.test("parseMessage tells NUL, CR and LF wherever they are", () => {
  for (const forbidden of ["\0", "\r", "\n"]) {
    for (const line of ["", "@a=b :s PING x :y z"]) {
      for (let at = 0; at <= line.length; at++) {
        const spoiled = line.slice(0, at) + forbidden + line.slice(at);
        assert.deepEqual(parseMessage(spoiled), { kind: "forbiddenCharacter" });
      }
    }
  }
});

Deno.test("isMessage tells messages from faults", () => {
  assert.equal(isMessage(parseMessage("PING")), true);
  assert.equal(isMessage(parseMessage("")), false);
  assert.equal(isMessage(parseMessage(":ann")), false);
  assert.equal(isMessage(parseMessage("PING\0")), false);
});

Deno.test("messages without tags share theirs", () => {
  const parsed = parseMessage("PING x");
  assert.ok(isMessage(parsed));
  assert.equal(parsed.tags, noTags);
});

Deno.test("tagsLength tells where the message proper starts", () => {
  assert.equal(tagsLength("PING @a"), 0);
  assert.equal(tagsLength(""), 0);
  assert.equal(tagsLength("@a=b PING"), 5);
  assert.equal(tagsLength("@a=b   PING"), 7);
  assert.equal(tagsLength("@a=b"), 4);
});

Deno.test("hasForbidden tells NUL, CR and LF from other characters", () => {
  for (const text of ["\0", "a\rb", "a\n"]) assert.equal(hasForbidden(text), true);
  for (const text of ["", "a b", "\x01\x0b\x0c\x1b\x85\u2028"]) {
    assert.equal(hasForbidden(text), false);
  }
});

const pieces = [..."@@::;=+/  \\sn", "\r", "\n", "\0", "PING", "#den", "a", "é", "🙂", "\ud800"];

Deno.test("parseMessage never throws, and what it gives is formatted to the same again", () => {
  const random = seededRandom(5);
  let messages = 0;
  for (let round = 0; round < 40_000; round++) {
    const line = randomText(random, pieces, 14);
    const parsed = parseMessage(line);
    assert.equal(isMessage(parsed) || parsed.kind !== "forbiddenCharacter", !hasForbidden(line));
    if (!isMessage(parsed)) continue;
    messages++;
    assert.deepEqual(parseMessage(formatMessage(parsed)), parsed, line);
  }
  assert.ok(messages > 10_000);
});

Deno.test("parseMessage gives back any message that formatMessage wrote", () => {
  const random = seededRandom(6);
  const words = ["a", "é", "=", ";", "\\", "@", "🙂", "-", "#"];
  const texts = [...words, " ", ":", "\t", "\x01"];
  for (let round = 0; round < 20_000; round++) {
    const wordCount = randomBelow(random, 5);
    const expected: Message = {
      tags: new Map(
        Array.from({ length: randomBelow(random, 4) }, (_, at) => [
          `tag${at}`,
          randomText(random, [...texts, "\r", "\n", "\\s"], 5),
        ]),
      ),
      source: randomText(random, words, 3),
      command: "COMMAND",
      params: [
        ...Array.from({ length: wordCount }, () => "w" + randomText(random, words, 3)),
        randomText(random, texts, 6),
      ],
    };
    assert.deepEqual(parseMessage(formatMessage(expected)), expected);
  }
});

Deno.test("parseMessage takes time in line with the length of a hostile line", () => {
  const lines = [
    " ".repeat(100_000),
    "a ".repeat(50_000),
    `@${";".repeat(100_000)} x`,
    `@${"=\\".repeat(50_000)} x`,
    `@a${" ".repeat(100_000)}`,
  ];
  for (const line of lines) {
    const started = performance.now();
    parseMessage(line);
    // Each takes a few ms; a quadratic parser takes seconds.
    assert.ok(performance.now() - started < 2_000);
  }
});
