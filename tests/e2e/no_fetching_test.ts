import assert from "node:assert/strict";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

Deno.test("the server follows no address that it is told, whatever it is told as", async () => {
  using bait = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${bait.addr.port}/secret.png`;
  await using server = await startServer([]);
  const capabilities = "batch draft/metadata-2 message-tags";
  await using ann = await WireClient.joined(server.port, "ann", capabilities);
  await ann.sends(
    `JOIN #x\r\nPRIVMSG #x :see ${url}\r\nTOPIC #x :${url}\r\nMETADATA * SET avatar :${url}\r\n` +
      `METADATA #x SET avatar :${url}\r\n@+draft/reply=${url} TAGMSG #x\r\nAWAY :${url}\r\n`,
  );
  await ann.barrier();
  // Who came first is accepted first: it is us.
  using own = await Deno.connect({ hostname: "127.0.0.1", port: bait.addr.port });
  using first = await bait.accept();
  assert.deepEqual(first.remoteAddr, own.localAddr);
});
