import assert from "node:assert/strict";
import { ChaosScene } from "../helpers/client_chaos.ts";
import { seededRandom } from "../helpers/random.ts";

Deno.test("a client shows each message once and in order, and says and thinks each thing once, whenever its connection breaks", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const scene = new ChaosScene(seededRandom(seed), seed % 3 > 0);
    for (let step = 0; step < 1500; step++) scene.act();
    for (let step = 0; step < 20_000 && !scene.isSettled; step++) scene.deliver();
    assert.ok(scene.isSettled, `seed ${seed}`);
    assert.deepEqual(scene.relayed, scene.said, `seed ${seed}`);
    assert.deepEqual(scene.seen, scene.due, `seed ${seed}`);
    // One that is sent again may come behind others.
    assert.deepEqual(scene.reactions.toSorted(), scene.reacted.toSorted(), `seed ${seed}`);
    assert.ok(scene.said.length > 20 && scene.due.length > 50, `seed ${seed}: too little happened`);
  }
});
