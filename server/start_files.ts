/** Files that are read once, at the start. */

import { createHash, timingSafeEqual } from "node:crypto";
import { safeText } from "../wire/safe_text.ts";
import { cutUtf8 } from "../wire/utf8.ts";
import { StartFailure } from "./options.ts";

const maxMotdLines = 500;
const maxMotdLineBytes = 380;

/**
 * Reads the message of the day: its lines, each fit for one line of IRC.
 *
 * @throws {StartFailure} when the file can't be read.
 */
export function readMotd(file: string): readonly string[] {
  const text = readText(file, "--motd").trimEnd();
  const lines = text === "" ? [] : text.split(/\r?\n/).slice(0, maxMotdLines);
  return lines.map((line) => cutUtf8(safeText(line), maxMotdLineBytes));
}

/**
 * Reads the server's password and makes the check for it, which takes the same time for every candidate.
 *
 * @throws {StartFailure} when the file can't be read or its first line is empty.
 */
export function readPassword(file: string): (candidate: string) => boolean {
  const [password = ""] = readText(file, "--password-file").split(/\r?\n/, 1);
  if (password === "") {
    throw new StartFailure(`File "${file}" has no password in its first line. Write one there.`);
  }
  const digest = sha256(password);
  return (candidate) => timingSafeEqual(sha256(candidate), digest);
}

function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

function readText(file: string, option: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "does not exist" : "can't be read";
    throw new StartFailure(`File "${file}" ${why}. Give ${option} another one.`);
  }
}
