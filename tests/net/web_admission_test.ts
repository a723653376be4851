import assert from "node:assert/strict";
import {
  isOwnHost,
  mayConnect,
  originRefusal,
  parseHost,
  type WebHost,
} from "../../server/net/web_admission.ts";

const names = { hosts: ["chat.example"], origins: ["https://other.example", "null"] };
const none = { hosts: [], origins: [] };

function host(header: string): WebHost {
  const parsed = parseHost(header);
  assert.ok(parsed !== undefined, header);
  return parsed;
}

Deno.test("addresses and localhost are the server's own names, others when they are listed", () => {
  const own = [
    "127.0.0.1",
    "127.0.0.1:5080",
    "192.0.2.7:1",
    "[::1]:5080",
    "[::1]",
    "LocalHost:5080",
  ];
  for (const header of own) assert.equal(isOwnHost(host(header), none), true, header);
  for (
    const header of ["evil.example", "chat.example:5080", "localhost.evil.example", "127.0.0.1.x"]
  ) {
    assert.equal(isOwnHost(host(header), none), false, header);
  }
  for (const header of ["chat.example", "CHAT.example.:5080"]) {
    assert.equal(isOwnHost(host(header), names), true, header);
  }
});

Deno.test("what is no host is none", () => {
  const wrong = [
    "",
    "a b",
    "a/b",
    "a@b",
    "a:b",
    "a:123456",
    "[::1",
    "::1",
    "a,b",
    "a;b",
    "é",
    undefined,
  ];
  for (const header of wrong) assert.equal(parseHost(header), undefined, String(header));
});

Deno.test("programs and the server's own page may connect", () => {
  const at = host("127.0.0.1:5080");
  assert.equal(mayConnect(undefined, at, none), true);
  assert.equal(mayConnect("http://127.0.0.1:5080", at, none), true);
  assert.equal(mayConnect("https://chat.example", host("chat.example"), none), true);
  assert.equal(mayConnect("https://chat.example", host("chat.example:443"), none), true);
  assert.equal(mayConnect("http://[::1]:5080", host("[::1]:5080"), none), true);
});

Deno.test("pages of others may not connect, unless they are listed", () => {
  const at = host("127.0.0.1:5080");
  const others = [
    "http://evil.example",
    "http://127.0.0.1",
    "http://127.0.0.1:5081",
    "http://127.0.0.1:5080.evil.example",
    "null",
    "",
    "file://",
    "https://other.example",
    "http://127.0.0.1:5080@evil.example",
  ];
  for (const origin of others) assert.equal(mayConnect(origin, at, none), false, origin);
  assert.equal(mayConnect("https://other.example", at, names), true);
  assert.equal(mayConnect("null", at, names), true);
  assert.equal(mayConnect("https://other.example:8443", at, names), false);
});

Deno.test("what is told of a page is one line without escapes", () => {
  const text = originRefusal("http://a\u001b[2J\n\u202e");
  assert.doesNotMatch(text.slice(0, -1), /[\p{C}]/u);
  assert.match(text, /--web-origin\.\n$/);
});
