import assert from "node:assert/strict";
import { Dashboard } from "../../server/dashboard.ts";
import { unpackSamples } from "../../wire/server_sample.ts";

/** A dashboard whose operator ann has the password "right". */
class Scene {
  readonly operators = new Map([["ann", "a hash"]]);
  readonly owners: string[] = [];
  allowPlainPasswords = false;
  nowMs = 1_000;
  readonly dashboard = new Dashboard({
    settings: () => ({
      operators: this.operators,
      allowPlainPasswords: this.allowPlainPasswords,
      name: "x.test",
      version: "chat-1",
    }),
    check: {
      check: ({ name, password, owner }) => {
        this.owners.push(owner);
        return Promise.resolve(name === "ann" && password === "right");
      },
    },
    watch: { samplesAfter: (afterMs) => [{ timeMs: afterMs + 1 }] },
    nowMs: () => this.nowMs,
  });

  async logsIn(password = "right", address = "192.0.2.7"): Promise<string> {
    const login = { name: "ann", password, address, isSecure: true };
    return await this.dashboard.logIn(login) ?? "";
  }

  isIn(token: string): boolean {
    return this.dashboard.report(token, 0) !== undefined;
  }
}

Deno.test("who logs in as an operator sees what was measured, for twelve hours", async () => {
  const scene = new Scene();
  const token = await scene.logsIn();
  assert.deepEqual(unpackSamples(scene.dashboard.report(token, 5)), [{ timeMs: 6 }]);
  assert.equal(scene.dashboard.report(token, 5)?.name, "x.test");
  scene.nowMs += 12 * 3_600_000 - 1;
  assert.equal(scene.isIn(token), true);
  scene.nowMs++;
  assert.equal(scene.isIn(token), false);
});

Deno.test("nobody else gets in, and tries of one network count together", async () => {
  const scene = new Scene();
  assert.equal(await scene.logsIn("wrong", "2001:db8::1"), "");
  assert.deepEqual(scene.owners, ["2001:db8::/64"]);
  const token = await scene.logsIn();
  for (const wrong of ["", "x", `${token}x`, token.toLowerCase()]) {
    assert.equal(scene.isIn(wrong), false, wrong);
  }
});

Deno.test("who has another password since, or is no operator any more, is out", async () => {
  const scene = new Scene();
  const token = await scene.logsIn();
  scene.operators.set("ann", "another hash");
  assert.equal(scene.isIn(token), false);
  scene.operators.set("ann", "a hash");
  assert.equal(scene.isIn(token), false, "out for good");
  const again = await scene.logsIn();
  scene.operators.clear();
  assert.equal(scene.isIn(again), false);
});

Deno.test("so many are in at a time, and the first goes for the next", async () => {
  const scene = new Scene();
  const tokens: string[] = [];
  for (let count = 0; count < 65; count++) tokens.push(await scene.logsIn());
  assert.deepEqual(tokens.filter((token) => !scene.isIn(token)), tokens.slice(0, 1));
});

Deno.test("passwords are taken by TLS, from this machine, or where that is meant", () => {
  const scene = new Scene();
  const why = (address: string, isSecure: boolean): string | undefined =>
    scene.dashboard.obstacle({ address, isSecure });
  assert.equal(why("192.0.2.7", true), undefined);
  assert.equal(why("127.0.0.1", false), undefined);
  assert.match(why("192.0.2.7", false) ?? "", /not taken without TLS/);
  scene.allowPlainPasswords = true;
  assert.equal(why("192.0.2.7", false), undefined);
  scene.operators.clear();
  assert.match(why("127.0.0.1", true) ?? "", /no operators/);
});
