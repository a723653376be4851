/** What somebody could do who has got code of theirs to run in a server. */

import assert from "node:assert/strict";
import { permissions } from "../../tools/permissions.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { Feed } from "../helpers/feed.ts";
import { pump } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

/** Tries all of it once the server has started, and prints what came of each. */
function probe(secret: string, ownFolder: string, port: number): string {
  const main = new URL("../../main.ts", import.meta.url).href;
  return `
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
const say = console.log;
const tries = {
  "runs a program": () => new Deno.Command("true").outputSync(),
  "runs a program as Node does": () => execFileSync("true"),
  "reads a file of others": () => Deno.readTextFileSync(${JSON.stringify(secret)}),
  "reads a file as Node does": () => readFileSync(${JSON.stringify(secret)}),
  "reads /etc/passwd": () => Deno.readTextFileSync("/etc/passwd"),
  "reads its own folder": () => Deno.readDirSync(${JSON.stringify(ownFolder)}),
  "writes elsewhere": () => Deno.writeTextFileSync(${JSON.stringify(`${secret}.new`)}, ""),
  "writes into its own folder": () => Deno.writeTextFileSync(${
    JSON.stringify(`${ownFolder}/new`)
  }, ""),
  "connects": () => Deno.connect({ hostname: "127.0.0.1", port: ${port} }),
  "fetches": () => fetch("http://127.0.0.1:${port}/"),
  "listens": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  "reads the environment": () => Deno.env.get("HOME"),
  "loads native code": () => Deno.dlopen("libc.so.6", {}),
  "loads native code as Node does": () =>
    createRequire(import.meta.url)(${JSON.stringify(`${secret}.node`)}),
  "kills": () => Deno.kill(Deno.ppid, "SIGCONT"),
  "starts a thread that may more": () => new Worker("data:text/javascript,", {
    type: "module", deno: { permissions: { read: true } },
  }),
};
async function attack() {
  for (const [name, attempt] of Object.entries(tries)) {
    try {
      await attempt();
      say(name + ": done");
    } catch (error) {
      say(name + ": " + error.name);
    }
  }
  say("attempts over");
}
console.log = (text) => {
  say(text);
  if (text.startsWith("Server started on ")) setTimeout(attack);
};
await import(${JSON.stringify(main)});`;
}

Deno.test("from inside a server no program is run, no file reached and nobody connected to", async () => {
  using folder = new ConfigFolder();
  using elsewhere = new ConfigFolder();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  elsewhere.write("secret", "secret");
  folder.write('motd = "motd.txt"\n');
  folder.write("first", "motd.txt");
  const data = `${folder.path}/data`;
  folder.write(probe(`${elsewhere.path}/secret`, data, listener.addr.port), "probe.js");
  const server = ["server", "--port", "0", "--no-web", "--data", data, "--config", folder.file];
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--config", "deno.json", ...permissions, "--allow-ffi"],
      ...[`${folder.path}/probe.js`, ...server],
    ],
    cwd: new URL("../..", import.meta.url),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
  const output = new Feed("standard output");
  const log = new Feed("the log");
  const pumps = [pump(child.stdout, output), pump(child.stderr, log)];
  try {
    const [, port] = await output.expects(/^Server started on \S+:(\d+)\n/);
    await output.expects("attempts over");
    const attempts = [...output.text.matchAll(/^(.+): (\w+)$/gm)];
    assert.equal(attempts.length, 16, output.text);
    for (const [line, , outcome] of attempts) {
      assert.match(outcome ?? "", /^(?:NotCapable|PermissionDenied)$/, line);
    }
    // All that it is there for goes on, with what was changed meanwhile.
    await Deno.writeTextFile(`${folder.path}/motd.new`, "second");
    await Deno.rename(`${folder.path}/motd.new`, `${folder.path}/motd.txt`);
    child.kill("SIGHUP");
    await log.expects("The settings were read again");
    await using alice = await WireClient.joined(Number(port), "alice");
    assert.match(alice.feed.text, / 372 alice :.*second\r\n/);
    // A file in another folder is for the next start.
    elsewhere.write("third", "motd.txt");
    folder.write(`motd = "${elsewhere.path}/motd.txt"\n`);
    child.kill("SIGHUP");
    await log.expects(/lies in a folder that the running server may not read\. Restart it to /);
  } finally {
    child.kill("SIGTERM");
    assert.equal((await child.status).code, 0);
    await Promise.all(pumps);
  }
});
