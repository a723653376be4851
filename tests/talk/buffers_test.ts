import assert from "node:assert/strict";
import type { Entry } from "../../talk/buffer.ts";
import { Buffers } from "../../talk/buffers.ts";
import type { ClientEvent, MemberTold, Said } from "../../talk/event.ts";

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

let ids = 0;

function said(text: string, more: Partial<Said> = {}): Said {
  const at = ++ids;
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
  return { kind: "joined", timeMs: ++ids * 1000, id: undefined, who, channel: "#a", isOwn };
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

Deno.test("a broken connection leaves all talks to be read", () => {
  const one = scene();
  one.gets(joined("ann", true), said("hi"));
  one.buffers.lose();
  assert.equal(one.buffers.find("#a")?.isJoined, false);
  one.gets(joined("ann", true));
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
