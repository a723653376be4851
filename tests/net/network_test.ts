import assert from "node:assert/strict";
import {
  addressOwner,
  formatNetwork,
  isInNetwork,
  networks,
  parseNetwork,
} from "../../server/net/network.ts";

function canonical(text: string): string | undefined {
  const network = parseNetwork(text);
  return network === undefined ? undefined : formatNetwork(network);
}

Deno.test("the same address or network is written in one way, however it was given", () => {
  const alike = [
    ["192.0.2.7", "192.0.2.7", "192.0.2.7/32", "::ffff:192.0.2.7", "::FFFF:c000:207/128"],
    ["192.0.2.0/24", "192.0.2.0/24", "192.0.2.99/24", "::ffff:192.0.2.1/120"],
    ["2001:db8::1", "2001:DB8::1", "2001:db8:0:0:0:0:0:1", "2001:0db8::0001/128"],
    ["2001:db8::/32", "2001:db8::/32", "2001:db8:1:2::3/32"],
    ["fe80::1", "fe80::1%eth0"],
    ["0.0.0.0/0", "1.2.3.4/0"],
    ["::/0", "::/0", "2001:db8::/0"],
  ];
  for (const [wanted, ...texts] of alike) {
    for (const text of texts) assert.equal(canonical(text), wanted, text);
  }
});

Deno.test("an address is looked up as itself and by networks of the sizes that there are", () => {
  const around = (
    address: string,
    ...bits: number[]
  ) => [...networks.around(address, new Set(bits))];
  assert.deepEqual(around("::ffff:192.0.2.7"), ["192.0.2.7"]);
  assert.deepEqual(around("192.0.2.7", 24, 31, 64), ["192.0.2.7", "192.0.2.0/24", "192.0.2.6/31"]);
  assert.deepEqual(around("2001:db8:1::7", 32, 127), [
    "2001:db8:1::7",
    "2001:db8::/32",
    "2001:db8:1::6/127",
  ]);
  assert.deepEqual(around("nobody", 24), []);
});

Deno.test("what is no address and no network is none", () => {
  const wrong = [
    "",
    "/",
    "/24",
    "192.0.2",
    "192.0.2.0/",
    "192.0.2.0/33",
    "192.0.2.0/-1",
    "192.0.2.0/8/8",
    "192.0.2.256",
    "010.0.0.1",
    "0x7f.0.0.1",
    "2130706433",
    "2001:db8::/129",
    "2001:db8",
    "::ffff:192.0.2.0/95",
    "localhost",
    "192.0.2.*",
    "192.0.2.1 ",
    ":::",
  ];
  for (const text of wrong) assert.equal(parseNetwork(text), undefined, text);
});

Deno.test("a network holds the addresses that start with its bits, and those alone", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["192.0.2.64/26", "192.0.2.64", true],
    ["192.0.2.64/26", "192.0.2.127", true],
    ["192.0.2.64/26", "192.0.2.63", false],
    ["192.0.2.64/26", "192.0.2.128", false],
    ["192.0.2.64/26", "::ffff:192.0.2.65", true],
    ["192.0.2.7", "192.0.2.7", true],
    ["192.0.2.7", "192.0.2.70", false],
    ["2001:db8::/33", "2001:db8:7fff::1", true],
    ["2001:db8::/33", "2001:DB8:8000::1", false],
    ["::/0", "2001:db8::1", true],
    ["::/0", "192.0.2.7", false],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["0.0.0.0/0", "unknown", false],
  ];
  for (const [text, address, isIn] of cases) {
    const network = parseNetwork(text);
    assert.ok(network);
    assert.equal(isInNetwork(address, network), isIn, `${address} in ${text}`);
  }
});

Deno.test("an IPv6 address belongs with its /64, an IPv4 address with nobody", () => {
  assert.equal(addressOwner("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  assert.equal(addressOwner("2001:DB8:1:2::"), "2001:db8:1:2::/64");
  assert.equal(addressOwner("192.0.2.7"), "192.0.2.7");
  assert.equal(addressOwner("::ffff:192.0.2.7"), "192.0.2.7");
  assert.equal(addressOwner("unknown"), "unknown");
});
