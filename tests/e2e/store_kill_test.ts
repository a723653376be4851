import assert from "node:assert/strict";
import { readKeptLog } from "../helpers/kept_log.ts";
import { randomBelow, seededRandom } from "../helpers/random.ts";
import { startServer } from "../helpers/server.ts";
import { TestFolder } from "../helpers/store_file.ts";
import { WireClient } from "../helpers/wire_client.ts";

const rounds = 50;
const messagesPerRound = 400;

Deno.test("a server that is killed at any moment has kept every message that it echoed, once and in order", async () => {
  using folder = new TestFolder();
  const random = seededRandom(7);
  const echoed: { readonly text: string; readonly msgid: string }[] = [];
  const seen = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    await using server = await startServer(["--data", folder.path, "--no-flood-limit"]);
    await using ann = await WireClient.joined(server.port, "ann", "echo-message message-tags");
    const texts = Array.from({ length: messagesPerRound }, (_, index) => `r${round} m${index}`);
    const sending = ann.sends(texts.map((text) => `PRIVMSG #lobby :${text}\r\n`).join(""));
    const until = randomBelow(random, messagesPerRound);
    if (until > 0) await ann.expects(` PRIVMSG #lobby :r${round} m${until - 1}\r\n`);
    server.signal("SIGKILL");
    await sending.catch(() => {});
    await ann.feed.ended();
    await server.ends();
    for (const [, msgid = ""] of ann.feed.text.matchAll(/msgid=([^; ]+)/g)) {
      assert.ok(!seen.has(msgid), `Message id ${msgid} came twice`);
      seen.add(msgid);
    }
    const echoes = ann.feed.text.matchAll(/msgid=([^; ]+)\S* :ann!\S+ PRIVMSG #lobby :(.+)\r\n/g);
    for (const [, msgid = "", text = ""] of echoes) echoed.push({ text, msgid });
  }
  const { lines, msgid } = readKeptLog(folder.path, "#lobby");
  const places = new Map(lines.map((line, place) => [msgid(line), place]));
  assert.equal(places.size, lines.length);
  let before = -1;
  for (const echo of echoed) {
    const place = places.get(echo.msgid) ?? -1;
    assert.ok(place > before, `"${echo.text}" was echoed and is not where it belongs`);
    assert.ok(lines[place]?.line.endsWith(` :${echo.text}`));
    before = place;
  }
  // Nothing is there twice, whether it was echoed or not.
  const kept = lines.map(({ line }) => line);
  assert.equal(new Set(kept).size, kept.length);
  assert.ok(echoed.length > rounds * 50, `Only ${echoed.length} messages were echoed`);
});
