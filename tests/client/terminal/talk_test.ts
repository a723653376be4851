import assert from "node:assert/strict";
import { peerTest } from "../../helpers/peers.ts";
import { Person } from "../../helpers/person.ts";
import { startServer } from "../../helpers/server.ts";

peerTest(
  "who starts the client is in the lobby, and sees where and what to do",
  ["tmux"],
  async () => {
    await using server = await startServer(["--memory", "--no-web"]);
    await using ann = await Person.start({ port: server.port });
    const rows = await ann.sees("you joined #lobby");
    assert.match(rows[0] ?? "", /^1 127\.0\.0\.1 +│ #lobby +│ 1 person$/);
    assert.match(rows[1] ?? "", /^2 {2}#lobby +│ +│ {2}ann$/);
    await ann.sees(/^ ● ann 127\.0\.0\.1/);
    await ann.sees("ann › Write to #lobby, or /help");
    assert.deepEqual(await ann.terminal.cursor(), ["ann › ".length, 19]);
    assert.equal(await ann.terminal.value("pane_title"), "#lobby · 127.0.0.1");
    assert.equal(rows.filter((row) => row.includes("you joined")).length, 1);
  },
);

peerTest("two people talk, and what is new is counted, marked and gone to", ["tmux"], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using ann = await Person.start({ port: server.port });
  await ann.sees("you joined #lobby");
  await using bob = await Person.start({ port: server.port, nick: "bob" });
  await bob.sees("you joined #lobby");
  await ann.sees("bob joined");
  await ann.enters("hello 漢字 👍🏽");
  await bob.sees(/ann │ hello 漢字 👍🏽/);
  await bob.presses("M-1");
  await bob.sees("127.0.0.1  connected");
  await ann.enters("first");
  await bob.sees(/#lobby +1/);
  await ann.enters("bob: second");
  await ann.enters("third");
  await ann.sees(/ third/);
  await bob.sees(/#lobby +1/);
  await bob.presses("M-a");
  const rows = await bob.sees("third");
  const line = rows.findIndex((row) => row.includes("─ new ─"));
  assert.match(rows[line + 1] ?? "", /ann │ first/);
  assert.match(rows[line + 2] ?? "", /┃ bob: second/, "a mention stands out");
  assert.doesNotMatch(rows[1] ?? "", /[0-9]  +│/);
  await bob.enters("/msg ann psst");
  await ann.sees(/^3 {2}bob +1/);
  await ann.presses("M-3");
  await ann.sees(/bob . psst/);
  await ann.presses("M-2");
  await ann.sees("Write to #lobby");
});

peerTest("messages are answered, reacted to and taken back", ["tmux"], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using ann = await Person.start({ port: server.port });
  await ann.sees("you joined #lobby");
  await using bob = await Person.start({ port: server.port, nick: "bob" });
  await bob.sees("you joined #lobby");
  await ann.enters("shall we?");
  await bob.sees("shall we?");
  await bob.enters("/react 👍");
  await ann.sees("👍 1");
  await bob.enters("/reply yes");
  await ann.sees("┌ ann: shall we?");
  await ann.sees(/bob . yes/);
  await ann.enters("/redact");
  await bob.sees("deleted by ann");
  await bob.seesNo("shall we?");
  await ann.enters("/away lunch");
  await ann.sees("You are marked as away");
  await bob.enters("/whois ann");
  await bob.sees("lunch");
  await ann.enters("/ignore bob");
  await ann.sees("bob is ignored");
  await bob.enters("unheard");
  await bob.sees("unheard");
  await ann.enters("/unignore bob");
  await ann.sees("bob is no longer ignored");
  await bob.enters("heard");
  const rows = await ann.sees(/. heard/);
  assert.ok(!rows.some((row) => row.includes("unheard")));
  await ann.enters("/mute");
  await ann.sees("#lobby is muted");
});
