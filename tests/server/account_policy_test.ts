import assert from "node:assert/strict";
import { createAccountPolicy } from "../../server/account_policy.ts";
import { Lockdown } from "../../server/core/lockdown.ts";
import { proveScram } from "../helpers/scram_client.ts";
import type { Seat } from "../helpers/seat.ts";
import { createTable, type Table } from "../helpers/table.ts";

const wrong = / 904 \S+ :That is no account's name and password\r\n/;
const tooOften = / 904 \S+ :Too many tries; wait a minute\r\n/;

class Scene {
  readonly log: string[] = [];
  readonly lockdown = new Lockdown(() => {});
  readonly table: Table;
  nowMs = 1_000_000;
  #lastSeat = 0;

  constructor() {
    const add = (text: string) => void this.log.push(text);
    const accounts = createAccountPolicy({
      configuration: { current: { requireAccount: false, accounts: { registration: true } } },
      lockdown: this.lockdown,
      log: { debug: add, info: add, warn: add, error: add },
      nowMs: () => this.nowMs,
    });
    this.table = createTable({ policy: { accounts } });
    this.table.account("ann", "sesame");
  }

  /** Asks for a challenge; gives what answers it with a password. */
  begins(
    address: string,
    name: string,
  ): { readonly seat: Seat; answers(password: string): string } {
    const seat = this.table.connect(address);
    seat.sends("CAP REQ sasl", `NICK guest${++this.#lastSeat}`);
    seat.looks();
    const bare = `n=${name},r=abcdef`;
    seat.sends("AUTHENTICATE SCRAM-SHA-256", `AUTHENTICATE ${btoa(`n,,${bare}`)}`);
    const text = seat.looks();
    const [, challenge] = /^AUTHENTICATE \+\r\nAUTHENTICATE (\S+)\r\n$/.exec(text) ?? [];
    return {
      seat,
      answers: (password) => {
        if (challenge === undefined) return text;
        // A guess is wrong however much was computed for it.
        const quick = atob(challenge).replace("i=600000", "i=4096");
        seat.sends(`AUTHENTICATE ${btoa(proveScram(quick, { bare, password }).last)}`);
        return seat.looks();
      },
    };
  }

  tries(address: string, name: string, password = "guess"): string {
    return this.begins(address, name).answers(password);
  }
}

Deno.test("proofs by SCRAM are guessed no more often than passwords: for an account, there or not, from anywhere", () => {
  for (const name of ["ann", "nobody"]) {
    const scene = new Scene();
    for (const last of [1, 2, 3]) assert.match(scene.tries(`192.0.2.${last}`, name), wrong);
    assert.match(scene.tries("192.0.2.4", name, "sesame"), tooOften);
    assert.match(scene.tries("192.0.2.4", name.toUpperCase(), "sesame"), tooOften);
    scene.nowMs += 60_000;
    assert.match(scene.tries("192.0.2.4", name), wrong);
    assert.doesNotMatch(scene.log.join(), /guess|sesame/);
  }
});

Deno.test("an address, or a whole /64 of IPv6, guesses three times in a minute, whatever the names", () => {
  for (const addressOf of [() => "192.0.2.1", (last: number) => `2001:db8::${last}`]) {
    const scene = new Scene();
    for (const last of [1, 2, 3]) assert.match(scene.tries(addressOf(last), `n${last}`), wrong);
    assert.match(scene.tries(addressOf(4), "ann", "sesame"), tooOften);
    assert.match(scene.tries("198.51.100.1", "ann", "sesame"), /^AUTHENTICATE \S+\r\n$/);
  }
});

Deno.test("who begins many proofs at once has no more guesses than others", () => {
  const scene = new Scene();
  const begun = [1, 2, 3, 4].map((last) => scene.begins(`192.0.2.${last}`, "ann"));
  for (const { answers } of begun.slice(0, 3)) assert.match(answers("guess"), wrong);
  assert.match(begun[3]?.answers("sesame") ?? "", wrong);
  assert.equal(begun[3]?.seat.session.registration.account, undefined);
});

Deno.test("under a lockdown only who has an account is let in, and nobody makes one; that ends in its time", () => {
  const scene = new Scene();
  const required = / FAIL \* ACCOUNT_REQUIRED /;
  const comes = (nick: string) => {
    const seat = scene.table.connect();
    seat.sends(`NICK ${nick}`, `USER ${nick} 0 * :x`);
    return seat.looks();
  };
  scene.lockdown.order({ kind: "accounts", minutes: 2 }, scene.nowMs);
  assert.match(comes("bob"), required);
  const eve = scene.table.connect();
  eve.sends("CAP REQ draft/account-registration", "NICK eve", "REGISTER eve * sesame");
  assert.match(eve.looks(), /FAIL REGISTER /);
  const plain = scene.table.connect();
  plain.waits();
  assert.equal(plain.looks(), "login?");
  scene.nowMs += 2 * 60_000 - 1;
  assert.match(comes("bob"), required);
  scene.nowMs += 1;
  assert.match(comes("bob"), / 001 bob /);
});
