/** What lies over the talk, or has slid in beside it. */

/** What lies over the talk. */
export type Panel = "account" | "channels" | "help" | "person" | "search" | "switcher";

/** What slides in on a narrow screen. */
export type Drawer = "members" | "talks";

/** Somebody whose name was clicked, and where it stands in the window, in pixels. */
export interface Asked extends Readonly<Record<"left" | "top" | "bottom", number>> {
  /** Who. */
  readonly nick: string;
}

/** One of each at most. */
export class Overlay {
  readonly #onChange: () => void;
  #panel: Panel | undefined;
  #drawer: Drawer | undefined;
  #asked: Asked | undefined;

  /** Tells of each change. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** What lies over the talk. */
  get panel(): Panel | undefined {
    return this.#panel;
  }

  /** Whom the panel "person" is about. */
  get asked(): Asked | undefined {
    return this.#asked;
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

  /** Opens what can be done about somebody, beside their name. */
  ask(nick: string, name: Element): void {
    const { left, top, bottom } = name.getBoundingClientRect();
    this.#asked = { nick, left, top, bottom };
    this.open("person");
  }

  /** Slides something in, or out where it is there. */
  slide(drawer: Drawer | undefined): void {
    this.#drawer = this.#drawer === drawer ? undefined : drawer;
    this.#onChange();
  }
}
