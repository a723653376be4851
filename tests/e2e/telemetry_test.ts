import assert from "node:assert/strict";
import { Feed } from "../helpers/feed.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

Deno.test("a collector of OpenTelemetry gets what the docs say, and nothing that was said", async () => {
  const got = new Feed("the collector");
  const take = async (request: Request): Promise<Response> => {
    got.add(`${new URL(request.url).pathname} ${JSON.stringify(await request.json())}\n`);
    return Response.json({});
  };
  await using collector = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, take);
  {
    const env = {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.addr.port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_METRIC_EXPORT_INTERVAL: "200",
    };
    await using server = await startServer(["--show-chat"], { hasWeb: true, env });
    await using ann = await WireClient.joined(server.port, "ann");
    await ann.sends("PRIVMSG #lobby :nobody's business\r\n");
    await ann.barrier();
    await server.output.expects("nobody's business");
    // What is sent in vain is not sent again: there is something new to tell each time.
    const untilMs = performance.now() + 60_000;
    while (!/\/v1\/metrics .*http\.server\.request\.duration/.test(got.text)) {
      assert.ok(performance.now() < untilMs, "No duration of a request has come");
      const ready = await fetch(`http://127.0.0.1:${server.webPort}/ready`);
      assert.equal(await ready.text(), "ready\n");
      await got.expects("/v1/metrics ");
    }
    // What it has not sent yet it sends at its end.
    server.signal("SIGTERM");
    assert.equal(await server.ends(), 0);
  }
  assert.match(got.text, /^\/v1\/logs .*Server started on 127\.0\.0\.1:/m);
  assert.match(got.text, /^\/v1\/traces .*\/ready/m);
  assert.match(got.text, /v8js\.memory\.heap\.size/);
  assert.doesNotMatch(got.text, /business|ann joined|has come/);
});
