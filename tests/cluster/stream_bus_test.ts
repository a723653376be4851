import assert from "node:assert/strict";
import { encodeFact, factVersion } from "../../server/cluster/fact_codec.ts";
import { StreamBus } from "../../server/cluster/stream_bus.ts";
import type { Fact, Origin, PlacedFact } from "../../server/core/facts.ts";
import { World } from "../../server/core/world.ts";
import { networks } from "../../server/net/network.ts";
import { FakeStream, FakeStreamThread } from "../helpers/fake_stream.ts";
import { createTable } from "../helpers/table.ts";

/** One server over a stream; of what facts do, its world learns only which servers there are. */
class Node {
  readonly thread: FakeStreamThread;
  readonly world: World;
  readonly bus: StreamBus;
  readonly applied: PlacedFact[] = [];
  readonly refused: [Fact["kind"], Origin | undefined, string][] = [];
  readonly told: string[] = [];
  readonly fatal: string[] = [];
  readonly logged: string[] = [];
  onApplied: (placed: PlacedFact) => void = () => {};
  isFull = false;
  #leases = 0;

  constructor(readonly stream: FakeStream, readonly name: string, last = { key: 0, timeMs: 0 }) {
    this.thread = new FakeStreamThread(stream);
    this.world = new World({
      epoch: "e",
      lease: `${name}0`,
      serverName: "chat.test",
      info: { version: "1", startedAt: "now", motd: [] },
      networks,
      nowMs: 0,
    });
    const log = (text: string) => void this.logged.push(text);
    this.bus = new StreamBus({
      thread: this.thread,
      world: this.world,
      node: name,
      createLease: () => `${name}${++this.#leases}`,
      last,
      targetKey: stream.entries.length,
      subscriber: (placed) => this.#apply(placed),
      refused: (fact, origin, text) => this.refused.push([fact.kind, origin, text]),
      nowMs: () => 7_000,
      isFull: () => this.isFull,
      onTurn: () => {},
      onLink: (isUp) => this.told.push(isUp ? "up" : "down"),
      onPassed: (text) => this.told.push(text),
      onCame: (lease) => this.told.push(`came ${lease}`),
      onFatal: (text) => this.fatal.push(text),
      log: { debug: log, info: log, warn: log, error: log },
    });
  }

  /** Texts of what was announced and applied, which stands for what else can happen. */
  get texts(): readonly string[] {
    return this.applied.map(({ fact }) => fact.kind === "announced" ? fact.text : fact.kind);
  }

  says(text: string, origin?: Origin): void {
    this.bus.publish({ kind: "announced", text }, origin);
  }

  async joins(): Promise<void> {
    this.thread.delivers();
    const joined = this.bus.join();
    await Promise.resolve();
    await this.thread.goesOn();
    await joined;
  }

  #apply(placed: PlacedFact): void {
    this.applied.push(placed);
    this.onApplied(placed);
    const { fact } = placed;
    if (fact.kind === "nodeLapsed") {
      if (this.world.nodes.get(fact.node)?.lease === fact.lease) this.world.removeNode(fact.node);
    } else if (fact.kind === "nodeCame") {
      this.world.removeNode(fact.node);
      const { lease, version } = fact;
      this.world.addNode(fact.node, { lease, version, cameAtMs: placed.timeMs });
    }
  }
}

/** Two servers of one chat, with nothing under way. */
async function createNodes(): Promise<readonly [Node, Node, FakeStream]> {
  const stream = new FakeStream();
  const [one, other] = [new Node(stream, "one"), new Node(stream, "other")];
  await one.joins();
  await other.joins();
  one.thread.delivers();
  for (const { applied, told } of [one, other]) {
    applied.length = 0;
    told.length = 0;
  }
  return [one, other, stream];
}

function originOf(): Origin {
  return { session: createTable().connect().session, isSaid: false };
}

const typing: Fact = {
  kind: "said",
  user: "one0.1",
  command: "TAGMSG",
  target: { kind: "channel", name: "#a" },
  text: "",
  tags: new Map([["+typing", "active"]]),
};

Deno.test("a fact takes effect when it comes back, on its own server with its origin", async () => {
  const [one, other, stream] = await createNodes();
  const origin = originOf();
  stream.timeMs = 2_000;
  one.says("x", origin);
  assert.deepEqual(one.applied, []);
  await one.thread.places();
  assert.deepEqual(one.applied, [], "it is in the stream");
  other.thread.delivers();
  one.thread.delivers();
  const placed = { key: 3, timeMs: 2_000, fact: { kind: "announced", text: "x" } } as const;
  assert.deepEqual(one.applied, [{ ...placed, origin }]);
  assert.deepEqual(other.applied, [{ ...placed, origin: undefined }]);
});

Deno.test("facts of several servers are applied in the stream's order, by all alike", async () => {
  const [one, other] = await createNodes();
  one.says("1");
  other.says("2");
  one.says("3");
  await other.thread.places();
  await one.thread.places();
  for (const node of [one, other]) {
    node.thread.delivers();
    assert.deepEqual(node.texts, ["2", "1", "3"]);
  }
});

Deno.test("what one turn publishes goes together", async () => {
  const [one] = await createNodes();
  one.says("1");
  one.says("2");
  await Promise.resolve();
  assert.equal(one.thread.publications.length, 2);
  assert.equal(new Set(one.thread.publications.map(({ onceId }) => onceId)).size, 2);
});

Deno.test("the time of facts never goes back, whatever NATS says", async () => {
  const [one, , stream] = await createNodes();
  stream.timeMs = 5_000;
  one.says("1");
  await one.thread.places();
  stream.timeMs = 4_000;
  one.says("2");
  await one.thread.goesOn();
  assert.deepEqual(one.applied.map(({ timeMs }) => timeMs), [5_000, 5_000]);
});

Deno.test("a server that knows the world of a fact goes on behind it, at no earlier time", async () => {
  const [one, , stream] = await createNodes();
  one.says("1");
  one.says("2");
  await one.thread.places();
  const late = new Node(stream, "late", { key: 3, timeMs: 9_999 });
  assert.deepEqual(late.thread.requests, [{ kind: "follow", fromKey: 4 }]);
  late.thread.delivers();
  // Who lives is in the world that was saved, which this one lacks.
  assert.deepEqual(late.bus.last, { key: 4, timeMs: 9_999 });
});

Deno.test("joining waits for all that there was, and then for the stream to know of it", async () => {
  const [one, , stream] = await createNodes();
  one.says("1");
  await one.thread.goesOn();
  const late = new Node(stream, "late");
  let hasJoined = false;
  const joined = late.bus.join().then(() => hasJoined = true);
  assert.equal(late.bus.isPast, true);
  await late.thread.goesOn();
  assert.equal(hasJoined, false, "it has announced itself and does not yet know that it was heard");
  await late.thread.goesOn();
  await joined;
  assert.equal(late.bus.isPast, false);
  assert.deepEqual(late.texts, ["nodeCame", "nodeCame", "1", "nodeCame"]);
  assert.deepEqual(late.world.nodes.get("late"), {
    lease: "late0",
    version: factVersion,
    cameAtMs: 1_000,
  });
});

Deno.test("what passes is here at once, there without a place, and nowhere later", async () => {
  const [one, other, stream] = await createNodes();
  const origin = originOf();
  one.bus.publish(typing, origin);
  assert.deepEqual(one.applied, [{ key: 0, timeMs: 7_000, fact: typing, origin }]);
  const [text = ""] = one.thread.passed;
  for (const { thread } of [one, other]) {
    thread.replies({ kind: "passed", subject: "passing", text });
  }
  assert.equal(one.applied.length, 1, "its own comes back and is no news");
  assert.deepEqual(other.applied, [{ key: 0, timeMs: 7_000, fact: typing, origin: undefined }]);
  await one.thread.places();
  assert.equal(stream.entries.length, 2);
});

Deno.test("only what passes is taken from where things pass, and only of servers that live", async () => {
  const [one] = await createNodes();
  const passes = (lease: string, fact: Fact) => {
    const text = encodeFact({ lease, id: 0, fact });
    one.thread.replies({ kind: "passed", subject: "passing", text });
  };
  passes("other0", { kind: "announced", text: "x" });
  passes("nobody", typing);
  one.thread.replies({ kind: "passed", subject: "passing", text: "garbage" });
  assert.deepEqual(one.applied, []);
});

Deno.test("signs of life go to who listens for them", async () => {
  const [one] = await createNodes();
  one.thread.replies({ kind: "passed", subject: "beat", text: "alive" });
  assert.deepEqual(one.told, ["alive"]);
});

Deno.test("facts of a lapsed lease are void on all servers, and refused where they came from", async () => {
  const [one, other] = await createNodes();
  const origin = originOf();
  other.bus.lapse("one", "one0");
  await other.thread.places();
  one.says("too late", origin);
  await one.thread.places();
  one.thread.delivers();
  other.thread.delivers();
  assert.deepEqual(other.texts, ["nodeLapsed"]);
  assert.deepEqual(one.texts, ["nodeLapsed"]);
  const why = "This server was cut off from the others; connect again";
  assert.deepEqual(one.refused, [["announced", origin, why]]);
});

Deno.test("a server that reads of its own lapse comes back under another lease", async () => {
  const [one, other] = await createNodes();
  other.bus.lapse("one", "one0");
  await other.thread.goesOn();
  one.thread.delivers();
  assert.equal(one.world.lease, "one1");
  assert.deepEqual(one.logged, ["The others took this server for lost; it comes anew"]);
  assert.equal(one.bus.figures().isUp, false, "until the others know of it");
  await one.thread.goesOn();
  assert.equal(one.bus.figures().isUp, true);
  one.says("x");
  await one.thread.goesOn();
  other.thread.delivers();
  assert.deepEqual(other.texts, ["nodeLapsed", "nodeCame", "x"]);
  assert.deepEqual(one.fatal, []);
});

Deno.test("a lapse that several servers write is in the stream once", async () => {
  const [one, other, stream] = await createNodes();
  for (const { bus } of [one, other]) bus.lapse("third", "third0");
  await one.thread.places();
  await other.thread.places();
  assert.equal(stream.entries.length, 3);
});

Deno.test("the name of a server that is there can't be taken: the one that had it ends, and tells why", async () => {
  const [one, , stream] = await createNodes();
  const twin = new Node(stream, "one");
  twin.world.renewLease("twin0");
  await twin.joins();
  one.thread.delivers();
  assert.deepEqual(one.fatal, [
    'Another server goes by the name "one" too; give each a --node of its own',
  ]);
  assert.deepEqual(twin.fatal, []);
});

Deno.test("a server that was announced twice is not its own twin", async () => {
  const [one, , stream] = await createNodes();
  stream.put(
    encodeFact({
      lease: "one0",
      id: 999,
      fact: { kind: "nodeCame", node: "one", lease: "one0", version: 1 },
    }),
  );
  one.thread.delivers();
  assert.deepEqual(one.fatal, []);
});

Deno.test("without NATS nothing can be placed, but who leaves can be told of", async () => {
  const [one] = await createNodes();
  assert.equal(one.bus.obstacle, undefined);
  one.thread.replies({ kind: "link", isUp: false });
  assert.match(one.bus.obstacle ?? "", /^This server is cut off from the others; wait/);
  one.bus.pass("beat", "x");
  assert.deepEqual(one.thread.passed, []);
  one.bus.publish({ kind: "quit", user: "one0.1", session: "one0.s1", reason: "" }, undefined);
  await Promise.resolve();
  assert.equal(one.thread.publications.length, 1);
  one.thread.replies({ kind: "link", isUp: true });
  assert.equal(one.bus.obstacle, undefined);
  assert.deepEqual(one.told, ["down", "up"]);
});

Deno.test("as much may be under way as is bounded, and then clients are told to wait", async () => {
  const [one] = await createNodes();
  for (let count = 0; count < 4_096; count++) {
    assert.equal(one.bus.obstacle, undefined);
    one.says("x");
  }
  assert.match(one.bus.obstacle ?? "", /can't take that much; wait/);
  assert.equal(one.bus.figures().pending, 4_096);
  await one.thread.goesOn();
  assert.equal(one.bus.obstacle, undefined);
  assert.equal(one.bus.figures().pending, 0);
});

Deno.test("what is not placed is refused to its origin; who left is told of again", async () => {
  const [one] = await createNodes();
  const origin = originOf();
  one.says("x", origin);
  const quit: Fact = { kind: "quit", user: "one0.1", session: "one0.s1", reason: "" };
  one.bus.publish(quit, undefined);
  await Promise.resolve();
  const publications = one.thread.publications.splice(0);
  for (const { id } of publications) {
    one.thread.replies({ kind: "unplaced", id, text: "no space" });
    one.thread.replies({ kind: "unplaced", id, text: "no space" });
  }
  assert.deepEqual(one.refused, [
    [
      "announced",
      origin,
      "The other servers could not take that: no space; others may have seen it",
    ],
  ]);
  one.bus.tick();
  await one.thread.goesOn();
  assert.deepEqual(one.texts, ["quit"]);
  one.bus.tick();
  await Promise.resolve();
  assert.deepEqual(one.thread.publications, []);
});

Deno.test("who was told that it could not come in, and has, is taken back", async () => {
  const [one] = await createNodes();
  const identity = { id: "one0.7", nick: "ann", username: "~a", host: "h", realname: "" };
  one.bus.publish({ kind: "arrived", identity, session: "one0.s7" }, originOf());
  await Promise.resolve();
  const [{ id } = assert.fail("Nothing was sent")] = one.thread.publications;
  one.thread.replies({ kind: "unplaced", id, text: "the other servers were away" });
  assert.equal(one.refused.length, 1);
  await one.thread.goesOn();
  assert.deepEqual(one.texts, ["arrived", "quit"]);
  assert.deepEqual(one.applied[1]?.fact, {
    kind: "quit",
    user: "one0.7",
    session: "one0.s7",
    reason: "Connection lost",
  });
});

Deno.test("what is no fact is logged and left out; a fact of a later version ends the server", async () => {
  const [one, , stream] = await createNodes();
  stream.put("garbage");
  one.says("x");
  await one.thread.goesOn();
  assert.deepEqual(one.texts, ["x"]);
  assert.deepEqual(one.logged, ["The stream has something that is no fact at 3"]);
  stream.put(JSON.stringify({ v: 2, l: "other0", n: 1, f: { kind: "announced", text: "y" } }));
  one.says("z");
  await one.thread.goesOn();
  assert.deepEqual(one.texts, ["x"]);
  assert.deepEqual(one.fatal, ["The stream has facts of version 2, and this server knows 1"]);
  assert.equal(one.bus.last.key, 4, "a later version goes on before it");
});

Deno.test("what was applied is told to the thread, which may then have more come", async () => {
  const [one, other] = await createNodes();
  const before = one.thread.requests.length;
  for (const text of ["1", "2", "3"]) other.says(text);
  await other.thread.places();
  one.thread.delivers();
  assert.deepEqual(one.thread.requests.slice(before), [{ kind: "taken", count: 3 }]);
});

Deno.test("a server that ends says so at once, and hears nothing after that", async () => {
  const [one, other] = await createNodes();
  one.says("last");
  await one.bus.close();
  assert.equal(one.thread.isClosed, true);
  await one.thread.places();
  other.thread.delivers();
  assert.deepEqual(other.texts, ["last", "nodeLapsed"]);
  assert.equal(other.world.isLive("one0"), false);
  one.thread.delivers();
  assert.deepEqual(one.texts, []);
});

Deno.test("a stream that can't be followed any more ends the server; a warning is logged", async () => {
  const [one] = await createNodes();
  one.thread.replies({ kind: "warning", text: "hm" });
  assert.deepEqual(one.logged, ["hm"]);
  one.thread.replies({ kind: "broken", text: "The stream is gone" });
  assert.deepEqual(one.fatal, ["The stream is gone"]);
});

Deno.test("a server that is halted by a fact applies none of those that came with it", async () => {
  const [one, other] = await createNodes();
  const before = one.thread.requests.length;
  for (const text of ["1", "halt", "3"]) other.says(text);
  one.onApplied = ({ fact }) => {
    if (fact.kind === "announced" && fact.text === "halt") one.bus.halt();
  };
  await other.thread.places();
  one.thread.delivers();
  assert.deepEqual(one.texts, ["1", "halt"]);
  assert.equal(one.thread.requests.length, before);
});

Deno.test("a server that can't keep as fast as facts come has no more come until it has kept some", async () => {
  const [one, other] = await createNodes();
  const before = one.thread.requests.length;
  one.isFull = true;
  for (const text of ["1", "2", "3"]) {
    other.says(text);
    await other.thread.places();
    one.thread.delivers();
  }
  one.bus.goOn();
  assert.deepEqual(one.texts, ["1", "2", "3"]);
  assert.equal(one.thread.requests.length, before);
  one.isFull = false;
  one.bus.goOn();
  one.bus.goOn();
  assert.deepEqual(one.thread.requests.slice(before), [{ kind: "taken", count: 3 }]);
});

Deno.test("a server that can't announce itself at its start ends and tells why, and later tries again", async () => {
  const stream = new FakeStream();
  const [one, other] = [new Node(stream, "one"), new Node(stream, "other")];
  void one.bus.join();
  await Promise.resolve();
  await Promise.resolve();
  const [{ id } = assert.fail("Nothing was sent")] = one.thread.publications;
  one.thread.replies({ kind: "unplaced", id, text: "no rights" });
  assert.deepEqual(one.fatal, ["This server can't come in: no rights"]);
  await other.joins();
  stream.put(
    encodeFact({ lease: "x", id: 1, fact: { kind: "nodeLapsed", node: "other", lease: "other0" } }),
  );
  other.thread.delivers();
  await Promise.resolve();
  const [again = assert.fail("Nothing was sent")] = other.thread.publications.splice(0);
  other.thread.replies({ kind: "unplaced", id: again.id, text: "away" });
  assert.deepEqual(other.fatal, []);
  other.bus.tick();
  await other.thread.goesOn();
  assert.equal(other.bus.figures().isUp, true);
});
