import assert from "node:assert/strict";
import type { Entry } from "../../talk/buffer.ts";
import { Buffers } from "../../talk/buffers.ts";
import type { ClientEvent, MemberTold, Said } from "../../talk/event.ts";
import { type Random, randomBelow, randomOf, seededRandom } from "../helpers/random.ts";

interface Scene {
  readonly buffers: Buffers;
  readonly muted: Set<string>;
  gets(...events: readonly ClientEvent[]): void;
  texts(name: string): readonly string[];
}

function scene(
  limits: { maxEntries?: number; maxLookedAt?: number; maxTotal?: number } = {},
): Scene {
  const muted = new Set<string>();
  const buffers = new Buffers("net", {
    nick: () => "ann",
    prefixes: () => "@+",
    isMuted: (channel) => muted.has(channel),
    highlights: () => ["deploy"],
    ...limits,
  });
  return {
    buffers,
    muted,
    gets: (...events) => buffers.receive(events, 1_000_000),
    texts: (name) => (buffers.find(name)?.entries ?? []).map(textOf),
  };
}

function textOf(entry: Entry): string {
  switch (entry.kind) {
    case "said":
      return `${entry.said.from}: ${entry.redaction === undefined ? entry.said.text : "—"}`;
    case "moved":
      return entry.moved.kind;
    case "told":
      return entry.told.kind;
    case "note":
      return entry.text;
  }
}

const ids = { count: 0 };

function said(text: string, more: Partial<Said> = {}): Said {
  const at = ++ids.count;
  return {
    kind: "said",
    timeMs: at * 1000,
    id: `id${at}`,
    manner: "message",
    from: "bob",
    to: "#a",
    text,
    isPrivate: false,
    isOwn: false,
    ...more,
  };
}

function joined(who: string, isOwn = false): ClientEvent {
  return { kind: "joined", timeMs: ++ids.count * 1000, id: undefined, who, channel: "#a", isOwn };
}

function typing(who: string, state: "active" | "paused" | "done" = "active"): ClientEvent {
  return { kind: "typing", timeMs: 0, id: undefined, talk: "#a", who, state };
}

function left(who: string, isOwn = false): ClientEvent {
  const stamp = { timeMs: ++ids.count * 1000, id: undefined };
  return { kind: "left", ...stamp, who, channel: "#a", reason: "", isOwn };
}

function members(...nicks: readonly string[]): ClientEvent {
  const told = nicks.map((text): MemberTold => {
    const [, prefixes = "", nick = ""] = /^([@+]*)(.*)$/.exec(text) ?? [];
    return { nick, prefixes };
  });
  return { kind: "members", timeMs: 0, id: undefined, channel: "#a", members: told };
}

function nicks(one: Scene): readonly string[] {
  return (one.buffers.find("#a")?.members ?? []).map(({ nick, prefixes }) => prefixes + nick);
}

Deno.test("a message goes to its channel, a private one to its person", () => {
  const one = scene();
  one.gets(said("hi"), said("psst", { isPrivate: true, to: "ann" }));
  one.gets(said("yes?", { isPrivate: true, from: "ann", to: "BOB", isOwn: true }));
  assert.deepEqual(one.texts("#A"), ["bob: hi"]);
  assert.deepEqual(one.texts("bob"), ["bob: psst", "ann: yes?"]);
  assert.deepEqual(one.buffers.list.map(({ name }) => name), ["net", "#a", "bob"]);
});

Deno.test("the same message is there once, whatever told it", () => {
  const one = scene();
  const hi = said("hi");
  one.gets(hi, hi, { ...hi, isOld: true });
  one.gets({ kind: "older", timeMs: 0, id: undefined, talk: "#a", events: [hi], isEnd: true });
  assert.deepEqual(one.texts("#a"), ["bob: hi"]);
});

Deno.test("what is not looked at counts as unread, and mentions apart", () => {
  const one = scene();
  one.gets(said("one"), said("ann: two"), said("annabel: three"), said("we DEPLOY now"));
  const buffer = one.buffers.find("#a");
  assert.deepEqual([buffer?.unreadCount, buffer?.mentionCount], [4, 2]);
  assert.equal(buffer?.unreadFrom, buffer?.entries[0]?.number);
  const last = buffer?.entries.at(-1);
  assert.deepEqual(one.buffers.look("#a"), {
    talk: "#a",
    readMs: last?.kind === "said" ? last.said.timeMs : 0,
  });
  assert.deepEqual([buffer?.unreadCount, buffer?.mentionCount], [0, 0]);
  assert.notEqual(buffer?.unreadFrom, undefined, "the line stays while one looks");
  one.gets(said("five"));
  assert.equal(buffer?.unreadCount, 0);
  assert.ok(one.buffers.look("#a"), "what came while one looked is read too");
  assert.equal(one.buffers.look("#a"), undefined, "and told once");
  one.buffers.look("net");
  assert.equal(buffer?.unreadFrom, undefined, "the line goes when one has looked elsewhere");
});

Deno.test("nobody reads while the window is not in front", () => {
  const one = scene();
  one.gets(said("one"));
  one.buffers.look("#a");
  one.buffers.look(undefined);
  one.gets(said("two"));
  const buffer = one.buffers.find("#a");
  assert.equal(buffer?.unreadCount, 1);
  assert.equal(buffer?.unreadFrom, buffer?.entries[1]?.number);
  one.buffers.look("#a");
  assert.equal(buffer?.unreadFrom, buffer?.entries[1]?.number);
});

Deno.test("a marker of another client clears what was read there", () => {
  const one = scene();
  const [first, second] = [said("one"), said("ann, two")];
  one.gets(first, second);
  const buffer = one.buffers.find("#a");
  const mark = { kind: "marked", timeMs: 0, id: undefined, talk: "#A" } as const;
  one.gets({ ...mark, readMs: first.timeMs });
  assert.deepEqual([buffer?.unreadCount, buffer?.mentionCount], [1, 1]);
  assert.equal(buffer?.unreadFrom, buffer?.entries[1]?.number);
  one.gets({ ...mark, readMs: second.timeMs }, { ...mark, readMs: 1 });
  assert.deepEqual([buffer?.unreadCount, buffer?.unreadFrom], [0, undefined], "it never goes back");
});

Deno.test("old messages count as unread only behind a marker that is known", () => {
  const one = scene();
  one.gets(said("first visit", { isOld: true }));
  assert.equal(one.buffers.find("#a")?.unreadCount, 0);
  const other = scene();
  other.gets(joined("ann", true));
  other.gets({ kind: "marked", timeMs: 0, id: undefined, talk: "#a", readMs: 1000 });
  other.gets(
    said("read", { isOld: true, timeMs: 500 }),
    said("unread", { isOld: true, timeMs: 1500 }),
  );
  assert.equal(other.buffers.find("#a")?.unreadCount, 1);
});

Deno.test("a page of old messages stands in front of our coming, in its order", () => {
  const one = scene();
  const come = joined("ann", true);
  one.gets(come, said("now"));
  const past = [1, 2, 3].map((at) => said(`old ${at}`, { isOld: true, timeMs: at }));
  one.gets(...past);
  assert.deepEqual(one.texts("#a"), [
    "bob: old 1",
    "bob: old 2",
    "bob: old 3",
    "joined",
    "bob: now",
  ]);
  const numbers = one.buffers.find("#a")?.entries.map(({ number }) => number) ?? [];
  assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
});

Deno.test("older pages go in front, with reactions to what is in them", () => {
  const one = scene();
  one.gets(said("now", { timeMs: 5000 }));
  one.buffers.askOlder("#a");
  assert.equal(one.buffers.find("#a")?.older, "asked");
  const old = said("old", { timeMs: 100, id: "x" });
  const reacted = { kind: "reacted", talk: "#a", who: "eve", target: "x", text: "👍" } as const;
  one.gets({
    kind: "older",
    timeMs: 0,
    id: undefined,
    talk: "#a",
    events: [old, { ...reacted, timeMs: 0, id: undefined, isTakenBack: false }],
    isEnd: true,
  });
  const buffer = one.buffers.find("#a");
  assert.equal(buffer?.older, "none");
  assert.deepEqual(one.texts("#a"), ["bob: old", "bob: now"]);
  const [first] = buffer?.entries ?? [];
  assert.deepEqual(first?.kind === "said" && first.reactions, [{ text: "👍", nicks: ["eve"] }]);
});

Deno.test("reactions of the same kind stand together, and can be taken back", () => {
  const one = scene();
  one.gets(said("hi", { id: "x" }));
  const react = (who: string, text: string, isTakenBack = false) =>
    one.gets({
      kind: "reacted",
      timeMs: 0,
      id: undefined,
      talk: "#a",
      who,
      target: "x",
      text,
      isTakenBack,
    });
  react("ann", "👍");
  react("eve", "👍");
  react("EVE", "👍");
  react("eve", "🎉");
  react("ann", "👍", true);
  const [entry] = one.buffers.find("#a")?.entries ?? [];
  assert.deepEqual(entry?.kind === "said" && entry.reactions, [
    { text: "👍", nicks: ["EVE"] },
    { text: "🎉", nicks: ["eve"] },
  ]);
});

Deno.test("a message that is taken back has no text any more", () => {
  const one = scene();
  one.gets(said("secret", { id: "x" }));
  one.gets({
    kind: "redacted",
    timeMs: 0,
    id: undefined,
    talk: "#a",
    by: "bob",
    target: "x",
    reason: "oops",
  });
  const [entry] = one.buffers.find("#a")?.entries ?? [];
  assert.ok(entry?.kind === "said");
  assert.equal(entry.said.text, "");
  assert.deepEqual(entry.redaction, { by: "bob", reason: "oops" });
});

Deno.test("what we say waits below until it is said, or never is", () => {
  const one = scene();
  const mine = { ...said("mine", { from: "ann", isOwn: true }), once: "o1" };
  one.gets({ ...mine, kind: "saying", id: undefined });
  const buffer = one.buffers.find("#a");
  assert.deepEqual(buffer?.pending.map(({ said: { text } }) => text), ["mine"]);
  one.gets(mine);
  assert.deepEqual(buffer?.pending, []);
  assert.deepEqual(one.texts("#a"), ["ann: mine"]);
  one.gets({ ...mine, kind: "saying", once: "o2" });
  one.gets({ kind: "unsaid", timeMs: 0, id: undefined, once: "o2" });
  assert.deepEqual(buffer?.pending, []);
});

Deno.test("members are sorted by rank and name, whatever happens", () => {
  const one = scene();
  one.gets(joined("ann", true), members("@+zoe", "bob", "+carl", "Ann", "@adam"));
  assert.deepEqual(nicks(one), ["@adam", "@+zoe", "+carl", "Ann", "bob"]);
  one.gets(joined("Al"), { kind: "quit", timeMs: 0, id: undefined, who: "BOB", reason: "" });
  one.gets({ kind: "renamed", timeMs: 0, id: undefined, who: "carl", to: "aaron", isOwn: false });
  one.gets({ kind: "ranked", timeMs: 0, id: undefined, channel: "#a", who: "ann", prefixes: "@" });
  assert.deepEqual(nicks(one), ["@adam", "@Ann", "@+zoe", "+aaron", "Al"]);
  one.gets(said("hi", { from: "zoe" }), said("ho", { from: "al" }));
  const spoke = one.buffers.find("#a")?.members.filter(({ spoke }) => spoke > 0);
  assert.deepEqual(spoke?.map(({ nick, spoke }) => [nick, spoke]), [["zoe", 1], ["Al", 2]]);
});

Deno.test("who goes by another name keeps the talk with us, unless that name has one", () => {
  const one = scene();
  one.gets(said("psst", { isPrivate: true, to: "ann" }));
  one.gets({ kind: "renamed", timeMs: 0, id: undefined, who: "bob", to: "rob", isOwn: false });
  assert.equal(one.buffers.find("bob"), undefined);
  assert.deepEqual(one.texts("rob"), ["bob: psst", "renamed"]);
});

Deno.test("who types is known for a while, and not when it has spoken", () => {
  const one = scene();
  one.gets(said("hi"));
  const types = (who: string, state: "active" | "done") =>
    one.gets({ kind: "typing", timeMs: 0, id: undefined, talk: "#a", who, state });
  types("bob", "active");
  types("eve", "active");
  types("ann", "active");
  assert.deepEqual(one.buffers.typingIn("#a", 1_000_001), ["bob", "eve"]);
  types("eve", "done");
  one.gets(said("done"));
  assert.deepEqual(one.buffers.typingIn("#a", 1_000_001), []);
  types("bob", "active");
  assert.deepEqual(one.buffers.typingIn("#a", 1_007_000), []);
});

Deno.test("one goes on to where one is named first, and never to what is muted", () => {
  const one = scene();
  one.muted.add("#c");
  one.gets(
    said("x", { to: "#b" }),
    said("ann!", { to: "#c" }),
    said("ann!", { to: "#d" }),
    said("y"),
  );
  one.buffers.refreshMuted();
  assert.equal(one.buffers.nextUnread("net")?.name, "#d");
  one.buffers.look("#d");
  assert.equal(one.buffers.nextUnread("#d")?.name, "#a");
  one.buffers.look("#a");
  one.buffers.look("#b");
  assert.equal(one.buffers.nextUnread("#b"), undefined);
});

Deno.test("nothing grows without end, and what is trimmed can be loaded again", () => {
  const one = scene({ maxEntries: 100, maxLookedAt: 150, maxTotal: 1000 });
  for (let at = 0; at < 1000; at++) one.gets(said(`m${at}`));
  const buffer = one.buffers.find("#a");
  assert.ok((buffer?.entries.length ?? 0) <= 111);
  assert.equal(one.texts("#a").at(-1), "bob: m999");
  for (let at = 0; at < 5000; at++) one.gets(said(`m${at}`, { to: `#c${at % 50}` }));
  const total = one.buffers.list.reduce((sum, { entries }) => sum + entries.length, 0);
  assert.ok(total <= 50 * 210, String(total));
  for (let at = 0; at < 2000; at++) one.gets(said("x", { to: `#n${at}` }));
  assert.ok(one.buffers.list.length <= 501);
});

Deno.test("a broken connection leaves all talks to be read, and who is told to be there is back", () => {
  const one = scene();
  one.gets(joined("ann", true), said("hi"), typing("bob"));
  one.buffers.lose();
  assert.equal(one.buffers.find("#a")?.isJoined, false);
  assert.deepEqual(one.buffers.typingIn("#a", 1_000_001), []);
  one.gets(members("bob"));
  assert.equal(one.buffers.find("#a")?.isJoined, false, "only others are there");
  one.gets(members("bob", "Ann"));
  assert.deepEqual([one.buffers.find("#a")?.isJoined, one.texts("#a")], [true, [
    "joined",
    "bob: hi",
  ]]);
});

Deno.test("answers are shown where one looks, the server's other words in its own buffer", () => {
  const one = scene();
  one.gets(said("hi"));
  one.buffers.look("#a");
  const server = { kind: "server", timeMs: 0, id: undefined, text: "x" } as const;
  one.gets({ ...server, level: "answer" }, { ...server, level: "greeting" });
  assert.deepEqual(one.texts("#a"), ["bob: hi", "server"]);
  assert.deepEqual(one.texts("net"), ["server"]);
});

Deno.test("whoever reads far up keeps what is there, also while new messages wait below", () => {
  const one = scene({ maxEntries: 100, maxLookedAt: 150, maxTotal: 1000 });
  one.buffers.look("net");
  for (let at = 0; at < 100; at++) one.gets(said(`m${at}`, { timeMs: 10_000 + at }));
  one.buffers.look("#a");
  const events = [1, 2, 3].map((at) => said(`old ${at}`, { timeMs: at, id: `old ${at}` }));
  one.gets({ kind: "older", timeMs: 0, id: undefined, talk: "#a", events, isEnd: false });
  one.buffers.look(undefined);
  for (let at = 1; at <= 20; at++) one.gets(said(at < 20 ? "more" : "new"));
  assert.equal(one.texts("#a")[0], "bob: old 1");
  one.buffers.look("net");
  assert.equal(one.texts("#a").length, 100, "and it is let go when one goes elsewhere");
  assert.equal(one.texts("#a").at(-1), "bob: new");
});

Deno.test("the longest talks give when there is too much together, and short ones keep all", () => {
  const one = scene({ maxEntries: 500, maxTotal: 1000 });
  one.gets(said("kept", { to: "#short" }));
  for (let at = 0; at < 2000; at++) one.gets(said("x", { to: `#c${at % 4}` }));
  assert.deepEqual(one.texts("#short"), ["bob: kept"]);
  const total = one.buffers.list.reduce((sum, { entries }) => sum + entries.length, 0);
  assert.ok(total > 900 && total <= 1101, String(total));
});

Deno.test("all is read by looking, even where a clock is ahead", () => {
  const one = scene();
  const ahead = said("mine", { from: "ann", isOwn: true, id: undefined, timeMs: 9_000_000_000 });
  one.gets(said("one"), ahead);
  one.buffers.look("#a");
  one.buffers.look(undefined);
  const late = said("two");
  one.gets(late);
  assert.equal(one.buffers.find("#a")?.unreadCount, 1);
  assert.deepEqual(one.buffers.look("#a"), { talk: "#a", readMs: late.timeMs });
  assert.equal(one.buffers.find("#a")?.unreadCount, 0);
});

Deno.test("what an older page brings of unread messages counts, and a read page leaves the line", () => {
  const one = scene();
  one.gets({ kind: "talks", timeMs: 0, id: undefined, people: [{ nick: "bob", timeMs: 9000 }] });
  one.gets({ kind: "marked", timeMs: 0, id: undefined, talk: "bob", readMs: 5000 });
  const page = (...times: readonly number[]) => {
    const more = { to: "ann", isPrivate: true } as const;
    const events = times.map((timeMs) => said("psst", { ...more, timeMs, id: `at ${timeMs}` }));
    one.gets({ kind: "older", timeMs: 0, id: undefined, talk: "bob", events, isEnd: false });
  };
  page(4000, 6000, 7000);
  const buffer = one.buffers.find("bob");
  assert.deepEqual([buffer?.unreadCount, buffer?.mentionCount], [2, 2]);
  const line = buffer?.entries[1]?.number;
  assert.equal(buffer?.unreadFrom, line);
  one.buffers.look("bob");
  page(1000, 2000);
  assert.deepEqual([buffer?.unreadCount, buffer?.unreadFrom], [0, line]);
});

Deno.test("a channel that was closed is seen no more, whatever is still said there, until one joins it again", () => {
  const one = scene();
  one.gets(joined("ann", true), said("hi"));
  one.buffers.look("#a");
  one.buffers.close("#a");
  one.gets(said("late"));
  assert.equal(one.buffers.find("#a"), undefined);
  assert.deepEqual(one.buffers.list.map(({ name }) => name), ["net"]);
  one.gets(left("ann", true));
  assert.equal(one.buffers.find("#a"), undefined);
  one.gets(joined("ann", true));
  assert.deepEqual(one.texts("#a"), ["joined"], "what was there is forgotten");
  one.buffers.close("#a");
  one.gets(joined("ann", true));
  assert.ok(one.buffers.find("#a")?.isJoined);
  one.buffers.close("#a");
  one.buffers.lose();
  assert.equal(one.buffers.find("#a"), undefined);
});

Deno.test("a channel that is renamed stays the same talk, in place of what has that name", () => {
  const one = scene();
  one.gets(joined("ann", true), said("hi"), said("other", { to: "#b" }));
  const buffer = one.buffers.find("#a");
  const renamed = {
    kind: "channelRenamed",
    channel: "#a",
    to: "#b",
    by: "op",
    reason: "",
  } as const;
  one.gets({ ...renamed, timeMs: 9e6, id: undefined });
  assert.equal(one.buffers.find("#b"), buffer);
  assert.equal(one.buffers.find("#a"), undefined);
  assert.deepEqual(one.texts("#b"), ["joined", "bob: hi", "server"]);
});

Deno.test("why something of ours was not said is told where it was", () => {
  const one = scene();
  one.gets(joined("ann", true), said("elsewhere", { to: "#b" }));
  one.buffers.look("#b");
  const mine = { ...said("mine", { from: "ann", isOwn: true }), once: "o1", id: undefined };
  one.gets({ ...mine, kind: "saying" });
  const stamp = { timeMs: 9e6, id: undefined };
  one.gets({ kind: "unsaid", ...stamp, once: "o1" });
  const piece = { to: "#a", text: "mine", manner: "message" } as const;
  one.gets({ kind: "sayRefused", ...stamp, piece, text: "mine", reason: "No", again: undefined });
  assert.deepEqual(one.texts("#a"), ["joined", "sayRefused"]);
});

Deno.test("coming and going that was told live is not told again by an older page", () => {
  const one = scene();
  const come = { ...joined("bob"), id: "j1" };
  one.gets(come, come);
  one.gets({ kind: "older", timeMs: 0, id: undefined, talk: "#a", events: [come], isEnd: true });
  assert.deepEqual(one.texts("#a"), ["joined"]);
});

Deno.test("who goes types no more, and who pauses is shown for longer", () => {
  const one = scene();
  one.gets(joined("ann", true), members("ann", "bob", "eve"));
  one.gets(typing("bob"), typing("eve", "paused"), left("bob"));
  assert.deepEqual(one.buffers.typingIn("#a", 1_000_001), ["eve"]);
  assert.deepEqual(one.buffers.typingIn("#a", 1_029_000), ["eve"]);
  assert.deepEqual(one.buffers.typingIn("#a", 1_031_000), []);
});

Deno.test("rows that are put between others, again and again at one place, stay in the order of their numbers", () => {
  const one = scene();
  one.gets(said("first", { timeMs: 0 }), said("last", { timeMs: 1e9 }));
  for (let at = 1; at <= 200; at++) {
    // A live one in between makes each old one look for its place anew.
    one.gets(said("x", { timeMs: 1e9 + at }));
    one.gets(said(`old ${at}`, { timeMs: 1000 - at, isOld: true }));
  }
  const numbers = one.buffers.find("#a")?.entries.map(({ number }) => number) ?? [];
  assert.equal(numbers.length, 402);
  assert.ok(numbers.every((number, at) => at === 0 || (numbers[at - 1] ?? 0) < number));
});

Deno.test("a long page of old rows finds room between two others, in its order", () => {
  const one = scene();
  one.gets(said("first", { timeMs: 0 }), said("last", { timeMs: 1e9 }));
  const page = Array.from(
    { length: 300 },
    (_, at) => said(`old ${at}`, { timeMs: 1000 + at, isOld: true }),
  );
  one.gets(...page);
  const texts = ["first", ...page.map(({ text }) => text), "last"];
  assert.deepEqual(one.texts("#a"), texts.map((text) => `bob: ${text}`));
});

Deno.test("a message is found by its id, as long as it is there", () => {
  const one = scene();
  one.gets(said("hi", { id: "x" }), { ...joined("eve"), id: "j" });
  assert.equal(one.buffers.message("#A", "x")?.said.text, "hi");
  for (const id of ["y", "j", undefined]) assert.equal(one.buffers.message("#a", id), undefined);
  assert.equal(one.buffers.message("#b", "x"), undefined);
  one.buffers.clear("#a");
  assert.equal(one.buffers.message("#a", "x"), undefined);
});

Deno.test("an invitation of somebody else is told in its channel, one of ours where one looks", () => {
  const one = scene();
  one.gets(said("hi"), said("ho", { to: "#b" }));
  one.buffers.look("#b");
  const invited = { kind: "invited", timeMs: 9e6, id: undefined, by: "op", channel: "#a" } as const;
  one.gets({ ...invited, who: "eve" }, invited);
  assert.deepEqual([one.texts("#a").at(-1), one.texts("#b").at(-1)], ["invited", "invited"]);
});

Deno.test("what one says on another client of ours reads what is above it", () => {
  const one = scene();
  one.gets(said("ann?"), said("yes", { from: "ann", isOwn: true }));
  const { unreadCount, mentionCount } = one.buffers.find("#a") ?? {};
  assert.deepEqual([unreadCount, mentionCount], [0, 0]);
});

Deno.test("clearing a talk empties it, and its history can be asked for again", () => {
  const one = scene();
  one.gets(said("hi"));
  one.gets({ kind: "older", timeMs: 0, id: undefined, talk: "#a", events: [], isEnd: true });
  assert.equal(one.buffers.find("#a")?.older, "none");
  const before = one.buffers.version;
  one.buffers.clear("#a");
  assert.deepEqual([one.texts("#a"), one.buffers.find("#a")?.older], [[], "some"]);
  assert.ok(one.buffers.version > before);
});

Deno.test("notes go where they are told to, else to the server's words", () => {
  const one = scene();
  one.gets(said("hi"));
  one.buffers.note("#A", "here", { isBad: false, nowMs: 5 });
  one.buffers.note("#gone", "there", { isBad: true, nowMs: 5 });
  assert.deepEqual([one.texts("#a"), one.texts("net")], [["bob: hi", "here"], ["there"]]);
});

Deno.test("the version goes up with all that can be seen, and never down", () => {
  const one = scene();
  let last = one.buffers.version;
  const rises = (what: string, change: () => void) => {
    change();
    assert.ok(one.buffers.version > last, what);
    last = one.buffers.version;
  };
  rises("joined", () => one.gets(joined("ann", true)));
  rises("said", () => one.gets(said("hi", { id: "v" })));
  rises("typing", () => one.gets(typing("bob")));
  rises("away", () =>
    one.gets(members("ann", "bob"), {
      kind: "away",
      timeMs: 0,
      id: undefined,
      who: "bob",
      text: "tea",
    }));
  rises("opened", () => one.buffers.open("eve"));
  rises("read", () => one.buffers.look("#a"));
  rises("closed", () => one.buffers.close("eve"));
  rises("closed channel", () => one.buffers.close("#a"));
  rises("left", () => one.gets(left("ann", true)));
});

Deno.test("whatever comes in whatever order, rows are in order, once and bounded, and nothing throws", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const one = scene({ maxEntries: 30, maxLookedAt: 60, maxTotal: 150 });
    const people = ["ann", "bob", "Bob", "eve", "#a", "", "net"];
    const talks = ["#a", "#A", "#b", "bob", "net", ""];
    for (let step = 0; step < 400; step++) {
      const [who, talk] = [randomOf(random, people), randomOf(random, talks)];
      one.gets(anyEvent(random, who, talk));
      if (randomBelow(random, 10) === 0) {
        one.buffers.look(randomBelow(random, 4) > 0 ? talk : undefined);
      }
      if (randomBelow(random, 40) === 0) one.buffers.close(talk);
      if (randomBelow(random, 60) === 0) one.buffers.lose();
    }
    const { list } = one.buffers;
    for (const { entries, unreadCount, mentionCount, members } of list) {
      const numbers = entries.map(({ number }) => number);
      assert.ok(numbers.every((number, at) => at === 0 || (numbers[at - 1] ?? 0) < number));
      const saidIds = entries.flatMap((row) => row.kind === "said" ? row.said.id ?? [] : []);
      assert.equal(new Set(saidIds).size, saidIds.length);
      assert.ok(mentionCount <= unreadCount && unreadCount >= 0);
      assert.equal(new Set(members.map(({ nick }) => nick.toLowerCase())).size, members.length);
    }
    const total = list.reduce((sum, { entries }) => sum + entries.length, 0);
    assert.ok(total <= 166 + 60, `seed ${seed}: ${total}`);
  }
});

function anyEvent(random: Random, who: string, talk: string): ClientEvent {
  const timeMs = randomBelow(random, 100_000);
  const id = randomBelow(random, 3) === 0 ? undefined : `i${randomBelow(random, 500)}`;
  const stamp = { timeMs, id };
  const isOwn = who === "ann";
  const target = `i${randomBelow(random, 500)}`;
  const message = { ...said("ann, hi", { ...stamp, from: who, to: talk, isOwn }), once: target };
  const isPrivate = !talk.startsWith("#");
  const page = [message, { ...message, id: target }, { ...joined(who), ...stamp }];
  switch (randomBelow(random, 14)) {
    case 0:
      return { ...stamp, kind: "joined", who, channel: talk, isOwn };
    case 1:
      return { ...stamp, kind: "left", who, channel: talk, reason: "", isOwn };
    case 2:
      return { ...stamp, kind: "quit", who, reason: "" };
    case 3:
      return { ...stamp, kind: "renamed", who, to: randomOf(random, ["bob", "eve", "zoe"]), isOwn };
    case 4:
      return { ...stamp, kind: "marked", talk, readMs: timeMs };
    case 5:
      return { ...stamp, kind: "older", talk, events: page, isEnd: timeMs % 2 === 0 };
    case 6:
      return { ...stamp, kind: "reacted", talk, who, target, text: "x", isTakenBack: false };
    case 7:
      return { ...stamp, kind: "redacted", talk, by: who, target, reason: "" };
    case 8:
      return { ...stamp, kind: "members", channel: talk, members: [{ nick: who, prefixes: "@" }] };
    case 9:
      return { ...stamp, kind: "channelRenamed", channel: talk, to: "#b", by: who, reason: "" };
    case 10:
      return { ...message, kind: "saying", id: undefined };
    default:
      return { ...message, isPrivate, ...(timeMs % 3 === 0 ? { isOld: true } : {}) };
  }
}

Deno.test("what names no talk opens none", () => {
  const one = scene();
  one.gets(
    { kind: "topic", timeMs: 0, id: undefined, channel: "", by: "bob", text: "x" },
    said("hi", { to: "" }),
  );
  assert.deepEqual(one.buffers.list.map(({ name }) => name), ["net"]);
});
