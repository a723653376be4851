/** All accounts of this chat. */

import { foldName, skeletonOf } from "../../wire/casemap.ts";
import type { AccountState, Credential } from "./account.ts";

/** More accounts than this are not made: each takes about a kilobyte of memory, besides its read markers and its metadata. */
export const maxAccounts = 100_000;

/** An account with what changes of it. Only `apply` changes one. */
export interface Account {
  /** See `AccountState`. */
  readonly name: string;
  /** See `AccountState`. */
  readonly madeAtMs: number;
  /** See `AccountState`. */
  credential: Credential;
  /** How far it has read, in milliseconds, by folded target; shared by all its users. */
  readonly readUpToMs: Map<string, number>;
  /** How it describes itself; shared by all its users. */
  readonly metadata: Map<string, string>;
}

/** Accounts by name. No two of them look alike. */
export class Accounts {
  readonly #accounts = new Map<string, Account>();
  readonly #bySkeleton = new Map<string, Account>();

  /** Says whether no more can be made. */
  get isFull(): boolean {
    return this.#accounts.size >= maxAccounts;
  }

  /** All of them, in the order in which they were made. */
  get all(): Iterable<Account> {
    return this.#accounts.values();
  }

  /** How many there are. */
  get count(): number {
    return this.#accounts.size;
  }

  /** Finds one by name, however it is spelt. */
  find(name: string): Account | undefined {
    return this.#accounts.get(foldName(name));
  }

  /** Finds the one to which a name belongs: its own, or one that looks like it. */
  ownerOf(name: string): Account | undefined {
    if (this.#accounts.size === 0) return undefined;
    return this.find(name) ?? this.#bySkeleton.get(skeletonOf(name));
  }

  /** For `apply`, and for what was kept before the start. */
  add({ name, madeAtMs, credential, metadata = {} }: AccountState): Account {
    const account = {
      name,
      madeAtMs,
      credential,
      readUpToMs: new Map<string, number>(),
      metadata: new Map(Object.entries(metadata)),
    };
    this.#accounts.set(foldName(name), account);
    this.#bySkeleton.set(skeletonOf(name), account);
    return account;
  }

  /** For `apply`. */
  remove(name: string): void {
    this.#accounts.delete(foldName(name));
    this.#bySkeleton.delete(skeletonOf(name));
  }
}
