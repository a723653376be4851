/** When the screen is drawn, and which part of a talk it shows. */

import type { Desk } from "./desk/desk.ts";
import { drawDelayMs, type Drawing } from "./drawing.ts";
import { terminalSize } from "./raw_terminal.ts";
import { drawFrame, type Frame } from "./view/frame.ts";
import { RowCache } from "./view/row_cache.ts";
import { scrollDown, type ScrollPlace, scrollToTop, scrollUp } from "./view/scroll.ts";
import type { ColourDepth } from "./view/theme.ts";
import type { NetworkView, ViewState } from "./view/view_state.ts";

/** What a painter works with. */
export interface PainterOptions {
  /** What there is to show. */
  readonly desk: Desk;
  /** The networks as they are now. */
  readonly networks: () => readonly NetworkView[];
  /** Writes to the terminal. */
  readonly drawing: Drawing;
  /** How many colours it has. */
  readonly depth: ColourDepth;
  /** The first row of a talk is seen, or somebody looks for what is above: older ones are wanted. */
  readonly onTop: () => void;
}

/** Draws at most 30 times a second, whatever happens. */
export class Painter {
  readonly #options: PainterOptions;
  readonly #cache = new RowCache();
  #scroll: ScrollPlace | undefined;
  #frame: Frame | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawnMs = -Infinity;
  #isDrawing = false;
  #isStale = false;

  /** Nothing is drawn yet. */
  constructor(options: PainterOptions) {
    this.#options = options;
  }

  /** Something is another than it was. */
  changed(): void {
    this.#isStale = true;
    if (this.#timer !== undefined || this.#isDrawing || !this.#options.drawing.isOpen) return;
    const delayMs = drawDelayMs(this.#drawnMs, performance.now());
    this.#timer = setTimeout(() => void this.draw(), delayMs);
  }

  /** Draws now; from outside for the first time alone, which waits for nothing. */
  async draw(): Promise<void> {
    this.#timer = undefined;
    this.#isStale = false;
    this.#isDrawing = true;
    this.#drawnMs = performance.now();
    const { drawing, onTop } = this.#options;
    const state = this.#state();
    if (state !== undefined) {
      this.#frame = drawFrame(state, terminalSize(), this.#cache);
      // A terminal that takes its time is waited for: what happens meanwhile is one frame.
      await drawing.draw(this.#frame);
      if (this.#frame.isTop && !state.buffer.isCleared) onTop();
    }
    this.#isDrawing = false;
    if (this.#isStale) this.changed();
  }

  /** What is on the screen is not known any more. */
  forget(): void {
    this.#options.drawing.forget();
    this.changed();
  }

  /** Shows another part of the talk. */
  turn(to: "pageUp" | "pageDown" | "top" | "bottom"): void {
    const frame = this.#frame;
    if (frame?.isTop && (to === "pageUp" || to === "top")) this.#options.onTop();
    if (to === "bottom" || frame === undefined) this.#scroll = undefined;
    else this.#scroll = turned(frame, this.#scroll, to);
    this.changed();
  }

  /** Draws no more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #state(): ViewState | undefined {
    const { desk, networks, depth } = this.#options;
    const { buffer, place, composer: { editor, completion, paste }, settings } = desk;
    if (buffer === undefined) return undefined;
    const members = desk.hasMembers ? "on" : "off";
    const theme = settings.get("theme");
    const isDark = theme === "auto" ? desk.isDark ?? true : theme === "dark";
    return {
      networks: networks(),
      network: place.network,
      buffer,
      scroll: this.#scroll,
      input: {
        text: editor.shown,
        cursor: editor.cursor,
        search: editor.search,
        completion,
        paste,
      },
      typing: desk.networks[place.network]?.buffers.typingIn(buffer.name, Date.now()) ?? [],
      marked: desk.found ?? "",
      settings: new Map([...settings.values, ["members", members]]),
      theme: { depth, ground: isDark ? "dark" : "light" },
    };
  }
}

function turned(
  { source, messageRows: room }: Frame,
  place: ScrollPlace | undefined,
  to: "pageUp" | "pageDown" | "top",
): ScrollPlace | undefined {
  const by = Math.max(room - 2, 1);
  switch (to) {
    case "pageUp":
      return scrollUp(source, place, { by, room });
    case "pageDown":
      return scrollDown(source, place, by);
    case "top":
      return scrollToTop(source, room);
  }
}
