/** What an operator has decided in a test. */

import type { AddressBan, AddressBans, Policy } from "../../server/commands/command.ts";

/** Makes a policy in which nothing is special but what `given` says. The operator is root with the password secret. */
export function testPolicy(given: Partial<Policy> = {}): Policy {
  return {
    plain: "alias",
    isPassword: undefined,
    hasOperators: true,
    checkOperator: ({ name, password }, answer) => answer(name === "root" && password === "secret"),
    rehash: () => undefined,
    clockTime: (ms) => new Date(ms).toISOString().slice(11, 16),
    formatTime: (ms) => `at ${ms}`,
    bans: new TestBans(),
    ...given,
  };
}

/** Bans of single addresses; networks are tested where they are known. */
class TestBans implements AddressBans {
  readonly #bans = new Map<string, AddressBan>();

  add(network: string, ban: AddressBan): boolean {
    if (!network.includes(".")) return false;
    this.#bans.set(network, ban);
    return true;
  }

  remove(network: string): boolean {
    return this.#bans.delete(network);
  }

  find(address: string, nowMs: number): AddressBan | undefined {
    const ban = this.#bans.get(address);
    return ban?.untilMs === undefined || ban.untilMs > nowMs ? ban : undefined;
  }

  entries(nowMs: number): readonly (readonly [string, AddressBan])[] {
    return [...this.#bans].filter(([address]) => this.find(address, nowMs) !== undefined);
  }
}
