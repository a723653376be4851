import assert from "node:assert/strict";
import { forwardedAddress } from "../../server/net/forwarded.ts";

const isProxy = (address: string) => address.startsWith("10.") || address === "127.0.0.1";
const from = (header: string | undefined, proxy = "10.0.0.1") =>
  forwardedAddress(proxy, header, isProxy);

Deno.test("the client is the last address that is no trusted proxy", () => {
  assert.equal(from("203.0.113.7"), "203.0.113.7");
  assert.equal(from("203.0.113.7, 10.0.0.2"), "203.0.113.7");
  assert.equal(from("203.0.113.7,10.0.0.2 ,10.3.4.5"), "203.0.113.7");
  assert.equal(from("2001:db8::1"), "2001:db8::1");
  assert.equal(from("[2001:db8::1]"), "2001:db8::1");
});

Deno.test("an address is the same one however a proxy writes it", () => {
  assert.equal(from("::ffff:203.0.113.7"), "203.0.113.7");
  assert.equal(from("::FFFF:cb00:7107"), "203.0.113.7");
  assert.equal(from("2001:DB8:0:0::5"), "2001:db8::5");
  assert.equal(from(`fe80::1%${"z".repeat(10_000)}`), "fe80::1");
  assert.equal(from("203.0.113.7, ::ffff:10.0.0.2"), "203.0.113.7");
  assert.equal(from("::ffff:127.0.0.1"), "10.0.0.1");
});

Deno.test("what the client has written itself is not believed", () => {
  assert.equal(from("127.0.0.1, 203.0.113.7"), "203.0.113.7");
  assert.equal(from("10.0.0.9, 203.0.113.7, 10.0.0.2"), "203.0.113.7");
  assert.equal(from("198.51.100.1, 203.0.113.7"), "203.0.113.7");
});

Deno.test("without a good address the proxy counts itself", () => {
  for (const header of [undefined, "", "unknown", "203.0.113.7, unknown", "203.0.113.7,", "bob"]) {
    assert.equal(from(header), "10.0.0.1", header);
  }
  assert.equal(from("unknown, 10.0.0.2"), "10.0.0.2");
  assert.equal(from("10.0.0.3, 10.0.0.2"), "10.0.0.3");
});

Deno.test("a proxy elsewhere makes nobody come from this machine", () => {
  assert.equal(from("127.0.0.1"), "10.0.0.1");
  assert.equal(from("::1"), "10.0.0.1");
  assert.equal(from("127.5.5.5", "127.0.0.1"), "127.5.5.5");
});

Deno.test("a header as long as it may be costs little", () => {
  assert.equal(from(`203.0.113.7${",10.0.0.2".repeat(1_700)}`), "203.0.113.7");
});
