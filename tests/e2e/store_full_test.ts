import assert from "node:assert/strict";
import { readKeptLog } from "../helpers/kept_log.ts";
import { startServer } from "../helpers/server.ts";
import { limitedDisk, memoryDisk, type SmallDisk } from "../helpers/small_disk.ts";
import { WireClient } from "../helpers/wire_client.ts";

Deno.test("a disk that is full costs messages, and nothing else, until there is room", async () => {
  for (const make of [memoryDisk, limitedDisk]) {
    const disk = await make();
    // Not everybody may mount; the other disk is for everybody.
    if (disk === undefined) continue;
    try {
      await fillAndFree(disk);
    } catch (error) {
      throw new Error(`With ${disk.name}`, { cause: error });
    } finally {
      await disk[Symbol.asyncDispose]();
    }
  }
});

async function fillAndFree(disk: SmallDisk): Promise<void> {
  const args = ["--data", disk.folder, "--no-flood-limit"];
  const { wrapper } = disk;
  let text = "";
  {
    await using server = await startServer(args, { wrapper });
    const capabilities = "echo-message message-tags";
    await using ann = await WireClient.joined(server.port, "ann", capabilities);
    await using bob = await WireClient.joined(server.port, "bob");
    await ann.sends("PRIVMSG #lobby :before\r\n");
    await ann.expects(" PRIVMSG #lobby :before\r\n");

    await disk.fill(server.pid);
    await ann.sends("PRIVMSG #lobby :first lost\r\n");
    await ann.expects(/FAIL PRIVMSG NOT_KEPT #lobby :.+\r\n/);
    await server.log.expects(/error Messages can't be kept: .+/);
    await ann.sends("PRIVMSG #lobby :second lost\r\n");
    await ann.expects(/FAIL PRIVMSG NOT_KEPT #lobby :.*later/);

    await bob.sends("JOIN #other\r\nTOPIC #other :lost\r\nPING here\r\n");
    await bob.expects(/ 366 bob #other /);
    await bob.expects(/FAIL TOPIC NOT_KEPT #other :/);
    await bob.expects(/PONG \S+ :?here\r\n/);
    await ann.sends("JOIN #other\r\n@+typing=active TAGMSG #lobby\r\nPING there\r\n");
    await ann.expects(" 366 ann #other ");
    await ann.expects(/PONG \S+ :?there\r\n/);
    assert.ok(!bob.feed.text.includes("second lost"));

    await disk.free(server.pid);
    await server.log.expects("info Messages are kept again");
    await ann.sends("PRIVMSG #lobby :after\r\n");
    await ann.expects(" PRIVMSG #lobby :after\r\n");
    server.signal("SIGKILL");
    await server.ends();
    text = ann.feed.text;
  }
  const { lines, msgid } = readKeptLog(disk.folder, "#lobby");
  const kept = lines.map((line) => `${msgid(line)} ${line.line.replace(/.* :/, "")}`);
  const echoes = text.matchAll(/msgid=([^; ]+)\S* :ann!\S+ PRIVMSG #lobby :(.+)\r\n/g);
  assert.deepEqual(kept, [...echoes].map(([, id, said]) => `${id} ${said}`));
  assert.deepEqual(kept.map((line) => line.split(" ")[1]), ["before", "after"]);

  // What changed while nothing could be kept is kept as well.
  await using server = await startServer(args, { wrapper });
  await using bob = await WireClient.joined(server.port, "bob");
  await bob.sends("JOIN #other\r\n");
  await bob.expects(" 353 bob = #other :@bob\r\n");
}
