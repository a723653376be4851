/** Names that belong to people: what is known of each, and what their passwords are checked by. */

import type { Session } from "./session.ts";

/** What a client's proof is checked by: https://datatracker.ietf.org/doc/html/rfc5802#section-3. All in base64. */
export interface ScramVerifier {
  /** Goes into the key with the password. */
  readonly salt: string;
  /** What a client has to compute, and whoever steals the file has to for each guess. */
  readonly iterations: number;
  /** Checks a proof. */
  readonly storedKey: string;
  /** Proves to the client that the server knows it. */
  readonly serverKey: string;
}

/** What is kept of a password: never itself. */
export interface Credential {
  /** A hash, for who tells the password: see `hashPassword`. */
  readonly hash: string;
  /** For who proves to know it without telling it. */
  readonly scram: ScramVerifier;
}

/** All that an account is. */
export interface AccountState {
  /** As it was spelt when it was made; the same rules as for nicks. */
  readonly name: string;
  /** When it was made, in milliseconds. */
  readonly madeAtMs: number;
  /** What is kept of its password. */
  readonly credential: Credential;
  /** Key of the fact that set it; 0 if left out. Who has logged in by an earlier one, on the way, has not. */
  readonly credentialKey?: number;
  /** Certificates that let one in: see `Session.fingerprint`. None if left out. */
  readonly fingerprints?: readonly string[];
  /** How it describes itself, if it does: values by key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What comes of a try to log in. */
export type Verdict = "right" | "wrong" | "tooOften";

/** Somebody says an account's password. */
export interface AccountClaim {
  /** Who says it. */
  readonly session: Session;
  /** The account, or what was given as its name. */
  readonly name: string;
  /** The password: never logged, never kept. */
  readonly password: string;
  /** What it is checked by; undefined where there is no such account. */
  readonly credential: Credential | undefined;
}

/** A proof without a password, on its way: https://datatracker.ietf.org/doc/html/rfc5802#section-5 */
export interface ScramExchange {
  /** The account's name, as the client gave it. */
  readonly name: string;
  /** What the client is to answer. */
  readonly challenge: string;
  /** Takes the client's answer; gives the server's own proof, or undefined where the client's is wrong. */
  finish(message: string): string | undefined;
}
