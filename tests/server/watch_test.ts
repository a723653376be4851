import assert from "node:assert/strict";
import { World } from "../../server/core/world.ts";
import { Watch } from "../../server/watch.ts";
import { networks } from "../../server/net/network.ts";
import { noFigures } from "../helpers/figures.ts";

function createWatch(): Watch {
  const info = { version: "x", startedAt: "", motd: [], keeping: "", icon: undefined };
  return new Watch({
    hub: { figures: () => noFigures.hub },
    fanout: { deliveries: 0 },
    engine: { messages: 0 },
    store: { figures: () => noFigures.store },
    world: new World({
      epoch: "1",
      lease: "lease",
      serverName: "x.test",
      info,
      networks,
      nowMs: 0,
    }),
  });
}

Deno.test("samples of an hour are held, and no more", () => {
  const watch = createWatch();
  try {
    for (let count = 0; count < 800; count++) watch.sample();
    assert.equal(watch.samplesAfter(0).length, 720);
    const last = watch.samplesAfter(0).at(-1)?.timeMs ?? 0;
    assert.deepEqual(watch.samplesAfter(last), []);
  } finally {
    watch.stop();
  }
});
