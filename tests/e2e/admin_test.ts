import assert from "node:assert/strict";
import { adminTable } from "../../server/admin/admin_table.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { admin } from "../helpers/admin.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

Deno.test("chat admin asks a running server, in words or JSON", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  await using server = await startServer(["--data", data]);
  await using ann = await WireClient.joined(server.port, "ann");
  const who = await admin(data, "who");
  assert.deepEqual(who, { code: 0, stdout: `1 here\nann ${ann.address} irc #lobby\n`, stderr: "" });
  const json = await admin(data, "--json", "who");
  assert.deepEqual(JSON.parse(json.stdout), {
    nick: "ann",
    account: "",
    connections: [`${ann.address} irc`],
    channels: ["#lobby"],
  });
  await ann.sends("TOPIC #lobby :\x1b[2Jboo\r\nPRIVMSG #lobby :x\r\n");
  assert.match((await admin(data, "--json", "stats")).stdout, /"users":1/);
  assert.equal(
    (await admin(data, "--json", "reload")).stdout,
    '{"message":"The settings were read again"}\n',
  );
  assert.match((await admin(data, "channels")).stdout, /^1 channels\n#lobby 1\n$/);
});

Deno.test("chat admin acts on a running server, and says what was not done", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  await using server = await startServer(["--data", data]);
  await using ann = await WireClient.joined(server.port, "ann");
  await admin(data, "say", "dinner", "is", "ready");
  await ann.expects("NOTICE #lobby :dinner is ready\r\n");
  assert.deepEqual(await admin(data, "kick", "bob"), {
    code: 1,
    stdout: "",
    stderr: 'There is nobody called "bob"; /who lists names\n',
  });
  assert.match((await admin(data, "kcik", "ann")).stderr, /Did you mean "kick"\?\n$/);
  assert.equal((await admin(data, "reload")).stdout, "The settings were read again\n");
  assert.equal((await admin(data, "kick", "ann", "no shouting")).stdout, "ann is kicked\n");
  assert.match(await ann.feed.ended(), /Kicked: no shouting\r\n$/);
  assert.equal((await admin(data, "quit")).code, 0);
  assert.equal(await server.ends(), 0);
  const { code, stderr } = await admin(data, "who");
  assert.equal(code, 1);
  assert.match(stderr, /^No server runs in /);
});

Deno.test("chat admin bans and mutes, which outlasts a restart, and lists who did until when", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  {
    await using server = await startServer(["--data", data]);
    await using ann = await WireClient.joined(server.port, "ann");
    const muted = await admin(data, "mute", "1h", "ann!*@*", "enough", "now");
    assert.match(muted.stdout, /^ann!\*@\* is muted until .* GMT: enough now; unmute ann!\*@\* /);
    await ann.sends("PRIVMSG #lobby :hello\r\n");
    await ann.expects(/ 404 ann #lobby :You are muted on this server until .* GMT: enough now\r\n/);
    assert.equal((await admin(data, "ban", "bob!*@*")).code, 0);
    assert.equal((await admin(data, "ban", "192.0.2.0/24", "spam")).code, 0);
    assert.match(
      (await admin(data, "ban", "nobody")).stderr,
      /^"nobody" is no address or network /,
    );
    assert.equal(
      (await admin(data, "unban", "192.0.2.9/24")).stdout,
      "192.0.2.0/24 may come again\n",
    );
  }
  await using server = await startServer(["--data", data]);
  const rows = (await admin(data, "--json", "bans")).stdout.trim().split("\n");
  const [mute, ban] = rows.map((row) => JSON.parse(row));
  assert.match(mute.until, /^20\S+Z$/);
  assert.match(ban.setAt, /^20\S+Z$/);
  const { setAt } = ban;
  assert.deepEqual(ban, {
    ...{ kind: "ban", of: "mask", target: "bob!*@*", reason: "", setBy: "chat.local", setAt },
    until: "",
  });
  await using bob = await WireClient.connect(server.port, "bob");
  await bob.sends("NICK bob\r\nUSER bob 0 * :bob\r\n");
  assert.match(await bob.feed.ended(), / 465 bob :You are banned from this server\r\nERROR /);
  await using ann = await WireClient.joined(server.port, "ann");
  await ann.sends("PRIVMSG #lobby :hello\r\n");
  await ann.expects(" 404 ann #lobby :You are muted ");
  assert.equal((await admin(data, "unmute", "ann!*@*")).stdout, "ann!*@* may speak again\n");
  await ann.sends("PRIVMSG #lobby :hello\r\nPRIVMSG ann :self\r\n");
  await ann.expects("PRIVMSG ann :self\r\n");
});

Deno.test("nobody but the server's owner may open the socket, and nonsense in it harms nothing", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  await using server = await startServer(["--data", data]);
  const path = `${data}/admin.sock`;
  assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  for (const line of ["GET / HTTP/1.1", "{}", "[1]", '{"command":5}', "x".repeat(70_000)]) {
    using conn = await Deno.connect({ transport: "unix", path });
    await conn.write(new TextEncoder().encode(`${line}\n`)).catch(() => 0);
    const buffer = new Uint8Array(1000);
    const length = await conn.read(buffer).catch(() => null);
    if (length === null) continue;
    const answer = JSON.parse(new TextDecoder().decode(buffer.subarray(0, length)));
    assert.equal(answer.isDone, false);
  }
  assert.equal((await admin(data, "who")).stdout, "0 here\n");
  await using ann = await WireClient.joined(server.port, "ann");
  await ann.barrier();
});

Deno.test("the help of chat admin names every command", async () => {
  using folder = new ConfigFolder();
  const { stdout } = await admin(folder.path, "--help");
  const [, names = ""] = / help, (say, [a-z,\s]*[a-z])\n\n/.exec(stdout) ?? [];
  assert.deepEqual(names.split(/,\s+/), Object.keys(adminTable));
});

Deno.test("the docs name every command of chat admin with all that it takes", async () => {
  const docs = await Deno.readTextFile("docs/operating.md");
  const rows = docs.split("\n").filter((line) => line.startsWith("| `")).join("\n");
  const forms = rows.matchAll(/`([^`]+)`/g).map(([, form]) => form?.replaceAll("\\|", "|"));
  const named = new Set(forms);
  for (const { usage } of Object.values(adminTable)) assert.ok(named.has(usage), usage);
});
