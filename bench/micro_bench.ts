/** The steps of a message one by one: `deno task bench:micro`. What takes longer than it did shows here in a minute. */

import { LocalBus } from "../server/cluster/local_bus.ts";
import { type Archive, lineClass } from "../server/core/archive.ts";
import { createSession, type Outlet, type Session } from "../server/core/session.ts";
import type { Relay } from "../server/core/sink.ts";
import { World } from "../server/core/world.ts";
import { Engine } from "../server/engine.ts";
import { encodeRelays } from "../server/net/encode.ts";
import { Fanout } from "../server/net/fanout.ts";
import { networks } from "../server/net/network.ts";
import { Outbox } from "../server/net/outbox.ts";
import { Rounds } from "../server/net/rounds.ts";
import type { Batch } from "../server/store/batch.ts";
import { openForWriting } from "../server/store/open_database.ts";
import { withRuns } from "../server/store/line_run.ts";
import { Writer } from "../server/store/writer.ts";
import { testPolicy } from "../tests/helpers/policy.ts";
import { capabilities } from "../wire/capabilities.ts";
import { formatMessage, message } from "../wire/format.ts";
import { LineSplitter } from "../wire/lines.ts";
import { parseMessage } from "../wire/message.ts";

const text = "x".repeat(64);
const line = `PRIVMSG #bench :${text}`;
const chunk = new TextEncoder().encode(`${line}\r\n`.repeat(16));
const said = message("ann!~ann@192.0.2.1", "PRIVMSG", "#bench", text);
const rethrow = (error: unknown): never => {
  throw error;
};

Deno.bench("split 16 lines", () => {
  new LineSplitter(512).push(chunk);
});

Deno.bench("parse a line", () => {
  parseMessage(line);
});

Deno.bench("format a line", () => {
  formatMessage(said);
});

const relay: Relay = {
  message: said,
  timeMs: Date.UTC(2026, 0, 1),
  key: 1,
  epoch: "abcdefgh",
  needs: 0,
  gated: undefined,
};
const run = Array.from({ length: 16 }, () => relay);
const tagged = capabilities["message-tags"].shapeBit | capabilities["server-time"].shapeBit;

Deno.bench("encode a run of 16 messages", () => {
  encodeRelays(run, 0);
});

Deno.bench("encode a run of 16 messages with tags", () => {
  encodeRelays(run, tagged);
});

const nowhere: Outlet = {
  push: () => {},
  pull: (answer) => {
    if (answer instanceof Uint8Array) return;
    while (!answer.next().done);
  },
  leaveGap: () => ({ fill: () => {} }),
  end: () => {},
};

/** An engine with so many people in #bench, and the one who speaks there. */
function crowd(count: number): { readonly say: () => void } {
  const fanout = new Fanout(rethrow);
  const archive: Archive = {
    obstacle: undefined,
    isBehind: false,
    whenRoom: (then) => then(),
    append: () => {},
    ask: () => {},
  };
  const world = new World({
    epoch: "e",
    lease: "lease",
    serverName: "chat.bench",
    info: { version: "chat-bench", startedAt: "now", motd: [] },
    networks,
    nowMs: 0,
  });
  const engine = new Engine({
    world,
    sink: fanout,
    archive,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: rethrow },
    nowMs: Date.now,
    policy: testPolicy(),
    createBus: (subscriber) => new LocalBus(Date.now, subscriber, { key: 0, timeMs: 0 }),
    onFatal: rethrow,
  });
  const comeIn = (id: number): Session => {
    const start = { id, outlet: nowhere, address: "192.0.2.1", port: id, host: "h", openedAtMs: 0 };
    const session = createSession(start);
    engine.opened(session);
    engine.decide(session, "irc");
    for (const said of [`NICK b${id}`, `USER b${id} 0 * :b`, "JOIN #bench"]) {
      engine.line(session, said);
    }
    return session;
  };
  const sessions = Array.from({ length: count }, (_, index) => comeIn(index + 1));
  fanout.flush();
  const [sender] = sessions;
  return {
    say: () => {
      if (sender !== undefined) engine.line(sender, line);
      fanout.flush();
    },
  };
}

const few = crowd(2);
const many = crowd(1_000);

Deno.bench("dispatch and apply a message to 1", () => few.say());

Deno.bench("dispatch, apply and hand over a message to 999", () => many.say());

/** So many outboxes of peers that take all at once. */
function outboxes(count: number, rounds: Rounds): readonly Outbox[] {
  const events = { lastLine: () => new Uint8Array(0), onEnding: () => {}, onEnded: () => {} };
  const writer = { write: (bytes: Uint8Array) => Promise.resolve(bytes.length) };
  return Array.from({ length: count }, () => new Outbox(writer, rounds, events));
}

const rounds = new Rounds();
const receivers = outboxes(100, rounds);
const pieces = Array.from({ length: 4 }, () => encodeRelays(run.slice(0, 4), 0));

Deno.bench("write 4 pieces to each of 100 outboxes", async () => {
  for (const piece of pieces) for (const receiver of receivers) receiver.push(piece);
  // The microtasks of the round come first.
  await new Promise((resolve) => setImmediate(resolve));
});

/** Gives batches of so many messages, each with keys of its own. */
function batches(count: number): () => Batch {
  let key = 0;
  return () => {
    const records = Array.from({ length: count }, () => ({
      kind: "line" as const,
      log: { owner: "", name: "#bench" },
      class: lineClass.openSaid,
      copy: 0 as const,
      line: { key: ++key, part: 0, timeMs: key, author: "ann", tags: "", line },
    }));
    return { lastKey: key, lastTimeMs: key, records: withRuns(records) };
  };
}

const writer = new Writer(openForWriting(":memory:"));
const nextBatch = batches(100);

Deno.bench("keep a batch of 100 messages, in memory", () => writer.append(nextBatch()));
