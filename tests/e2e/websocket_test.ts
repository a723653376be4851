import assert from "node:assert/strict";
import { startServer, type TestServer } from "../helpers/server.ts";
import { WebClient, type WebClientOptions } from "../helpers/web_client.ts";
import { WireClient } from "../helpers/wire_client.ts";
import { clientFrame, upgraded } from "../helpers/ws_frames.ts";
import { TestFolder } from "../helpers/store_file.ts";
import { scenarioTest } from "../helpers/scenario.ts";

const web = { hasWeb: true };

/** Every way in which a page may speak IRC. */
const ircWays: readonly (readonly [name: string, protocols: readonly string[], isText: boolean])[] =
  [
    ["text", ["text.ircv3.net"], true],
    ["binary", ["binary.ircv3.net"], false],
    ["no subprotocol", [], true],
  ];

for (const [name, protocols, isText] of ircWays) {
  scenarioTest(
    `a page that speaks IRC meets IRC and plain clients (${name})`,
    [],
    async (start) => {
      await using server = await start([], web);
      await using ann = await WireClient.joined(server.port, "ann", "server-time");
      await using bob = await WireClient.plain(server.port, "bob");
      await using page = await WebClient.connect({ port: server.webPort, protocols });
      assert.equal(page.protocol, protocols[0] ?? "");
      await page.registers("page");
      await ann.expects(/:page!~page@localhost JOIN #lobby\r\n/);
      page.sends("PRIVMSG #lobby :hello 漢字");
      await ann.expects(/^@time=\S+ :page!\S+ PRIVMSG #lobby :hello 漢字\r\n/m);
      await bob.expects("page: hello 漢字\n");
      await bob.sends("hello page\n");
      await page.expects(/^:bob!\S+ PRIVMSG #lobby :hello page\n/m);
      page.sends("PING :are you there");
      await page.expects(/^:chat\.local PONG chat\.local :are you there\n/m);
      // Each frame is one line, and all are of the kind that was agreed on.
      assert.doesNotMatch(page.feed.text, /\r|\n\n/);
      assert.deepEqual(new Set(page.wereText), new Set([isText]));
      page.sends("QUIT :done");
      await page.expects(/^ERROR :Closing link: Quit: done\n/m);
      assert.equal(await page.closes(), 1000);
      await ann.expects(/:page!\S+ QUIT /);
    },
  );
}

scenarioTest(
  "a page without subprotocol that speaks no IRC is asked for its name, and talks in lines",
  [],
  async (start) => {
    await using server = await start([], web);
    await using ann = await WireClient.joined(server.port, "ann");
    await using page = await WebClient.connect({ port: server.webPort });
    await page.expects(/^alias\?\n$/);
    page.sends("bob");
    await page.expects(/^\[server\] Here: .*\n/m);
    page.sends("hello ann");
    await ann.expects(/:bob!~plain@localhost PRIVMSG #lobby :hello ann\r\n/);
    await ann.sends("PRIVMSG #lobby :hello bob\r\n");
    await page.expects(/^ann: hello bob\n/m);
    assert.doesNotMatch(page.feed.text, /\r|\n\n/);
    page.sends("exit");
    assert.equal(await page.closes(), 1000);
  },
);

Deno.test("who was asked and speaks IRC after all gets no empty frame", async () => {
  await using server = await startServer([], web);
  await using page = await WebClient.connect({ port: server.webPort });
  await page.expects("alias?\n");
  await page.registers("page");
  assert.match(page.feed.text, /^alias\?\n:chat\.local 001 page /);
});

Deno.test("where IRC was agreed on nobody is asked, and talk is an unknown command", async () => {
  await using server = await startServer([], web);
  await using page = await WebClient.connect({
    port: server.webPort,
    protocols: ["text.ircv3.net"],
  });
  page.sends("hello there");
  await page.expects(/^:chat\.local 421 \* HELLO :/);
});

Deno.test("the client's order of subprotocols is obeyed", async () => {
  await using server = await startServer([], web);
  for (const [first, second] of [["text", "binary"], ["binary", "text"]]) {
    await using page = await WebClient.connect({
      port: server.webPort,
      protocols: ["other", `${first}.ircv3.net`, `${second}.ircv3.net`],
    });
    assert.equal(page.protocol, `${first}.ircv3.net`);
  }
});

Deno.test("a bare page opened as a file talks in lines where --web-origin null allows it, and else not", async () => {
  {
    await using server = await startServer([], web);
    const options = { port: server.webPort, origin: "null" };
    await assert.rejects(WebClient.connect(options), /403/);
    await server.log.expects(
      /info Refused WebSocket from \S+: Pages of "null" may .* --web-origin/,
    );
  }
  await using server = await startServer(["--web-origin", "null"], web);
  await using page = await WebClient.connect({ port: server.webPort, origin: "null" });
  page.sends("bob");
  await page.expects("[server] Here: ");
});

Deno.test("a message of several lines is refused and nothing of it said, a line end at its end forgiven", async () => {
  await using server = await startServer([], web);
  await using ann = await WireClient.joined(server.port, "ann");
  await using page = await WebClient.connect({
    port: server.webPort,
    protocols: ["text.ircv3.net"],
  });
  await page.registers("page");
  page.sends("PRIVMSG #lobby :one\r\nQUIT :two");
  await page.expects(/^\S+ FAIL \* SEVERAL_LINES :A message of WebSocket is one line; .*\n/m);
  page.sends("PRIVMSG #lobby :three\r\n");
  await using plain = await WebClient.connect({ port: server.webPort });
  plain.sends("bob");
  await plain.expects("[server] Here: ");
  plain.sends("four\nfive");
  await plain.expects(/^\[server\] A message of WebSocket is one line; nothing of it was said\n/m);
  plain.sends("six\n");
  await ann.expects(/ PRIVMSG #lobby :six\r\n/);
  assert.doesNotMatch(ann.feed.text, /one|two|four|five/);
  assert.match(ann.feed.text, / PRIVMSG #lobby :three\r\n/);
});

Deno.test("a line that is too long is answered, and a frame that is larger than any line ends the connection", async () => {
  await using server = await startServer([], web);
  await using page = await WebClient.connect({ port: server.webPort });
  await page.registers("page");
  page.sends(`PRIVMSG #lobby :${"x".repeat(10_000)}`);
  await page.expects(/ 417 page /);
  page.sends(`PRIVMSG #lobby :${"x".repeat(20_000)}`);
  assert.equal(await page.closes(), 1009);
  await server.log.expects(
    /Closed connection from \S+ \(page\): Connection lost: WebSocketFault\n/,
  );
});

Deno.test("text that is no UTF-8 ends the connection, bytes that are none are answered", async () => {
  await using server = await startServer([], web);
  await using page = await WebClient.connect({ port: server.webPort });
  await page.registers("page");
  page.sends(Uint8Array.of(0x50, 0x4f, 0x4e, 0x47, 0x20, 0xff));
  await page.expects(/^\S+ FAIL PONG INVALID_UTF8 /m);
  await using raw = await upgraded(server.webPort);
  await raw.sends(Uint8Array.of(0x81, 0x82, 0, 0, 0, 0, 0x61, 0xff));
  // A frame that closes, and the code for it: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
  assert.ok((await raw.feed.ended()).startsWith("\ufffd\u0002\u0003"));
});

Deno.test("a ping is answered, and who sends little else is ended", async () => {
  await using server = await startServer([], web);
  await using raw = await upgraded(server.webPort);
  await raw.sends(clientFrame("ping", "are you there"));
  await raw.expects(/^\ufffd\rare you there/);
  const pings = Array.from({ length: 1_000 }, () => [...clientFrame("ping", "")]);
  await raw.sends(Uint8Array.from(pings.flat()));
  await raw.feed.ended();
  await server.log.expects(/Closed connection from \S+: Connection lost: WebSocketFault\n/);
});

Deno.test("messages in pieces, and many in one write, are read in order", async () => {
  await using server = await startServer(["--no-flood-limit"], web);
  await using ann = await WireClient.joined(server.port, "ann");
  await using raw = await upgraded(server.webPort);
  for (const line of ["NICK raw", "USER r 0 * :r", "JOIN #lobby"]) {
    for (const byte of clientFrame("text", line)) await raw.sends(Uint8Array.of(byte));
  }
  await ann.expects(/:raw!\S+ JOIN #lobby\r\n/);
  const lines = Array.from({ length: 500 }, (_, at) => `PRIVMSG #lobby :${at}.`);
  await raw.sends(Uint8Array.from(lines.flatMap((line) => [...clientFrame("text", line)])));
  await ann.expects(" PRIVMSG #lobby :499.\r\n");
  const said = [...ann.feed.text.matchAll(/ PRIVMSG #lobby :(\d+)\.\r\n/g)].map(([, at]) => at);
  assert.deepEqual(said, lines.map((_, at) => String(at)));
});

scenarioTest(
  "twenty pages of all kinds get two thousand messages, each once and in order",
  [],
  async (start) => {
    await using server = await start(["--no-flood-limit"], web);
    const kinds: readonly Partial<WebClientOptions>[] = ircWays.map(([, protocols]) => ({
      protocols,
    }));
    const pages = await Promise.all(Array.from({ length: 20 }, async (_, at) => {
      const page = await WebClient.connect({ port: server.webPort, ...kinds[at % 3] });
      await page.registers(`page${at}`);
      return page;
    }));
    await using sender = await WireClient.joined(server.port, "sender");
    for (let sent = 0; sent < 2_000; sent += 100) {
      const lines = Array.from({ length: 100 }, (_, at) => `PRIVMSG #lobby :${sent + at}.\r\n`);
      await sender.sends(lines.join(""));
      await sender.barrier();
    }
    for (const page of pages) {
      await page.expects(/ PRIVMSG #lobby :1999\.\n/);
      const said = [...page.feed.text.matchAll(/ PRIVMSG #lobby :(\d+)\.\n/g)].map(([, at]) => at);
      assert.deepEqual(said, Array.from({ length: 2_000 }, (_, at) => String(at)));
      await page[Symbol.asyncDispose]();
    }
  },
);

Deno.test("a page that never reads is closed with a reason and lets go of its socket, the others get all", async () => {
  await using server = await startServer(["--no-flood-limit"], web);
  await using quick = await WebClient.connect({ port: server.webPort });
  await quick.registers("quick");
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: server.webPort });
  using _slow = connection;
  const head =
    "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  await connection.write(new TextEncoder().encode(head));
  for (const line of ["NICK slow", "USER s 0 * :s", "JOIN #lobby"]) {
    await connection.write(clientFrame("text", line));
  }
  await server.log.expects("slow joined #lobby");
  const descriptors = server.descriptors();
  await using sender = await WireClient.joined(server.port, "sender");
  for (let sent = 0; sent < 16_000; sent += 100) {
    await sender.sends(`PRIVMSG #lobby :${"x".repeat(400)}\r\n`.repeat(100));
    await sender.barrier();
  }
  await sender.sends("PRIVMSG #lobby :the end\r\n");
  await quick.expects(/ PRIVMSG #lobby :the end\n/);
  assert.equal(quick.feed.text.match(/ PRIVMSG #lobby :x{400}\n/g)?.length, 16_000);
  await server.log.expects(/Closed connection from \S+ \(slow\): Reads too slowly: .*\n/);
  // The sender has come since, and the slow one must go within the ten seconds of one that takes nothing.
  const until = performance.now() + 10_000;
  while (server.descriptors() > descriptors && performance.now() < until) await quickPing(quick);
  assert.equal(server.descriptors(), descriptors);
});

async function quickPing(page: WebClient): Promise<void> {
  page.sends("PING x");
  await page.expects(/ PONG .*\n/);
}

/** How long 15 messages take where 5 may come at once, and 10 a second after that. */
async function fifteenMs(
  server: TestServer,
  say: (line: string) => void,
  nick: string,
): Promise<number> {
  await using ear = await WireClient.joined(server.port, `ear-${nick}`);
  const since = performance.now();
  for (let at = 0; at < 15; at++) say(`PRIVMSG #lobby :${nick} ${at}`);
  await ear.expects(` PRIVMSG #lobby :${nick} 14\r\n`);
  return performance.now() - since;
}

Deno.test("pages are slowed as clients of TCP are", async () => {
  using folder = new TestFolder();
  const config = `${folder.path}.toml`;
  await Deno.writeTextFile(config, "[limits]\nloopback-burst = 5\nloopback-per-second = 10\n");
  try {
    await using server = await startServer(["--config", config], web);
    await using wire = await WireClient.joined(server.port, "wire");
    await using page = await WebClient.connect({ port: server.webPort });
    await page.registers("page");
    const wireMs = await fifteenMs(server, (line) => void wire.sends(`${line}\r\n`), "wire");
    const pageMs = await fifteenMs(server, (line) => page.sends(line), "page");
    for (const ms of [wireMs, pageMs]) assert.ok(ms > 900 && ms < 3_000, `took ${ms} ms`);
  } finally {
    await Deno.remove(config);
  }
});

Deno.test("a page that sends without end is not read faster than it is answered", async () => {
  await using server = await startServer([], web);
  const before = server.memoryKib("VmRSS");
  await using raw = await upgraded(server.webPort);
  const block = Uint8Array.from(
    Array.from({ length: 200 }, () => [...clientFrame("text", `PRIVMSG x :${"x".repeat(400)}`)])
      .flat(),
  );
  const sending = (async () => {
    for (let count = 0; count < 400; count++) await raw.sends(block);
  })().catch(() => {});
  await using ann = await WireClient.joined(server.port, "ann");
  for (let count = 0; count < 20; count++) await ann.barrier();
  const grownMib = (server.memoryKib("VmRSS") - before) / 1024;
  assert.ok(grownMib < 32, `the server has grown by ${grownMib} MiB`);
  await raw.close();
  await sending;
});

Deno.test("when the server ends, pages get a last line and are closed in order", async () => {
  await using server = await startServer([], web);
  await using page = await WebClient.connect({ port: server.webPort });
  await page.registers("page");
  const browser = await Deno.connect({ hostname: "127.0.0.1", port: server.webPort });
  using _ = browser;
  server.signal("SIGTERM");
  await page.expects(/^ERROR :Closing link: The server is shutting down\n/m);
  assert.equal(await page.closes(), 1000);
  assert.equal(await server.ends(), 0);
});

Deno.test("who is not let in is told why in a frame", async () => {
  await using server = await startServer(["--max-clients", "1"], web);
  await using first = await WebClient.connect({ port: server.webPort });
  await first.registers("first");
  await using second = await WebClient.connect({ port: server.webPort });
  assert.equal(await second.feed.ended(), "ERROR :Closing link: the server is full\n");
});
