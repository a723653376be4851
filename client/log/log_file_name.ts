/** Names of networks and talks, which others choose, as names of files. */

import { foldName } from "../../wire/casemap.ts";

const maxBytes = 180;

/**
 * Gives a file's name, without a folder or a dot in front, for any text: different talks have different ones, also where
 * the file system takes "A" for "a". What is not surely a letter or a digit is written as in a URL.
 */
export function logFileName(name: string): string {
  const encoder = new TextEncoder();
  let made = "";
  for (const char of foldName(name)) {
    made += isSafe(char, made === "")
      ? char
      : Array.from(encoder.encode(char), (byte) => `%${hex(byte, 2)}`).join("");
  }
  if (made === "") return "%";
  const bytes = encoder.encode(made);
  if (bytes.length <= maxBytes) return made;
  // "~" is in no other name.
  const start = new TextDecoder().decode(bytes.subarray(0, maxBytes)).replace(/\ufffd+$/, "");
  return `${start}~${hash(bytes)}`;
}

function isSafe(char: string, isFirst: boolean): boolean {
  if (/^[a-z0-9#&+_-]$/.test(char)) return true;
  if (char === ".") return !isFirst;
  const isPlain = char === char.toLowerCase() && char === char.normalize("NFKC");
  return char > "\x7f" && isPlain && /^[\p{L}\p{N}]$/u.test(char);
}

function hex(number: number, digits: number): string {
  return number.toString(16).toUpperCase().padStart(digits, "0");
}

/** Two of FNV-1a, to tell long names apart: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(bytes: Uint8Array): string {
  let one = 0x811c9dc5;
  let other = 0x01234567;
  for (const byte of bytes) {
    one = Math.imul(one ^ byte, 0x01000193) >>> 0;
    other = Math.imul(other ^ byte, 0x01000193) >>> 0;
  }
  return hex(one, 8) + hex(other, 8);
}
