import assert from "node:assert/strict";
import { runChat } from "../helpers/run_chat.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

/** Checks that it ended with one line for its user. */
async function fails(
  args: readonly string[],
  expected: { readonly code: number; readonly line: RegExp },
  wrapper: readonly string[] = [],
): Promise<void> {
  const { code, stdout, stderr } = await runChat(args, { wrapper });
  assert.deepEqual({ args, code, stdout }, { args, code: expected.code, stdout: "" });
  assert.match(stderr, expected.line);
  assert.match(stderr, /^[^\n]+\n$/, `${args.join(" ")} says one line`);
  assert.doesNotMatch(stderr, /\bat .*\.ts:/);
}

Deno.test("the first line of standard output says where the server listens, and nothing else is there", async () => {
  const server = await startServer();
  await using client = await WireClient.plain(server.port, "ann");
  await client.close();
  await server[Symbol.asyncDispose]();
  assert.equal(server.output.text, `Server started on 127.0.0.1:${server.port}\n`);
  assert.match(
    server.log.text,
    /^\S+ info Nothing is kept on disk\n\S+ info Accepted connection from 127\.0\.0\.1:\d+\n/,
  );
  assert.equal(await server.ends(), 0);
});

Deno.test("a server on all addresses names those under which others find it", async () => {
  const server = await startServer(["--host", "0.0.0.0"]);
  await server[Symbol.asyncDispose]();
  const [first, ...others] = server.output.text.trimEnd().split("\n");
  assert.equal(first, `Server started on 0.0.0.0:${server.port}`);
  for (const line of others) {
    assert.match(line, new RegExp(`^Reachable at (?!127\\.)[0-9.]+:${server.port}$`));
  }
});

Deno.test("a port that is taken, a host or a file that is not there: one line, exit 1", async () => {
  await using server = await startServer();
  const missing = "/nonexistent/chat-test";
  await Promise.all([
    fails(["server", "--port", `${server.port}`], {
      code: 1,
      line: new RegExp(`^Port ${server.port} on "127\\.0\\.0\\.1" is taken\\. .*--port\\.$`, "m"),
    }),
    fails(["server", "--port", "0", "--host", "no-such-host.invalid"], {
      code: 1,
      line: /^Host "no-such-host\.invalid" is unknown\. .*--host/,
    }),
    fails(["server", "--port", "0", "--host", "192.0.2.1"], {
      code: 1,
      line: /^Host "192\.0\.2\.1" is not an address of this machine\. .*--host/,
    }),
    fails(["server", "--port", "0", "--motd", missing], {
      code: 1,
      line: /^File "\/nonexistent\/chat-test" does not exist\. .*--motd/,
    }),
    fails(["server", "--port", "0", "--password-file", missing], {
      code: 1,
      line: /^File ".*" does not exist\. .*--password-file/,
    }),
    fails(["server", "--port", "0", "--password-file", "/dev/null"], {
      code: 1,
      line: /^File "\/dev\/null" has no password/,
    }),
  ]);
});

Deno.test("what the command line can't mean: one line with the nearest right word, exit 2", async () => {
  await Promise.all([
    fails(["server", "--prot", "1"], { code: 2, line: /--prot.*--port/ }),
    fails(["sever"], { code: 2, line: /sever.*server/ }),
    fails(["server", "--port", "x"], { code: 2, line: /--port.*x/ }),
    fails(["server", "--port", "65536"], { code: 2, line: /65536/ }),
    fails(["server", "--plain", "anonymus"], { code: 2, line: /anonymous/ }),
    fails(["server", "--name", "two words"], { code: 2, line: /name/ }),
    fails(["server", "--port", "0", "--plain", "anonymous", "--host", "0.0.0.0"], {
      code: 2,
      line: /--plain anonymous .*--show-addresses/,
    }),
  ]);
});

const firstFreePort = Number(
  Deno.readTextFileSync("/proc/sys/net/ipv4/ip_unprivileged_port_start"),
);

Deno.test({
  name: "a port that only root may use: one line, exit 1",
  ignore: firstFreePort <= 1,
  async fn() {
    const withoutRights = Deno.uid() === 0
      ? ["setpriv", "--bounding-set", "-net_bind_service", "--inh-caps", "-net_bind_service"]
      : [];
    const expected = { code: 1, line: /^Port 1 may not be used by this user\. .*--port/ };
    await fails(["server", "--port", "1"], expected, withoutRights);
  },
});

Deno.test("anonymous talk off this machine is fine where addresses are meant to be shown", async () => {
  const args = ["--plain", "anonymous", "--host", "0.0.0.0", "--show-addresses"];
  await using server = await startServer(args);
  await using client = await WireClient.connect(server.port);
  await client.expects(`Welcome, ${client.address}.`);
});

Deno.test("the environment gives options too", async () => {
  const wrapper = ["env", "CHAT_NAME=from.the.environment", "CHAT_PLAIN=anonymous"];
  await using server = await startServer(["--plain", "alias"], { wrapper });
  await using client = await WireClient.joined(server.port, "ann");
  assert.match(client.feed.text, /^:from\.the\.environment 001 ann /);
  await using asked = await WireClient.connect(server.port);
  await asked.expects("alias?");
});

Deno.test("a server without standard input serves all the same", async () => {
  await using server = await startServer([], { wrapper: ["sh", "-c", 'exec "$@" <&-', "sh"] });
  await using client = await WireClient.plain(server.port, "ann");
  await client.sends("/who\n");
  await client.expects("Here: ann\n");
});
