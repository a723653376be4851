import assert from "node:assert/strict";
import { foldName } from "../../wire/casemap.ts";
import { Members } from "../../talk/members.ts";
import { randomBelow, randomOf, seededRandom } from "../helpers/random.ts";

function nicks(members: Members): readonly string[] {
  return members.sorted.map(({ nick, prefixes }) => prefixes + nick);
}

function members(...all: readonly string[]): Members {
  const made = new Members(() => "~&@%+");
  made.replace(all.map((text) => {
    const [, prefixes = "", nick = ""] = /^([~&@%+]*)(.*)$/.exec(text) ?? [];
    return { nick, prefixes };
  }));
  return made;
}

Deno.test("members stand by rank, then by name in any case", () => {
  assert.deepEqual(nicks(members("bob", "+Zoe", "Ann", "@+carl", "~own", "%hal")), [
    "~own",
    "@+carl",
    "%hal",
    "+Zoe",
    "Ann",
    "bob",
  ]);
});

Deno.test("whoever takes a name that somebody has is there once", () => {
  const all = members("ann", "@bob");
  all.rename("bob", "ANN");
  assert.deepEqual(nicks(all), ["@ANN"]);
  all.add("ann");
  assert.deepEqual(nicks(all), ["@ANN"]);
  assert.equal(all.remove("Ann"), true);
  assert.equal(all.remove("Ann"), false);
  assert.deepEqual(nicks(all), []);
});

Deno.test("what is known of somebody stays through other changes, and goes when it ends", () => {
  const all = members("ann", "bob");
  all.note("bob");
  all.setAway("BOB", true);
  all.setAccount("bob", "robert");
  all.change("bob", { prefixes: "@" });
  all.rename("bob", "rob");
  assert.deepEqual(all.find("ROB"), {
    nick: "rob",
    prefixes: "@",
    isAway: true,
    account: "robert",
    spoke: 1,
  });
  all.setAway("rob", false);
  all.setAccount("rob", undefined);
  assert.deepEqual(all.find("rob"), { nick: "rob", prefixes: "@", spoke: 1 });
  all.replace([{ nick: "Rob", prefixes: "" }]);
  assert.equal(all.find("rob")?.spoke, 1);
  assert.equal(all.setAway("nobody", true), false);
});

Deno.test("a list that was handed out is not changed but for who spoke", () => {
  const all = members("ann", "bob");
  const before = all.sorted;
  all.add("eve");
  all.setAway("ann", true);
  assert.deepEqual(before.map(({ nick, isAway }) => [nick, isAway]), [
    ["ann", undefined],
    ["bob", undefined],
  ]);
});

Deno.test("whatever happens, the order is that of sorting all anew", () => {
  const random = seededRandom(7);
  const all = members();
  const names = Array.from({ length: 60 }, (_, at) => at % 2 ? `n${at}` : `N${at}`);
  for (let step = 0; step < 3000; step++) {
    const nick = randomOf(random, names);
    switch (randomBelow(random, 7)) {
      case 0:
        all.add(nick);
        break;
      case 1:
        all.remove(nick);
        break;
      case 2:
        all.change(nick, { prefixes: randomOf(random, ["", "+", "@", "~"]) });
        break;
      case 3:
        all.rename(nick, randomOf(random, names));
        break;
      case 4:
        all.setAway(nick, randomBelow(random, 2) === 0);
        break;
      case 5:
        all.note(nick);
        break;
      case 6:
        if (randomBelow(random, 50) === 0) all.replace(all.sorted.slice(5));
    }
    const ranks = "~&@%+";
    const sorted = all.sorted.toSorted((one, other) => {
      const rank = (prefixes: string) => prefixes === "" ? 9 : ranks.indexOf(prefixes.charAt(0));
      const [first, second] = [foldName(one.nick), foldName(other.nick)];
      return rank(one.prefixes) - rank(other.prefixes) || (first < second ? -1 : 1);
    });
    assert.deepEqual(all.sorted, sorted);
    for (const member of all.sorted) assert.equal(all.find(member.nick), member);
  }
});

Deno.test("five thousand members come, speak and go quickly", () => {
  const all = members(...Array.from({ length: 5000 }, (_, at) => `n${at}`));
  const startMs = performance.now();
  for (let at = 0; at < 5000; at++) all.note(`n${at}`);
  for (let at = 0; at < 5000; at++) all.remove(`N${at}`);
  assert.equal(all.sorted.length, 0);
  assert.ok(performance.now() - startMs < 5000);
});
