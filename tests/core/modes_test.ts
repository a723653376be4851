import assert from "node:assert/strict";
import { modeLines } from "../../server/core/mode_lines.ts";
import { chanmodes, maxModeParams, parseModeChanges } from "../../server/core/modes.ts";
import { formatMessage } from "../../wire/format.ts";
import { utf8Length } from "../../wire/utf8.ts";

Deno.test("CHANMODES tells the modes by what they take", () => {
  assert.equal(chanmodes, "beIg,k,lf,CEHRimnstu");
});

Deno.test("letters take their parameters in order, each under the sign before it", () => {
  assert.deepEqual(parseModeChanges("s-m+ov-lk+bl", ["ann", "bob", "key", "eve!*@*", "7"]), [
    { kind: "flag", letter: "s", isSet: true },
    { kind: "flag", letter: "m", isSet: false },
    { kind: "rank", letter: "o", isSet: true, nick: "ann" },
    { kind: "rank", letter: "v", isSet: true, nick: "bob" },
    { kind: "limit", isSet: false, limit: 0 },
    { kind: "key", isSet: false, key: "key" },
    { kind: "list", letter: "b", isSet: true, mask: "eve!*@*" },
    { kind: "limit", isSet: true, limit: 7 },
  ]);
  assert.deepEqual(parseModeChanges("+-+", []), []);
  assert.deepEqual(parseModeChanges("b", []), [{ kind: "query", letter: "b" }]);
});

Deno.test("parameters that are missing or can't be are told, an unknown letter takes none", () => {
  const invalid = (letters: string, ...params: readonly string[]) =>
    parseModeChanges(letters, params).map((change) => change.kind);
  for (const param of ["0", "-1", "1.5", "x", "1000000", ""]) {
    assert.deepEqual(invalid("+l", param), ["invalid"], param);
  }
  for (const key of ["a b", "a,b", ":a", "", "k".repeat(33)]) {
    assert.deepEqual(invalid("+k", key), ["invalid"], key);
  }
  assert.deepEqual(invalid("+kloh"), ["invalid", "invalid", "invalid", "invalid"]);
  assert.deepEqual(invalid("-kl"), ["key", "limit"]);
  assert.deepEqual(invalid("+xk", "key"), ["unknown", "key"]);
  assert.deepEqual(parseModeChanges("-k", []), [{ kind: "key", isSet: false, key: "*" }]);
});

Deno.test("what comes after the most parameters is left out, flags do not count", () => {
  const letters = `${"ntm".repeat(10)}${"o".repeat(maxModeParams)}so`;
  const nicks = Array.from({ length: maxModeParams + 1 }, (_, at) => `n${at}`);
  const changes = parseModeChanges(letters, nicks);
  assert.equal(changes.filter(({ kind }) => kind === "rank").length, maxModeParams);
  assert.equal(changes.length, 30 + maxModeParams + 1);
});

Deno.test("changes are told in lines that fit, a sign before each group", () => {
  assert.deepEqual(modeLines("ann!a@h", "#x", []), []);
  const short = modeLines("ann!a@h", "#x", [
    { sign: "+", letter: "n" },
    { sign: "+", letter: "o", param: "bob" },
    { sign: "-", letter: "t" },
    { sign: "+", letter: "b", param: "m:eve!*@*" },
  ]);
  assert.deepEqual(short.map(formatMessage), [":ann!a@h MODE #x +no-t+b bob m:eve!*@*"]);
  for (let length = 1; length <= 200; length++) {
    const masks = Array.from({ length: 20 }, (_, at) => `${at}${"x".repeat(length)}`);
    const changes = masks.map((param) => ({ sign: "+", letter: "b", param }) as const);
    const lines = modeLines("ann!a@h", "#x", changes).map(formatMessage);
    assert.ok(lines.every((line) => utf8Length(line) <= 510), `${length}`);
    assert.deepEqual(lines.flatMap((line) => line.split(" ").slice(4)), masks);
    for (const line of lines) {
      const [, , , letters = "", ...params] = line.split(" ");
      assert.equal(letters, `+${"b".repeat(params.length)}`);
    }
  }
});
