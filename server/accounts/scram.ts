/** SCRAM-SHA-256, the server's side: https://datatracker.ietf.org/doc/html/rfc5802, https://datatracker.ietf.org/doc/html/rfc7677 */

import { Buffer } from "node:buffer";
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import type { ScramExchange, ScramVerifier } from "../core/account.ts";

/**
 * What one guess costs whoever has stolen the file, and each login costs the client: about a fifth of a second of a core.
 * RFC 7677 asks for at least 4096 where clients are small; stolen verifiers of so few fall to a graphics card. The server
 * computes this once for each password that is set, and nothing of it when somebody logs in.
 */
export const scramIterations = 600_000;
const saltBytes = 16;
const keyBytes = 32;
const nonceBytes = 18;

/** Makes what is kept of a password. */
export async function createVerifier(
  password: string,
  iterations: number = scramIterations,
): Promise<ScramVerifier> {
  const salt = randomBytes(saltBytes);
  const salted = await stretch(password, salt, iterations);
  return {
    salt: salt.toString("base64"),
    iterations,
    storedKey: hash(hmac(salted, "Client Key")).toString("base64"),
    serverKey: hmac(salted, "Server Key").toString("base64"),
  };
}

/** What an exchange needs of the server. */
export interface ScramOptions {
  /** Finds what is kept of an account's password. */
  readonly find: (name: string) => ScramVerifier | undefined;
  /** Makes salts for names that have no account, the same ones each time. */
  readonly secret: Uint8Array;
  /** Makes the server's part of the nonce; random if left out. */
  readonly createNonce?: () => string;
}

/** Reads a client's first message; undefined where it is none that can be answered. */
export function beginScram(message: string, options: ScramOptions): ScramExchange | undefined {
  // Who binds the exchange to a channel of TLS (p=) asks for another mechanism; extensions (m=) must be refused.
  const [, header = "", authzid = "", bare = "", escaped = "", clientNonce = ""] =
    /^([ny],(?:a=([^,]*))?,)(n=([^,]+),r=([!-+\--~]{1,256})(?:,[a-z]=[^,]*)*)$/.exec(message) ?? [];
  const name = unescapeName(escaped);
  if (header === "" || name === undefined) return undefined;
  // To act as somebody else by one's own password is not for anybody here.
  if (authzid !== "" && unescapeName(authzid) !== name) return undefined;
  const found = options.find(name);
  const verifier = found ?? fakeVerifier(name, options.secret);
  const ownNonce = options.createNonce?.() ?? randomBytes(nonceBytes).toString("base64");
  const nonce = clientNonce + ownNonce;
  const challenge = `r=${nonce},s=${verifier.salt},i=${verifier.iterations}`;
  return {
    name,
    challenge,
    finish(answer) {
      const [, unproven = "", binding = "", answered = "", proof = ""] =
        /^(c=([^,]*),r=([^,]*)(?:,[a-z]=[^,]*)*),p=([^,]*)$/.exec(answer) ?? [];
      if (binding !== Buffer.from(header).toString("base64") || answered !== nonce) {
        return undefined;
      }
      const signed = `${bare},${challenge},${unproven}`;
      const isRight = isProof(verifier, signed, proof);
      if (!isRight || found === undefined) return undefined;
      const serverKey = Buffer.from(verifier.serverKey, "base64");
      return `v=${hmac(serverKey, signed).toString("base64")}`;
    },
  };
}

/** https://datatracker.ietf.org/doc/html/rfc5802#section-3 */
function isProof({ storedKey }: ScramVerifier, signed: string, proof: string): boolean {
  const stored = Buffer.from(storedKey, "base64");
  const signature = hmac(stored, signed);
  const given = Buffer.from(proof, "base64");
  if (given.length !== signature.length) return false;
  const clientKey = signature.map((byte, at) => byte ^ (given[at] ?? 0));
  return timingSafeEqual(hash(clientKey), stored);
}

/** A name without an account is challenged like any other, each time alike. */
function fakeVerifier(name: string, secret: Uint8Array): ScramVerifier {
  const salt = hmac(secret, name.toLowerCase()).subarray(0, saltBytes).toString("base64");
  const key = Buffer.alloc(keyBytes).toString("base64");
  return { salt, iterations: scramIterations, storedKey: key, serverKey: key };
}

/** Of `=` and `,` alone: https://datatracker.ietf.org/doc/html/rfc5802#section-5.1 */
function unescapeName(text: string): string | undefined {
  if (/=(?!2C|3D)/.test(text)) return undefined;
  return text.replaceAll("=2C", ",").replaceAll("=3D", "=");
}

/** Clients bring passwords to this form, or leave them as they are, which for most is the same. */
function stretch(password: string, salt: Uint8Array, iterations: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const normal = password.normalize("NFKC");
    pbkdf2(normal, salt, iterations, keyBytes, "sha256", (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function hash(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
