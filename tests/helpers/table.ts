/** A server without sockets and timers, for people to sit down at: the real engine, world and fan-out. */

import assert from "node:assert/strict";
import { LocalBus } from "../../server/cluster/local_bus.ts";
import type { Policy } from "../../server/commands/command.ts";
import { maxPlainBytes } from "../../server/commands/plain.ts";
import type { Fact } from "../../server/core/facts.ts";
import { type KeptChannel, restoreChannels } from "../../server/core/restore.ts";
import { World } from "../../server/core/world.ts";
import { Engine } from "../../server/engine.ts";
import { Fanout } from "../../server/net/fanout.ts";
import { networks } from "../../server/net/network.ts";
import type { Capability } from "../../wire/capabilities.ts";
import { maxMessageBytes, tagsLength } from "../../wire/message.ts";
import { utf8Length } from "../../wire/utf8.ts";
import { MemoryArchive } from "./memory_archive.ts";
import { HeldBus } from "./held_bus.ts";
import { checkWorld } from "./invariants.ts";
import { testCredential, testPolicy } from "./policy.ts";
import { Seat, type SeatTls } from "./seat.ts";
import { rethrow } from "./rethrow.ts";

/** What a table is like. */
export interface TableOptions {
  /** See `Policy.plain`; alias if left out. */
  readonly plain?: Policy["plain"];
  /** Lets one in; none is needed if left out. */
  readonly password?: string;
  /** Lines of the message of the day. */
  readonly motd?: readonly string[];
  /** Where the server's picture is. */
  readonly icon?: string;
  /** What else the operator has decided. */
  readonly policy?: Partial<Policy>;
}

/** The server and all who sit at it. After each step the world is checked. */
export class Table {
  /** What the server knows. */
  readonly world: World;
  /** The order of facts; it can be held. */
  readonly bus: HeldBus;
  /** What is kept. */
  readonly archive: MemoryArchive;
  /** The clock. */
  nowMs: number = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  readonly #engine: Engine;
  readonly #fanout = new Fanout(rethrow);
  readonly #errors: string[] = [];
  readonly #seats: Seat[] = [];
  readonly #anyCase: boolean;

  /** Lays an empty table. */
  constructor({ plain = "alias", password, motd = [], icon, policy }: TableOptions) {
    const info = { version: "chat-1", startedAt: "today", motd, icon };
    const nowMs = () => this.nowMs;
    const silent = () => {};
    const holder: { bus?: HeldBus } = {};
    this.#anyCase = plain === "alias";
    this.archive = new MemoryArchive({
      onSettled: (key, isKept) => {
        if (!isKept) this.world.onces.forget(0, key);
        this.#fanout.settle(key, isKept);
      },
    });
    this.world = new World({
      epoch: "epoch",
      lease: "lease",
      serverName: "chat.local",
      info,
      networks,
      nowMs: this.nowMs,
    });
    this.#engine = new Engine({
      world: this.world,
      sink: this.#fanout,
      archive: this.archive,
      policy: testPolicy({
        plain,
        isPassword: password === undefined ? undefined : (candidate) => candidate === password,
        ...policy,
      }),
      log: { debug: silent, info: silent, warn: silent, error: (text) => this.#errors.push(text) },
      nowMs,
      createBus: (subscriber) =>
        holder.bus = new HeldBus(new LocalBus(nowMs, subscriber, { key: 0, timeMs: 0 })),
      onFatal: (error) => this.#errors.push(`Fatal: ${error}`),
    });
    assert.ok(holder.bus);
    this.bus = holder.bus;
  }

  /** A connection that has said nothing yet. */
  connect(address = "127.0.0.1", tls: SeatTls = {}): Seat {
    const id = this.#seats.length + 1;
    const framing = { anyCase: this.#anyCase, maxPlainBytes };
    const step = (act: () => void) => this.step(act);
    const seat = new Seat({
      id,
      address,
      engine: this.#engine,
      framing,
      ...tls,
      step,
    });
    this.#seats.push(seat);
    return seat;
  }

  /** An IRC client that is registered, with nothing left to see. */
  user(nick: string, ...capabilities: readonly Capability[]): Seat {
    const seat = this.connect();
    if (capabilities.length > 0) seat.sends(`CAP REQ :${capabilities.join(" ")}`);
    seat.sends(`NICK ${nick}`, `USER ${nick} 0 * :${nick}`, "CAP END");
    assert.equal(seat.session.user?.nick, nick);
    seat.looks();
    return seat;
  }

  /** Makes an account, before anyone has come who could ask for it. */
  account(name: string, password: string): void {
    const state = { name, madeAtMs: this.nowMs, credential: testCredential(password) };
    this.world.accounts.add(state);
  }

  /** Brings back a channel in which nobody is yet, as a start does, with places for those who were there. */
  restores(name: string, members: KeptChannel["members"]): void {
    const state = { name, life: 1, createdAtMs: 1, flags: "nt", lists: {} };
    restoreChannels(this.world, [{ state, members }], this.nowMs);
  }

  /** Two of them. */
  users(one: string, two: string): readonly [Seat, Seat];
  /** Three of them. */
  users(one: string, two: string, three: string): readonly [Seat, Seat, Seat];
  users(...nicks: readonly string[]): readonly Seat[] {
    return nicks.map((nick) => this.user(nick));
  }

  /** A client without IRC that was asked its name and is in the lobby, with nothing left to see. */
  plain(alias: string): Seat {
    const seat = this.connect();
    seat.waits();
    seat.sends(alias);
    assert.equal(seat.session.user?.nick, alias);
    for (const each of this.#seats) each.looks();
    return seat;
  }

  /** Asks someone for a sign of life. */
  pings({ session }: Seat): void {
    this.step(() => this.#engine.ping(session));
  }

  /** The operator does something. */
  publishes(fact: Fact): void {
    this.step(() => this.#engine.publish(fact));
  }

  /** Lets the oldest facts that are held come back. */
  releases(count = Infinity): void {
    this.step(() => this.bus.release(count));
  }

  /** All that waits to be kept is kept. */
  keeps(): void {
    this.#settles(true);
  }

  /** Nothing of what waits to be kept ever will be. */
  loses(): void {
    this.#settles(false);
  }

  #settles(isKept: boolean): void {
    this.archive.holds = false;
    this.step(() => this.archive.settle(isKept));
  }

  /** Does something in one turn, then all that follows from it, and checks what must always be true. */
  step(act: () => void): void {
    act();
    for (let isBusy = true; isBusy;) {
      isBusy = false;
      for (const seat of this.#seats) if (seat.goesOn()) isBusy = true;
      if (this.archive.answers()) isBusy = true;
      this.#fanout.flush();
    }
    assert.deepEqual(this.#errors, []);
    checkWorld(this.world);
    for (const { outlet } of this.#seats) checkLength(outlet.text);
  }
}

/** Lays a table: alias mode without a password, unless told otherwise. */
export function createTable(options: TableOptions = {}): Table {
  return new Table(options);
}

function checkLength(text: string): void {
  for (const line of text.match(/.*\r\n/g) ?? []) {
    const bytes = utf8Length(line.slice(tagsLength(line)));
    assert.ok(bytes <= maxMessageBytes, `${bytes} bytes: ${line}`);
  }
}
