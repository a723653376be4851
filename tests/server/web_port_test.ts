import assert from "node:assert/strict";
import { parseArguments } from "../../cli/program.ts";
import { Configuration } from "../../server/configuration.ts";
import { openWebPort, type WebPort } from "../../server/web_port.ts";

/** Opens the web's port as `chat server` with `args` would, where the usual one is `usualPort`. */
function open(
  args: readonly string[],
  usualPort: number,
): { readonly port: WebPort | undefined; readonly warnings: readonly string[] } {
  const fail = (text: string): void => assert.fail(text);
  const choice = parseArguments(["server", ...args], "test", { out: fail, err: fail });
  assert(choice.kind === "server");
  const configuration = new Configuration(choice);
  const warnings: string[] = [];
  const log = {
    debug() {},
    info() {},
    warn: (text: string) => void warnings.push(text),
    error: fail,
  };
  const settings = () => configuration.current;
  const port = openWebPort({ settings, log, usualPort, page: undefined });
  return { port, warnings };
}

Deno.test("the usual port is taken where it is free", async () => {
  const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const usualPort = free.addr.port;
  free.close();
  const { port, warnings } = open([], usualPort);
  assert.equal(port?.port, usualPort);
  assert.deepEqual(warnings, []);
  await port.close();
});

Deno.test("where the usual port is taken there is a warning, and a free one", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port, warnings } = open([], taken.addr.port);
  assert.ok(port !== undefined && port.port !== taken.addr.port);
  const [warning = ""] = warnings;
  assert.match(warning, /^Port \d+ on "127\.0\.0\.1" is taken\. .*--web-port\. Until then /);
  await port.close();
});

Deno.test("a port that was asked for and is taken is a failure", () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String(taken.addr.port);
  assert.throws(() => open(["--web-port", port], 1), { name: "StartFailure", exitCode: 1 });
});

Deno.test("with chat on a free port the web has one too, unless it has none", async () => {
  const { port, warnings } = open(["--port", "0"], 1);
  assert.ok(port !== undefined && port.port > 1);
  assert.deepEqual(warnings, []);
  await port.close();
  assert.equal(open(["--port", "0", "--no-web"], 1).port, undefined);
});
