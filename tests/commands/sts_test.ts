import assert from "node:assert/strict";
import { createTable } from "../helpers/table.ts";

/** What a client that understands `version` is told of STS. */
function told(durationSeconds: number | undefined, isSecure: boolean, version = "302"): string {
  const sts = durationSeconds === undefined ? undefined : { port: 6697, durationSeconds };
  const seat = createTable({ policy: { sts } }).connect("192.0.2.7", { isSecure });
  seat.sends(`CAP LS ${version}`);
  return /[ :](sts\S*)/.exec(seat.looks())?.[1] ?? "";
}

Deno.test("without TLS the port is told that speaks it, and with it for how long to come so", () => {
  assert.equal(told(3_600, false), "sts=port=6697");
  assert.equal(told(3_600, true), "sts=duration=3600");
});

Deno.test("nothing of STS is told unless the operator says so, nor to clients of old", () => {
  assert.equal(told(undefined, false), "");
  assert.equal(told(undefined, true), "");
  assert.equal(told(3_600, false, "301"), "");
  assert.equal(told(3_600, true, ""), "");
});

Deno.test("a duration of 0 is told by TLS alone, so that clients forget it", () => {
  assert.equal(told(0, false), "");
  assert.equal(told(0, true), "sts=duration=0");
});

Deno.test("STS can't be asked for", () => {
  const sts = { port: 6697, durationSeconds: 1 };
  const seat = createTable({ policy: { sts } }).connect();
  seat.sends("CAP REQ sts");
  seat.sees([":chat.local CAP * NAK :sts"]);
});
