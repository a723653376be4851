import assert from "node:assert/strict";
import { openListener } from "../../server/listen.ts";

Deno.test("a port that is taken, and a host that is none, are told with what to do", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  assert.throws(
    () => openListener({ host: "127.0.0.1", port }),
    {
      message:
        `Port ${port} on "127.0.0.1" is taken. Stop what uses it, or choose another with --port.`,
    },
  );
  assert.throws(
    () => openListener({ host: "192.0.2.1", port: 0 }),
    { message: 'Host "192.0.2.1" is not an address of this machine. Choose another with --host.' },
  );
  assert.throws(
    () => openListener({ host: "no.such.host.invalid", port: 0, option: "--web-port" }),
    { message: 'Host "no.such.host.invalid" is unknown. Choose another with --host.' },
  );
  for (const host of ["", "no host", "a/b", "x".repeat(300)]) {
    assert.throws(
      () => openListener({ host, port: 0 }),
      { message: `Host "${host}" is unknown. Choose another with --host.` },
    );
  }
  const listener = openListener({ host: "localhost", port: 0 });
  assert.match(listener.address.address, /^(?:127\.0\.0\.1|::1)$/);
  assert.ok(listener.address.port > 0);
  await listener.close();
});
