import assert from "node:assert/strict";
import { completeMask, fitsList, fitsMute, type MaskEntry } from "../../server/core/mask_list.ts";
import { createUser } from "../../server/core/user.ts";
import { foldName } from "../../wire/casemap.ts";

Deno.test("a mask is made whole: what is left out is a star", () => {
  const vectors = [
    ["bob", "bob!*@*"],
    ["b?b*", "b?b*!*@*"],
    ["bob!", "bob!*@*"],
    ["bob!rob", "bob!rob@*"],
    ["!rob", "*!rob@*"],
    ["rob@", "*!rob@*"],
    ["@host", "*!*@host"],
    ["rob@host", "*!rob@host"],
    ["bob!rob@host", "bob!rob@host"],
    ["b!r@h@i", "b!r@h@i"],
    ["!@", "*!*@*"],
    ["*!*@2001:db8::1", "*!*@2001:db8::1"],
    ["m:bob", "m:bob!*@*"],
    ["m:*!*@host", "m:*!*@host"],
    ["漢@h", "*!漢@h"],
  ] as const;
  for (const [text, mask] of vectors) assert.equal(completeMask(text), mask, text);
});

Deno.test("a mask that would break a line or a list is none", () => {
  for (
    const text of [
      "",
      "m:",
      ":bob",
      "a b",
      "a,b",
      "a\tb",
      "a\x01",
      "x".repeat(200),
      "漢".repeat(50),
    ]
  ) {
    assert.equal(completeMask(text), undefined, text);
  }
  assert.equal(completeMask(`${"x".repeat(146)}`), `${"x".repeat(146)}!*@*`);
  assert.equal(completeMask(`${"x".repeat(147)}`), undefined);
});

Deno.test("masks fit whatever case they are written in; a mute silences and is no ban", () => {
  const identity = { id: "1", nick: "Bob", username: "~rob", host: "a.example", realname: "" };
  const bob = createUser(identity, 0);
  for (const mask of ["BOB!*@*", "*!~rob@*", "b?b!*@*.example"]) {
    assert.equal(fitsList(listOf(mask), bob), true, mask);
    assert.equal(fitsMute(listOf(mask), bob), false, mask);
    assert.equal(fitsMute(listOf(`m:${mask}`), bob), true, mask);
    assert.equal(fitsList(listOf(`m:${mask}`), bob), false, mask);
  }
  for (const mask of ["bo!*@*", "*!rob@*", "*!*@example", "bob"]) {
    assert.equal(fitsList(listOf(mask), bob), false, mask);
  }
  assert.equal(fitsList(listOf("eve!*@*", "bob!*@*"), bob), true);
  assert.equal(fitsList(new Map(), bob), false);
  assert.equal(fitsMute(listOf("xxbob!*@*"), bob), false);
});

function listOf(...masks: readonly string[]): ReadonlyMap<string, MaskEntry> {
  return new Map(masks.map((mask) => [foldName(mask), { mask, setBy: "x", setAtMs: 0 }]));
}
