/** SHA-256 and what is made of it, fetched when somebody has a password. */

import { hmac } from "@noble/hashes/hmac.js";
import { pbkdf2, pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** Functions that compute. */
export interface HashTools {
  /** SHA-256. */
  readonly hash: (bytes: Uint8Array) => Uint8Array;
  /** HMAC-SHA-256. */
  readonly hmac: (key: Uint8Array, text: string) => Uint8Array;
  /** PBKDF2-HMAC-SHA-256 of 32 bytes, at once. */
  readonly stretch: (password: string, salt: Uint8Array, iterations: number) => Uint8Array;
  /** The same without holding up the page. */
  readonly stretchSlowly: (
    password: string,
    salt: Uint8Array,
    iterations: number,
  ) => Promise<Uint8Array>;
}

const keyBytes = 32;
// The page can be used between two slices.
const sliceMs = 30;

/** Those of the browser where it has them, else in JavaScript: the first take a fifth of a second, the others some seconds. */
export const hashTools: HashTools = {
  hash: sha256,
  hmac: (key, text) => hmac(sha256, key, new TextEncoder().encode(text)),
  stretch: (password, salt, c) => pbkdf2(sha256, password, salt, { c, dkLen: keyBytes }),
  stretchSlowly: async (password, salt, c) => {
    const { subtle } = crypto;
    // Only a secure context has it, whatever the types say.
    if (!isSecureContext) {
      return await pbkdf2Async(sha256, password, salt, { c, dkLen: keyBytes, asyncTick: sliceMs });
    }
    const bytes = new TextEncoder().encode(password);
    const key = await subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(salt), iterations: c };
    return new Uint8Array(await subtle.deriveBits(how, key, 8 * keyBytes));
  },
};
