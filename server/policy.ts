/** What the operator has decided, as commands ask for it: the settings of the moment. */

import { createAccountPolicy } from "./account_policy.ts";
import type { OperatorCheck } from "./accounts/operator_check.ts";
import type { Policy } from "./commands/command.ts";
import type { Configuration } from "./configuration.ts";
import type { Lockdown } from "./core/lockdown.ts";
import type { Log } from "./core/log.ts";
import { addressOwner } from "./net/network.ts";
import { formatPeer } from "./net/peer.ts";

/** What a policy is made of. */
export interface PolicyOptions {
  /** The settings. */
  readonly configuration: Configuration;
  /** Whether the doors are locked. */
  readonly lockdown: Lockdown;
  /** Where operators are told of. */
  readonly log: Log;
  /** Who says whether somebody is an operator. */
  readonly check: OperatorCheck;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
  /** See `Wiring`. */
  readonly stsPort: number | undefined;
  /** See `Policy`. */
  readonly rehash: () => string | undefined;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });

/** In the time zone of the machine, as `14:03`, or `2026-11-20 14:03` where that was another day. */
function formatClock(ms: number, nowMs: number): string {
  const date = day.format(ms);
  return date === day.format(nowMs) ? clock.format(ms) : `${date} ${clock.format(ms)}`;
}

/** Makes the policy. */
export function createPolicy(options: PolicyOptions): Policy {
  const { configuration, check, lockdown, log, nowMs, rehash, stsPort } = options;
  return {
    get plain() {
      return configuration.current.plain;
    },
    get isPassword() {
      return configuration.current.isPassword;
    },
    get allowsPlainPasswords() {
      return configuration.current.allowPlainPasswords;
    },
    get sts() {
      const { stsSeconds } = configuration.current.transport;
      if (stsPort === undefined || stsSeconds === undefined) return undefined;
      return { port: stsPort, durationSeconds: stsSeconds };
    },
    get hasOperators() {
      return configuration.current.operators.size > 0;
    },
    checkOperator({ session, name, password }, answer) {
      const owner = addressOwner(session.address);
      check.check({ name, password, owner, peer: formatPeer(session) }).then(answer)
        .catch((error) => log.error(`Answering an operator failed: ${String(error)}`));
    },
    accounts: createAccountPolicy({ configuration, lockdown, log, nowMs }),
    rehash,
    formatTime: (ms) => new Date(ms).toUTCString(),
    clockTime: (ms) => formatClock(ms, nowMs()),
    lockdown,
  };
}
