/** People who meet. */

import type { Seat } from "./seat.ts";

/** Lets all enter channels, in order, and forgets what they have seen of it: the first one leads a new channel. */
export function gather(channels: string, ...seats: readonly Seat[]): void {
  for (const seat of seats) seat.sends(`JOIN ${channels}`);
  forget(...seats);
}

/** Lets all forget what they have seen. */
export function forget(...seats: readonly Seat[]): void {
  for (const seat of seats) seat.looks();
}
