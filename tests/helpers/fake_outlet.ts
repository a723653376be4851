/** An outlet without a socket: what goes to a client is read back as text. */

import type { Outlet, OutletGap } from "../../server/core/session.ts";

/** Keeps all that it is given. Its owner looks at `ending` after each step, as a hub would. */
export class FakeOutlet implements Outlet {
  /** Why it was ended. */
  ending: string | undefined;
  /** The client takes nothing of answers until `take` is called. */
  isStalled = false;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #answers: Iterator<Uint8Array>[] = [];
  #behind: (Uint8Array | { bytes: Uint8Array | undefined })[] = [];
  #text = "";

  /** What has come since it was read last. */
  get text(): string {
    return this.#text;
  }

  /** Says whether an answer is still being pulled. */
  get isPulling(): boolean {
    return this.#answers.length > 0;
  }

  /** See `Outlet`. */
  push(bytes: Uint8Array): void {
    if (this.ending !== undefined) return;
    this.#behind.push(bytes);
    this.#letGo();
  }

  /** See `Outlet`. */
  leaveGap(): OutletGap {
    const gap: { bytes: Uint8Array | undefined } = { bytes: undefined };
    this.#behind.push(gap);
    return {
      fill: (bytes, rest) => {
        gap.bytes = bytes;
        this.#letGo();
        if (rest !== undefined) this.pull(rest);
      },
    };
  }

  #letGo(): void {
    for (let next = this.#behind[0]; next !== undefined; next = this.#behind[0]) {
      const bytes = next instanceof Uint8Array ? next : next.bytes;
      if (bytes === undefined) return;
      this.#text += this.#decoder.decode(bytes);
      this.#behind.shift();
    }
  }

  /** See `Outlet`. */
  pull(answer: Uint8Array | Iterator<Uint8Array>): void {
    if (this.ending !== undefined) return;
    this.#answers.push(answer instanceof Uint8Array ? [answer].values() : answer);
    if (!this.isStalled) this.take(Infinity);
  }

  /** See `Outlet`. */
  end(last: Uint8Array, reason: string): void {
    if (this.ending !== undefined) return;
    this.#answers = [];
    this.push(last);
    this.ending = reason;
  }

  /** Pulls `count` lines of answers. */
  take(count: number): void {
    for (let left = count; left > 0; left--) {
      const next = this.#answers[0]?.next();
      if (next === undefined) return;
      if (next.done) {
        this.#answers.shift();
        left++;
      } else this.push(next.value);
    }
  }

  /** Gives what has come and forgets it. */
  read(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }
}
