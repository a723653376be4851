/** Whether somebody knows an account's password. */

import { foldName } from "../../wire/casemap.ts";
import type { Verdict } from "../core/account.ts";
import { errorText } from "../core/error_text.ts";
import type { Log } from "../core/log.ts";
import { WindowCounter } from "../core/window_counter.ts";
import { verifyPassword } from "./password_hash.ts";

/** Somebody tries to log in. */
export interface AccountAttempt {
  /** The account, or what was given as its name. */
  readonly name: string;
  /** Whose tries count together: an address, or a network of one owner. */
  readonly owner: string;
  /** Where they come from, for the log. */
  readonly peer: string;
}

/** A try by the password itself. */
export interface PasswordAttempt extends AccountAttempt {
  /** The password, which is never logged. */
  readonly password: string;
  /** What it is checked by; undefined where there is no such account. */
  readonly hash: string | undefined;
}

/** What a check goes by. */
export interface AccountCheckOptions {
  /** Where failures are told. */
  readonly log: Log;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** Wrong tries in a minute, of one owner and for one account; after them nothing is looked at until it is over. */
const maxTries = 3;
const windowMs = 60_000;
const maxNames = 10_000;

/** A hash takes a core and 32 MiB. */
const maxRunning = 2;

/** Most tries that wait: after a restart all come back at once, and the last of these is heard before its time to register is over. */
const maxWaiting = 500;

interface Waiting {
  readonly attempt: PasswordAttempt;
  readonly answer: (verdict: Verdict) => void;
}

/** Checks passwords elsewhere than on the loop, a few at a time. */
export class AccountCheck {
  readonly #options: AccountCheckOptions;
  readonly #wrong = new WindowCounter({ windowMs, maxNames });
  readonly #running: PasswordAttempt[] = [];
  #waiting: Waiting[] = [];

  /** Starts without tries. */
  constructor(options: AccountCheckOptions) {
    this.#options = options;
  }

  /** Says whether too many were wrong lately, of this owner or for this account. */
  isTooOften(attempt: AccountAttempt): boolean {
    return keysOf(attempt).some((key) => this.#countWrong(key) >= maxTries);
  }

  /** Counts a wrong try. */
  addWrong(attempt: AccountAttempt): void {
    for (const key of keysOf(attempt)) this.#wrong.add(key, this.#options.nowMs());
    const { peer } = attempt;
    this.#options.log.warn(`Somebody failed to log in, from ${peer}`, {
      event: "login_failed",
      peer,
    });
  }

  /** Says whether the password is the account's. Never rejects. Right ones of one owner are never too many. */
  check(attempt: PasswordAttempt): Promise<Verdict> {
    return new Promise((answer) => {
      if (this.#waiting.length >= maxWaiting) return answer("tooOften");
      this.#waiting.push({ attempt, answer });
      this.#goOn();
    });
  }

  /** Starts what may be started. What runs may be wrong: so many run together that they are never more than may be. */
  #goOn(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) {
      if (this.isTooOften(each.attempt)) each.answer("tooOften");
      else if (this.#running.length < maxRunning && this.#hasRoom(each.attempt)) {
        void this.#run(each);
      } else this.#waiting.push(each);
    }
  }

  #hasRoom(attempt: PasswordAttempt): boolean {
    return keysOf(attempt).every((key) => {
      const running = this.#running.filter((other) => keysOf(other).includes(key)).length;
      return this.#countWrong(key) + running < maxTries;
    });
  }

  async #run({ attempt, answer }: Waiting): Promise<void> {
    this.#running.push(attempt);
    const isRight = await this.#verify(attempt);
    this.#running.splice(this.#running.indexOf(attempt), 1);
    if (!isRight) this.addWrong(attempt);
    answer(isRight ? "right" : "wrong");
    this.#goOn();
  }

  async #verify({ password, hash }: PasswordAttempt): Promise<boolean> {
    try {
      return await verifyPassword(password, hash);
    } catch (error) {
      this.#options.log.error(`Hashing failed: ${errorText(error)}`);
      return false;
    }
  }

  #countWrong(key: string): number {
    return this.#wrong.count(key, this.#options.nowMs());
  }
}

/** Names are told from owners by what is in front. */
function keysOf({ owner, name }: AccountAttempt): readonly string[] {
  return [`from ${owner}`, `account ${foldName(name).slice(0, 64)}`];
}
