/** What commands ask about passwords, which nothing in them ever keeps. */

import type { AccountClaim, Credential, ScramExchange, Verdict } from "./account.ts";
import type { Session } from "./session.ts";

/** Somebody begins to prove that it knows a password. */
export interface ScramClaim {
  /** Who. */
  readonly session: Session;
  /** The first message. */
  readonly message: string;
  /** Finds what an account's password is checked by. */
  readonly find: (name: string) => Credential | undefined;
}

/** Somebody chooses a password. */
export interface PasswordChoice {
  /** Who. */
  readonly session: Session;
  /** The password: never logged, never kept. */
  readonly password: string;
}

/** What the operator has decided of accounts, and who checks passwords. */
export interface AccountPolicy {
  /** Whoever has no account is not let in. */
  readonly isRequired: boolean;
  /** People may make accounts themselves. */
  readonly mayRegister: boolean;
  /** Checks a password; calls `answer` sooner or later, in a turn of its own. */
  checkPassword(claim: AccountClaim, answer: (verdict: Verdict) => void): void;
  /** Reads a first message; "tooOften" where there were too many wrong tries, undefined where it is none. */
  beginScram(claim: ScramClaim): ScramExchange | "tooOften" | undefined;
  /** Makes what is kept of a password; undefined where too many were made lately. See `checkPassword` for `answer`. */
  makeCredential(
    choice: PasswordChoice,
    answer: (credential: Credential | undefined) => void,
  ): void;
}
