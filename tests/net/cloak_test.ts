import assert from "node:assert/strict";
import { createCloak, isLoopback } from "../../server/net/cloak.ts";

const key = new Uint8Array(32).fill(7);
const cloak = createCloak(key);

Deno.test("a shown host is four words, and tells nothing of the address", () => {
  for (const address of ["192.0.2.77", "2001:db8::77"]) {
    assert.match(cloak(address), /^[0-9a-f]{8}\.[0-9a-f]{8}\.[0-9a-f]{8}\.ip$/);
  }
});

Deno.test("a shown host comes out the same with the same key only", () => {
  const other = createCloak(new Uint8Array(32).fill(8));
  assert.equal(createCloak(key.slice())("192.0.2.77"), cloak("192.0.2.77"));
  assert.notEqual(other("192.0.2.77"), cloak("192.0.2.77"));
});

const networks: readonly (readonly [one: string, other: string, sameParts: number])[] = [
  ["192.0.2.77", "192.0.2.77", 4],
  ["192.0.2.77", "192.0.2.78", 3],
  ["192.0.2.77", "192.0.3.77", 2],
  ["192.0.2.77", "192.1.2.77", 1],
  ["192.0.2.77", "::ffff:192.0.2.77", 4],
  ["192.0.2.77", "::FFFF:192.0.2.78", 3],
  ["2001:db8:1:2::1", "2001:0DB8:1:2:0:0:0:1", 4],
  ["2001:db8:1:2::1", "2001:db8:1:2:ffff::1", 3],
  ["2001:db8:1:2::1", "2001:db8:1:3::1", 2],
  ["2001:db8:1:2::1", "2001:db8:2:2::1", 1],
  ["2001:db8::", "2001:db8:0:0:1::", 3],
  ["fe80::1%eth0", "fe80::1", 4],
];

for (const [one, other, sameParts] of networks) {
  Deno.test(`${one} and ${other} share ${sameParts} parts of their shown hosts`, () => {
    const [ones, others] = [cloak(one).split("."), cloak(other).split(".")];
    const same = ones.filter((part, at) => part === others[at]).length;
    assert.equal(same, sameParts);
    assert.deepEqual(ones.slice(4 - sameParts), others.slice(4 - sameParts));
  });
}

Deno.test("who is on this machine is shown as localhost, whatever the family", () => {
  for (const address of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) {
    assert.equal(isLoopback(address), true);
    assert.equal(cloak(address), "localhost");
  }
  for (const address of ["128.0.0.1", "1.127.0.0", "::", "::2", "fe80::1", "0.0.0.0"]) {
    assert.equal(isLoopback(address), false);
  }
});
