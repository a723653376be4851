/** Passwords: from files, from the environment, or typed; never from arguments, which every user of a machine can list. */

import { readGivenFile, UsageFault } from "./usage_fault.ts";

const maxLength = 300;
const enter = /[\r\n]/;

/** A terminal that somebody types on. */
export interface Keyboard {
  /** Reads some bytes; null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Shows nothing of what is typed, and gives every key at once. */
  setRaw(isRaw: boolean): void;
}

/** The person at the terminal would rather not. */
export class Interrupted extends Error {}

/**
 * Reads the first line of a file; `option` is what has named it.
 *
 * @throws {UsageFault} when there is none.
 */
export function readPassword(file: string, option: string): string {
  const [password = ""] = readGivenFile(file, option).split(/\r?\n/, 1);
  if (password !== "" && password.length <= maxLength) return password;
  const what = password === "" ? "is empty" : `has more than ${maxLength} characters`;
  throw new UsageFault(`The first line of "${file}" ${what}. Write the password there`);
}

/**
 * Gives a password in a variable and takes it away: programs that we start inherit what is left.
 *
 * @throws {UsageFault} where it can be none.
 */
export function takePassword(variable: string): string | undefined {
  const password = Deno.env.get(variable);
  if (password === undefined || password === "") return undefined;
  Deno.env.delete(variable);
  if (password.length <= maxLength && !/[\0\r\n]/.test(password)) return password;
  throw new UsageFault(`Variable ${variable} is no password of one line. Set it to one`);
}

/**
 * Asks for a password, and shows nothing of it.
 *
 * @throws {Interrupted} at Ctrl-C, and where there is no more to read.
 */
export async function askPassword(
  question: string,
  keyboard: Keyboard,
  show: (text: string) => void,
): Promise<string> {
  keyboard.setRaw(true);
  show(question);
  try {
    return await readSecret(keyboard);
  } finally {
    keyboard.setRaw(false);
    show("\n");
  }
}

async function readSecret(keyboard: Keyboard): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(1024);
  let text = "";
  for (;;) {
    const length = await keyboard.read(buffer);
    if (length === null) throw new Interrupted();
    for (const char of decoder.decode(buffer.subarray(0, length), { stream: true })) {
      if (enter.test(char)) return text;
      if (char === "\x03" || char === "\x04") throw new Interrupted();
      if (char === "\x7f" || char === "\b") text = [...text].slice(0, -1).join("");
      else if (char === "\x15") text = "";
      else if (char >= " " && text.length < maxLength) text += char;
    }
  }
}
