/** `chat hash-password`: a password in, the text that a configuration file keeps of it out. */

import process from "node:process";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { hashPassword } from "./accounts/password_hash.ts";
import { StartFailure } from "./options.ts";

/**
 * Asks for a password twice on a terminal, without showing it, or takes the first line of a pipe. Prints its hash.
 *
 * @throws {StartFailure} when there is none, or the two are not the same.
 */
export async function runHashPassword(): Promise<number> {
  const password = Deno.stdin.isTerminal() ? await askTwice() : await firstLine();
  if (password === "") {
    throw new StartFailure("The password is empty. Type one, or pipe in a line.");
  }
  console.log(await hashPassword(password));
  return 0;
}

/** Questions go to standard error: standard output is for the hash alone. */
async function askTwice(): Promise<string> {
  // What is typed would be shown there, so it leads nowhere.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  const answers = lines[Symbol.asyncIterator]();
  try {
    const password = await ask("Password: ", answers);
    if (password !== "" && await ask("The same again: ", answers) !== password) {
      throw new StartFailure("The two passwords are not the same. Try again.");
    }
    return password;
  } finally {
    lines.close();
  }
}

async function ask(question: string, answers: AsyncIterator<string>): Promise<string> {
  await Deno.stderr.write(encoder.encode(question));
  const answer = await nextLine(answers);
  await Deno.stderr.write(encoder.encode("\n"));
  return answer;
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  const line = await nextLine(lines[Symbol.asyncIterator]());
  lines.close();
  return line;
}

/** Gives a line; an empty one when the input ends, or Ctrl-C says that nobody wants to give any. */
async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { done, value } = await lines.next();
  return done ? "" : value;
}

const encoder = new TextEncoder();
