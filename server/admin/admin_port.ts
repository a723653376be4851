/** The Unix socket by which `chat admin` talks to a running server. */

import { LineSplitter } from "../../wire/lines.ts";
import { errorText } from "../core/error_text.ts";
import type { Log } from "../core/log.ts";
import { type AdminAnswer, undone } from "./admin_command.ts";

/** One question and its answer: a JSON object a line each. */
export interface AdminRequest {
  /** Name of the command. */
  readonly command: string;
  /** What stands behind it. */
  readonly rest: string;
}

/** Name of the socket in the server's folder, which nobody else may enter. */
export const adminSocketName = "admin.sock";

/** What a port is made of. */
export interface AdminPortOptions {
  /** The server's folder. */
  readonly folder: string;
  /** Does what is asked for. Never rejects. */
  readonly answer: (request: AdminRequest) => Promise<AdminAnswer>;
  /** Where faults are told. */
  readonly log: Log;
}

/** An open port. */
export interface AdminPort {
  /** Takes no more questions. */
  readonly close: () => void;
}

const maxRequestBytes = 16 * 1024;
const requestMs = 5_000;
const maxAtATime = 16;

/**
 * Opens the socket in the server's folder, in place of one that a crash has left. Only who holds the folder's lock may
 * call this, while it may still write. Where it can't be opened the log says why, and the server goes on without.
 */
export function openAdminPort(options: AdminPortOptions): AdminPort {
  const path = `${options.folder}/${adminSocketName}`;
  try {
    if (exists(path)) Deno.removeSync(path);
    const listener = Deno.listen({ transport: "unix", path });
    Deno.chmodSync(path, 0o600);
    void serve(listener, options);
    return { close: () => listener.close() };
  } catch (error) {
    options.log.warn(`There is no "chat admin" for this server: ${errorText(error)}`);
    return { close: () => {} };
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

async function serve(listener: Deno.UnixListener, options: AdminPortOptions): Promise<void> {
  let open = 0;
  for await (const conn of listener) {
    if (open >= maxAtATime) {
      conn.close();
      continue;
    }
    open++;
    void converse(conn, options).finally(() => open--);
  }
}

async function converse(conn: Deno.UnixConn, { answer, log }: AdminPortOptions): Promise<void> {
  const timer = setTimeout(() => conn.close(), requestMs);
  try {
    const request = await readRequest(conn);
    if (request !== undefined) {
      const { command } = request;
      // What stands behind the name may be something said.
      log.info(`chat admin: ${command}`, { event: "admin", command });
    }
    const reply = request === undefined
      ? undone("That is no question of chat admin")
      : await answer(request);
    const writer = conn.writable.getWriter();
    await writer.write(new TextEncoder().encode(`${JSON.stringify(reply)}\n`));
    await writer.close();
  } catch {
    // Whoever asked has gone.
  } finally {
    clearTimeout(timer);
    close(conn);
  }
}

function close(conn: Deno.UnixConn): void {
  try {
    conn.close();
  } catch {
    // It is closed already.
  }
}

async function readRequest(conn: Deno.UnixConn): Promise<AdminRequest | undefined> {
  const splitter = new LineSplitter(maxRequestBytes);
  const buffer = new Uint8Array(maxRequestBytes);
  for (;;) {
    const length = await conn.read(buffer);
    if (length === null) return undefined;
    const [line] = splitter.push(buffer.subarray(0, length));
    if (line !== undefined) return typeof line === "string" ? parseRequest(line) : undefined;
  }
}

/** Takes a line apart; undefined where it is no question. */
export function parseRequest(line: string): AdminRequest | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null) return undefined;
    const { command, rest } = { command: undefined, rest: "", ...value };
    if (typeof command !== "string" || typeof rest !== "string") return undefined;
    // What begins a new line would be another one wherever it is passed on.
    return { command, rest: rest.replace(/[\0\r\n]+/g, " ").trim() };
  } catch {
    return undefined;
  }
}
