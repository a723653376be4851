/** Facts of certificates that let into accounts. */

import { numeric } from "../../wire/numerics.ts";
import { message as createMessage } from "../../wire/format.ts";
import { changedMeanwhile } from "./account_rights.ts";
import { type Account, maxFingerprints } from "./accounts.ts";
import type { FactOf } from "./facts.ts";
import { keepAccount } from "./keeping.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { relayOf, type Scene } from "./scene.ts";
import { serviceSource } from "./services.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

/** An account's certificates have changed. That is told when it is kept. */
export function applyCertificateSet(
  scene: Scene,
  user: User,
  { account: name, fingerprint, isListed }: FactOf<"certificateSet">,
): Refusal | undefined {
  const { world, sink, origin } = scene;
  const account = world.accounts.find(name);
  if (account === undefined) return undefined;
  if (user.account !== account.name) return changedMeanwhile();
  const obstacle = isListed ? certificateObstacle(world, account, fingerprint) : undefined;
  if (obstacle !== undefined) return refuse(numeric.ERR_UNKNOWNERROR, "NickServ", obstacle);
  const others = [...account.fingerprints].filter((each) => each !== fingerprint);
  world.accounts.setFingerprints(account, isListed ? [...others, fingerprint] : others);
  keepAccount(scene, account);
  if (origin === undefined) return undefined;
  const text = isListed
    ? `The certificate ${fingerprint} logs in to ${account.name} now, by SASL EXTERNAL`
    : `The certificate ${fingerprint} does not log in to ${account.name} any more`;
  const source = serviceSource("NickServ", world.serverName);
  const message = createMessage(source, "NOTICE", origin.user?.nick ?? "*", text);
  sink.tell(origin, { ...relayOf(scene, message), epoch: "", gated: origin });
  return undefined;
}

/** Says why a certificate can't be added to an account; undefined where it can. */
export function certificateObstacle(
  { accounts }: World,
  account: Account,
  fingerprint: string,
): string | undefined {
  const owner = accounts.byFingerprint(fingerprint);
  if (owner === account) return "That certificate logs in to your account already";
  if (owner !== undefined) return "That certificate logs in to another account";
  if (account.fingerprints.size < maxFingerprints) return undefined;
  return `An account has at most ${maxFingerprints} certificates; CERT DEL takes one off`;
}
