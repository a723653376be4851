import assert from "node:assert/strict";
import { BreakingNetwork } from "../../helpers/breaking_network.ts";
import { peerTest } from "../../helpers/peers.ts";
import { Person } from "../../helpers/person.ts";
import { startServer } from "../../helpers/server.ts";
import { WireClient } from "../../helpers/wire_client.ts";

peerTest("a broken connection comes back, and what was missed and typed meanwhile is there once", [
  "tmux",
], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using network = new BreakingNetwork(server.port);
  await using bob = await WireClient.joined(server.port, "bob", "echo-message");
  await using ann = await Person.start({ port: network.port });
  await ann.sees("you joined #lobby");
  await bob.sends("PRIVMSG #lobby :before\r\n");
  await ann.sees(/ before/);
  network.break();
  await bob.sends("PRIVMSG #lobby :missed\r\n");
  await ann.sees("Connection lost");
  await ann.enters("typed meanwhile");
  await ann.enters("/reconnect");
  await bob.feed.expects("typed meanwhile");
  await ann.sees("Connected again");
  const rows = await ann.sees(/^ ● ann/);
  for (const text of ["before", "missed", "typed meanwhile"]) {
    assert.equal(rows.filter((row) => row.includes(text)).length, 1, `${text}\n${rows.join("\n")}`);
  }
  assert.match(rows[1] ?? "", /#lobby/);
  assert.doesNotMatch(rows[1] ?? "", /\(#lobby\)/);
});

peerTest("a message is grey until the server has kept it", ["tmux"], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  const variables = { TERM: "xterm-256color", COLORTERM: "truecolor" };
  await using ann = await Person.start({ port: server.port, variables });
  await ann.sees("you joined #lobby");
  await ann.enters("kept");
  await ann.sees(/│ kept/);
  server.signal("SIGSTOP");
  try {
    await ann.enters("waiting");
    await ann.sees(/│ waiting/);
    const styles = stylesOf(await ann.terminal.styled());
    assert.notEqual(styles("waiting"), styles("kept"));
  } finally {
    server.signal("SIGCONT");
  }
  await ann.terminal.untilStyled((screen) => {
    const styles = stylesOf(screen);
    return styles("waiting") === styles("kept");
  });
});

peerTest("several networks come from the file, settings are kept in it, and logs are written", [
  "tmux",
], async () => {
  await using one = await startServer(["--memory", "--no-web"]);
  await using two = await startServer(["--memory", "--no-web"]);
  const config = [
    "# mine",
    ...["[networks.one]", 'host = "127.0.0.1"', `port = ${one.port}`, 'nick = "ann"'],
    ...["autoconnect = true", 'join = ["#first"]'],
    ...["[networks.two]", 'host = "127.0.0.1"', `port = ${two.port}`, 'nick = "anna"'],
    ...["autoconnect = true", 'join = ["#second"]', ""],
  ].join("\n");
  const logs = await Deno.makeTempDir();
  await using ann = await Person.start({ config, args: ["--log-folder", logs] });
  await ann.sees(/^1 one/);
  await ann.sees(/^2 {2}#first/);
  await ann.sees(/^3 two/);
  await ann.sees(/^4 {2}#second/);
  await ann.presses("M-4");
  await ann.sees("anna › Write to #second");
  await ann.enters("into the second");
  await ann.sees(/│ into the second/);
  await ann.presses("M-2");
  await ann.sees("ann › Write to #first");
  await ann.enters("/set clock off");
  await ann.sees("clock = off");
  await ann.enters("/save");
  await ann.sees("The settings are kept");
  const kept = await Deno.readTextFile(`${ann.folder}/chat/client.toml`);
  assert.ok(kept.startsWith("# mine\n[networks.one]\n"), kept);
  assert.match(kept, /\[settings\]\n(?:.*\n)*clock = "off"/);
  await ann.enters("/set nosuch thing");
  await ann.sees("nosuch");
  await ann.enters("/quit");
  await ann.sees("exit code 0");
  const log = await Deno.readTextFile(`${logs}/two/#second.log`);
  assert.match(log, /<anna> into the second/);
  await Deno.remove(logs, { recursive: true });
});

peerTest("NO_COLOR leaves no colour on the screen, and other terminals get theirs", [
  "tmux",
], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  // deno-lint-ignore no-control-regex -- the sequences of a terminal start so
  const colour = /\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7])(?:;[0-9;]*)?m/;
  for (
    const [variables, isColoured] of [
      [{ NO_COLOR: "1" }, false],
      [{ TERM: "xterm-256color" }, true],
      [{ COLORTERM: "truecolor" }, true],
    ] as const
  ) {
    await using ann = await Person.start({ port: server.port, variables });
    await ann.sees("you joined #lobby");
    await ann.enters("hello");
    await ann.sees(/│ hello/);
    assert.equal(colour.test(await ann.terminal.styled()), isColoured, JSON.stringify(variables));
  }
});

peerTest("who cannot be reached or is told wrong things reads one line", ["tmux"], async () => {
  const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = free.addr;
  free.close();
  await using ann = await Person.start({ port });
  await ann.sees("exit code 1");
  const rows = await ann.terminal.rows();
  const [told = "", , exit] = rows;
  assert.match(told, /^Could not connect to 127.0.0.1:\d+: nothing listens there. Start a server/);
  assert.equal(exit, "exit code 1", rows.join("\n"));
  await using bob = await Person.start({ config: "[networks.one]\nhost = 5\n" });
  await bob.sees("exit code 2");
  await bob.sees("client.toml:2: ");
});

/** What stands in front of a text: the last sequence before it. */
function stylesOf(screen: string): (text: string) => string | undefined {
  return (text) => {
    const at = screen.lastIndexOf(text);
    // deno-lint-ignore no-control-regex -- the sequences of a terminal start so
    return screen.slice(0, at).match(/\x1b\[[0-9;]*m/g)?.at(-1);
  };
}
