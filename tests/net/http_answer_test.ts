import assert from "node:assert/strict";
import { httpAnswer, isWholeHead, type WebAddress } from "../../server/net/http_answer.ts";

function parts(
  head: readonly string[],
  web?: WebAddress,
): readonly [head: string, body: string] {
  const [lines = "", body = ""] = httpAnswer(head, { port: 5050, web }).split("\r\n\r\n");
  return [lines, body];
}

const web = { port: 5080, isSecure: false };

Deno.test("GET gets one whole response, with a way to talk to the port, where there is no page", () => {
  const [head, body] = parts(["GET / HTTP/1.1", "Host: x", ""]);
  assert.match(head, /^HTTP\/1\.1 404 Not Found\r\n/);
  assert.match(
    head,
    new RegExp(`\r\nContent-Length: ${new TextEncoder().encode(body).length}\r\n`),
  );
  assert.match(head, /\r\nConnection: close$/);
  assert.match(body, /nc HOST 5050\n$/);
});

Deno.test("HEAD gets the head of the same response", () => {
  assert.deepEqual(parts(["HEAD / HTTP/1.1"]), [parts(["GET / HTTP/1.1"])[0], ""]);
});

Deno.test("other methods get 405 and the methods that are allowed", () => {
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    const [head] = parts([`${method} /x HTTP/1.0`], web);
    assert.match(head, /^HTTP\/1\.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\n/);
  }
});

Deno.test("GET is shown the way to the page, under the name that it came by", () => {
  const hosts = [
    ["chat.example:5050", "http://chat.example:5080/"],
    ["127.0.0.1", "http://127.0.0.1:5080/"],
    ["[::1]:5050", "http://[::1]:5080/"],
  ];
  for (const [host, url] of hosts) {
    const [head] = parts(["GET /x HTTP/1.1", "accept: */*", `hOST: ${host}`, ""], web);
    assert.match(head, /^HTTP\/1\.1 302 Found\r\n/);
    assert.ok(head.includes(`\r\nLocation: ${url}\r\n`), head);
  }
  const [secure] = parts(["GET / HTTP/1.1", "Host: a", ""], { port: 1, isSecure: true });
  assert.ok(secure.includes("\r\nLocation: https://a:1/\r\n"));
});

Deno.test("a name that would break the answer is no name", () => {
  for (const host of ["a/b", "a b", "evil@x", "a\\b", ""]) {
    assert.match(parts(["GET / HTTP/1.1", `Host: ${host}`, ""], web)[0], /^HTTP\/1\.1 404 /);
  }
});

Deno.test("who would upgrade is told the address to do it at", () => {
  const [head, body] = parts(["GET / HTTP/1.1", "Host: a:5050", "Upgrade: WebSocket", ""], web);
  assert.match(head, /^HTTP\/1\.1 426 Upgrade Required\r\nUpgrade: websocket\r\n/);
  assert.equal(body, "WebSocket is at ws://a:5080/\n");
});

Deno.test("GET is answered when its head is whole or too long, other methods at once", () => {
  assert.equal(isWholeHead(["GET / HTTP/1.1", "Host: a"]), false);
  assert.equal(isWholeHead(["GET / HTTP/1.1", "Host: a", ""]), true);
  assert.equal(isWholeHead(["GET / HTTP/1.1", ...new Array(99).fill("a: b")]), true);
  assert.equal(isWholeHead(["POST / HTTP/1.1"]), true);
});
