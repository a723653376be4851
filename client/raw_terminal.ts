/** This process's terminal itself. */

/** Gives keys back to the terminal. */
export function leaveRawMode(): void {
  try {
    Deno.stdin.setRaw(false);
  } catch {
    // The terminal is gone, and its mode with it.
  }
}

/** How wide the terminal is now. */
export function terminalColumns(): number {
  try {
    return Math.max(Deno.consoleSize().columns, 8);
  } catch {
    return 80;
  }
}
