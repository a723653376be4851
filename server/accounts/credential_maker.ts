/** What is kept of new passwords. */

import type { Credential } from "../core/account.ts";
import { errorText } from "../core/error_text.ts";
import type { Log } from "../core/log.ts";
import { WindowCounter } from "../core/window_counter.ts";
import { hashPassword } from "./password_hash.ts";
import { createVerifier } from "./scram.ts";

/** Somebody wants an account, or another password for one. */
export interface NewPassword {
  /** The password, which is never logged. */
  readonly password: string;
  /** Whose wishes count together: an address, or a network of one owner. */
  readonly owner: string;
}

/** What a maker goes by. */
export interface CredentialMakerOptions {
  /** Where failures are told. */
  readonly log: Log;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Makes one; `createCredential` if left out. */
  readonly create?: (password: string) => Promise<Credential>;
}

/** So many are made in ten minutes, of all together and of one owner. */
const maxAll = 30;
const maxOwn = 5;
const windowMs = 10 * 60_000;
const maxOwners = 10_000;
const everyone = "*";

/** Makes credentials one after the other, elsewhere than on the loop. */
export class CredentialMaker {
  readonly #options: CredentialMakerOptions;
  readonly #made = new WindowCounter({ windowMs, maxNames: maxOwners });
  readonly #madeByAll = new WindowCounter({ windowMs, maxNames: 1 });
  #last: Promise<unknown> = Promise.resolve();

  /** Starts with nothing made. */
  constructor(options: CredentialMakerOptions) {
    this.#options = options;
  }

  /** Makes one; undefined where there were too many lately, or hashing failed. Never rejects. */
  async make({ password, owner }: NewPassword): Promise<Credential | undefined> {
    const { log, nowMs, create = createCredential } = this.#options;
    const isTooOften = this.#madeByAll.count(everyone, nowMs()) >= maxAll ||
      this.#made.count(owner, nowMs()) >= maxOwn;
    if (isTooOften) return undefined;
    this.#madeByAll.add(everyone, nowMs());
    this.#made.add(owner, nowMs());
    const turn = this.#last.then(() => create(password));
    this.#last = turn.catch(() => {});
    try {
      return await turn;
    } catch (error) {
      log.error(`Hashing failed: ${errorText(error)}`);
      return undefined;
    }
  }
}

/** Makes what is kept of a password, whoever chose it. */
export async function createCredential(password: string): Promise<Credential> {
  return { hash: await hashPassword(password), scram: await createVerifier(password) };
}
