/** Text that comes bit by bit, and a reader that waits for what it expects. */

import assert from "node:assert/strict";

/** Generous, since machines that run tests are slow; what is expected mostly comes at once. */
const deadlineMs = 60_000;

/** Collects text. `expects` reads it in order: what it found and what came before is behind it. */
export class Feed {
  readonly #name: string;
  #text = "";
  #readTo = 0;
  #hasEnded = false;
  #onChange: (() => void) | undefined;

  /** `name` says in failures whose text it is. */
  constructor(name: string) {
    this.#name = name;
  }

  /** All that has come. */
  get text(): string {
    return this.#text;
  }

  /** What has come and was not expected yet. */
  get unread(): string {
    return this.#text.slice(this.#readTo);
  }

  /** Takes what came. */
  add(text: string): void {
    this.#text += text;
    this.#onChange?.();
  }

  /** Says that nothing more will come. */
  end(): void {
    this.#hasEnded = true;
    this.#onChange?.();
  }

  /** Waits until `pattern` has come after what was read before; gives the match, with its groups. */
  async expects(pattern: string | RegExp): Promise<readonly string[]> {
    const until = performance.now() + deadlineMs;
    for (;;) {
      const found = this.#find(pattern);
      if (found !== undefined) return found;
      if (this.#hasEnded) assert.fail(this.#missing(pattern, "and nothing more will come"));
      if (!await this.#changed(until - performance.now())) {
        assert.fail(this.#missing(pattern, `within ${deadlineMs / 1000} s`));
      }
    }
  }

  /** Waits until nothing more will come, and gives what was not read. */
  async ended(): Promise<string> {
    const until = performance.now() + deadlineMs;
    while (!this.#hasEnded) {
      if (!await this.#changed(until - performance.now())) {
        assert.fail(this.#missing("its end", `within ${deadlineMs / 1000} s`));
      }
    }
    const rest = this.unread;
    this.#readTo = this.#text.length;
    return rest;
  }

  #find(pattern: string | RegExp): readonly string[] | undefined {
    const { unread } = this;
    if (typeof pattern === "string") {
      const at = unread.indexOf(pattern);
      if (at < 0) return undefined;
      this.#readTo += at + pattern.length;
      return [pattern];
    }
    const match = pattern.exec(unread);
    if (match === null) return undefined;
    this.#readTo += match.index + match[0].length;
    return [...match].map((group) => group ?? "");
  }

  async #changed(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(resolve, Math.max(ms, 0), false);
    this.#onChange = () => resolve(true);
    const hasChanged = await promise;
    clearTimeout(timer);
    this.#onChange = undefined;
    return hasChanged;
  }

  #missing(pattern: string | RegExp, how: string): string {
    const wanted = typeof pattern === "string" ? JSON.stringify(pattern) : String(pattern);
    const shown = JSON.stringify(this.unread.slice(-2_000));
    return `${this.#name}: ${wanted} did not come ${how}; unread: ${shown}`;
  }
}
