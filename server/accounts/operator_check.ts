/** Whether somebody is an operator. */

import { errorText } from "../core/error_text.ts";
import type { Log } from "../core/log.ts";
import { WindowCounter } from "../core/window_counter.ts";
import { verifyPassword } from "./password_hash.ts";

/** Somebody says that they are an operator. */
export interface OperatorAttempt {
  /** The operator's name. */
  readonly name: string;
  /** The password, which is never logged. */
  readonly password: string;
  /** Whose tries count together: an address, or a network of one owner. */
  readonly owner: string;
  /** Where they come from, for the log. */
  readonly peer: string;
}

/** What a check goes by. */
export interface OperatorCheckOptions {
  /** The hash of an operator's password, as it is set now. */
  readonly hashOf: (name: string) => string | undefined;
  /** Where every try is told. */
  readonly log: Log;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** Wrong tries of one owner in a minute; after them nothing is looked at until the minute is over. */
const maxTries = 3;
const windowMs = 60_000;
const maxOwners = 10_000;

/** Most tries that wait for those before them: a hash takes a core and 32 MiB. */
const maxWaiting = 32;

/** Checks names and passwords one after the other, elsewhere than on the loop. */
export class OperatorCheck {
  readonly #options: OperatorCheckOptions;
  readonly #tries = new WindowCounter({ windowMs, maxNames: maxOwners });
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Starts without tries. */
  constructor(options: OperatorCheckOptions) {
    this.#options = options;
  }

  /** Says whether name and password are an operator's. Never rejects. */
  async check(attempt: OperatorAttempt): Promise<boolean> {
    const { log, nowMs } = this.#options;
    const { name, owner, peer } = attempt;
    const isTooOften = this.#tries.count(owner, nowMs()) >= maxTries;
    if (isTooOften || this.#waiting >= maxWaiting) {
      log.warn(`Operator "${name}" was refused unheard, from ${peer}: too many tries`, {
        ...{ event: "operator_refused", name, peer, reason: "too many tries" },
      });
      return false;
    }
    // It counts before it is known to be wrong, so that many at once are not many tries.
    this.#tries.add(owner, nowMs());
    const isRight = await this.#inTurn(attempt);
    if (isRight) this.#tries.clear(owner);
    if (isRight) {
      log.info(`Operator "${name}" has come from ${peer}`, { event: "operator_came", name, peer });
      return true;
    }
    const reason = "wrong name or password";
    log.warn(`Operator "${name}" was refused, from ${peer}: ${reason}`, {
      ...{ event: "operator_refused", name, peer, reason },
    });
    return false;
  }

  async #inTurn({ name, password }: OperatorAttempt): Promise<boolean> {
    const { hashOf, log } = this.#options;
    this.#waiting++;
    const turn = this.#last.then(() => verifyPassword(password, hashOf(name)));
    this.#last = turn.catch(() => {});
    try {
      return await turn;
    } catch (error) {
      log.error(`Hashing failed: ${errorText(error)}`);
      return false;
    } finally {
      this.#waiting--;
    }
  }
}
