/** The client for a person at a terminal. */

import { restoreTerminal } from "./drawing.ts";
import { enterRawMode, leaveRawMode } from "./raw_terminal.ts";
import { DeskRunner } from "./desk_runner.ts";
import type { TerminalOptions } from "./terminal_options.ts";

const leavingSignals: readonly Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs the client on this process's terminal until somebody leaves or no network is left; gives the exit code.
 *
 * @throws {Error} with one line for the user, where there is one network and it can't be reached.
 */
export async function runTerminal(options: TerminalOptions): Promise<number> {
  const terminal = new DeskRunner(options);
  const leave = () => terminal.leave("");
  const redraw = () => terminal.redraw();
  const suspend = () => void terminal.suspend();
  enterRawMode();
  globalThis.addEventListener("error", restore);
  globalThis.addEventListener("unhandledrejection", restore);
  for (const signal of leavingSignals) Deno.addSignalListener(signal, leave);
  Deno.addSignalListener("SIGWINCH", redraw);
  Deno.addSignalListener("SIGTSTP", suspend);
  try {
    return await terminal.run();
  } catch (error) {
    restore();
    throw error;
  } finally {
    leaveRawMode();
    globalThis.removeEventListener("error", restore);
    globalThis.removeEventListener("unhandledrejection", restore);
    for (const signal of leavingSignals) Deno.removeSignalListener(signal, leave);
    Deno.removeSignalListener("SIGWINCH", redraw);
    Deno.removeSignalListener("SIGTSTP", suspend);
  }
}

/** A fault of ours ends the program: what it says is to be read on a screen that is as it was. */
function restore(): void {
  Deno.stdout.writeSync(new TextEncoder().encode(restoreTerminal));
  leaveRawMode();
}
