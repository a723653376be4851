/** Installs the peers that tests need, where that is possible. */

import { isInstalled, missingPeers, peerPackages } from "./peers.ts";
import { run } from "./run.ts";

const policyFile = "/usr/sbin/policy-rc.d";

// A package that brings a server would otherwise start it.
const policy = `#!/bin/sh
# Made for the time that the tests of chat install packages: starts no service.
exit 101
`;

const aptOptions = [
  "--quiet=2",
  "--option=DPkg::Lock::Timeout=60",
  "--option=Acquire::Retries=1",
  "--option=Acquire::http::Timeout=20",
];

/** Installs what is missing, or says what to install; tests without their peer are skipped. */
export async function installPeers(): Promise<void> {
  const packages = missingPeers().map((peer) => peerPackages[peer]);
  if (packages.length === 0) return;
  const names = packages.join(" ");
  const isAllowed = Deno.env.get("CHAT_TEST_INSTALL") !== "0";
  if (!isAllowed || Deno.uid() !== 0 || !isInstalled("apt-get")) {
    console.log(`For the tests that will be skipped: sudo apt-get install ${names}`);
    return;
  }
  console.log(`Installing for the tests: ${names} (CHAT_TEST_INSTALL=0 forbids it)`);
  const fault = await withoutServices(() => install(packages));
  if (fault !== undefined) console.log(`Cannot install all of ${names}: ${fault}`);
}

/** Installs `packages`, and returns what went wrong. */
async function install(packages: readonly string[]): Promise<string | undefined> {
  if (await apt(["install", ...packages]) === undefined) return undefined;
  // The lists of packages may be absent or out of date.
  await apt(["update"]);
  if (await apt(["install", ...packages]) === undefined) return undefined;
  // One that cannot be had must not keep away the others.
  const faults: string[] = [];
  for (const name of packages) {
    const fault = await apt(["install", name]);
    if (fault !== undefined) faults.push(fault);
  }
  return faults.at(-1);
}

async function apt([action = "", ...packages]: readonly string[]): Promise<string | undefined> {
  const flags = action === "install" ? ["--yes", "--no-install-recommends"] : [];
  const ended = await run(["apt-get", ...aptOptions, action, ...flags, ...packages], {
    env: { DEBIAN_FRONTEND: "noninteractive" },
  });
  return ended.success ? undefined : ended.stderr.trim().split("\n").at(-1) ?? "apt-get failed";
}

/** Calls `action` while services are not started; a policy that is there already is respected. */
async function withoutServices<T>(action: () => Promise<T>): Promise<T> {
  const isOurs = await placePolicy();
  try {
    return await action();
  } finally {
    if (isOurs) await Deno.remove(policyFile);
  }
}

/** Returns whether the policy is ours, be it left over from a run that was killed. */
async function placePolicy(): Promise<boolean> {
  try {
    await Deno.writeTextFile(policyFile, policy, { createNew: true, mode: 0o755 });
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return await Deno.readTextFile(policyFile) === policy;
  }
}
