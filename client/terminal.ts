/** The client for a person at a terminal. */

import type { DeskRunner } from "./desk_runner.ts";
import { Drawing, restoreTerminal } from "./drawing.ts";
import { firstState } from "./first_state.ts";
import { Output } from "./output.ts";
import { enterRawMode, leaveRawMode, terminalSize } from "./raw_terminal.ts";
import type { TerminalOptions } from "./terminal_options.ts";
import { drawFrame } from "./view/frame.ts";
import { RowCache } from "./view/row_cache.ts";

const leavingSignals: readonly Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs the client on this process's terminal until somebody leaves or no network is left; gives the exit code.
 *
 * @throws {Error} with one line for the user, where there is one network and it can't be reached.
 */
export async function runTerminal(options: TerminalOptions): Promise<number> {
  let runner: DeskRunner | undefined;
  // Modules that are being loaded would hold up what is written by turns.
  const write = (bytes: Uint8Array) =>
    runner === undefined ? Promise.resolve(Deno.stdout.writeSync(bytes)) : Deno.stdout.write(bytes);
  const drawing = new Drawing(new Output({ write }));
  let isLeaving = false;
  const leave = () => {
    isLeaving = true;
    runner?.leave("");
  };
  const redraw = () => runner?.redraw();
  const suspend = () => void runner?.suspend();
  enterRawMode();
  // The screen is there before anything else is begun. Keys wait at the terminal.
  const frame = drawFrame(firstState(options), terminalSize(), new RowCache());
  drawing.open();
  await drawing.draw(frame);
  globalThis.addEventListener("error", restore);
  globalThis.addEventListener("unhandledrejection", restore);
  for (const signal of leavingSignals) Deno.addSignalListener(signal, leave);
  Deno.addSignalListener("SIGWINCH", redraw);
  Deno.addSignalListener("SIGTSTP", suspend);
  try {
    const { DeskRunner } = await import("./desk_runner.ts");
    runner = new DeskRunner(options, drawing);
    if (isLeaving) runner.leave("");
    return await runner.run();
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
