/** A terminal's screen: what is said scrolls by above, the row of whoever types stays at the bottom. */

import { disablePaste, enablePaste } from "./typing/key_reader.ts";
import type { LineEditor } from "./typing/line_editor.ts";
import type { Output } from "./output.ts";
import { layPrompt } from "./prompt_row.ts";

/** What a screen is made of. */
export interface ScreenOptions {
  /** Where it is written to. */
  readonly output: Output;
  /** What is being typed. */
  readonly editor: LineEditor;
  /** Gives what stands in front of what is typed. */
  readonly prompt: () => string;
  /** Gives how wide the terminal is now. */
  readonly columns: () => number;
}

/** Draws the row anew under each line that is printed, so that neither tears the other. */
export class Screen {
  readonly #options: ScreenOptions;
  // Where the last drawn row left the cursor.
  #column = 0;

  /** Nothing is drawn before `open`. */
  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Shows the row. */
  open(): Promise<void> {
    return this.#options.output.write(enablePaste + this.#row());
  }

  /** Draws the row again, as it is after a key or at another width. */
  redraw(): Promise<void> {
    return this.#options.output.write(this.#erase() + this.#row());
  }

  /** Clears the screen but for the row. */
  clear(): Promise<void> {
    return this.#options.output.write(`\x1b[H\x1b[2J${this.#row()}`);
  }

  /** Prints lines above the row. */
  print(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return Promise.resolve();
    const text = lines.map((line) => `${line}\r\n`).join("");
    return this.#options.output.write(this.#erase() + text + this.#row());
  }

  /** Leaves the terminal as it was; what was typed and not entered stays to be read. */
  close(): Promise<void> {
    const end = this.#options.editor.text === "" ? this.#erase() : "\r\n";
    return this.#options.output.write(end + disablePaste);
  }

  /** Goes to where the row starts: a terminal made narrower has wrapped it. */
  #erase(): string {
    const rows = Math.floor(this.#column / this.#options.columns());
    return `\r${rows > 0 ? `\x1b[${rows}A` : ""}\x1b[J`;
  }

  #row(): string {
    const { editor: { shown: text, cursor }, prompt, columns } = this.#options;
    const { row, column } = layPrompt({ prompt: prompt(), text, cursor, columns: columns() });
    this.#column = column;
    return `${row}\r${column > 0 ? `\x1b[${column}C` : ""}`;
  }
}
