import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { buildProgram, clientEntry, programEntry } from "../../tools/build_program.ts";
import { pack } from "../../tools/pack.ts";
import { runFlags } from "../../tools/permissions.ts";
import { isInstalled } from "../../tools/peers.ts";
import { Feed } from "../helpers/feed.ts";
import { natsPeers, NatsServer } from "../helpers/nats_server.ts";
import { pump } from "../helpers/server.ts";
import { WebClient } from "../helpers/web_client.ts";
import { makePlace, namesIn, outcomeOf, type Place, start } from "./packed_file.ts";

Deno.test("the packed chat tells its version and its help, and is at most 45 MB", async (t) => {
  await using place = await makePlace();
  const folder = `${place.folder}/program`;
  await buildProgram(folder);
  await pack({
    folder,
    entry: programEntry,
    clientEntry,
    runtime: Deno.execPath(),
    flags: runFlags,
    platform: Deno.build.target,
    output: place.file,
  });
  // What lies above the cache is none of the program's business.
  await Deno.mkdir(`${place.folder}/home`);
  await Deno.writeTextFile(`${place.folder}/home/package.json`, '{ "type": "commonjs" }');
  await Deno.writeTextFile(`${place.folder}/home/deno.json`, "{ broken");

  const version = await outcomeOf([place.file, "--version"], place);
  assert.deepEqual(version, { code: 0, stdout: version.stdout, stderr: "" });
  assert.equal(version.stdout.trim().split(" ").at(-1), config.version);
  const help = await outcomeOf([place.file, "--help"], place);
  assert.deepEqual({ code: help.code, stderr: help.stderr }, { code: 0, stderr: "" });
  assert.match(help.stdout, /chat/);
  const clientHelp = await outcomeOf([place.file, "client", "--help"], place);
  assert.match(clientHelp.stdout, /^Usage: chat client /);
  const wrong = await outcomeOf([place.file, "client", "--prot", "1"], place);
  assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
  assert.match(wrong.stderr, /--port/);
  assert.ok((await Deno.stat(place.file)).size <= 45_000_000);
  await assertServes(place);
  const ignore = natsPeers.some((peer) => !isInstalled(peer));
  await t.step({
    name: "it is one of several over NATS",
    ignore,
    fn: async () => await assertJoins(place),
  });
});

/** What speaks to NATS is a worker of it too, with packages that are in the bundle. */
async function assertJoins(place: Place): Promise<void> {
  await using nats = await NatsServer.start();
  const words = ["--no-web", "--memory", "--cluster", nats.url, "--node", "packed"];
  const child = start([place.file, "server", "--port", "0", ...words], place.env);
  const output = new Feed("the packed server");
  const log = new Feed("its log");
  const pumps = [pump(child.stdout, output), pump(child.stderr, log)];
  await output.expects(/^Server started on .*\n/);
  await log.expects("This server is packed of one chat");
  child.kill("SIGTERM");
  assert.equal((await child.status).code, 0);
  await Promise.all([...pumps, child.stdin.close()]);
}

/** Frames of any length, since long ones are unmasked in another way where there is one. */
async function assertTakesFrames(url: string): Promise<void> {
  const { port } = new URL(url);
  await using page = await WebClient.connect({ port: Number(port) });
  await page.registers("page");
  for (const length of [1, 20, 40, 400]) {
    page.sends(`PING ${"x".repeat(length)}`);
    await page.expects(` PONG chat.local :${"x".repeat(length)}\n`);
  }
}

/** The page lies beside the program. The store is a worker of it, which has a module of its own in the bundle. */
async function assertServes(place: Place): Promise<void> {
  const data = `${place.folder}/what is kept`;
  const child = start([place.file, "server", "--port", "0", "--data", data], place.env);
  const output = child.stdout.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (text.split("\n").length < 3) {
    const { value, done } = await output.read();
    assert.equal(done, false, text);
    text += decoder.decode(value);
  }
  const [, url = ""] = /^Server started on .*\nWeb page at (\S+)\n$/.exec(text) ?? [];
  const [, port = ""] = /:([0-9]+)\n/.exec(text) ?? [];
  const said = await outcomeOf([place.file, "client", "--port", port], { ...place, input: "hi\n" });
  assert.deepEqual([said.code, said.stderr], [0, ""]);
  assert.match(said.stdout, /^Connected to server\n/);
  const metrics = await fetch(`${url}metrics`);
  assert.match(await metrics.text(), /^chat_users 0$/m);
  const page = await fetch(url);
  assert.match(await page.text(), /^<!DOCTYPE html>[^]* src="\/assets\/app-/i);
  await assertTakesFrames(url);
  child.kill("SIGTERM");
  assert.equal((await child.status).code, 0);
  await Promise.all([output.cancel(), child.stdin.close(), child.stderr.cancel()]);
  assert.deepEqual(await namesIn(data), ["chat.db", "lock"]);
}
