import assert from "node:assert/strict";
import { startLines } from "../../server/start_lines.ts";

const web = { port: 5080, isSecure: false };

Deno.test("the second line says where the page is", () => {
  const lines = startLines({
    main: { address: "127.0.0.1", port: 5050 },
    web: { ...web, address: "127.0.0.1" },
  });
  assert.deepEqual(lines, [
    "Server started on 127.0.0.1:5050",
    "Web page at http://127.0.0.1:5080/",
  ]);
  const secure = startLines({
    main: { address: "::1", port: 1 },
    web: { address: "::1", port: 2, isSecure: true },
  });
  assert.deepEqual(secure, ["Server started on [::1]:1", "Web page at https://[::1]:2/"]);
});

Deno.test("without a page nothing is said of one", () => {
  assert.deepEqual(startLines({ main: { address: "127.0.0.1", port: 1 } }), [
    "Server started on 127.0.0.1:1",
  ]);
});

Deno.test("a port of TLS is told behind the page, whose line stays the second", () => {
  const address = "127.0.0.1";
  const main = { address, port: 1 };
  const lines = startLines({ main, tls: { address, port: 2 }, web: { ...web, address } });
  assert.deepEqual(lines.slice(1), ["Web page at http://127.0.0.1:5080/", "TLS on 127.0.0.1:2"]);
});

Deno.test("a port of TLS beside the plain one is told, and where others find it", () => {
  const address = "0.0.0.0";
  const lines = startLines({ main: { address, port: 1 }, tls: { address, port: 2 } });
  assert.deepEqual(lines.slice(0, 2), ["Server started on 0.0.0.0:1", "TLS on 0.0.0.0:2"]);
  for (const [at, line] of lines.slice(2).entries()) {
    assert.match(line, at % 2 === 0 ? /^Reachable at \S+:1$/ : /^Reachable by TLS at \S+:2$/);
  }
});

Deno.test("where it listens on all addresses a browser is sent to those that there are", () => {
  const address = "0.0.0.0";
  const lines = startLines({ main: { address, port: 5050 }, web: { ...web, address } });
  assert.deepEqual(lines.slice(0, 2), [
    "Server started on 0.0.0.0:5050",
    "Web page at http://127.0.0.1:5080/",
  ]);
  const hosts = lines.slice(2).map((line) => line.replace(/.*[ /]([\d.]+):\d+\/?$/, "$1"));
  const half = hosts.length / 2;
  assert.deepEqual(hosts.slice(0, half), hosts.slice(half));
  assert.ok(lines.slice(2 + half).every((line) => /^Web page at http:\/\/\d/.test(line)));
});
