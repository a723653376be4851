import assert from "node:assert/strict";
import { peerTest } from "../../helpers/peers.ts";
import { Person } from "../../helpers/person.ts";
import { startServer } from "../../helpers/server.ts";

peerTest("nicks, commands, channels and emoji are completed", ["tmux"], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using bob = await Person.start({ port: server.port, nick: "bob" });
  await bob.sees("you joined #lobby");
  await using ann = await Person.start({ port: server.port });
  await ann.sees(/│ {2}bob/);
  await ann.types("bo");
  await ann.presses("Tab");
  await ann.sees(/› bob:/);
  await ann.types("have a :piz");
  await ann.presses("Tab");
  await ann.sees(/› bob: have a 🍕/);
  await ann.presses("Enter");
  await bob.sees("bob: have a 🍕");
  await ann.types("/whoi");
  await ann.presses("Tab");
  await ann.types("b");
  await ann.presses("Tab");
  await ann.sees(/› \/whois bob/);
  await ann.presses("C-u");
  await ann.types("/join #lo");
  await ann.presses("Tab");
  await ann.sees(/› \/join #lobby/);
});

peerTest("a paste goes nowhere by itself, is asked for when it is long, and arrives whole", [
  "tmux",
], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using ann = await Person.start({ port: server.port });
  await ann.sees("you joined #lobby");
  await using bob = await Person.start({ port: server.port, nick: "bob" });
  await bob.sees("you joined #lobby");
  await ann.terminal.paste("one\n/quit\nthree");
  await ann.sees(/› three/);
  await ann.presses("Enter");
  const rows = await bob.sees("three");
  const at = rows.findIndex((row) => row.includes("ann │ one"));
  assert.deepEqual(rows.slice(at + 1, at + 3).map((row) => row.split("│")[2]?.trim()), [
    "/quit",
    "three",
  ]);
  const many = Array.from({ length: 8 }, (_, at) => `line ${at + 1}`).join("\n");
  await ann.terminal.paste(many);
  await ann.sees("Send these 8 lines?");
  await ann.presses("Escape");
  await ann.seesNo("Send these");
  await ann.sees("Write to #lobby");
  await ann.terminal.paste(many);
  await ann.sees("Send these 8 lines?");
  await ann.presses("Enter");
  await bob.sees("line 8");
});

peerTest("what was typed comes back by the arrows, by Ctrl-R, by yank and by undo", [
  "tmux",
], async () => {
  await using server = await startServer(["--memory", "--no-web"]);
  await using ann = await Person.start({ port: server.port });
  await ann.sees("you joined #lobby");
  await ann.enters("apples");
  await ann.enters("pears");
  await ann.sees(/│ pears/);
  await ann.presses("Up", "Up");
  await ann.sees(/› apples/);
  await ann.presses("C-u");
  await ann.presses("C-r");
  await ann.types("app");
  await ann.sees(/search: app › apples/);
  await ann.presses("Enter");
  await ann.sees(/^ann › apples/);
  await ann.presses("C-w", "C-y", "C-y");
  await ann.sees(/^ann › applesapples/);
  await ann.presses("C-_");
  await ann.sees(/^ann › apples$/);
  await ann.presses("M-Enter");
  await ann.types("and more");
  await ann.sees(/^ {4}› and more/);
  await ann.presses("Enter");
  await ann.sees(/│ and more/);
});

peerTest(
  "the user's editor writes the line, and the screen comes back whole",
  ["tmux"],
  async () => {
    await using server = await startServer(["--memory", "--no-web"]);
    const editor = await Deno.makeTempFile();
    await Deno.writeTextFile(editor, `#!/bin/sh\necho edited >>"$1"\n`);
    await Deno.chmod(editor, 0o755);
    const variables = { VISUAL: "", EDITOR: editor };
    await using ann = await Person.start({ port: server.port, variables });
    await ann.sees("you joined #lobby");
    await ann.types("to be ");
    await ann.presses("C-x", "C-e");
    await ann.sees("to be edited");
    const rows = await ann.sees("you joined #lobby");
    assert.match(rows[0] ?? "", /^1 127\.0\.0\.1 +│ #lobby/);
    await Deno.remove(editor);
  },
);
