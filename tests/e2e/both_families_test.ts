import assert from "node:assert/strict";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

Deno.test("on all addresses of both families one of IPv4 is written as such, and a mask with it fits", async () => {
  await using server = await startServer(["--host", "::"], { stdin: "piped" });
  await using ann = await WireClient.joined(server.port, "ann");
  await server.log.expects(`ann has come from ${ann.address}\n`);
  await server.types("/ban *!*@127.0.0.* spam\n");
  assert.match(await ann.feed.ended(), / 465 ann :You are banned from this server: spam\r\nERROR /);
});
