import assert from "node:assert/strict";
import { admin } from "../helpers/admin.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { startServer, type TestServer } from "../helpers/server.ts";
import { WebClient } from "../helpers/web_client.ts";
import { WireClient } from "../helpers/wire_client.ts";

async function ready({ webPort }: TestServer): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${webPort}/ready`);
  return `${response.status} ${await response.text()}`;
}

Deno.test("a server that drains tells everyone, lets nobody in, and ends when all have left", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  await using server = await startServer(["--data", data], { hasWeb: true });
  await using ann = await WireClient.joined(server.port, "ann");
  assert.equal(await ready(server), "200 ready\n");
  assert.deepEqual(await admin(data, "--json", "drain", "600"), {
    code: 0,
    stdout: '{"seconds":600}\n',
    stderr: "",
  });
  await ann.expects("NOTICE #lobby :The server ends in 600 seconds, and lets nobody in until ");
  assert.equal(await ready(server), "503 draining\n");
  await assert.rejects(Deno.connect({ hostname: "127.0.0.1", port: server.port }));
  await assert.rejects(WebClient.connect({ port: server.webPort }), /503/);
  await ann.sends("PRIVMSG #lobby :still here\r\n");
  await ann.barrier();
  await ann.sends("QUIT\r\n");
  assert.equal(await server.ends(), 0);
});

Deno.test("a drain ends in its time, and a later one changes that time", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  await using server = await startServer(["--data", data]);
  await using ann = await WireClient.joined(server.port, "ann");
  for (const wrong of ["soon", "-1", "3601", "1e3", "99999"]) {
    const { code, stderr } = await admin(data, "drain", "--", wrong);
    assert.deepEqual([code, stderr], [
      1,
      `"${wrong}" is no number of seconds up to 3600: drain 60\n`,
    ]);
  }
  await ann.barrier();
  assert.equal((await admin(data, "drain")).code, 0);
  await ann.expects("NOTICE #lobby :The server ends in 30 seconds");
  assert.equal((await admin(data, "drain", "0")).code, 0);
  assert.match(await ann.feed.ended(), /ERROR :Closing link: The server is shutting down\r\n$/);
  assert.equal(await server.ends(), 0);
});

Deno.test("whoever is not through the door yet when a drain begins is not let in", async () => {
  using folder = new ConfigFolder();
  const data = `${folder.path}/data`;
  await using server = await startServer(["--data", data, "--trusted-proxy", "127.0.0.1"]);
  await using ann = await WireClient.joined(server.port, "ann");
  await using late = await WireClient.connect(server.port, "late");
  await late.sends("PROXY ");
  assert.equal((await admin(data, "drain", "600")).code, 0);
  await ann.expects("NOTICE #lobby :The server ends in 600 seconds");
  await late.sends("TCP4 203.0.113.7 127.0.0.1 56324 5050\r\n");
  const text = "ERROR :Closing link: nobody new is let in for now; try again later\r\n";
  assert.equal(await late.feed.ended(), text);
});
