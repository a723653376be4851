import assert from "node:assert/strict";
import { LocalBus } from "../../server/cluster/local_bus.ts";
import { createSession, type Session } from "../../server/core/session.ts";
import { World } from "../../server/core/world.ts";
import { Engine } from "../../server/engine.ts";
import { Fanout } from "../../server/net/fanout.ts";
import { networks } from "../../server/net/network.ts";
import { FakeOutlet } from "../helpers/fake_outlet.ts";
import { MemoryArchive } from "../helpers/memory_archive.ts";
import { testPolicy } from "../helpers/policy.ts";
import { rethrow } from "../helpers/rethrow.ts";

interface Client {
  readonly session: Session;
  readonly outlet: FakeOutlet;
}

/** An engine in which OPER throws. */
class Scene {
  readonly errors: string[] = [];
  readonly fatal: string[] = [];
  readonly world = new World({
    epoch: "epoch",
    lease: "lease",
    serverName: "chat.local",
    info: { version: "chat-1", startedAt: "today", motd: [] },
    networks,
    nowMs: 0,
  });
  readonly #fanout = new Fanout(rethrow);
  readonly #engine = new Engine({
    world: this.world,
    sink: this.#fanout,
    archive: new MemoryArchive({ onSettled: (key, isKept) => this.#fanout.settle(key, isKept) }),
    policy: testPolicy({
      checkOperator: () => {
        throw new Error("a bug with \x1b[2J in it");
      },
    }),
    log: { debug() {}, info() {}, warn() {}, error: (text) => void this.errors.push(text) },
    nowMs: () => 0,
    createBus: (subscriber) => new LocalBus(() => 0, subscriber, { key: 0, timeMs: 0 }),
    onFatal: (error) => void this.fatal.push(String(error)),
  });

  connect(): Client {
    const outlet = new FakeOutlet();
    const session = createSession({
      id: this.world.sessions.size + 1,
      outlet,
      address: "127.0.0.1",
      port: 50_000,
      host: "localhost",
      openedAtMs: 0,
      isPrivate: true,
    });
    this.#engine.opened(session);
    this.#engine.decide(session, "irc");
    return { session, outlet };
  }

  /** Handles lines; gives the last one that came of them. */
  handles({ session, outlet }: Client, ...lines: readonly string[]): string {
    for (const line of lines) this.#engine.line(session, line);
    this.#fanout.flush();
    return outlet.read().trimEnd().split("\r\n").at(-1) ?? "";
  }
}

Deno.test("a throw while a command decides is logged, answered by 400, and all goes on", () => {
  const scene = new Scene();
  const ann = scene.connect();
  scene.handles(ann, "NICK ann", "USER ann 0 * :ann");
  const answer = scene.handles(ann, "OPER root secret");
  assert.equal(answer, ":chat.local 400 ann * :The server failed to do that");
  assert.equal(scene.errors.length, 1);
  assert.match(scene.errors[0] ?? "", /^A command threw: Error: a bug with ␛\[2J in it/);
  assert.equal(scene.handles(ann, "PING x"), ":chat.local PONG chat.local :x");
  assert.deepEqual(scene.fatal, []);
});

Deno.test("a throw while a fact is applied stops the server, since the world may be half changed", () => {
  const scene = new Scene();
  const ann = scene.connect();
  scene.world.addUser = () => {
    throw new Error("a bug");
  };
  scene.handles(ann, "NICK ann", "USER ann 0 * :ann");
  assert.deepEqual(scene.fatal, ["Error: a bug"]);
  assert.deepEqual(scene.errors, []);
});
