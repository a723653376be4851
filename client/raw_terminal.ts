/** This process's terminal itself. */

import type { ScreenSize } from "./view/layout.ts";

/** Every key is given at once, and shown by nobody else. */
export function enterRawMode(): void {
  Deno.stdin.setRaw(true);
}

/** Gives keys back to the terminal. */
export function leaveRawMode(): void {
  try {
    Deno.stdin.setRaw(false);
  } catch {
    // The terminal is gone, and its mode with it.
  }
}

/** How large the terminal is now. */
export function terminalSize(): ScreenSize {
  try {
    const { columns, rows } = Deno.consoleSize();
    return { columns: Math.max(columns, 1), rows: Math.max(rows, 1) };
  } catch {
    return { columns: 80, rows: 24 };
  }
}

/**
 * Stops this process, and what started it for the shell, until the shell lets it go on.
 *
 * @throws {Error} with one line for the user, where no shell would.
 */
export async function stopHere(): Promise<void> {
  if (!await hasShell()) {
    throw new Error("No shell has started the client, so that none could let it go on");
  }
  Deno.kill(0, "SIGSTOP");
}

/** The processes of a session's leader have no shell above them; where that can't be told there is one. */
async function hasShell(): Promise<boolean> {
  const args = ["-o", "sid=", "-o", "pgid=", "-p", String(Deno.pid)];
  try {
    const { stdout } = await new Deno.Command("ps", { args, stderr: "null" }).output();
    const [session, group] = new TextDecoder().decode(stdout).trim().split(/\s+/);
    return session === undefined || session !== group;
  } catch {
    return true;
  }
}
