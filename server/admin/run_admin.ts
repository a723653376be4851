/** `chat admin`: tells a running server something, over the socket in its folder. */

import { LineSplitter } from "../../wire/lines.ts";
import { safeJson } from "../../wire/safe_json.ts";
import { safeText } from "../../wire/safe_text.ts";
import { StartFailure } from "../options.ts";
import { keptFolder, type KeptPlace, reasonOf } from "../transfer/kept_file.ts";
import type { AdminAnswer } from "./admin_command.ts";
import { type AdminRequest, adminSocketName } from "./admin_port.ts";

/** What `chat admin` is told. */
export interface AdminOptions extends KeptPlace {
  /** The command and what stands behind it. */
  readonly words: readonly string[];
  /** Print what programs read: one JSON object a line. */
  readonly json: boolean;
}

const answerMs = 10_000;
const maxAnswerBytes = 64 * 1024 * 1024;

/**
 * Asks, and prints the answer; gives the exit code: 1 where the server did not do it.
 *
 * @throws {StartFailure} when no server can be asked.
 */
export async function runAdmin({ words, json, ...place }: AdminOptions): Promise<number> {
  const folder = keptFolder(place);
  const [command = "", ...rest] = words;
  const { isDone, lines, rows } = await ask(folder, { command, rest: rest.join(" ") });
  if (!isDone) {
    for (const line of lines) console.error(safeText(line));
    return 1;
  }
  const text = json ? rows.map(safeJson) : lines.map(safeText);
  for (const line of text) console.log(line);
  return 0;
}

async function ask(folder: string, request: AdminRequest): Promise<AdminAnswer> {
  const conn = await connect(folder);
  const timer = setTimeout(() => conn.close(), answerMs);
  try {
    const line = `${JSON.stringify(request)}\n`;
    await conn.write(new TextEncoder().encode(line));
    const answer = await readAnswer(conn);
    if (answer !== undefined) return answer;
  } catch {
    // The same as an answer that does not come.
  } finally {
    clearTimeout(timer);
  }
  throw new StartFailure(`The server in "${folder}" did not answer. Is it very busy? Try again.`);
}

async function connect(folder: string): Promise<Deno.UnixConn> {
  try {
    return await Deno.connect({ transport: "unix", path: `${folder}/${adminSocketName}` });
  } catch (error) {
    const isNone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.ConnectionRefused;
    throw new StartFailure(
      isNone
        ? `No server runs in "${folder}". Give --data its folder, or --port its port.`
        : `The server in "${folder}" can't be asked: ${reasonOf(error)}.`,
    );
  }
}

async function readAnswer(conn: Deno.UnixConn): Promise<AdminAnswer | undefined> {
  const splitter = new LineSplitter(maxAnswerBytes);
  const buffer = new Uint8Array(64 * 1024);
  for (;;) {
    const length = await conn.read(buffer);
    if (length === null) return undefined;
    const [line] = splitter.push(buffer.subarray(0, length));
    if (line !== undefined) return typeof line === "string" ? parseAnswer(line) : undefined;
  }
}

function parseAnswer(line: string): AdminAnswer | undefined {
  const value: unknown = JSON.parse(line);
  return isAnswer(value) ? value : undefined;
}

function isAnswer(value: unknown): value is AdminAnswer {
  return typeof value === "object" && value !== null && "isDone" in value && "lines" in value &&
    "rows" in value && Array.isArray(value.lines) && Array.isArray(value.rows);
}
