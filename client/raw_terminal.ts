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

/** Stops this process until its shell lets it go on. */
export function stopHere(): void {
  Deno.kill(Deno.pid, "SIGSTOP");
}
