import assert from "node:assert/strict";
import { isNodeName, parseNatsAddress } from "../../server/nats_address.ts";

Deno.test("an address of NATS has a host, and the usual port where it names none", () => {
  const at = (text: string) => parseNatsAddress(text)?.server;
  assert.equal(at("nats://127.0.0.1"), "127.0.0.1:4222");
  assert.equal(at("nats://127.0.0.1:4333"), "127.0.0.1:4333");
  assert.equal(at("nats://nats.example:4333/"), "nats.example:4333");
  assert.equal(at("NATS://h:443"), "h:443", "that is not the port of a web");
  assert.equal(at("nats://[::1]"), "[::1]:4222");
  assert.equal(at("nats://[::1]:4333"), "[::1]:4333");
});

Deno.test("tls:// asks for TLS", () => {
  assert.equal(parseNatsAddress("tls://h")?.isTls, true);
  assert.equal(parseNatsAddress("nats://h")?.isTls, false);
});

Deno.test("an address may say who one is, encoded as in any URL", () => {
  const login = (text: string) => parseNatsAddress(text)?.login;
  assert.deepEqual(login("nats://chat:p%40ss%3A1@h:1"), { user: "chat", password: "p@ss:1" });
  assert.deepEqual(login("nats://token@h"), { user: "token", password: undefined });
  assert.equal(login("nats://h"), undefined);
  assert.equal(parseNatsAddress("nats://a:5@h")?.server, "h:4222");
});

Deno.test("what is no address of NATS is none", () => {
  const wrong = [
    "",
    "nats://",
    "nats:h",
    "127.0.0.1:4222",
    "http://h:4222",
    "nats://h:0x10",
    "nats://h:65536",
    "nats://h:4222/stream",
    "nats://h?x",
    "nats://h#x",
    "nats://a b",
    "nats://%zz@h",
  ];
  for (const text of wrong) assert.equal(parseNatsAddress(text), undefined, text);
});

Deno.test("a name of a server or stream is a token of NATS", () => {
  for (const name of ["a", "node-1", "A_b", "9", "x".repeat(32)]) assert.ok(isNodeName(name), name);
  for (const name of ["", "-a", "a.b", "a b", "*", ">", "é", "x".repeat(33)]) {
    assert.ok(!isNodeName(name), name);
  }
});
