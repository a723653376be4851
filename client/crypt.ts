/** What logging in computes with. */

import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import type { Crypt } from "../talk/scram.ts";

const nonceBytes = 18;

/** Gives the functions that SCRAM-SHA-256 is made of; one password is stretched once, however often we come back. */
export function newCrypt(): Crypt {
  let last: { readonly of: string; readonly key: Uint8Array } | undefined;
  return {
    newNonce: () => randomBytes(nonceBytes).toString("base64"),
    hash: (bytes) => createHash("sha256").update(bytes).digest(),
    hmac: (key, text) => createHmac("sha256", key).update(text).digest(),
    stretch: (password, salt, iterations) => {
      const of = [iterations, ...salt, password].join(" ");
      const key = last?.of === of ? last.key : pbkdf2Sync(password, salt, iterations, 32, "sha256");
      last = { of, key };
      return key;
    },
  };
}
