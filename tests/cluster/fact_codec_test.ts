import assert from "node:assert/strict";
import {
  decodeFact,
  decodePassing,
  encodeFact,
  factVersion,
  NewerFact,
  subjectOf,
} from "../../server/cluster/fact_codec.ts";
import type { Fact, FactOf, Target } from "../../server/core/facts.ts";
import { testCredential } from "../helpers/policy.ts";

const user = "lease.1";
const session = "lease.s1";
const account = "Ann";
const credential = testCredential("sesame");
const ban = {
  kind: "ban",
  of: "mask",
  target: "*!*@x",
  reason: "",
  setBy: "op",
  setAtMs: 5,
  untilMs: 6,
} as const;

/** Some of every kind, so that none is forgotten. */
const samples: { readonly [Kind in Fact["kind"]]: readonly FactOf<Kind>[] } = {
  said: [
    {
      kind: "said",
      user,
      command: "PRIVMSG",
      target: { kind: "channel", name: "#Ä é", sign: "@" },
      text: 'quo"te \\ \u0001 \u{1f600} 漢',
      tags: new Map([["+draft/reply", "a;b c\n"], ["+x", ""], ["__proto__", "y"]]),
      more: [{ text: "second", isJoined: true }, { text: "", isJoined: false }],
    },
    {
      kind: "said",
      user,
      command: "NOTICE",
      target: { kind: "user", id: "other.2", nick: "bob" },
      text: "",
      tags: new Map(),
    },
    {
      kind: "said",
      user,
      command: "PRIVMSG",
      target: { kind: "account", name: "Bob" },
      text: "x",
      tags: new Map(),
    },
  ],
  arrived: [
    {
      kind: "arrived",
      session,
      identity: { id: user, nick: "ann", username: "~a", host: "h", realname: "Ann", account },
    },
  ],
  attached: [{ kind: "attached", user, account, credentialKey: 7, session, away: "tea" }],
  joined: [{ kind: "joined", user, channel: "#a" }],
  left: [{ kind: "left", user, channel: "#a", reason: "" }],
  kicked: [{ kind: "kicked", user, channel: "#a", victim: "other.2", reason: "r" }],
  channelRenamed: [{ kind: "channelRenamed", user, channel: "#a", name: "#b", reason: "" }],
  invited: [{ kind: "invited", user, channel: "#a", guest: "other.2" }],
  quit: [{ kind: "quit", user, session, reason: "Quit: bye" }],
  expelled: [
    { kind: "expelled", user, reason: "Killed", kill: { source: "op!o@h", text: "spam" } },
    { kind: "expelled", user, reason: "Kicked" },
  ],
  renamed: [{ kind: "renamed", user, nick: "zoe" }],
  topicSet: [{ kind: "topicSet", user, channel: "#a", text: "" }],
  modesSet: [{
    kind: "modesSet",
    user,
    channel: "#a",
    changes: [
      { kind: "flag", letter: "m", isSet: true },
      { kind: "rank", letter: "o", isSet: false, user: "other.2" },
      { kind: "list", letter: "b", isSet: true, mask: "*!*@*.example" },
      { kind: "key", isSet: true, key: "k" },
      { kind: "limit", isSet: false, limit: 0 },
      { kind: "slow", isSet: true, pace: { messages: 3, seconds: 10 } },
      { kind: "slow", isSet: false },
    ],
  }],
  userModesSet: [{ kind: "userModesSet", user, on: ["i", "B"], off: ["w"] }],
  operatorSet: [{ kind: "operatorSet", user, session, isOperator: true }],
  awaySet: [{ kind: "awaySet", user, session, text: "" }],
  metadataSet: [
    { kind: "metadataSet", user, changes: [{ key: "avatar", value: "u" }], isAll: false },
    { kind: "metadataSet", user, channel: "#a", changes: [], isAll: true },
  ],
  redacted: [{
    kind: "redacted",
    user,
    target: { kind: "channel", name: "#a" },
    key: 2 ** 52,
    reason: "r",
  }],
  marked: [{ kind: "marked", user, target: "#a", upToMs: 1_700_000_000_123 }],
  hostSet: [{ kind: "hostSet", user, host: "staff" }],
  accountMade: [{ kind: "accountMade", user, account, credential, way: "sasl" }],
  credentialSet: [{ kind: "credentialSet", user, account, credential }],
  certificateSet: [
    { kind: "certificateSet", user, account, fingerprint: "ab".repeat(32), isListed: true },
  ],
  accountDropped: [{ kind: "accountDropped", user, account }],
  loggedIn: [{ kind: "loggedIn", user, account, credentialKey: 7, way: "plain" }],
  channelOwned: [{ kind: "channelOwned", user, channel: "#a", owner: "ann" }],
  loggedOut: [{ kind: "loggedOut", user }],
  realnameSet: [{ kind: "realnameSet", user, realname: "" }],
  walloped: [{ kind: "walloped", user, text: "x" }],
  banned: [{ kind: "banned", ban }],
  unbanned: [{ kind: "unbanned", banKind: "mute", of: "account", target: "a:bob" }],
  announced: [{ kind: "announced", text: "x" }],
  nodeCame: [{ kind: "nodeCame", node: "a", lease: "l", version: 1 }],
  nodeLapsed: [{ kind: "nodeLapsed", node: "a", lease: "l" }],
};

Deno.test("every kind of fact comes out of the stream as it went in", () => {
  for (const fact of Object.values(samples).flat()) {
    const sent = { lease: "lease", id: 7, fact };
    assert.deepEqual(decodeFact(encodeFact(sent)), sent, fact.kind);
  }
});

Deno.test("what is undefined in a fact, and so not in JSON, is undefined again", () => {
  const facts: readonly Fact[] = [
    { kind: "topicSet", user: undefined, channel: "#a", text: "t" },
    { kind: "channelOwned", user, channel: "#a", owner: undefined },
    { kind: "accountMade", user: undefined, account, credential, way: "register" },
  ];
  for (const fact of facts) {
    const back = decodeFact(encodeFact({ lease: "l", id: 1, fact }))?.fact;
    assert.deepEqual({ user: undefined, owner: undefined, ...back }, {
      user: undefined,
      owner: undefined,
      ...fact,
    });
  }
  const banned: Fact = { kind: "banned", ban: { ...ban, untilMs: undefined } };
  const back = decodeFact(encodeFact({ lease: "l", id: 1, fact: banned }))?.fact;
  assert.equal(back?.kind === "banned" && back.ban.untilMs, undefined);
});

Deno.test("a fact of a later version is told, and stops whoever reads it", () => {
  const text = JSON.stringify({ v: factVersion + 1, l: "l", n: 1, f: { kind: "shouted" } });
  assert.throws(() => decodeFact(text), NewerFact);
  assert.throws(() => decodeFact(text), /version 2, and this server knows 1/);
});

Deno.test("what no server wrote is no fact", () => {
  const texts = [
    "",
    "x",
    "null",
    "[]",
    "7",
    '"v"',
    "{}",
    '{"v":"1"}',
    '{"v":1,"l":1,"n":1,"f":{"kind":"said"}}',
    '{"v":1,"l":"l","n":"1","f":{"kind":"said"}}',
    '{"v":1,"l":"l","n":1}',
    '{"v":1,"l":"l","n":1,"f":null}',
    '{"v":1,"l":"l","n":1,"f":{}}',
    '{"v":1,"l":"l","n":1,"f":{"kind":"said","tags":7}}',
    '{"v":1,"l":"l","n":1,"f":{"kind":"said","tags":[1]}}',
    '{"v":1,"l":"l","n":1,"f":{"kind":"said","tags":[["a\\r\\nQUIT","b"]]}}',
  ];
  for (const text of texts) assert.equal(decodeFact(text), undefined, text);
});

const typing = {
  kind: "said",
  user: "l.1",
  command: "TAGMSG",
  target: { kind: "channel", name: "#a" },
  text: "",
  tags: [["+typing", "active"]],
};

Deno.test("what passes is read as it was written", () => {
  const targets: readonly Target[] = [
    { kind: "channel", name: "#a" },
    { kind: "channel", name: "#a", sign: "@" },
    { kind: "user", id: "l.2", nick: "bob" },
  ];
  for (const target of targets) {
    const fact: Fact = {
      kind: "said",
      user: "l.1",
      command: "TAGMSG",
      target,
      text: "",
      tags: new Map([["+typing", "active"]]),
    };
    const sent = { lease: "l", id: 0, fact };
    assert.deepEqual(decodePassing(encodeFact(sent)), sent);
  }
});

Deno.test("whatever else comes where things pass is nothing, and harms nobody", () => {
  const others: readonly object[] = [
    { kind: "announced", text: "x" },
    { ...typing, command: "PRIVMSG" },
    { ...typing, user: 7 },
    { ...typing, target: undefined },
    { ...typing, target: null },
    { ...typing, target: { kind: "channel" } },
    { ...typing, target: { kind: "user", id: {} } },
    { ...typing, target: { kind: "account", name: "ann" } },
    { ...typing, tags: undefined },
    { ...typing, tags: {} },
    { ...typing, tags: [["+x", 1]] },
    { ...typing, tags: [["x\r\nQUIT", ""]] },
  ];
  for (const f of others) {
    const text = JSON.stringify({ v: factVersion, l: "l", n: 0, f });
    assert.equal(decodePassing(text), undefined, text);
  }
  for (const text of ["", "null", "[]", "7", '{"v":2}', '{"v":1,"l":"l","n":0,"f":null}']) {
    assert.equal(decodePassing(text), undefined, text);
  }
});

Deno.test("a subject says what a fact is about, and is of tokens that NATS takes", () => {
  for (const fact of Object.values(samples).flat()) {
    assert.match(subjectOf(fact), /^(?:all|(?:channel|user|account)\.[A-Za-z0-9_-]+)$/, fact.kind);
  }
  const say = (name: string): Fact => ({
    kind: "said",
    user,
    command: "PRIVMSG",
    target: { kind: "channel", name },
    text: "x",
    tags: new Map(),
  });
  assert.equal(subjectOf(say("#A.*>")), subjectOf(say("#a.*>")), "however it is spelt");
  assert.notEqual(subjectOf(say("#a")), subjectOf(say("#b")));
  assert.equal(subjectOf({ kind: "joined", user, channel: "#a" }), subjectOf(say("#a")));
  assert.equal(subjectOf({ kind: "renamed", user, nick: "zoe" }), "all");
});
