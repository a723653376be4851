/** What servers share in NATS is made by one of them, also where several start at once. */

import { JetStreamApiError } from "@nats-io/jetstream";

/** NATS's number of an error: https://github.com/nats-io/nats-server/blob/main/server/errors.json */
const subjectsOverlap = 10_065;

/** How often, and after how long, what another server is making is looked for again. */
const mostTries = 20;
const againMs = 100;

/**
 * Makes something that may be there already. Until the first of several that make it is through, NATS tells the others that
 * its subjects overlap with those of another stream; where that stays so for two seconds, it is true.
 *
 * @throws {Error} whatever `make` throws.
 */
export async function makeShared<T>(make: () => Promise<T>): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await make();
    } catch (error) {
      const mayPass = error instanceof JetStreamApiError && error.code === subjectsOverlap;
      if (!mayPass || tries === mostTries) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}
