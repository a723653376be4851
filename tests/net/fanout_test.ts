import assert from "node:assert/strict";
import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { type Capability, messageTagsReceive } from "../../wire/capabilities.ts";
import {
  createSession,
  type Outlet,
  type OutletGap,
  plainBit,
  reshape,
  type Session,
} from "../../server/core/session.ts";
import type { Relay } from "../../server/core/sink.ts";
import { Fanout, lastLine } from "../../server/net/fanout.ts";
import { rethrow } from "../helpers/rethrow.ts";

const decoder = new TextDecoder();

/** An outlet that keeps what it gets. */
class Kept implements Outlet {
  /** Pieces by identity. */
  readonly pieces: Uint8Array[] = [];
  /** Reasons it was ended for. */
  readonly reasons: string[] = [];

  push(bytes: Uint8Array): void {
    this.pieces.push(bytes);
  }

  pull(answer: Uint8Array | Iterator<Uint8Array>): void {
    const lines = answer instanceof Uint8Array ? [answer].values() : answer;
    for (let next = lines.next(); !next.done; next = lines.next()) this.pieces.push(next.value);
  }

  leaveGap(): OutletGap {
    const at = this.pieces.push(new Uint8Array(0)) - 1;
    return { fill: (bytes) => void (this.pieces[at] = bytes) };
  }

  end(last: Uint8Array, reason: string): void {
    if (last.length > 0) this.pieces.push(last);
    this.reasons.push(reason);
  }

  get texts(): readonly string[] {
    return this.pieces.map((bytes) => decoder.decode(bytes));
  }
}

interface Member {
  readonly session: Session;
  readonly kept: Kept;
}

type Trait = Capability | "plain" | "open";

function makeMember(...names: readonly Trait[]): Member {
  const kept = new Kept();
  const start = { id: 1, outlet: kept, address: "", port: 0, host: "", openedAtMs: 0 };
  const session = createSession(start);
  session.dialect = names.includes("plain") ? "plain" : names.includes("open") ? "open" : "irc";
  for (const name of names) {
    if (name !== "plain" && name !== "open") session.capabilities.add(name);
  }
  reshape(session);
  return { session, kept };
}

const ann = "ann!~ann@here";
const timeMs = Date.UTC(2024, 1, 29, 12, 30, 1, 5);

/** What key 17 of epoch "e" is called. */
const id = "0000000e000000000h";

function said(text: string, tags: readonly (readonly [string, string])[] = []): Relay {
  const message: Message = {
    tags: new Map(tags),
    source: ann,
    command: "PRIVMSG",
    params: ["#c", text],
  };
  return { message, timeMs, epoch: "e", needs: 0, key: 17, gated: undefined };
}

Deno.test("a message looks as each shape has asked for it", () => {
  const fanout = new Fanout(rethrow);
  const members = [
    makeMember(),
    makeMember("server-time"),
    makeMember("message-tags"),
    makeMember("message-tags", "server-time", "echo-message", "multi-prefix"),
    makeMember("plain"),
  ];
  fanout.relay(said("hi", [["+x", "a b"]]), members.map(({ session }) => session), undefined);
  fanout.flush();
  assert.deepEqual(members.map(({ kept }) => kept.texts), [
    [":ann!~ann@here PRIVMSG #c :hi\r\n"],
    ["@time=2024-02-29T12:30:01.005Z :ann!~ann@here PRIVMSG #c :hi\r\n"],
    [`@msgid=${id};+x=a\\sb :ann!~ann@here PRIVMSG #c :hi\r\n`],
    [`@time=2024-02-29T12:30:01.005Z;msgid=${id};+x=a\\sb :ann!~ann@here PRIVMSG #c :hi\r\n`],
    ["ann: hi\n"],
  ]);
});

Deno.test("all of one shape are handed the very same bytes", () => {
  const fanout = new Fanout(rethrow);
  const shapes: readonly (readonly Trait[])[] = [
    [],
    ["plain"],
    ["server-time"],
    ["message-tags", "server-time"],
  ];
  const groups = shapes.map((names) => [makeMember(...names), makeMember(...names)]);
  fanout.relay(said("hi"), groups.flat().map(({ session }) => session), undefined);
  fanout.flush();
  const pieces = groups.map((group) => new Set(group.map(({ kept }) => kept.pieces[0])));
  assert.deepEqual(pieces.map((same) => same.size), [1, 1, 1, 1]);
  assert.equal(new Set(pieces.flatMap((same) => [...same])).size, 4);
});

Deno.test("messages that follow one another to the same recipients leave as one piece", () => {
  const fanout = new Fanout(rethrow);
  const [one, two] = [makeMember(), makeMember("plain")];
  const recipients = [one.session, two.session];
  for (const text of ["1", "2", "3"]) fanout.relay(said(text), recipients, undefined);
  assert.deepEqual([one.kept.texts, two.kept.texts], [[], []], "the run is open");
  fanout.flush();
  fanout.flush();
  assert.deepEqual(one.kept.texts, [
    ["1", "2", "3"].map((text) => `:${ann} PRIVMSG #c :${text}\r\n`).join(""),
  ]);
  assert.deepEqual(two.kept.texts, ["ann: 1\nann: 2\nann: 3\n"]);
});

Deno.test("other recipients, or another exception, end a run", () => {
  const fanout = new Fanout(rethrow);
  const [one, two] = [makeMember("plain"), makeMember("plain")];
  const both = [one.session, two.session];
  fanout.relay(said("1"), both, undefined);
  fanout.relay(said("2"), [...both], undefined);
  fanout.relay(said("3"), both, one.session);
  fanout.relay(said("4"), both, two.session);
  fanout.flush();
  assert.deepEqual(one.kept.texts, ["ann: 1\n", "ann: 2\n", "ann: 4\n"]);
  assert.deepEqual(two.kept.texts, ["ann: 1\n", "ann: 2\n", "ann: 3\n"]);
});

const others: readonly {
  readonly name: string;
  readonly deliver: (fanout: Fanout, session: Session) => void;
  readonly text: string;
}[] = [
  {
    name: "an own deed",
    deliver: (fanout, session) => fanout.tell(session, said("own")),
    text: "ann: own\n",
  },
  {
    name: "a reply",
    deliver: (fanout, session) =>
      fanout.reply(session, createMessage("chat.local", "NOTICE", "*", "r")),
    text: "[server] r\n",
  },
  {
    name: "an answer",
    deliver: (fanout, session) =>
      fanout.answer(session, [createMessage("chat.local", "NOTICE", "*", "a")]),
    text: "[server] a\n",
  },
  {
    name: "a question",
    deliver: (fanout, session) => fanout.prompt(session, "alias?"),
    text: "alias?",
  },
  {
    name: "a last line",
    deliver: (fanout, session) => fanout.close(session, "Kicked"),
    text: "[server] Kicked\n",
  },
];

for (const { name, deliver, text } of others) {
  Deno.test(`${name} ends a run, and comes after it`, () => {
    const fanout = new Fanout(rethrow);
    const { session, kept } = makeMember("plain");
    const recipients = [session];
    fanout.relay(said("1"), recipients, undefined);
    fanout.relay(said("2"), recipients, undefined);
    deliver(fanout, session);
    fanout.relay(said("3"), recipients, undefined);
    fanout.flush();
    assert.deepEqual(kept.texts, ["ann: 1\nann: 2\n", text, "ann: 3\n"]);
  });
}

Deno.test("the one who is excepted gets nothing, all others do", () => {
  const fanout = new Fanout(rethrow);
  const [one, two] = [makeMember(), makeMember()];
  fanout.relay(said("hi"), [one.session, two.session], two.session);
  fanout.flush();
  assert.deepEqual([one.kept.pieces.length, two.kept.pieces.length], [1, 0]);
});

Deno.test("a line that is for some goes to those who asked for it, and is a run of its own", () => {
  const fanout = new Fanout(rethrow);
  const members = [
    makeMember(),
    makeMember("server-time"),
    makeMember("message-tags"),
    makeMember("plain"),
  ];
  const recipients = members.map(({ session }) => session);
  const message = {
    tags: new Map([["+typing", "active"]]),
    source: ann,
    command: "TAGMSG",
    params: ["#c"],
  };
  const tagged = {
    message,
    timeMs,
    epoch: "e",
    needs: messageTagsReceive,
    key: 17,
    gated: undefined,
  };
  fanout.relay(tagged, recipients, undefined);
  fanout.relay(said("hi"), recipients, undefined);
  fanout.flush();
  assert.deepEqual(members.map(({ kept }) => kept.texts.join("").split("\n").length - 1), [
    1,
    1,
    2,
    1,
  ]);
  assert.deepEqual(members[2]?.kept.texts, [
    `@msgid=${id};+typing=active :ann!~ann@here TAGMSG #c\r\n`,
    `@msgid=${id} :ann!~ann@here PRIVMSG #c :hi\r\n`,
  ]);
});

Deno.test("what is delivered is never written into", () => {
  const fanout = new Fanout(rethrow);
  const { session, kept } = makeMember();
  const recipients = [session];
  const relay = said("1", [["+x", "y"]]);
  fanout.relay(relay, recipients, undefined);
  fanout.flush();
  const [first] = kept.pieces;
  const before = [...first ?? []];
  fanout.relay(said("2"), recipients, undefined);
  fanout.flush();
  assert.ok(before.length > 0);
  assert.deepEqual([...first ?? []], before);
  assert.deepEqual([...relay.message.tags], [["+x", "y"]], "nor is the message");
});

Deno.test("an own deed reads as one to plain clients, and carries tags to others", () => {
  const fanout = new Fanout(rethrow);
  const [plain, irc] = [makeMember("plain"), makeMember("message-tags")];
  const relay = {
    message: createMessage(ann, "JOIN", "#c"),
    timeMs,
    epoch: "e",
    needs: 0,
    key: 17,
    gated: undefined,
  };
  fanout.tell(plain.session, relay);
  fanout.tell(irc.session, relay);
  assert.deepEqual(plain.kept.texts, ["[server] You are in #c\n"]);
  assert.deepEqual(irc.kept.texts, [`@msgid=${id} :ann!~ann@here JOIN #c\r\n`]);
});

Deno.test("a session is closed once, with the last line of its dialect", () => {
  const fanout = new Fanout(rethrow);
  for (
    const { names, reason, texts } of [
      { names: [], reason: "Kicked", texts: ["ERROR :Closing link: Kicked\r\n"] },
      { names: [], reason: "Quit: bye", texts: ["ERROR :Closing link: Quit: bye\r\n"] },
      { names: ["plain"], reason: "Kicked", texts: ["[server] Kicked\n"] },
      { names: ["plain"], reason: "Quit", texts: [] },
      { names: ["open"], reason: "Kicked", texts: [] },
    ] as const
  ) {
    const { session, kept } = makeMember(...names);
    fanout.close(session, reason);
    fanout.close(session, "again");
    assert.deepEqual({ texts: kept.texts, reasons: kept.reasons }, { texts, reasons: [reason] });
    assert.equal(session.isClosing, true);
  }
});

Deno.test("a last line can't be more than one", () => {
  const { session } = makeMember("plain");
  assert.equal(session.shape, plainBit);
  assert.equal(decoder.decode(lastLine(session, "a\r\nb\x1b[2J")).split("\n").length, 2);
});

Deno.test("an answer that is there as a whole is one piece, another one is made line by line", () => {
  const lines = ["one", "two"].map((text) => createMessage("chat.test", "NOTICE", "ann", text));
  const expected = [":chat.test NOTICE ann :one\r\n", ":chat.test NOTICE ann :two\r\n"];
  const fanout = new Fanout(rethrow);
  const [whole, drawn, plain] = [makeMember(), makeMember(), makeMember("plain")];
  fanout.answer(whole.session, lines);
  fanout.answer(drawn.session, lines.values());
  fanout.answer(plain.session, lines);
  assert.deepEqual(whole.kept.texts, [expected.join("")]);
  assert.deepEqual(drawn.kept.texts, expected);
  assert.deepEqual(plain.kept.texts, ["[server] one\n[server] two\n"]);
});
