import assert from "node:assert/strict";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { runChat } from "../helpers/run_chat.ts";
import { startServer, type TestServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

/** In all passwords of this test, as they are typed and as SASL has them. */
const secret = /s3cret|BzM2NyZXQ/;

for (const format of ["text", "json"]) {
  Deno.test(`no password is in a log of ${format}, the files or an export, by whichever way it was told, right or wrong`, async () => {
    using folder = new ConfigFolder();
    const data = `${folder.path}/data`;
    const args = ["--data", data, "--log-level", "debug", "--log-format", format];
    await using server = await startServer(args);
    await tellPasswords(server);
    await assertNoneKept(server, data);
    if (format !== "json") return;
    for (const line of server.log.text.trimEnd().split("\n")) {
      const { ts, level, message } = JSON.parse(line);
      assert.ok([ts, level, message].every((part) => typeof part === "string"), line);
    }
  });
}

/** Tells them in all ways; says and does what is nobody's business either. */
async function tellPasswords({ port }: TestServer): Promise<void> {
  {
    await using ann = await WireClient.joined(port, "ann", "echo-message");
    await ann.sends("PRIVMSG #lobby :said\r\nREGISTER * * s3cret-1\r\n");
    await ann.expects("REGISTER SUCCESS ann ");
    await ann.sends("NS IDENTIFY ann s3cret-2\r\n");
    await ann.expects("That is no account's name and password\r\n");
    await ann.sends("PRIVMSG NickServ :SET PASSWORD s3cret-3\r\n");
    await ann.expects("Your password is changed\r\n");
    await ann.sends("OPER root s3cret-4\r\nNOTICE NickServ :IDENTIFY s3cret-3\r\n");
    await ann.sends(`AUTHENTICATE PLAIN\r\nAUTHENTICATE ${btoa("\0ann\0s3cret-3")}\r\n`);
    await ann.expects(/ 903 ann /);
    await ann.sends("HISTORY #lobby\r\nHISTORY NickServ\r\n");
    assert.doesNotMatch(await ann.barrier(), secret);
  }
  await using pat = await WireClient.plain(port, "pat");
  await pat.sends("/register s3cret-5\n");
  await pat.expects("The account pat is yours");
  await pat.sends("/login pat s3cret-6\n");
  await pat.expects("That is no account's name and password\n");
  await using again = await WireClient.connect(port, "again");
  await again.sends("PASS ann:s3cret-3\r\nNICK ann\r\nUSER ann 0 * :x\r\n");
  await again.expects(/ 001 ann /);
  await pat.sends("unsaid-1\n/msg ann unsaid-2\n/topic unsaid-3\n/quit unsaid-4\n");
  await pat.feed.ended();
  await again.sends("JOIN #lobby\r\nPRIVMSG #lobby :unsaid-5\r\nAWAY :unsaid-6\r\n");
  await again.sends(
    "KICK #lobby nobody :unsaid-7\r\nSETNAME :unsaid-8\r\nPART #lobby :unsaid-9\r\n",
  );
  await again.sends("NONSENSE unsaid-10\r\nQUIT :unsaid-11\r\n");
  await again.feed.ended();
}

async function assertNoneKept(server: TestServer, data: string): Promise<void> {
  for (const format of ["jsonl", "text", "html"]) {
    const text =
      (await runChat(["export", "--data", data, "--private", "--format", format])).stdout;
    assert.match(text, /said/);
    assert.doesNotMatch(text, secret, format);
  }
  for await (const { name, isFile } of Deno.readDir(data)) {
    // The socket of chat admin holds nothing.
    if (!isFile) continue;
    const text = new TextDecoder("latin1").decode(await Deno.readFile(`${data}/${name}`));
    assert.doesNotMatch(text, secret, name);
  }
  assert.match(server.log.text, /Somebody failed to log in/);
  assert.doesNotMatch(server.log.text, secret);
  assert.match(server.log.text, /Quit/);
  assert.doesNotMatch(server.log.text, /unsaid/, "what people say");
}
