import assert from "node:assert/strict";
import { type Beat, beatMs, leaseMs, readBeat, RollCall } from "../../server/cluster/roll_call.ts";

/** A server called `own` with others; each that is `alive` gives a sign of life when it should. */
class Scene {
  readonly rollCall = new RollCall(() => "own", 0);
  readonly alive = new Set(["own", "there"]);
  readonly live = ["own", "there"];
  nowMs = 0;

  /** Lets so much time pass, and gives who was found missing last. */
  passes(ms: number): readonly string[] {
    let missing: readonly string[] = [];
    for (const end = this.nowMs + ms; this.nowMs < end;) {
      this.nowMs += beatMs;
      for (const lease of this.alive) this.rollCall.heard(lease, beat(lease), this.nowMs);
      missing = this.rollCall.missing(this.live, this.nowMs);
    }
    return missing;
  }
}

function beat(lease: string): Beat {
  return { node: `node-${lease}`, lease, key: 7, sessions: 3 };
}

Deno.test("nobody is missing while all give signs of life", () => {
  const scene = new Scene();
  assert.deepEqual(scene.passes(60_000), []);
  assert.deepEqual(scene.rollCall.lastBeat("there"), beat("there"));
});

Deno.test("who is silent for longer than the lease is missing", () => {
  const scene = new Scene();
  scene.passes(20_000);
  scene.alive.delete("there");
  assert.deepEqual(scene.passes(leaseMs), []);
  assert.deepEqual(scene.passes(beatMs), ["there"]);
  assert.deepEqual(scene.passes(beatMs), ["there"], "until its lapse is read");
});

Deno.test("who was never heard is missing after a lease, too", () => {
  const scene = new Scene();
  scene.live.push("ghost");
  assert.deepEqual(scene.passes(leaseMs), []);
  assert.deepEqual(scene.passes(beatMs), ["ghost"]);
});

Deno.test("who has just come has all of its lease, and no sign of life to tell of", () => {
  const scene = new Scene();
  scene.passes(30_000);
  scene.live.push("new");
  scene.rollCall.heard("new", undefined, scene.nowMs);
  assert.deepEqual(scene.passes(leaseMs), []);
  assert.equal(scene.rollCall.lastBeat("new"), undefined);
  assert.deepEqual(scene.passes(beatMs), ["new"]);
});

Deno.test("a server that does not hear itself judges nobody, and begins anew when it does", () => {
  const scene = new Scene();
  scene.passes(20_000);
  scene.alive.clear();
  assert.deepEqual(scene.passes(60_000), []);
  scene.alive.add("own");
  assert.deepEqual(scene.passes(leaseMs), []);
  assert.deepEqual(scene.passes(beatMs), ["there"]);
});

Deno.test("a server that has slept knows nothing of others", () => {
  const scene = new Scene();
  scene.passes(20_000);
  scene.nowMs += 300_000;
  scene.alive.delete("there");
  assert.deepEqual(scene.passes(beatMs), []);
  assert.deepEqual(scene.passes(leaseMs), []);
  assert.deepEqual(scene.passes(beatMs), ["there"]);
});

Deno.test("after NATS was away all have a lease's time to be heard", () => {
  const scene = new Scene();
  scene.passes(20_000);
  scene.alive.delete("there");
  scene.passes(leaseMs);
  scene.rollCall.listenAnew(scene.nowMs);
  assert.deepEqual(scene.passes(leaseMs), []);
  assert.deepEqual(scene.passes(beatMs), ["there"]);
});

Deno.test("a server is never missing to itself", () => {
  const scene = new Scene();
  scene.alive.delete("own");
  assert.deepEqual(scene.passes(60_000), []);
});

Deno.test("leases that are no more are forgotten", () => {
  const scene = new Scene();
  scene.passes(4_000);
  scene.alive.delete("there");
  scene.live.pop();
  scene.passes(beatMs);
  assert.equal(scene.rollCall.lastBeat("there"), undefined);
});

Deno.test("a sign of life is read as it was written, and nothing else is one", () => {
  assert.deepEqual(readBeat(JSON.stringify(beat("there"))), beat("there"));
  const others = [
    { ...beat("there"), lease: 7 },
    { ...beat("there"), node: undefined },
    { ...beat("there"), key: "7" },
    { ...beat("there"), sessions: { many: true } },
  ].map((each) => JSON.stringify(each));
  for (const text of ["", "x", "null", "[]", "7", ...others]) {
    assert.equal(readBeat(text), undefined);
  }
});
