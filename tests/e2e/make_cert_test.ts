import assert from "node:assert/strict";
import { runChat } from "../helpers/run_chat.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

/** A folder that is gone after the test. */
class Folder implements Disposable {
  readonly path = Deno.makeTempDirSync({ prefix: "chat-made-" });

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

Deno.test("what make-cert makes and prints is what server and client need", async () => {
  using folder = new Folder();
  const out = `${folder.path}/tls`;
  const made = await runChat(["make-cert", "--out", out]);
  assert.deepEqual([made.code, made.stderr], [0, ""]);
  const [, print = ""] = /^SHA-256 fingerprint: (\S+)$/m.exec(made.stdout) ?? [];
  assert.match(print, /^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.equal((Deno.statSync(`${out}/key.pem`).mode ?? 0) & 0o777, 0o600);
  const [, serverOptions = ""] = /^chat server (.*)$/m.exec(made.stdout) ?? [];
  const [, clientOptions = ""] = /^chat client (.*)$/m.exec(made.stdout) ?? [];
  await using server = await startServer(serverOptions.split(" "));
  const at = { port: server.port, ca: Deno.readTextFileSync(`${out}/cert.pem`) };
  await using ann = await WireClient.joined(at, "ann");
  const told = ["--port", `${server.port}`, "--nick", "pipe", ...clientOptions.split(" ")];
  const run = await runChat(["client", ...told], { input: "hello\n" });
  assert.deepEqual([run.code, run.stderr], [0, ""]);
  await ann.expects(/:pipe!\S+ PRIVMSG #lobby :hello\r\n/);
});

Deno.test("make-cert replaces nothing unless it is forced to", async () => {
  using folder = new Folder();
  const key = `${folder.path}/key.pem`;
  Deno.writeTextFileSync(key, "mine", { mode: 0o644 });
  const refused = await runChat(["make-cert", "--out", folder.path]);
  assert.deepEqual([refused.code, refused.stdout], [1, ""]);
  assert.equal(
    refused.stderr,
    `File "${key}" is there. Give --force to replace it, or --out.\n`,
  );
  assert.equal(Deno.readTextFileSync(key), "mine");
  const forced = await runChat(["make-cert", "--out", folder.path, "--force"]);
  assert.equal(forced.code, 0);
  assert.match(Deno.readTextFileSync(key), /^-----BEGIN PRIVATE KEY-----/);
  assert.equal((Deno.statSync(key).mode ?? 0) & 0o777, 0o600);
  assert.deepEqual([...Deno.readDirSync(folder.path)].map(({ name }) => name).sort(), [
    "cert.pem",
    "key.pem",
  ]);
});

Deno.test("make-cert tells in one line what is wrong", async () => {
  using folder = new Folder();
  Deno.writeTextFileSync(`${folder.path}/file`, "");
  const cases: readonly (readonly [code: number, args: readonly string[], line: RegExp])[] = [
    [1, ["--out", `${folder.path}/file`], /^Folder ".*file" can't be written to: .*\n$/],
    [2, ["--days", "0"], /^Option .* Give a number from 1 to 36500\.\n$/],
    [2, ["--name", "fe80::1%eth0"], /^Option .* by comma\.\n$/],
    [2, ["--name", "a b"], /^Option .* Give names and addresses, by comma\.\n$/],
    [2, ["--name", "ok.example,ba\nd"], /^Option .* by comma\.\n$/],
  ];
  for (const [code, args, line] of cases) {
    const run = await runChat(["make-cert", "--out", folder.path, ...args]);
    assert.match(run.stderr, line);
    assert.deepEqual([run.code, run.stdout], [code, ""]);
  }
});
