/** NickServ CERT: which certificates log in to one's account, by SASL EXTERNAL. */

import { upperWord } from "../../wire/casemap.ts";
import type { Account } from "../core/accounts.ts";
import { certificateObstacle } from "../core/apply_certificate.ts";
import { keepingObstacle, type UserContext } from "./command.ts";
import { tell } from "./service_command.ts";

/** Takes what follows CERT. Only the certificate of the connection itself can be added: its key was shown by the handshake. */
export function nickservCert(
  context: UserContext,
  [what = "", word = ""]: readonly string[],
): void {
  const { world, user } = context;
  const account = user.account === undefined ? undefined : world.accounts.find(user.account);
  if (account === undefined) {
    return tell(context, "NickServ", "Log in first: IDENTIFY <account> <password>");
  }
  switch (upperWord(what)) {
    case "ADD":
      return add(context, account, readFingerprint(word));
    case "DEL":
      return remove(context, account, readFingerprint(word));
    case "LIST":
      return list(context, account);
    default:
      return tell(context, "NickServ", "Say CERT ADD, CERT DEL <fingerprint> or CERT LIST");
  }
}

function add(context: UserContext, account: Account, wanted: string): void {
  const { world, session: { fingerprint }, user } = context;
  if (fingerprint === undefined) {
    return tell(context, "NickServ", "You have shown no certificate: connect by TLS with one");
  }
  if (wanted !== "" && wanted !== fingerprint) {
    return tell(context, "NickServ", `You have shown another certificate: ${fingerprint}`);
  }
  const obstacle = certificateObstacle(world, account, fingerprint) ??
    keepingObstacle(context, "NICKSERV", "CERT")?.params.at(-1);
  if (obstacle !== undefined) return tell(context, "NickServ", obstacle);
  const { name } = account;
  context.emit({
    kind: "certificateSet",
    user: user.id,
    account: name,
    fingerprint,
    isListed: true,
  });
}

function remove(context: UserContext, account: Account, fingerprint: string): void {
  if (!account.fingerprints.has(fingerprint)) {
    return tell(context, "NickServ", "Your account has no such certificate; CERT LIST lists them");
  }
  const { name } = account;
  const { user } = context;
  context.emit({
    kind: "certificateSet",
    user: user.id,
    account: name,
    fingerprint,
    isListed: false,
  });
}

function list(context: UserContext, { fingerprints }: Account): void {
  if (fingerprints.size === 0) tell(context, "NickServ", "Your account has no certificates");
  for (const fingerprint of fingerprints) {
    const isOwn = fingerprint === context.session.fingerprint;
    tell(context, "NickServ", `${fingerprint}${isOwn ? " (the one that you have shown)" : ""}`);
  }
}

/** Programs write them in either case, and with colons or without. */
function readFingerprint(word: string): string {
  return word.replaceAll(":", "").toLowerCase();
}
