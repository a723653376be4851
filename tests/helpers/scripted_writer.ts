/** A writing half whose every write ends as the test says. */

import assert from "node:assert/strict";
import type { Writer } from "../../server/net/outbox.ts";

interface Pending {
  readonly bytes: Uint8Array;
  readonly resolve: (count: number) => void;
  readonly reject: (error: Error) => void;
}

const decoder = new TextDecoder();

/** Keeps what it is given to write until the test takes it. */
export class ScriptedWriter implements Writer {
  readonly #taken: string[] = [];
  #pending: Pending | undefined;
  /** Takes all at once, without being told to. */
  isOpen = false;
  /** How much each of the next writes takes at once. */
  takesAtOnce: number[] = [];

  /** What has been taken, one text a write. */
  get taken(): readonly string[] {
    return this.#taken;
  }

  /** The bytes of the write in flight, as they were given. */
  get inFlight(): Uint8Array | undefined {
    return this.#pending?.bytes;
  }

  /** See `Writer`. */
  write(bytes: Uint8Array): number | Promise<number> {
    assert.equal(this.#pending, undefined, "two writes are in flight");
    const atOnce = this.isOpen ? bytes.length : this.takesAtOnce.shift();
    if (atOnce !== undefined) {
      this.#taken.push(decoder.decode(bytes.subarray(0, atOnce)));
      return atOnce;
    }
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#pending = { bytes, resolve, reject };
    return promise;
  }

  /** Takes `count` bytes of the write in flight, or all, and waits for what follows from it. */
  async take(count?: number): Promise<string> {
    const { bytes, resolve } = this.#end();
    const text = decoder.decode(bytes.subarray(0, count));
    this.#taken.push(text);
    resolve(count ?? bytes.length);
    await turn();
    return text;
  }

  /** Fails the write in flight. */
  async fail(): Promise<void> {
    this.#end().reject(new Deno.errors.BrokenPipe("Broken pipe"));
    await turn();
  }

  #end(): Pending {
    const pending = this.#pending;
    assert.ok(pending, "no write is in flight");
    this.#pending = undefined;
    return pending;
  }
}

/** Lets all run that is ready to: one turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
