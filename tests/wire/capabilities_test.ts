import assert from "node:assert/strict";
import { plainBit, shapeCount } from "../../server/core/session.ts";
import { capabilities, capabilityNames, isCapability } from "../../wire/capabilities.ts";

Deno.test("capability names are those of the table, drafts last", () => {
  const isDraft = (name: string) => name.startsWith("draft/");
  const names = Object.keys(capabilities);
  const [drafts, others] = [names.filter(isDraft), names.filter((name) => !isDraft(name))];
  assert.deepEqual(capabilityNames, [...others, ...drafts]);
});

Deno.test("capability names stand in a CAP LS as they are", () => {
  for (const name of capabilityNames) assert.match(name, /^[a-z][a-z0-9./-]*$/);
});

Deno.test("isCapability knows the table's names only", () => {
  for (const name of capabilityNames) {
    assert.equal(isCapability(name), true);
    assert.equal(isCapability(name.toUpperCase()), false);
  }
  for (const name of ["", "sasl ", "-echo-message", "toString", "__proto__", "constructor"]) {
    assert.equal(isCapability(name), false);
  }
});

Deno.test("each shape bit is a single one and of one capability", () => {
  const bits = Object.values(capabilities).map(({ shapeBit }) => shapeBit).filter((bit) => bit > 0);
  assert.equal(new Set(bits).size, bits.length);
  for (const bit of bits) assert.equal(Number.isInteger(Math.log2(bit)), true);
});

Deno.test("no shape is beyond those that are counted, nor is any that of plain clients", () => {
  for (const { shapeBit } of Object.values(capabilities)) {
    assert.ok(shapeBit < shapeCount);
    assert.notEqual(shapeBit, plainBit);
  }
});

Deno.test("each receive bit is a single one of 31 and of one capability", () => {
  const bits = Object.values(capabilities).map(({ receiveBit }) => receiveBit)
    .filter((bit) => bit !== 0);
  assert.equal(new Set(bits).size, bits.length);
  for (const bit of bits) {
    assert.ok(bit > 0 && bit <= 2 ** 30);
    assert.equal(Number.isInteger(Math.log2(bit)), true);
  }
});

Deno.test("each capability names its specification", () => {
  for (const [name, { specification }] of Object.entries(capabilities)) {
    if (name.startsWith("soju.im/")) continue;
    assert.match(specification, /^https:\/\/ircv3\.net\/specs\/extensions\/[a-z-]+/);
  }
});
