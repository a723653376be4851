import assert from "node:assert/strict";
import { AccountCheck } from "../../server/accounts/account_check.ts";
import { CredentialMaker } from "../../server/accounts/credential_maker.ts";
import { hashPassword, verifyPassword } from "../../server/accounts/password_hash.ts";
import { testCredential } from "../helpers/policy.ts";
import type { Verdict } from "../../server/core/account.ts";

const hash = await hashPassword("sesame");

class Scene {
  readonly log: string[] = [];
  nowMs = 1_000_000;
  readonly check: AccountCheck;

  constructor() {
    this.check = new AccountCheck(this.options);
  }

  get options() {
    const add = (text: string) => void this.log.push(text);
    return {
      log: { debug: add, info: add, warn: add, error: add },
      nowMs: () => this.nowMs,
    };
  }

  tries(password: string, name = "ann", owner = "192.0.2.7"): Promise<Verdict> {
    const attempt = { name, password, owner, peer: `${owner}:4711` };
    return this.check.check({ ...attempt, hash: name === "nobody" ? undefined : hash });
  }
}

Deno.test("a password is right or wrong, a name without an account is wrong, and none is logged", async () => {
  const scene = new Scene();
  assert.equal(await scene.tries("sesame"), "right");
  assert.equal(await scene.tries("guess"), "wrong");
  assert.equal(await scene.tries("sesame", "nobody"), "wrong");
  assert.equal(scene.log.length, 2);
  assert.doesNotMatch(scene.log.join(), /sesame|guess/);
});

Deno.test("three wrong tries in a minute are the last ones, of an address and for an account", async () => {
  const scene = new Scene();
  for (const name of ["ann", "bob", "eve"]) assert.equal(await scene.tries("guess", name), "wrong");
  assert.equal(await scene.tries("sesame"), "tooOften");
  assert.equal(await scene.tries("sesame", "ann", "192.0.2.8"), "right");
  assert.equal(await scene.tries("guess", "ANN", "192.0.2.8"), "wrong");
  assert.equal(await scene.tries("guess", "ann", "192.0.2.9"), "wrong");
  assert.equal(await scene.tries("sesame", "ann", "192.0.2.10"), "tooOften");
  scene.nowMs += 60_000;
  assert.equal(await scene.tries("sesame"), "right");
});

Deno.test("many tries at once are no more than one after the other, and right ones never too many", async () => {
  const scene = new Scene();
  const guesses = await Promise.all(Array.from({ length: 6 }, () => scene.tries("guess")));
  assert.deepEqual(guesses.toSorted(), [
    ...new Array(3).fill("tooOften"),
    ...new Array(3).fill("wrong"),
  ]);
  const right = await Promise.all(
    Array.from({ length: 8 }, (_, at) => scene.tries("sesame", `bot${at}`, "192.0.2.1")),
  );
  assert.deepEqual(new Set(right), new Set(["right"]));
});

Deno.test("tries for a name without an account count as others do, of the address and for the name", async () => {
  const scene = new Scene();
  for (let count = 0; count < 3; count++) {
    assert.equal(await scene.tries("guess", "nobody", `192.0.2.${count}`), "wrong");
  }
  assert.equal(await scene.tries("guess", "nobody", "192.0.2.9"), "tooOften");
  scene.nowMs += 60_000;
  for (const name of ["nobody", "ann", "nobody"]) {
    assert.equal(await scene.tries("guess", name, "192.0.2.20"), "wrong");
  }
  assert.equal(await scene.tries("sesame", "bob", "192.0.2.20"), "tooOften");
});

Deno.test("no more than 30 passwords are set in ten minutes, from however many addresses", async () => {
  const scene = new Scene();
  const maker = new CredentialMaker({
    ...scene.options,
    create: (password) => Promise.resolve(testCredential(password)),
  });
  const make = (count: number) => maker.make({ password: "sesame", owner: `192.0.2.${count}` });
  for (let count = 0; count < 30; count++) assert.notEqual(await make(count), undefined);
  assert.equal(await make(30), undefined);
  scene.nowMs += 10 * 60_000 - 1;
  assert.equal(await make(31), undefined);
  scene.nowMs += 1;
  assert.notEqual(await make(32), undefined);
});

Deno.test("what is kept of a password opens both ways, and too many are not made", async () => {
  const scene = new Scene();
  const maker = new CredentialMaker(scene.options);
  const credential = await maker.make({ password: "sesame", owner: "192.0.2.7" });
  assert.equal(await verifyPassword("sesame", credential?.hash), true);
  assert.equal(credential?.scram.iterations, 600_000);
  assert.doesNotMatch(JSON.stringify(credential), /sesame/);
  for (let count = 1; count < 5; count++) await maker.make({ password: "x", owner: "192.0.2.7" });
  assert.equal(await maker.make({ password: "x", owner: "192.0.2.7" }), undefined);
  assert.notEqual(await maker.make({ password: "x", owner: "192.0.2.8" }), undefined);
  scene.nowMs += 10 * 60_000;
  assert.notEqual(await maker.make({ password: "x", owner: "192.0.2.7" }), undefined);
});
