/** The client's side of SCRAM-SHA-256, apart from the server's: https://datatracker.ietf.org/doc/html/rfc5802#section-3 */

import { Buffer } from "node:buffer";
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import type { ScramVerifier } from "../../server/core/account.ts";

/** What a client knows. */
export interface ScramClient {
  /** Its first message without the header. */
  readonly bare: string;
  /** Its password. */
  readonly password: string;
}

/** What a client makes of a challenge. */
export interface ScramProof {
  /** The challenge that it answers. */
  readonly challenge: string;
  /** Its last message. */
  readonly last: string;
  /** What a server would keep. */
  readonly verifier: ScramVerifier;
}

/** Answers a challenge. */
export function proveScram(challenge: string, { bare, password }: ScramClient): ScramProof {
  const [, nonce = "", salt = "", iterations = "1"] =
    /^r=([^,]*),s=([^,]*),i=([0-9]+)$/.exec(challenge) ?? [];
  const salted = pbkdf2Sync(
    password,
    Buffer.from(salt, "base64"),
    Number(iterations),
    32,
    "sha256",
  );
  const clientKey = hmac(salted, "Client Key");
  const storedKey = createHash("sha256").update(clientKey).digest();
  const unproven = `c=biws,r=${nonce}`;
  const signature = hmac(storedKey, `${bare},${challenge},${unproven}`);
  const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
  return {
    challenge,
    last: `${unproven},p=${proof.toString("base64")}`,
    verifier: {
      salt,
      iterations: Number(iterations),
      storedKey: storedKey.toString("base64"),
      serverKey: hmac(salted, "Server Key").toString("base64"),
    },
  };
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
