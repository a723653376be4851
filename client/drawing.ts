/** The only writer to the terminal while the screen is ours. */

import { safeText } from "../wire/safe_text.ts";
import type { Output } from "./output.ts";
import { disablePaste, enablePaste } from "./typing/key_reader.ts";
import type { Frame } from "./view/frame.ts";

/** What of a frame is drawn. */
export type DrawnFrame = Pick<Frame, "rows" | "cursor" | "title">;

const maxTitleLength = 120;
const maxNotificationLength = 300;
// At most 30 frames in a second.
const frameMs = 34;

// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
const beginUpdate = "\x1b[?2026h";
const endUpdate = "\x1b[?2026l";
const enableFocus = "\x1b[?1004h";
const disableFocus = "\x1b[?1004l";
const enterScreen = "\x1b[?1049h";
const leaveScreen = "\x1b[?1049l";
// A row that is wider than a terminal thinks must not go on in the next one.
const disableWrap = "\x1b[?7l";
const enableWrap = "\x1b[?7h";
const showCursor = "\x1b[?25h";
const hideCursor = "\x1b[?25l";
const saveTitle = "\x1b[22;2t";
const giveTitleBack = "\x1b[23;2t";
const openScreen = `${saveTitle}${enterScreen}${disableWrap}${enablePaste}${enableFocus}\x1b[2J`;

/** Gives the terminal back as it was, whatever of it was changed; for whoever has no time left for more. */
export const restoreTerminal: string =
  `${endUpdate}\x1b[m\x1b]8;;\x1b\\${disableFocus}${disablePaste}${enableWrap}${showCursor}` +
  `${leaveScreen}${giveTitleBack}`;

/** Says how long to wait before the next frame is drawn. */
export function drawDelayMs(lastDrawMs: number, nowMs: number): number {
  const passedMs = nowMs - lastDrawMs;
  // A clock that was set back must not stop the drawing.
  return passedMs < 0 || passedMs >= frameMs ? 0 : frameMs - passedMs;
}

/** Draws frames; writes but what is new in them. */
export class Drawing {
  readonly #output: Output;
  #rows: readonly string[] = [];
  #cursor = "";
  #title: string | undefined;
  #isOpen = false;

  /** Nothing is written before `open`. */
  constructor(output: Output) {
    this.#output = output;
  }

  /** Whether the screen is ours now. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Takes the screen; the next frame is drawn whole. Also for who comes back from `suspend`. */
  open(): Promise<void> {
    if (this.#isOpen) return this.#output.flushed();
    this.#isOpen = true;
    this.forget();
    return this.#output.write(openScreen);
  }

  /** Gives the screen back. Also for who is stopped and comes back with `open` later. */
  close(): Promise<void> {
    if (!this.#isOpen) return this.#output.flushed();
    this.#isOpen = false;
    return this.#output.write(restoreTerminal);
  }

  /** What is on the screen is not known any more: after a resize, or when somebody asks for it. */
  forget(): void {
    this.#rows = [];
    this.#cursor = "";
    this.#title = undefined;
  }

  /** Draws a frame; resolves when it is written. Whoever calls waits for that before the next one. */
  draw({ rows, cursor, title }: DrawnFrame): Promise<void> {
    if (!this.#isOpen) return this.#output.flushed();
    const isWhole = this.#rows.length !== rows.length;
    const changed = rows.flatMap((row, at) =>
      !isWhole && this.#rows[at] === row ? [] : [drawnRow(row, at)]
    );
    const place = `\x1b[${cursor.row + 1};${cursor.column + 1}H`;
    const name = title === this.#title ? "" : `\x1b]2;${shown(title, maxTitleLength)}\x1b\\`;
    if (changed.length === 0 && place === this.#cursor && name === "") {
      return this.#output.flushed();
    }
    this.#rows = rows;
    this.#cursor = place;
    this.#title = title;
    const cleared = isWhole ? "\x1b[2J" : "";
    const drawn = changed.length === 0 ? "" : `${hideCursor}${cleared}${changed.join("")}`;
    return this.#output.write(
      `${beginUpdate}${drawn}${name}${place}${drawn === "" ? "" : showCursor}${endUpdate}`,
    );
  }

  /** Tells the desktop of something: https://iterm2.com/documentation-escape-codes.html */
  notify(text: string): Promise<void> {
    // A number in front would make it a command to some terminals.
    const safe = shown(text, maxNotificationLength).replace(/^(?=\d+;)/, " ");
    return this.#output.write(`\x1b]9;${safe}\x1b\\`);
  }

  /** Asks whether the ground is dark; the answer comes as a key. */
  askBackground(): Promise<void> {
    return this.#output.write("\x1b]11;?\x07");
  }

  /** Rings. */
  bell(): Promise<void> {
    return this.#output.write("\x07");
  }
}

/** Blanks at its end are erased rather than written. */
function drawnRow(row: string, at: number): string {
  const start = `\x1b[${at + 1};1H`;
  const text = row.replace(/ +$/, "");
  // A row that jumps to columns may leave gaps, in which something stood before.
  // deno-lint-ignore no-control-regex -- the sequences of a terminal start so
  return /\x1b\[\d+G/.test(text)
    ? `${start}\x1b[2K${text}`
    : `${start}${text}${text === row && row !== "" ? "" : "\x1b[K"}`;
}

function shown(text: string, maxLength: number): string {
  const safe = safeText(text.toWellFormed());
  return safe.length > maxLength ? `${[...safe.slice(0, maxLength)].slice(0, -1).join("")}…` : safe;
}
