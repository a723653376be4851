/** What an operator has decided in a test. */

import { beginScram } from "../../server/accounts/scram.ts";
import type { Policy } from "../../server/commands/command.ts";
import type { Credential } from "../../server/core/account.ts";
import { Lockdown } from "../../server/core/lockdown.ts";
import type { AccountPolicy } from "../../server/core/account_policy.ts";
import { proveScram } from "./scram_client.ts";

/** What an account's password is checked by in a test; the real thing takes a third of a second. */
export function testCredential(password: string): Credential {
  const challenge = "r=x,s=c2FsdHNhbHRzYWx0c2FsdA==,i=4096";
  return {
    hash: `hash of ${password}`,
    scram: proveScram(challenge, { bare: "", password }).verifier,
  };
}

/** Makes a policy of accounts that answers at once, but for what `given` says. */
export function testAccountPolicy(given: Partial<AccountPolicy> = {}): AccountPolicy {
  return {
    isRequired: false,
    mayRegister: true,
    checkPassword: ({ password, credential }, answer) =>
      answer(credential?.hash === `hash of ${password}` ? "right" : "wrong"),
    beginScram: ({ message, find }) =>
      beginScram(message, { find: (name) => find(name)?.scram, secret: new Uint8Array(32) }),
    makeCredential: ({ password }, answer) => answer(testCredential(password)),
    ...given,
  };
}

/** Makes a policy in which nothing is special but what `given` says. The operator is root with the password secret. */
export function testPolicy(given: Partial<Policy> = {}): Policy {
  return {
    plain: "alias",
    isPassword: undefined,
    hasOperators: true,
    checkOperator: ({ name, password }, answer) => answer(name === "root" && password === "secret"),
    allowsPlainPasswords: false,
    sts: undefined,
    accounts: testAccountPolicy(),
    rehash: () => undefined,
    clockTime: (ms) => new Date(ms).toISOString().slice(11, 16),
    formatTime: (ms) => `at ${ms}`,
    lockdown: new Lockdown(() => {}),
    ...given,
  };
}
