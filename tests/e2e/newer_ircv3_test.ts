import assert from "node:assert/strict";
import { startServer } from "../helpers/server.ts";
import { TestFolder } from "../helpers/store_file.ts";
import { WireClient } from "../helpers/wire_client.ts";

const capabilities =
  "batch draft/multiline draft/metadata-2 draft/channel-rename draft/chathistory echo-message message-tags";

Deno.test("several lines, another name and metadata are there again after the server was killed", async () => {
  using folder = new TestFolder();
  let msgid = "";
  {
    await using server = await startServer(["--data", folder.path]);
    await using ann = await WireClient.joined(server.port, "ann", capabilities);
    await ann.sends(
      [
        "JOIN #a",
        "METADATA #a SET url :http://tea.example/",
        "BATCH +1 draft/multiline #a",
        "@batch=1 PRIVMSG #a :hello",
        "@batch=1 PRIVMSG #a :how is ",
        "@batch=1;draft/multiline-concat PRIVMSG #a :everyone?",
        "BATCH -1",
        "RENAME #a #b :better",
        "PRIVMSG #b :done",
        "",
      ].join("\r\n"),
    );
    [, msgid = ""] = await ann.expects(/msgid=(\w+) :ann!\S+ BATCH \+m draft\/multiline #a\r\n/);
    await ann.expects(" PRIVMSG #b :done\r\n");
    server.signal("SIGKILL");
    await server.ends();
  }
  await using server = await startServer(["--data", folder.path]);
  await using ann = await WireClient.joined(server.port, "ann", capabilities);
  await ann.sends("JOIN #b\r\n");
  await ann.expects(/ MODE #b \+o ann\r\n/);
  await ann.sends("METADATA #b LIST\r\nCHATHISTORY LATEST #b * 10\r\n");
  await ann.expects(/ 761 ann #b url \* :http:\/\/tea\.example\/\r\n/);
  const [all = ""] = await ann.expects(/ BATCH \+h chathistory #b\r\n[^]*BATCH -h\r\n/);
  assert.deepEqual(all.split("\r\n").slice(1, -2).map((line) => line.replace(/ann!\S+/, "ann")), [
    `@batch=h;msgid=${msgid} :ann BATCH +hm draft/multiline #b`,
    "@batch=hm :ann PRIVMSG #b :hello",
    "@batch=hm :ann PRIVMSG #b :how is ",
    "@batch=hm;draft/multiline-concat :ann PRIVMSG #b :everyone?",
    "@batch=h :ann BATCH -hm",
    all.split("\r\n").at(-3)?.replace(/ann!\S+/, "ann"),
  ]);
  assert.match(all, / PRIVMSG #b :done\r\n/);
});

Deno.test("how an account describes itself is there again after the server was killed, for itself alone where it is private", async () => {
  using folder = new TestFolder();
  {
    await using server = await startServer(["--data", folder.path]);
    await using ann = await WireClient.joined(server.port, "ann", capabilities);
    await ann.sends("METADATA * SET url :x\r\nREGISTER * * sesame\r\n");
    await ann.expects("REGISTER SUCCESS ann ");
    await ann.sends("METADATA * SET private/note :y\r\nPRIVMSG #lobby :done\r\n");
    await ann.expects(" PRIVMSG #lobby :done\r\n");
    server.signal("SIGKILL");
    await server.ends();
  }
  await using server = await startServer(["--data", folder.path]);
  await using ann = await WireClient.connect(server.port, "ann");
  await ann.sends(`CAP REQ :${capabilities}\r\nPASS ann:sesame\r\nNICK ann\r\n`);
  await ann.sends("USER ann 0 * :Ann\r\nCAP END\r\n");
  await ann.expects(/ METADATA ann url \* :x\r\n.* METADATA ann private\/note \* :y\r\n/);
  await using bob = await WireClient.joined(server.port, "bob", capabilities);
  await bob.sends("METADATA ann LIST\r\n");
  const text = await bob.barrier();
  assert.match(text, / 761 bob ann url \* :x\r\n/);
  assert.doesNotMatch(text, /private/);
});
