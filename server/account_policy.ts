/** What commands ask about passwords, answered by the settings of the moment. */

import { randomBytes } from "node:crypto";
import { AccountCheck } from "./accounts/account_check.ts";
import { CredentialMaker } from "./accounts/credential_maker.ts";
import { beginScram } from "./accounts/scram.ts";
import type { Running } from "./configuration.ts";
import type { AccountPolicy } from "./core/account_policy.ts";
import type { Session } from "./core/session.ts";
import { addressOwner } from "./net/network.ts";
import { formatPeer } from "./net/peer.ts";
import type { PolicyOptions } from "./policy.ts";

/** What that part of the policy is made of. */
export interface AccountPolicyOptions extends Pick<PolicyOptions, "lockdown" | "log" | "nowMs"> {
  /** The settings of the moment. */
  readonly configuration: { readonly current: Pick<Running, "requireAccount" | "accounts"> };
}

/** Makes that part of the policy. */
export function createAccountPolicy(
  { configuration, lockdown, log, nowMs }: AccountPolicyOptions,
): AccountPolicy {
  const check = new AccountCheck({ log, nowMs });
  const maker = new CredentialMaker({ log, nowMs });
  const secret = randomBytes(32);
  const failed = (error: unknown) => log.error(`Answering a login failed: ${String(error)}`);
  return {
    get isRequired() {
      return configuration.current.requireAccount || lockdown.kind(nowMs()) !== "off";
    },
    get mayRegister() {
      return configuration.current.accounts.registration && lockdown.kind(nowMs()) === "off";
    },
    checkPassword({ session, name, password, credential }, answer) {
      const hash = credential?.hash;
      check.check({ ...attemptOf(session, name), password, hash }).then(answer).catch(failed);
    },
    beginScram({ session, message, find }) {
      const begun = beginScram(message, { find: (name) => find(name)?.scram, secret });
      if (begun === undefined) return undefined;
      const attempt = attemptOf(session, begun.name);
      if (check.isTooOften(attempt)) return "tooOften";
      return {
        ...begun,
        finish(answer) {
          // Many may have begun at once.
          if (check.isTooOften(attempt)) return undefined;
          const proof = begun.finish(answer);
          if (proof === undefined) check.addWrong(attempt);
          return proof;
        },
      };
    },
    makeCredential({ session, password }, answer) {
      const owner = addressOwner(session.address);
      maker.make({ password, owner }).then(answer).catch(failed);
    },
  };
}

function attemptOf(session: Session, name: string) {
  return { name, owner: addressOwner(session.address), peer: formatPeer(session) };
}
