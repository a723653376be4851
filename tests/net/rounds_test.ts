import assert from "node:assert/strict";
import { type RoundMember, Rounds } from "../../server/net/rounds.ts";
import { FakeTime } from "../helpers/fake_time.ts";
import { turn } from "../helpers/scripted_writer.ts";

/** A member whose writes end when the test says so. */
class Member implements RoundMember {
  readonly #onWrite: (member: Member) => void;
  #ended: (() => void) | undefined;
  writes = 0;

  constructor(onWrite: (member: Member) => void = () => {}) {
    this.#onWrite = onWrite;
  }

  get isWriting(): boolean {
    return this.#ended !== undefined;
  }

  beginWrite(ended: () => void): boolean {
    assert.equal(this.isWriting, false, "a member writes twice at a time");
    this.writes++;
    this.#ended = ended;
    this.#onWrite(this);
    return true;
  }

  finish(): void {
    const ended = this.#ended;
    this.#ended = undefined;
    ended?.();
  }
}

function makeMembers(count: number, onWrite?: (member: Member) => void): readonly Member[] {
  return Array.from({ length: count }, () => new Member(onWrite));
}

function writing(members: readonly Member[]): number {
  return members.filter(({ isWriting }) => isWriting).length;
}

function begun(members: readonly Member[]): number {
  return members.filter(({ writes }) => writes > 0).length;
}

Deno.test("a round starts at the end of the turn in which it was marked", async () => {
  const rounds = new Rounds();
  const member = new Member();
  rounds.mark(member);
  assert.equal(member.writes, 0);
  await turn();
  assert.equal(member.writes, 1);
  member.finish();
  await turn();
  rounds.stop();
});

/** A turn of the event loop in which no timer fires. */
function looped(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

Deno.test("at most 64 writes are in flight, and each that ends makes room for one", async () => {
  const rounds = new Rounds();
  const members = makeMembers(100);
  {
    // No time passes in which a write could count as stuck.
    using _time = new FakeTime();
    for (const member of members) rounds.mark(member);
    await looped();
    assert.equal(begun(members), 64);
  }
  members[0]?.finish();
  members[63]?.finish();
  assert.equal(begun(members), 66);
  assert.equal(writing(members), 64);
  while (writing(members) > 0) {
    for (const member of members) member.finish();
    await turn();
  }
  assert.deepEqual(new Set(members.map(({ writes }) => writes)), new Set([1]));
  rounds.stop();
});

Deno.test("at most 104 writes begin in one turn, since more would starve what waits", async () => {
  const rounds = new Rounds();
  const members = makeMembers(250, (member) => queueMicrotask(() => member.finish()));
  for (const member of members) rounds.mark(member);
  for (let tick = 0; tick < 1_000; tick++) await Promise.resolve();
  assert.equal(begun(members), 104);
  await looped();
  assert.equal(begun(members), 208);
  await looped();
  assert.equal(begun(members), 250);
  await looped();
  rounds.stop();
});

Deno.test("a round begins when what it is to carry has come together", async () => {
  const begins: (() => void)[] = [];
  const rounds = new Rounds((begin) => begins.push(begin));
  const [first, second] = [new Member(), new Member()];
  rounds.mark(first);
  await looped();
  rounds.mark(second);
  await looped();
  assert.deepEqual([begins.length, first.writes, second.writes], [1, 0, 0]);
  begins[0]?.();
  assert.deepEqual([first.writes, second.writes], [1, 1]);
  rounds.mark(second);
  first.finish();
  second.finish();
  await looped();
  assert.deepEqual([begins.length, second.writes], [2, 1]);
  begins[1]?.();
  assert.equal(second.writes, 2);
  second.finish();
  await looped();
  rounds.stop();
});

Deno.test("writes that are stuck give their places up", async () => {
  const rounds = new Rounds();
  const stuck = makeMembers(64);
  const { promise: through, resolve } = Promise.withResolvers<void>();
  const others = makeMembers(70, (member) => {
    queueMicrotask(() => member.finish());
    if (begun(others) === others.length) resolve();
  });
  for (const member of [...stuck, ...others]) rounds.mark(member);
  await through;
  assert.equal(writing(stuck), 64);
  for (const member of stuck) member.finish();
  await turn();
  rounds.stop();
});

Deno.test("a stuck write that ends at last gives no place twice", async () => {
  const rounds = new Rounds();
  const stuck = makeMembers(64);
  for (const member of stuck) rounds.mark(member);
  const later = new Member();
  rounds.mark(later);
  while (later.writes === 0) await turn();
  for (const member of stuck) member.finish();
  later.finish();
  await turn();
  const members = makeMembers(100);
  for (const member of members) rounds.mark(member);
  await looped();
  await looped();
  assert.ok(begun(members) <= 64, `${begun(members)} have begun`);
  while (writing(members) > 0) {
    for (const member of members) member.finish();
    await turn();
  }
  rounds.stop();
});

Deno.test("what is marked during a round waits for the next one", async () => {
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
  await turn();
  assert.deepEqual(order, ["first", "second"]);
  first.finish();
  await Promise.resolve();
  assert.deepEqual(order, ["first", "second"], "the round is not through");
  second.finish();
  await turn();
  assert.deepEqual(order, ["first", "second", "late", "first"]);
  late.finish();
  first.finish();
  await turn();
  rounds.stop();
});

Deno.test("rounds start again after they have been idle", async () => {
  const rounds = new Rounds();
  const member = new Member((self) => queueMicrotask(() => self.finish()));
  for (let round = 1; round <= 3; round++) {
    rounds.mark(member);
    await turn();
    assert.equal(member.writes, round);
  }
  rounds.stop();
});
