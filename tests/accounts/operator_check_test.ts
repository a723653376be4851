import assert from "node:assert/strict";
import { OperatorCheck } from "../../server/accounts/operator_check.ts";
import { hashPassword } from "../../server/accounts/password_hash.ts";

const hash = await hashPassword("secret");

class Scene {
  readonly log: string[] = [];
  readonly asked: string[] = [];
  nowMs = 1_000_000;
  readonly #check: OperatorCheck;

  constructor() {
    const at = (level: string) => (text: string) => void this.log.push(`${level} ${text}`);
    this.#check = new OperatorCheck({
      hashOf: (name) => {
        this.asked.push(name);
        return name === "ann" ? hash : undefined;
      },
      log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
      nowMs: () => this.nowMs,
    });
  }

  tries(name: string, password: string, owner = "192.0.2.7"): Promise<boolean> {
    return this.#check.check({ name, password, owner, peer: `${owner}:4711` });
  }
}

Deno.test("name and password must be right, and the log tells of both ends without the password", async () => {
  const scene = new Scene();
  assert.equal(await scene.tries("ann", "secret"), true);
  assert.equal(await scene.tries("ann", "Secret"), false);
  assert.equal(await scene.tries("Ann", "secret"), false);
  assert.deepEqual(scene.log, [
    'info Operator "ann" has come from 192.0.2.7:4711',
    'warn Operator "ann" was refused, from 192.0.2.7:4711: wrong name or password',
    'warn Operator "Ann" was refused, from 192.0.2.7:4711: wrong name or password',
  ]);
});

Deno.test("after three wrong tries nothing is looked at until a minute is over, for that address alone", async () => {
  const scene = new Scene();
  for (let count = 0; count < 3; count++) assert.equal(await scene.tries("ann", "x"), false);
  assert.equal(await scene.tries("ann", "secret"), false);
  assert.equal(scene.asked.length, 3);
  assert.match(scene.log.at(-1) ?? "", /refused unheard.*too many tries$/);
  assert.equal(await scene.tries("ann", "secret", "192.0.2.8"), true);
  scene.nowMs += 59_999;
  assert.equal(await scene.tries("ann", "secret"), false);
  scene.nowMs += 1;
  assert.equal(await scene.tries("ann", "secret"), true);
});

Deno.test("many tries at once are not more than three", async () => {
  const scene = new Scene();
  const answers = await Promise.all(Array.from({ length: 20 }, () => scene.tries("ann", "x")));
  assert.deepEqual(answers, new Array(20).fill(false));
  assert.equal(scene.asked.length, 3);
});

Deno.test("a right try clears the wrong ones", async () => {
  const scene = new Scene();
  for (const password of ["x", "y", "secret", "x", "y", "secret"]) {
    assert.equal(await scene.tries("ann", password), password === "secret");
  }
});

Deno.test("more tries than can wait, of however many addresses, are refused unheard", async () => {
  const scene = new Scene();
  const tries = Array.from({ length: 40 }, (_, at) => scene.tries("ann", "x", `192.0.2.${at}`));
  await Promise.all(tries);
  assert.equal(scene.asked.length, 32);
});
