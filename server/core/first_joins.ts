/** Since when an account may read a restricted channel, where its connection was lost meanwhile: who leaves gives it up. */

import type { Channel } from "./channel.ts";
import type { User } from "./user.ts";

/** So many are remembered for a channel; beyond that the oldest are forgotten. */
const maxFirstJoins = 1_000;

/** For `apply`: a member's connection has gone, and it did not leave. */
export function keepFirstJoin(channel: Channel, user: User): void {
  const { firstJoins } = channel;
  const joinKey = channel.joinKey(user);
  if (user.account === undefined || joinKey === undefined) return;
  const known = firstJoins.get(user.account) ?? joinKey;
  firstJoins.delete(user.account);
  firstJoins.set(user.account, Math.min(known, joinKey));
  const [oldest = ""] = firstJoins.keys();
  if (firstJoins.size > maxFirstJoins) firstJoins.delete(oldest);
}

/** For `apply`: gives the key from which on a new member may read, which is `key` unless it has been there before. */
export function takeFirstJoin({ firstJoins }: Channel, { account }: User, key: number): number {
  if (account === undefined) return key;
  const first = firstJoins.get(account) ?? key;
  firstJoins.delete(account);
  return first;
}
