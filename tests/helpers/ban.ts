/** Bans of tests. */

import assert from "node:assert/strict";
import { type Ban, readTarget } from "../../server/core/ban.ts";
import { networks } from "../../server/net/network.ts";

/** Makes a ban for good, without a reason, but for what `given` says. */
export function testBan(text: string, given: Partial<Ban> = {}): Ban {
  const target = readTarget(networks, text);
  assert.ok(target, `"${text}" is no target`);
  const usual = { kind: "ban", reason: "", setBy: "ann", setAtMs: 0, untilMs: undefined } as const;
  return { ...usual, ...target, ...given };
}
