/** What lies over the talk, or has slid in beside it. */

/** What lies over the talk. */
export type Panel = "account" | "channels" | "help" | "search" | "switcher";

/** What slides in on a narrow screen. */
export type Drawer = "members" | "talks";

/** One of each at most. */
export class Overlay {
  readonly #onChange: () => void;
  #panel: Panel | undefined;
  #drawer: Drawer | undefined;

  /** Tells of each change. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** What lies over the talk. */
  get panel(): Panel | undefined {
    return this.#panel;
  }

  /** What has slid in. */
  get drawer(): Drawer | undefined {
    return this.#drawer;
  }

  /** Opens something over the talk, or closes what is open. */
  open(panel: Panel | undefined): void {
    this.#panel = panel;
    this.#drawer = undefined;
    this.#onChange();
  }

  /** Slides something in, or out where it is there. */
  slide(drawer: Drawer | undefined): void {
    this.#drawer = this.#drawer === drawer ? undefined : drawer;
    this.#onChange();
  }
}
