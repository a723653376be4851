import assert from "node:assert/strict";
import { clientArguments } from "../helpers/client_command.ts";
import { type FakePeer, FakeServer } from "../helpers/client_fake_server.ts";
import { TmuxTerminal, withoutTime } from "../helpers/client_tmux.ts";
import { peerTest } from "../helpers/peers.ts";

const us = ":ann!chat@host";

interface Scene {
  readonly terminal: TmuxTerminal;
  readonly peer: FakePeer;
  readonly server: FakeServer;
}

/** A test of the client at a terminal, once it is in #lobby. */
function terminalTest(name: string, columns: number, act: (scene: Scene) => Promise<void>): void {
  peerTest(name, ["tmux"], async () => {
    using server = new FakeServer();
    const command = [Deno.execPath(), ...clientArguments({ port: server.port, nick: "ann" })];
    await using terminal = await TmuxTerminal.start({ command, columns, rows: 10 });
    const peer = await server.welcome("echo-message server-time message-tags");
    await peer.expect("JOIN #lobby");
    await peer.send(`${us} JOIN #lobby`, ":s 353 ann = #lobby :@ann bob", ":s 366 ann #lobby :End");
    await terminal.untilRow("* in #lobby: ann, bob");
    await act({ terminal, peer, server });
  });
}

async function echo(peer: FakePeer, text: string): Promise<void> {
  await peer.expect(`PRIVMSG #lobby :${text}`);
  await peer.send(`${us} PRIVMSG #lobby :${text}`);
}

terminalTest("terminal shows where it is and who is there", 80, async ({ terminal }) => {
  const rows = await terminal.until((rows) => rows.at(-1) === "#lobby>");
  assert.deepEqual(rows.map(withoutTime), [
    "Connected to server",
    "* you joined #lobby",
    "* in #lobby: ann, bob",
    "#lobby>",
  ]);
});

terminalTest("terminal keeps what is typed whole while messages arrive", 40, async (scene) => {
  const { terminal, peer } = scene;
  await terminal.type("half 漢字 typed");
  await terminal.until((rows) => rows.at(-1) === "#lobby> half 漢字 typed");
  const long = "a long message that takes more than one row of this terminal";
  await peer.send(":bob!b@h PRIVMSG #lobby :hi", `:bob!b@h PRIVMSG #lobby :${long}`);
  await terminal.until((rows) => rows.join("").includes("this terminal"));
  const rows = await terminal.until((rows) => rows.at(-1) === "#lobby> half 漢字 typed");
  assert.ok(rows.map(withoutTime).includes("bob: hi"));
  assert.equal((await terminal.cursor())[0], "#lobby> half 漢字 typed".length + 2);
  await terminal.press("Enter");
  await echo(peer, "half 漢字 typed");
  await terminal.untilRow("ann: half 漢字 typed");
  await terminal.until((rows) => rows.at(-1) === "#lobby>");
});

terminalTest(
  "terminal keeps a line that is longer than the screen in one row",
  40,
  async (scene) => {
    const { terminal, peer } = scene;
    const text = "0123456789 ".repeat(10) + "end";
    await terminal.type(text);
    await terminal.until((rows) => rows.at(-1)?.endsWith("end") ?? false);
    await peer.send(":bob!b@h PRIVMSG #lobby :hi");
    await terminal.untilRow("bob: hi");
    const rows = await terminal.until((rows) => rows.at(-1)?.endsWith("end") ?? false);
    assert.equal(rows.filter((row) => row.includes("#lobby>")).length, 1);
    await terminal.press("Enter");
    await echo(peer, text);
  },
);

terminalTest("terminal draws the row anew when it is made narrower", 60, async ({ terminal }) => {
  await terminal.type("words 漢字漢字漢字漢字漢字漢字漢字 to the end");
  await terminal.until((rows) => rows.at(-1)?.endsWith("end") ?? false);
  await terminal.resize(30, 10);
  await terminal.until((rows) => {
    const last = rows.at(-1) ?? "";
    const prompts = rows.filter((row) => row.includes("#lobby>"));
    return prompts.length === 1 && last.startsWith("#lobby>") && last.endsWith("end");
  });
});

terminalTest(
  "terminal says several pasted lines one by one, and none before Enter",
  40,
  async (scene) => {
    const { terminal, peer } = scene;
    await terminal.paste("one\n/quit\nthree\n");
    await terminal.until((rows) => rows.at(-1) === "#lobby> one⏎/quit⏎three");
    assert.deepEqual(peer.waiting, []);
    await terminal.press("Enter");
    for (const text of ["one", "/quit", "three"]) await echo(peer, text);
    await terminal.untilRow("ann: three");
  },
);

terminalTest("terminal does what slash commands ask", 80, async ({ terminal, peer }) => {
  const steps = [
    ["/me waves", "PRIVMSG #lobby :\x01ACTION waves\x01"],
    ["/msg bob psst", "PRIVMSG bob :psst"],
    ["/nick al", "NICK :al"],
    ["/part", "PART :#lobby"],
    ["/part #lobby see you", "PART #lobby :see you"],
    ["/say exit", "PRIVMSG #lobby :exit"],
    ["//x", "PRIVMSG #lobby :/x"],
  ] as const;
  for (const [typed, sent] of steps) {
    await terminal.type(typed);
    await terminal.press("Enter");
    const line = await peer.expect(/./);
    assert.equal(line.replace(/ :(?=\S+$)/, " "), sent.replace(/ :(?=\S+$)/, " "));
  }
});

terminalTest(
  "terminal tells the nearest command and brings back what was typed",
  80,
  async (scene) => {
    const { terminal } = scene;
    await terminal.type("/jion #x");
    await terminal.press("Enter");
    await terminal.until((rows) =>
      rows.some((row) => row.startsWith('Unknown command "/jion". Did you mean /join?'))
    );
    await terminal.press("Up");
    await terminal.until((rows) => rows.at(-1) === "#lobby> /jion #x");
  },
);

terminalTest(
  "terminal names the channel when there are several, and goes back by /join",
  80,
  async (scene) => {
    const { terminal, peer } = scene;
    await peer.send(`${us} JOIN #two`, ":bob!b@h PRIVMSG #lobby :hi");
    await terminal.untilRow("#lobby bob: hi");
    await terminal.until((rows) => rows.at(-1) === "#two>");
    await terminal.type("/join #lobby");
    await terminal.press("Enter");
    await terminal.until((rows) => rows.at(-1) === "#lobby>");
  },
);

for (
  const [name, keys] of [["exit", ["e", "x", "i", "t", "Enter"]], ["Ctrl-C", ["C-c"]], ["Ctrl-D", [
    "C-d",
  ]]] as const
) {
  terminalTest(`terminal leaves by ${name}`, 80, async ({ terminal, peer }) => {
    await terminal.press(...keys);
    await peer.expect("QUIT");
    peer.close();
    const rows = await terminal.until((rows) => rows.at(-1) === "exit code 0");
    assert.ok(!rows.some((row) => row.includes("#lobby>")), "the row is cleared");
  });
}

terminalTest(
  "terminal tells that the server is gone, keeps what is typed, and comes back",
  120,
  async ({ terminal, peer, server }) => {
    await terminal.type("unsaid");
    await terminal.until((rows) => rows.at(-1) === "#lobby> unsaid");
    await peer.send("ERROR :Server \x1b[2Jshuts down");
    peer.close();
    const lost = "Connection lost; connecting again (at once by /reconnect). " +
      "The server said: Server ␛[2Jshuts down";
    await terminal.untilRow(lost);
    await terminal.until((rows) => rows.at(-1) === "(offline) #lobby> unsaid");
    await terminal.press("Enter");
    await terminal.untilRow("Kept; it is said when the connection is back.");
    const next = await server.welcome("echo-message server-time message-tags");
    await next.expect("JOIN #lobby");
    await next.send(`${us} JOIN #lobby`, ":s 353 ann = #lobby :@ann bob", ":s 366 ann #lobby :End");
    await echo(next, "unsaid");
    await terminal.untilRow("Messages may be missing here: #lobby");
    await terminal.untilRow("Connected again");
    const rows = await terminal.untilRow("ann: unsaid");
    assert.equal(rows.filter((row) => row.includes("* in #lobby")).length, 1, "told only once");
  },
);

for (const keys of [["C-c"], ["/", "q", "u", "i", "t", "Enter"]]) {
  terminalTest(
    `terminal leaves by ${keys.join("")} while the server is gone`,
    80,
    async (scene) => {
      const { terminal, peer, server } = scene;
      server[Symbol.dispose]();
      peer.close();
      await terminal.until((rows) => rows.at(-1) === "(offline) #lobby>");
      await terminal.press(...keys);
      await terminal.until((rows) => rows.at(-1) === "exit code 0");
    },
  );
}

peerTest("terminal keeps lines that are typed before it is in the channel", ["tmux"], async () => {
  using server = new FakeServer();
  const command = [Deno.execPath(), ...clientArguments({ port: server.port, nick: "ann" })];
  await using terminal = await TmuxTerminal.start({ command, columns: 80, rows: 10 });
  const peer = await server.welcome("echo-message");
  await peer.expect("JOIN #lobby");
  await terminal.type("early");
  await terminal.press("Enter");
  await terminal.until((rows) => rows.at(-1) === ">");
  await peer.send(`${us} JOIN #lobby`);
  await peer.expect("PRIVMSG #lobby :early");
});

const keeping = "echo-message server-time message-tags batch draft/chathistory";

/** A test of the client at a terminal, on a server that keeps history: #lobby has one message. */
function historyTest(name: string, act: (scene: Scene) => Promise<void>): void {
  peerTest(name, ["tmux"], async () => {
    using server = new FakeServer();
    const command = [Deno.execPath(), ...clientArguments({ port: server.port, nick: "ann" })];
    await using terminal = await TmuxTerminal.start({ command, columns: 80, rows: 16 });
    const peer = await server.welcome(keeping);
    await peer.expect("JOIN #lobby");
    await peer.send(`${us} JOIN #lobby`);
    await peer.expect("CHATHISTORY LATEST #lobby * 50");
    await sendPage(peer, "@time=2026-01-02T03:04:05.678Z;msgid=m1 :bob!b@h PRIVMSG #lobby :old");
    await terminal.untilRow("── now in #lobby ──");
    await act({ terminal, peer, server });
  });
}

async function sendPage(peer: FakePeer, ...lines: readonly string[]): Promise<void> {
  const inside = lines.map((line) => line.replace("@", "@batch=1;"));
  await peer.send(":s BATCH +1 chathistory #lobby", ...inside, ":s BATCH -1");
}

/** Lets the client in again, after it was in #lobby. */
async function returns(server: FakeServer): Promise<FakePeer> {
  const peer = await server.welcome(keeping);
  await peer.expect("JOIN #lobby");
  await peer.send(`${us} JOIN #lobby`);
  return peer;
}

historyTest("terminal shows what was said before it came, with its times", async (scene) => {
  const rows = await scene.terminal.rows();
  const time = new Date("2026-01-02T03:04:05.678Z");
  const clock = [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, "0"));
  const at = rows.indexOf("── said before in #lobby, from 2026-01-02 on ──");
  assert.deepEqual(rows.slice(at + 1, at + 3), [
    `${clock.join(":")} bob: old`,
    "── now in #lobby ──",
  ]);
});

historyTest(
  "terminal says and shows everything once though its connection breaks twice",
  async ({ terminal, peer, server }) => {
    await terminal.type("before");
    await terminal.press("Enter");
    await peer.expect("PRIVMSG #lobby :before");
    const { once } = peer;
    peer.close();
    await terminal.until((rows) => rows.at(-1) === "(offline) #lobby>");
    for (const text of ["while offline", "/msg bob psst"]) {
      await terminal.type(text);
      await terminal.press("Enter");
    }
    const second = await returns(server);
    await second.expect("CHATHISTORY AFTER #lobby msgid=m1 100");
    second.close();
    const third = await returns(server);
    await third.expect("CHATHISTORY AFTER #lobby msgid=m1 100");
    await third.send(":bob!b@h PRIVMSG #lobby :new");
    await sendPage(
      third,
      `@msgid=m2;+chat/once=${once} ${us} PRIVMSG #lobby :before`,
      "@msgid=m3 :bob!b@h PRIVMSG #lobby :missed",
    );
    await echo(third, "while offline");
    await third.expect("PRIVMSG bob :psst");
    await third.send(`${us} PRIVMSG bob :psst`);
    await terminal.untilRow("ann (private to bob): psst");
    const rows = (await terminal.rows()).map(withoutTime);
    const at = rows.indexOf("── now in #lobby ──");
    assert.deepEqual(rows.slice(at + 1), [
      "Connection lost; connecting again (at once by /reconnect).",
      "Kept; it is said when the connection is back.",
      "ann: before",
      "bob: missed",
      "bob: new",
      "Connected again",
      "ann: while offline",
      "ann (private to bob): psst",
      "#lobby>",
    ]);
  },
);

historyTest("terminal gives back a line that the server could not keep", async (scene) => {
  const { terminal, peer } = scene;
  await terminal.type("hello");
  await terminal.press("Enter");
  await peer.expect("PRIVMSG #lobby :hello");
  await peer.send(":s FAIL PRIVMSG NOT_KEPT #lobby :Could not keep it");
  await terminal.untilRow('Not kept: "hello". Say it again later');
  await terminal.until((rows) => rows.at(-1) === "#lobby> hello");
});

historyTest("terminal tells what it could not say when it is left offline", async (scene) => {
  const { terminal, peer, server } = scene;
  server[Symbol.dispose]();
  peer.close();
  await terminal.until((rows) => rows.at(-1) === "(offline) #lobby>");
  for (const text of ["one", "two"]) {
    await terminal.type(text);
    await terminal.press("Enter");
  }
  await terminal.untilRow("Kept; it is said when the connection is back.");
  await terminal.press("C-c");
  await terminal.untilRow('Not said: "one" and 1 more');
  await terminal.untilRow("exit code 0");
});

terminalTest("terminal logs in and shows the password nowhere", 80, async (scene) => {
  const { terminal, peer } = scene;
  await peer.send(":s CAP ann NEW :sasl=PLAIN");
  await peer.expect("CAP REQ :sasl");
  await peer.send(":s CAP ann ACK :sasl");
  await terminal.type("  /login ann sesame");
  await terminal.until((rows) => rows.at(-1) === "#lobby>   /login *** ******");
  await terminal.press("Enter");
  await peer.expect("AUTHENTICATE PLAIN");
  await peer.send("AUTHENTICATE +");
  await peer.expect(`AUTHENTICATE ${btoa("\0ann\0sesame")}`);
  await peer.send(":s 900 ann ann!a@h ann :In", ":s 903 ann :Done");
  await terminal.untilRow('Logged in as "ann"');
  await terminal.type("/logn sesame");
  await terminal.press("Enter");
  await terminal.untilRow('Unknown command "/logn". Did you mean /login?');
  await terminal.paste("one\n/login sesame\n");
  await terminal.press("Enter");
  await terminal.until((rows) => rows.some((row) => row.startsWith("Nothing of this is said")));
  await terminal.press("Up");
  const rows = await terminal.until((rows) => rows.at(-1) === "#lobby>");
  assert.doesNotMatch(rows.join("\n"), /sesame/);
  assert.deepEqual(peer.waiting, []);
});
