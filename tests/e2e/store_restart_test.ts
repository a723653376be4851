import assert from "node:assert/strict";
import { startServer } from "../helpers/server.ts";
import { TestFolder } from "../helpers/store_file.ts";
import { WireClient } from "../helpers/wire_client.ts";

const capabilities = "echo-message draft/chathistory";

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  Deno.test(`channels, ranks and what was said outlast ${signal}`, async () => {
    using folder = new TestFolder();
    const args = ["--data", folder.path];
    {
      await using server = await startServer(args);
      const ann = await WireClient.joined(server.port, "ann", capabilities);
      await ann.sends(
        "JOIN #tea\r\nTOPIC #tea :Green or black?\r\nMODE #tea +klfg sugar 7 9:60 bad?word\r\n" +
          "MODE #tea +be *!*@bad.example *!*@good.example\r\nPRIVMSG #lobby :remember me\r\n",
      );
      await ann.expects("PRIVMSG #lobby :remember me\r\n");
      server.signal(signal);
      await ann.feed.ended();
      await ann.close();
      await server.ends();
    }
    await using server = await startServer(args);
    await using ann = await WireClient.joined(server.port, "ann", capabilities);
    await using bob = await WireClient.joined(server.port, "bob");
    await ann.sends("CHATHISTORY LATEST #lobby * 10\r\n");
    await ann.expects("PRIVMSG #lobby :remember me\r\n");
    await bob.sends("JOIN #tea wrong\r\n");
    await bob.expects(/ 475 bob #tea /);
    await bob.sends("JOIN #tea sugar\r\n");
    await bob.expects(/ 332 bob #tea :Green or black\?\r\n/);
    await bob.expects(/ 353 bob . #tea :bob\r\n/);
    await ann.sends("JOIN #tea sugar\r\nMODE #tea\r\nMODE #tea beg\r\n");
    await ann.expects(/ 353 ann . #tea :(@ann bob|bob @ann)\r\n/);
    await ann.expects(/ 324 ann #tea \+\S*klf sugar 7 9:60\r\n/);
    await ann.expects(/ 367 ann #tea \*!\*@bad\.example /);
    await ann.expects(/ 348 ann #tea \*!\*@good\.example /);
    await ann.expects(/ 941 ann #tea bad\?word /);
    await bob.sends("PRIVMSG #tea :a Bad word\r\n");
    await bob.expects(/ 404 bob #tea :That channel takes nothing with "bad\?word" in it/);
  });
}

Deno.test("a second server on the same folder is told so in one line, and the first goes on", async () => {
  using folder = new TestFolder();
  await using server = await startServer(["--data", folder.path]);
  await assert.rejects(startServer(["--data", folder.path]), (error) => {
    assert.ok(error instanceof Error);
    assert.match(
      error.message,
      /Folder "\S+" belongs to a chat server that is running\. Stop that/,
    );
    assert.ok(!error.message.includes("    at "));
    return true;
  });
  await using ann = await WireClient.joined(server.port, "ann", capabilities);
  await ann.sends("PRIVMSG #lobby :still here\r\n");
  await ann.expects("PRIVMSG #lobby :still here\r\n");
});

Deno.test("a file that is damaged ends the start with one line and exit code 1", async () => {
  using folder = new TestFolder();
  Deno.writeTextFileSync(`${folder.path}/chat.db`, "no database ".repeat(1_000));
  await assert.rejects(startServer(["--data", folder.path]), (error) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, /File "\S+" is damaged \(.+\)\. Put a backup in its place/);
    assert.ok(!error.message.includes("    at "));
    return true;
  });
});

Deno.test("a port that is taken at random keeps nothing on disk, but has a history all the same", async () => {
  await using server = await startServer();
  await server.log.expects("Nothing is kept on disk");
  await using ann = await WireClient.joined(server.port, "ann", capabilities);
  await ann.sends("PRIVMSG #lobby :for now\r\n");
  await ann.expects("PRIVMSG #lobby :for now\r\n");
  await ann.sends("CHATHISTORY LATEST #lobby * 10\r\n");
  await ann.expects("PRIVMSG #lobby :for now\r\n");
});

Deno.test("how long is kept what was said can be changed while the server runs", async () => {
  using folder = new TestFolder();
  const config = `${folder.path}/chat.toml`;
  const data = `${folder.path}/data`;
  Deno.writeTextFileSync(config, "[history]\ndays = 0\nmax-megabytes = 0\n");
  await using server = await startServer(["--data", data, "--config", config, "--no-flood-limit"]);
  await using ann = await WireClient.joined(server.port, "ann", capabilities);
  for (let round = 0; round < 20; round++) {
    await ann.sends(`PRIVMSG #lobby :${"x y ".repeat(100)}\r\n`.repeat(200));
    await ann.sends(`PRIVMSG #lobby :end ${round}\r\n`);
    await ann.expects(`:end ${round}\r\n`);
  }
  await ann.sends("PRIVMSG #lobby :the last\r\n");
  await ann.expects("the last\r\n");
  Deno.writeTextFileSync(config, "[history]\ndays = 0\nmax-megabytes = 1\n");
  server.signal("SIGHUP");
  await server.log.expects("The settings were read again");
  await server.log.expects(/Erased what was too old: \d+ lines/);
  const { size } = Deno.statSync(`${data}/chat.db`);
  assert.ok(size < 1_300_000, `The file has ${size} bytes`);
  await ann.sends("CHATHISTORY LATEST #lobby * 1\r\n");
  await ann.expects("the last\r\n");
});
