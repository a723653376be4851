/** Passwords as they are kept: never themselves. */

import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** What a hash costs to compute: https://www.rfc-editor.org/rfc/rfc7914#section-2 */
interface Cost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

interface PasswordHash extends Cost {
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
}

/** 32 MiB and about a tenth of a second. */
const ownCost: Cost = { n: 2 ** 15, r: 8, p: 1 };
const keyBytes = 32;
const saltBytes = 16;

/** Whoever writes a hash by hand can't make the server take more than this for one check. */
const maxBytes = 256 * 1024 * 1024;
const maxParallel = 4;

/** Makes the text that is kept of a password: `scrypt$N$r$p$salt$hash`. Another one every time. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, { ...ownCost, salt, key: Buffer.alloc(keyBytes) });
  const { n, r, p } = ownCost;
  return ["scrypt", n, r, p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Says whether `text` is such a text. */
export function isPasswordHash(text: string): boolean {
  return parseHash(text) !== undefined;
}

/** Checks a password. Where there is nothing to check it against this takes as long, and says no. */
export async function verifyPassword(password: string, text: string | undefined): Promise<boolean> {
  const hash = text === undefined ? undefined : parseHash(text);
  const expected = hash ??
    { ...ownCost, salt: Buffer.alloc(saltBytes), key: Buffer.alloc(keyBytes) };
  const isEqual = timingSafeEqual(await derive(password, expected), expected.key);
  return isEqual && hash !== undefined;
}

function parseHash(text: string): PasswordHash | undefined {
  const pattern = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{16,})\$([\w-]{22,})$/;
  const [, n, r, p, salt = "", key = ""] = pattern.exec(text) ?? [];
  const cost = { n: Number(n), r: Number(r), p: Number(p) };
  if (!isPossible(cost)) return undefined;
  return { ...cost, salt: Buffer.from(salt, "base64url"), key: Buffer.from(key, "base64url") };
}

function isPossible({ n, r, p }: Cost): boolean {
  const isPowerOfTwo = n > 1 && Number.isInteger(Math.log2(n));
  return isPowerOfTwo && r > 0 && p > 0 && p <= maxParallel && memoryBytes({ n, r, p }) <= maxBytes;
}

function memoryBytes({ n, r, p }: Cost): number {
  return 128 * r * (n + p + 2);
}

/** The same letters can be typed in several ways, which must not matter. */
function derive(password: string, { n, r, p, salt, key }: PasswordHash): Promise<Buffer> {
  const options = { N: n, r, p, maxmem: 2 * memoryBytes({ n, r, p }) };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, key.length, options, (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}
