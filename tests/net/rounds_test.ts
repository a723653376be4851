import assert from "node:assert/strict";
import { type RoundMember, Rounds } from "../../server/net/rounds.ts";
import { turn } from "../helpers/scripted_writer.ts";

/** A member that counts its writes. */
class Member implements RoundMember {
  readonly #onWrite: (member: Member) => void;
  writes = 0;

  constructor(onWrite: (member: Member) => void = () => {}) {
    this.#onWrite = onWrite;
  }

  write(): void {
    this.writes++;
    this.#onWrite(this);
  }
}

Deno.test("a round starts at the end of the turn in which it was marked", async () => {
  const rounds = new Rounds();
  const [first, second] = [new Member(), new Member()];
  rounds.mark(first);
  rounds.mark(second);
  assert.equal(first.writes, 0);
  await Promise.resolve();
  assert.deepEqual([first.writes, second.writes], [1, 1]);
});

Deno.test("who is marked within a round writes when sockets have had their turn", async () => {
  const rounds = new Rounds();
  const order: string[] = [];
  const late = new Member(() => order.push("late"));
  const first = new Member(() => {
    order.push("first");
    if (first.writes === 1) {
      rounds.mark(late);
      rounds.mark(first);
    }
  });
  const second = new Member(() => order.push("second"));
  rounds.mark(first);
  rounds.mark(second);
  for (let tick = 0; tick < 100; tick++) await Promise.resolve();
  assert.deepEqual(order, ["first", "second"]);
  await turn();
  assert.deepEqual(order, ["first", "second", "late", "first"]);
});

Deno.test("rounds start again after they have been idle, and each is timed", async () => {
  const rounds = new Rounds();
  const member = new Member();
  for (let round = 1; round <= 3; round++) {
    rounds.mark(member);
    await turn();
    assert.equal(member.writes, round);
  }
  assert.equal(rounds.took.figures().count, 3);
});
