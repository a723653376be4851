import assert from "node:assert/strict";
import type { Line } from "../../wire/lines.ts";
import { Framing } from "../../server/net/framing.ts";
import { type LineConsumer, LineReader } from "../../server/net/line_reader.ts";
import type { MessageEvents, MessageTransport } from "../../server/net/transport.ts";
import { FakeTime } from "../helpers/fake_time.ts";
import { MemoryTransport } from "../helpers/memory_transport.ts";
import { turn } from "../helpers/scripted_writer.ts";

/** Keeps what it is handed, and takes as long as the test says. */
class Consumer implements LineConsumer {
  /** What was handed over, one list a read, and how it ended. */
  readonly told: (readonly Line[] | string)[] = [];
  reads = 0;
  /** Lines take until then. */
  handling: Promise<void> | undefined;

  onRead(): void {
    this.reads++;
  }

  onLines(lines: readonly Line[]): Promise<void> | undefined {
    this.told.push(lines);
    return this.handling;
  }

  onEnd(): void {
    this.told.push("end");
  }

  onLost(error: unknown): void {
    this.told.push(`lost: ${error instanceof Error ? error.message : error}`);
  }
}

interface Scene {
  readonly peer: MemoryTransport;
  readonly consumer: Consumer;
  readonly reader: LineReader;
}

/** `faulty` is a way to read that throws. */
function makeScene(faulty?: "push" | "flush"): Scene {
  const peer = new MemoryTransport("a peer");
  const consumer = new Consumer();
  const framing = new Framing({ anyCase: true, maxPlainBytes: 4096 });
  if (faulty !== undefined) {
    framing[faulty] = () => {
      throw new RangeError("A fault of ours");
    };
  }
  return { peer, consumer, reader: new LineReader(peer, framing, consumer) };
}

Deno.test("what one read completed is handed over together, and each read is a sign of life", async () => {
  const { peer, consumer } = makeScene();
  for (const part of ["one\ntwo\nthr", "ee", "\n"]) {
    peer.sends(part);
    await turn();
  }
  assert.deepEqual(consumer.told, [["one", "two"], ["three"]]);
  assert.equal(consumer.reads, 3, "with lines or without");
});

Deno.test("nothing is read while lines are handled", async () => {
  const { peer, consumer } = makeScene();
  const { promise, resolve } = Promise.withResolvers<void>();
  consumer.handling = promise;
  peer.sends("one\n");
  await turn();
  peer.sends("two\n");
  peer.endsSending();
  await turn();
  assert.equal(peer.isPaused, true);
  assert.deepEqual(consumer.told, [["one"]]);
  consumer.handling = undefined;
  resolve();
  await turn();
  assert.deepEqual(consumer.told, [["one"], ["two"], "end"]);
});

Deno.test("the rest at the end of the stream is a line, and handled before the end is told", async () => {
  const { peer, consumer } = makeScene();
  const { promise, resolve } = Promise.withResolvers<void>();
  peer.sends("one\nrest");
  await turn();
  consumer.handling = promise;
  peer.endsSending();
  await turn();
  assert.deepEqual(consumer.told, [["one"], ["rest"]]);
  resolve();
  await turn();
  assert.deepEqual(consumer.told, [["one"], ["rest"], "end"]);
});

Deno.test("unframed bytes are ended by a pause, which begins anew with each read", async () => {
  using time = new FakeTime();
  const { peer, consumer, reader } = makeScene();
  for (const part of ["he", "ll", "o!"]) {
    peer.sends(part);
    await turn();
    time.passes(49);
  }
  assert.deepEqual(consumer.told, []);
  time.passes(1);
  assert.deepEqual(consumer.told, [["hello!"]]);
  peer.sends("again");
  await turn();
  time.passes(50);
  assert.deepEqual(consumer.told, [["hello!"], ["again"]]);
  reader.stop();
});

Deno.test("a pause does not end while lines are handled", async () => {
  using time = new FakeTime();
  const { peer, consumer, reader } = makeScene();
  peer.sends("hello");
  await turn();
  const { promise, resolve } = Promise.withResolvers<void>();
  consumer.handling = promise;
  time.passes(50);
  consumer.handling = undefined;
  peer.sends("again");
  time.passes(1_000);
  await turn();
  assert.deepEqual(consumer.told, [["hello"]]);
  resolve();
  await turn();
  time.passes(50);
  assert.deepEqual(consumer.told, [["hello"], ["again"]]);
  reader.stop();
});

Deno.test("a lost connection is told, and no pause after it", async () => {
  using time = new FakeTime();
  const { peer, consumer } = makeScene();
  peer.sends("hello");
  await turn();
  peer.loses(new Error("reset"));
  await turn();
  time.passes(1_000);
  assert.deepEqual(consumer.told, ["lost: reset"]);
});

Deno.test("a fault in reading ends its connection, and is thrown at nobody", async () => {
  const { peer, consumer } = makeScene("push");
  peer.sends("hello\n");
  await turn();
  assert.deepEqual(consumer.told, ["lost: A fault of ours"]);
});

Deno.test("so does one at the end of the stream, which is told once", async () => {
  const { peer, consumer } = makeScene("flush");
  peer.endsSending();
  await turn();
  assert.deepEqual(consumer.told, ["lost: A fault of ours"]);
});

Deno.test("a reader that was stopped hands nothing over", async () => {
  using time = new FakeTime();
  const { peer, consumer, reader } = makeScene();
  peer.sends("hello");
  await turn();
  reader.stop();
  time.passes(1_000);
  assert.deepEqual(consumer.told, []);
});

const severalLines = { kind: "severalLines", text: "" };

/** A socket of messages that the test tells of. */
class MessageSocket implements MessageTransport {
  readonly frameBit = 64;
  events: MessageEvents | undefined;

  listen(events: MessageEvents): void {
    this.events = events;
  }

  pause(): void {}

  resume(): void {}

  write(bytes: Uint8Array): number {
    return bytes.length;
  }

  closeWrite(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {}
}

/** What is read of messages that come together. */
function read(
  messages: readonly string[],
  framing = new Framing({ anyCase: true, maxPlainBytes: 4096 }),
): readonly Line[] {
  const socket = new MessageSocket();
  const consumer = new Consumer();
  const reader = new LineReader(socket, framing, consumer);
  socket.events?.onMessages(messages.map((message) => new TextEncoder().encode(message)));
  reader.stop();
  return consumer.told.flat();
}

Deno.test("each message is a line, and one line end after it is forgiven", () => {
  const lines = ["hello", "you\n", "and\r\n", "me\r", " "];
  assert.deepEqual(read(lines), ["hello", "you", "and", "me", " "]);
});

Deno.test("a message of several lines is refused as a whole, and the next one is read", () => {
  for (const inner of ["b\nQUIT", "b\r\nQUIT\r\n", "b\rQUIT", "b\n\nc", "\nb"]) {
    assert.deepEqual(read(["a", inner, "c"]), ["a", severalLines, "c"], JSON.stringify(inner));
  }
});

Deno.test("what is spoken is told by the first message, though it is refused", () => {
  const framing = new Framing({ anyCase: true, maxPlainBytes: 4096 });
  assert.deepEqual(read(["NICK a\r\nUSER a 0 * :a"], framing), [severalLines]);
  assert.equal(framing.dialect, "irc");
  const plain = new Framing({ anyCase: true, maxPlainBytes: 4096 });
  assert.deepEqual(read(["bob\nhello"], plain), [severalLines]);
  assert.equal(plain.dialect, "plain");
});

Deno.test("where IRC was agreed on the first line is IRC whatever it is", () => {
  const framing = new Framing({ anyCase: true, maxPlainBytes: 4096, dialect: "irc" });
  assert.deepEqual(read(["hello there"], framing), ["hello there"]);
  assert.equal(framing.dialect, "irc");
});

Deno.test("a message that is too long is told like a line that is", () => {
  const [fault] = read([`PRIVMSG #a :${"x".repeat(9_000)}`]);
  assert.ok(typeof fault === "object" && fault.kind === "tooLong");
});
