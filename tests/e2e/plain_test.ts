import assert from "node:assert/strict";
import { PeerProcess } from "../helpers/peer_process.ts";
import { peerTest } from "../helpers/peers.ts";
import { scenarioTest } from "../helpers/scenario.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

// A client as the simplest tutorials have it: no line ends, no protocol. It says each word of its input as one send(),
// answers the exact text "alias?" with its first argument, and tells what each recv() gave as one line.
const rawClient = `
import socket, sys, threading
port, alias = int(sys.argv[1]), sys.argv[2]
connection = socket.create_connection(("127.0.0.1", port))
def receive():
    while True:
        try:
            data = connection.recv(1024)
        except OSError:
            data = b""
        if not data:
            print("closed", flush=True)
            return
        print(ascii(data.decode()), flush=True)
        if alias and data == b"alias?":
            connection.send(alias.encode())
threading.Thread(target=receive, daemon=True).start()
for line in sys.stdin:
    connection.send(line.rstrip("\\n").encode())
connection.close()
`;

function startRaw(port: number, alias: string): PeerProcess {
  return new PeerProcess("python3", ["-c", rawClient, `${port}`, alias]);
}

scenarioTest(
  "a client without line ends is asked once, answers, and is heard message by message",
  ["python3"],
  async (start) => {
    await using server = await start();
    await using listener = await WireClient.plain(server.port, "ann");
    await using raw = startRaw(server.port, "raw");
    await raw.expects("'alias?'\n");
    await raw.expects("[server] Welcome, raw.");
    await listener.expects("* raw joined\n");
    await raw.types("hello there\n");
    await listener.expects("raw: hello there\n");
    await raw.types("second\n");
    await listener.expects("raw: second\n");
    await listener.sends("hi raw\n");
    await raw.expects("'ann: hi raw\\n'\n");
    assert.equal(raw.output.text.split("alias?").length, 2);
  },
);

scenarioTest(
  "clients without line ends leave by exit, by !DISCONNECT and by a closed socket",
  ["python3"],
  async (start) => {
    await using server = await start();
    await using listener = await WireClient.plain(server.port, "ann");
    for (const [name, word] of [["one", "exit"], ["two", "!DISCONNECT"]] as const) {
      await using raw = startRaw(server.port, name);
      await listener.expects(`* ${name} joined\n`);
      await raw.types(`${word}\n`);
      await raw.expects("closed\n");
      await listener.expects(`* ${name} left\n`);
    }
    await using raw = startRaw(server.port, "three");
    await listener.expects("* three joined\n");
    await raw.endsInput();
    await listener.expects("* three left\n");
  },
);

peerTest("a client without line ends notices a server that goes away", ["python3"], async () => {
  const server = await startServer();
  await using raw = startRaw(server.port, "raw");
  await raw.expects("Here: raw\\n'\n");
  await server[Symbol.asyncDispose]();
  await raw.expects("[server] The server is shutting down\\n'\n");
  await raw.expects("closed\n");
});

Deno.test("whoever says nothing is asked after 300 ms, in exactly six bytes, once", async () => {
  await using server = await startServer();
  await using quick = await WireClient.plain(server.port, "quick");
  const startMs = performance.now();
  await using silent = await WireClient.connect(server.port, "silent");
  await silent.expects("alias?");
  const waitedMs = performance.now() - startMs;
  assert.ok(waitedMs >= 290, `asked after ${waitedMs} ms`);
  // Another one that is asked later shows that the first one is not asked again.
  await using later = await WireClient.connect(server.port, "later");
  await later.expects("alias?");
  assert.equal(silent.feed.text, "alias?");
  assert.doesNotMatch(quick.feed.text, /alias\?/, "who speaks at once is not asked");
  await silent.sends("ann\n");
  await silent.expects("[server] Welcome, ann.");
  assert.match(silent.feed.text, /^alias\?\[server\]/);
});

scenarioTest("no answer causes a question, and nothing typed is lost", [], async (start) => {
  await using server = await start();
  await using ann = await WireClient.plain(server.port, "ann");
  const lines = [
    { says: "ann", told: /The name ann is taken; you are ann2\./ },
    { says: "Renée de la Tour", told: /Welcome, Renee_de_la_Tour\./ },
    { says: "hello, everyone!", told: /You are guest-\d+; \/nick/, heard: "hello, everyone!" },
    { says: "2fast", told: /Welcome, _2fast\./ },
    { says: "server", told: /The name server is taken; you are server2\./ },
  ];
  for (const { says, told, heard } of lines) {
    await using client = await WireClient.connect(server.port, says);
    await client.expects("alias?");
    await client.sends(`${says}\n`);
    await client.expects(told);
    await client.expects(/Here: .*\n/);
    if (heard !== undefined) await ann.expects(`: ${heard}\n`);
    assert.equal(client.feed.text.split("?").length, 2);
  }
});

scenarioTest("netcat talks line by line, and two of them see each other", ["nc"], async (start) => {
  await using server = await start();
  const address = ["127.0.0.1", `${server.port}`];
  await using ann = new PeerProcess("nc", address);
  await ann.expects("alias?");
  await ann.types("ann\n");
  await ann.expects("[server] Here: ann\n");
  await using bob = new PeerProcess("nc", address);
  await bob.types("bob\n");
  await bob.expects(/\[server\] Here: .*\n/);
  await ann.expects("* bob joined\n");
  await bob.types("hello ann\n/me waves\n");
  await ann.expects("bob: hello ann\n* bob: waves\n");
  await ann.types("/msg bob psst\n");
  await bob.expects("ann (private): psst\n");
  await bob.types("exit\n");
  await ann.expects("* bob left\n");
  // It notices the end of the connection when its own input has ended as well.
  await bob.endsInput();
  assert.equal(await bob.ends(), 0);
});

scenarioTest(
  "what a pipe has said is delivered before its end makes it leave",
  ["nc"],
  async (start) => {
    await using server = await start();
    await using listener = await WireClient.plain(server.port, "listener");
    await using pipe = new PeerProcess("nc", ["-N", "127.0.0.1", `${server.port}`]);
    await pipe.types("alice\nhello\n" + "and more\n".repeat(300) + "the end");
    await pipe.endsInput();
    await listener.expects("* alice joined\nalice: hello\n");
    for (let line = 0; line < 300; line++) await listener.expects("alice: and more\n");
    await listener.expects("alice: the end\n* alice left\n");
    await pipe.expects("[server] Welcome, alice.");
    assert.equal(await pipe.ends(), 0);
  },
);

Deno.test("with a password people are asked for it, three times at most", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, "open sesame\nsecond line\n");
    await using server = await startServer(["--password-file", file]);
    await using right = await WireClient.connect(server.port);
    await right.expects("password?");
    await right.sends("open sesame\n");
    await right.expects("alias?");
    await right.sends("ann\n");
    await right.expects("Here: ann\n");
    await using wrong = await WireClient.connect(server.port);
    await wrong.sends("one\n");
    await wrong.expects("tries left: 2\npassword?");
    await wrong.sends("two\n");
    await wrong.expects("tries left: 1\npassword?");
    await wrong.sends("three\n");
    assert.equal(await wrong.feed.ended(), "[server] Wrong password\n");
    await using irc = await WireClient.connect(server.port);
    await irc.sends("PASS :open sesame\r\nNICK bob\r\nUSER bob 0 * :bob\r\n");
    await irc.expects(" 001 bob ");
    await using outsider = await WireClient.connect(server.port);
    await outsider.sends("NICK eve\r\nUSER eve 0 * :eve\r\n");
    await outsider.expects(" 464 ");
    assert.match(await outsider.feed.ended(), /ERROR :Closing link: Wrong password\r\n$/);
    assert.doesNotMatch(server.log.text, /sesame/);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("anonymous talk asks nothing and names people by their addresses", async () => {
  await using server = await startServer(["--plain", "anonymous"]);
  await using one = await WireClient.connect(server.port, "one");
  await one.expects(`[server] Welcome, ${one.address}.`);
  await one.expects(/Here: .*\n/);
  await using two = await WireClient.connect(server.port, "two");
  await one.expects(`* ${two.address} joined\n`);
  await two.expects(/Here: .*\n/);
  await two.sends("hello");
  await one.expects(`${two.address}: hello\n`);
  await two.expects(`${two.address}: hello\n`);
  await two.sends("exit");
  await one.expects(`* ${two.address} left\n`);
  // Whoever speaks at once is let in at once, and heard.
  await using quick = await WireClient.connect(server.port, "quick");
  await quick.sends("nick ann\n");
  await one.expects(`${quick.address}: nick ann\n`);
  await using irc = await WireClient.connect(server.port, "irc");
  await one.expects(`* ${irc.address} joined\n`);
  await irc.sends("NICK iris\r\nUSER iris 0 * :iris\r\nJOIN #lobby\r\n");
  await one.expects(`* ${irc.address} left\n`);
  await one.expects("* iris joined\n");
  await one.sends("an address as IRC sees it\n");
  await irc.expects(/^:\S+ PRIVMSG #lobby :an address as IRC sees it\r\n/m);
});
