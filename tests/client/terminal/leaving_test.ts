import assert from "node:assert/strict";
import { FakeServer } from "../../helpers/client_fake_server.ts";
import { peerTest } from "../../helpers/peers.ts";
import { Person, type PersonOptions } from "../../helpers/person.ts";

/** Somebody in #lobby of a server that a test plays, started from a shell. */
async function atWork(server: FakeServer, options: PersonOptions = {}) {
  const person = await Person.start({ port: server.port, hasShell: true, ...options });
  const peer = await server.welcome("echo-message server-time message-tags");
  await peer.skipUntil("JOIN #lobby");
  await peer.send(":ann!chat@host JOIN #lobby", ":s 353 ann = #lobby :@ann", ":s 366 ann #lobby :");
  await person.sees("you joined #lobby");
  return { person, peer };
}

/** The terminal is as it was: what is typed is shown, keys have no special meaning, and the shell's rows are back. */
async function isRestored(person: Person): Promise<void> {
  const { terminal } = person;
  await terminal.until((rows) => rows.at(-1) === "$");
  const names = ["alternate_on", "cursor_flag", "wrap_flag", "mouse_any_flag"];
  const values = await Promise.all(names.map((name) => terminal.value(name)));
  assert.deepEqual(values, ["0", "1", "1", "0"]);
  await person.enters("stty -a | tr ' ' '\\n' | grep -c -x -e icanon -e echo -e isig -e opost");
  await person.sees(/^4$/);
}

for (
  const [name, code, leave] of [
    ["/quit", 0, (person) => person.enters("/quit")],
    ["exit", 0, (person) => person.enters("exit")],
    ["Ctrl-C", 0, (person) => person.presses("C-c")],
    ["Ctrl-D", 0, (person) => person.presses("C-d")],
    ["SIGTERM", 0, (person) => person.gets("SIGTERM")],
    ["SIGHUP", 0, (person) => person.gets("SIGHUP")],
  ] as readonly (readonly [string, number, (person: Person) => Promise<void>])[]
) {
  peerTest(`${name} leaves, and the terminal is as it was`, ["tmux"], async () => {
    using server = new FakeServer();
    const { person, peer } = await atWork(server);
    await using ann = person;
    await leave(ann);
    await peer.skipUntil("QUIT");
    peer.close();
    await ann.sees(`exit code ${code}`);
    await isRestored(ann);
  });
}

peerTest("who is cut off without a way back leaves with 1, and the terminal is as it was", [
  "tmux",
], async () => {
  using server = new FakeServer();
  const { person, peer } = await atWork(server);
  await using ann = person;
  await peer.send("ERROR :Closing link: banned");
  await peer.send(":s 465 ann :You are banned");
  peer.close();
  server[Symbol.dispose]();
  await ann.sees("Connection lost");
  await ann.presses("C-c");
  await ann.sees("exit code 0");
  await isRestored(ann);
});

for (const where of ["now", "later"]) {
  peerTest(`a fault of ours restores the terminal and is told (${where})`, ["tmux"], async () => {
    using server = new FakeServer();
    const program = ["run", "--quiet", "-A", "tests/helpers/crashing_client.ts"];
    const { person, peer } = await atWork(server, {
      program: [...program, String(server.port), where],
    });
    await using ann = person;
    await peer.send(":bob!b@h PRIVMSG #lobby :boom");
    await ann.sees("A fault of ours");
    await ann.sees("exit code 1");
    await isRestored(ann);
  });
}

peerTest("Ctrl-Z gives the terminal to the shell, and fg draws all again", ["tmux"], async () => {
  using server = new FakeServer();
  const { person, peer } = await atWork(server);
  await using ann = person;
  await ann.types("half a line");
  await ann.sees("› half a line");
  await ann.presses("C-z");
  await ann.sees("Stopped");
  await isRestored(ann);
  await peer.send(":bob!b@h PRIVMSG #lobby :meanwhile");
  await ann.enters("fg");
  const rows = await ann.sees("meanwhile");
  assert.match(rows.at(-1) ?? "", /^ann › half a line$/);
  assert.match(rows[0] ?? "", /#lobby/);
});

peerTest("Ctrl-Z where no shell could go on is refused", ["tmux"], async () => {
  using server = new FakeServer();
  const { person } = await atWork(server, { hasShell: false });
  await using ann = person;
  await ann.presses("C-z");
  await ann.sees("No shell has started the client");
});
