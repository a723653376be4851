import assert from "node:assert/strict";
import { httpAnswer } from "../../server/net/http_answer.ts";

function parts(requestLine: string): readonly [head: string, body: string] {
  const [head = "", body = ""] = httpAnswer(requestLine, 5050).split("\r\n\r\n");
  return [head, body];
}

Deno.test("GET gets one whole response, with a way to talk to the port", () => {
  const [head, body] = parts("GET / HTTP/1.1");
  assert.match(head, /^HTTP\/1\.1 404 Not Found\r\n/);
  assert.match(
    head,
    new RegExp(`\r\nContent-Length: ${new TextEncoder().encode(body).length}\r\n`),
  );
  assert.match(head, /\r\nConnection: close$/);
  assert.match(body, /nc HOST 5050\n$/);
});

Deno.test("HEAD gets the head of the same response", () => {
  assert.deepEqual(parts("HEAD / HTTP/1.1"), [parts("GET / HTTP/1.1")[0], ""]);
});

Deno.test("other methods get 405 and the methods that are allowed", () => {
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    const [head] = parts(`${method} /x HTTP/1.0`);
    assert.match(head, /^HTTP\/1\.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\n/);
  }
});
