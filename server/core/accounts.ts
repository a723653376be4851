/** All accounts of this chat. */

import { foldName, skeletonOf } from "../../wire/casemap.ts";
import type { AccountState, Credential } from "./account.ts";

/** More accounts than this are not made: each takes about a kilobyte of memory, besides its read markers and its metadata. */
export const maxAccounts = 100_000;

/** More certificates than this are not kept of an account. */
export const maxFingerprints = 8;

/** An account with what changes of it. Only `apply` changes one. */
export interface Account {
  /** See `AccountState`. */
  readonly name: string;
  /** See `AccountState`. */
  readonly madeAtMs: number;
  /** See `AccountState`. */
  credential: Credential;
  /** See `AccountState`. */
  credentialKey: number;
  /** See `AccountState`. Changed by `Accounts` only. */
  fingerprints: ReadonlySet<string>;
  /** How far it has read, in milliseconds, by folded target; shared by all its users. */
  readonly readUpToMs: Map<string, number>;
  /** How it describes itself; shared by all its users. */
  readonly metadata: Map<string, string>;
}

/** Accounts by name. No two of them look alike. */
export class Accounts {
  readonly #accounts = new Map<string, Account>();
  readonly #bySkeleton = new Map<string, Account>();
  readonly #byFingerprint = new Map<string, Account>();

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

  /** Finds one by name, if its password is still the one that was set by the fact of `credentialKey`. */
  findUnchanged(name: string, credentialKey: number | undefined): Account | undefined {
    const account = this.find(name);
    return account?.credentialKey === credentialKey ? account : undefined;
  }

  /** Finds the one to which a name belongs: its own, or one that looks like it. */
  ownerOf(name: string): Account | undefined {
    if (this.#accounts.size === 0) return undefined;
    return this.find(name) ?? this.#bySkeleton.get(skeletonOf(name));
  }

  /** Finds the one that a certificate lets into: of no two it is the same. */
  byFingerprint(fingerprint: string): Account | undefined {
    return this.#byFingerprint.get(fingerprint);
  }

  /** For `apply`, and for what was kept before the start. */
  add(state: AccountState): Account {
    const { name, madeAtMs, credential, credentialKey = 0, fingerprints = [], metadata = {} } =
      state;
    const account: Account = {
      name,
      madeAtMs,
      credential,
      credentialKey,
      fingerprints: new Set<string>(),
      readUpToMs: new Map<string, number>(),
      metadata: new Map(Object.entries(metadata)),
    };
    this.#accounts.set(foldName(name), account);
    this.#bySkeleton.set(skeletonOf(name), account);
    this.setFingerprints(account, fingerprints);
    return account;
  }

  /** For `apply`. None of them may be another account's. */
  setFingerprints(account: Account, fingerprints: Iterable<string>): void {
    for (const fingerprint of account.fingerprints) this.#byFingerprint.delete(fingerprint);
    account.fingerprints = new Set(fingerprints);
    for (const fingerprint of account.fingerprints) this.#byFingerprint.set(fingerprint, account);
  }

  /** For `apply`. */
  remove(name: string): void {
    const account = this.find(name);
    if (account !== undefined) this.setFingerprints(account, []);
    this.#accounts.delete(foldName(name));
    this.#bySkeleton.delete(skeletonOf(name));
  }
}
