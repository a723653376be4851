import assert from "node:assert/strict";
import { type Dialect, tellDialect } from "../../wire/dialect.ts";
import { randomText, seededRandom } from "../helpers/random.ts";

/** Where lines are relayed as they are, only upper case counts. */
function tellStrict(text: string): Dialect {
  return tellDialect(text, { anyCase: false, isLine: false });
}

function tellAnyCase(text: string): Dialect {
  return tellDialect(text, { anyCase: true, isLine: false });
}

function tellLine(text: string, anyCase = true): Dialect {
  return tellDialect(text, { anyCase, isLine: true });
}

function starts(text: string): readonly string[] {
  return Array.from({ length: text.length + 1 }, (_, length) => text.slice(0, length));
}

// Each with the number of characters that decide it.
const ircLines: readonly (readonly [line: string, deciding: number])[] = [
  ["CAP LS 302", 4],
  ["PASS secret", 5],
  ["NICK bob", 5],
  ["USER bob 0 * :Bob", 5],
  ["AUTHENTICATE PLAIN", 13],
  ["PING :1", 5],
  ["PONG 1", 5],
  ["WEBIRC secret gate host 192.0.2.1", 7],
  ["QUIT :bye", 5],
  ["@a=b CAP LS", 9],
  ["@a;+b=c\\s   NICK bob", 17],
  ["@ NICK bob", 7],
];

for (const [line, deciding] of ircLines) {
  Deno.test(`"${line}" is open until "${line.slice(0, deciding)}", then IRC`, () => {
    for (const text of starts(line)) {
      const expected = text.length < deciding ? "open" : "irc";
      assert.equal(tellStrict(text), expected, text);
      assert.equal(tellAnyCase(text), expected, text);
    }
    assert.equal(tellLine(line), "irc");
    assert.equal(tellLine(line, false), "irc");
  });

  Deno.test(`"${line}" in lower case is IRC only where any case counts`, () => {
    const lower = line.toLowerCase();
    for (const text of starts(lower)) {
      assert.equal(tellAnyCase(text), text.length < deciding ? "open" : "irc", text);
    }
    assert.equal(tellLine(lower), "irc");
    assert.equal(tellLine(lower, false), "plain");
    assert.equal(tellStrict(lower), "plain");
  });
}

Deno.test("mixed case is IRC only where any case counts", () => {
  assert.equal(tellLine("Nick bob"), "irc");
  assert.equal(tellLine("nIcK bob"), "irc");
  assert.equal(tellLine("Nick bob", false), "plain");
});

Deno.test("QUIT alone is IRC once its line has ended", () => {
  assert.equal(tellStrict("QUIT"), "open");
  assert.equal(tellLine("QUIT"), "irc");
  assert.equal(tellLine("QUIT", false), "irc");
  assert.equal(tellLine("@a QUIT"), "irc");
  assert.equal(tellLine("quit"), "irc");
  assert.equal(tellLine("quit", false), "plain");
  assert.equal(tellLine(" QUIT"), "plain");
});

Deno.test("words that only start like IRC are plain", () => {
  for (const talk of ["QUITE nice", "CAPS LOCK", "NICKEL", "PATIENCE", "USERS?", "PINGU", "WEB"]) {
    assert.equal(tellLine(talk), "plain", talk);
    assert.equal(tellLine(talk.toLowerCase()), "plain", talk);
  }
  assert.equal(tellStrict("QUITE"), "plain");
  assert.equal(tellStrict("PATI"), "plain");
  assert.equal(tellAnyCase("capt"), "plain");
});

Deno.test("words of IRC without a space are plain once their line has ended", () => {
  for (const word of ["CAP", "PASS", "NICK", "USER", "PING", "nick", "PA", "N", "@", "@a", "@a "]) {
    assert.equal(tellAnyCase(word), "open", word);
    assert.equal(tellLine(word), "plain", word);
  }
});

Deno.test("commands of IRC that no connection starts with are plain", () => {
  for (const line of ["JOIN #a", "PRIVMSG #a :hi", "MODE a +i", "LIST", ":a NICK b", "STARTTLS"]) {
    assert.equal(tellLine(line), "plain", line);
    assert.equal(tellLine(line, false), "plain", line);
  }
});

Deno.test("talk is plain at its first character that is none of IRC's", () => {
  assert.equal(tellStrict("h"), "plain");
  assert.equal(tellStrict("hello"), "plain");
  assert.equal(tellAnyCase("hello"), "plain");
  assert.equal(tellStrict("n"), "plain");
  assert.equal(tellAnyCase("ni"), "open");
  assert.equal(tellAnyCase("nib"), "plain");
  for (const talk of ["exit", "!DISCONNECT", "/nick bob", " NICK bob", "\x01", "東京", "🙂", "1"]) {
    assert.equal(tellStrict(talk), "plain", talk);
    assert.equal(tellAnyCase(talk), "plain", talk);
    assert.equal(tellLine(talk), "plain", talk);
  }
});

Deno.test("talk that greets somebody is plain once its second word is none of IRC's", () => {
  assert.equal(tellStrict("@bob"), "open");
  assert.equal(tellStrict("@bob "), "open");
  assert.equal(tellStrict("@bob h"), "plain");
  assert.equal(tellLine("@bob hi"), "plain");
  assert.equal(tellLine("@bob"), "plain");
});

Deno.test("letters whose upper case is one of ASCII's do not make IRC", () => {
  // ß, long s and dotless i are SS, S and I in upper case.
  for (const talk of ["paß auf", "paſs auf", "uſer a", "nıck bob", "pıng me", "quıt now"]) {
    assert.equal(tellAnyCase(talk), "plain", talk);
    assert.equal(tellLine(talk), "plain", talk);
  }
  assert.equal(tellLine("quıt"), "plain");
});

Deno.test("nothing and an empty line", () => {
  assert.equal(tellStrict(""), "open");
  assert.equal(tellLine(""), "plain");
});

Deno.test("a request line is HTTP once it has ended", () => {
  const requests = [
    "GET / HTTP/1.1",
    "HEAD / HTTP/1.0",
    "POST /a?b=c%20d HTTP/1.1",
    "PUT /a HTTP/1.1",
    "DELETE /a HTTP/1.1",
    "OPTIONS * HTTP/1.1",
    "PATCH /a HTTP/1.1",
    "TRACE / HTTP/1.1",
    "CONNECT chat.example:443 HTTP/1.1",
  ];
  for (const line of requests) {
    assert.equal(tellLine(line), "http");
    assert.equal(tellLine(line, false), "http");
    for (const text of starts(line)) {
      assert.equal(tellStrict(text), "open", text);
      assert.equal(tellAnyCase(text), "open", text);
    }
  }
  assert.equal(tellLine("PROPFIND / HTTP/1.1"), "http");
});

Deno.test("talk that only resembles a request line is plain", () => {
  const talk = [
    "GET",
    "GET /",
    "GET / HTTP/2",
    "GET / HTTP/1.",
    "GET / HTTP/1.1 ",
    "GET  / HTTP/1.1",
    "GET a b HTTP/1.1",
    "get / HTTP/1.1",
    " GET / HTTP/1.1",
    "GET / http/1.1",
    "GET HTTP/1.1",
    "1GET / HTTP/1.1",
  ];
  for (const line of talk) assert.equal(tellLine(line), "plain", line);
  assert.equal(tellStrict("GET the kettle on"), "plain");
  assert.equal(tellStrict("GETTING"), "plain");
});

Deno.test("a line of IRC stays one where it ends like a request", () => {
  assert.equal(tellLine("NICK bob HTTP/1.1"), "irc");
  assert.equal(tellLine("nick bob HTTP/1.1"), "irc");
});

Deno.test("a TLS hello is told at its second byte", () => {
  assert.equal(tellStrict("\x16"), "open");
  assert.equal(tellStrict("\x16\x03"), "tls");
  assert.equal(tellStrict("\x16\x03\x01\x02\x00\x01\ufffd"), "tls");
  assert.equal(tellLine("\x16\x03\x01"), "tls");
  assert.equal(tellStrict("\x16\x02"), "plain");
  assert.equal(tellLine("\x16"), "plain");
});

Deno.test("what is said stays said, however much follows", () => {
  const random = seededRandom(12);
  const pieces = [..."CAPNIKQUTGE@ :/", "PASS", "nick", "ß", "HTTP/1.1", "\x16", "\x03"];
  const told = { irc: 0, plain: 0, http: 0, tls: 0, open: 0 };
  for (let round = 0; round < 20_000; round++) {
    const line = randomText(random, pieces, 8);
    for (const anyCase of [false, true]) {
      let last: Dialect = "open";
      for (const text of starts(line)) {
        const now = tellDialect(text, { anyCase, isLine: false });
        if (last !== "open") assert.equal(now, last, JSON.stringify(text));
        last = now;
      }
      const whole = tellDialect(line, { anyCase, isLine: true });
      assert.notEqual(whole, "open");
      // Only a whole line tells a request whose method is none of the usual ones.
      if (last === "plain" && whole === "http") continue;
      if (last !== "open") assert.equal(whole, last, JSON.stringify(line));
      told[last]++;
    }
  }
  assert.ok(told.irc > 20 && told.plain > 1000 && told.tls > 20 && told.open > 100);
});
