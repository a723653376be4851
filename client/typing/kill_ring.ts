/** What was cut, to be put in again: https://www.gnu.org/software/emacs/manual/html_node/emacs/Kill-Ring.html */

const maxKills = 30;

/** Cuts, the latest first to be taken. */
export class KillRing {
  #kills: string[] = [];
  #at = 0;

  /** Keeps what was cut; of cuts in a row one text is made, in the order in which they stood. */
  keep(text: string, { isBackward, isJoined }: { isBackward: boolean; isJoined: boolean }): void {
    if (text === "") return;
    const latest = isJoined ? this.#kills.pop() ?? "" : "";
    // No longer than the text that they were cut from.
    this.#kills.push(isBackward ? text + latest : latest + text);
    if (this.#kills.length > maxKills) this.#kills.shift();
    this.#at = this.#kills.length - 1;
  }

  /** The text that is taken now, or undefined where nothing was cut yet. */
  get current(): string | undefined {
    return this.#kills[this.#at];
  }

  /** Goes to the cut before; behind the first comes the latest. */
  turn(): void {
    this.#at = (this.#at > 0 ? this.#at : this.#kills.length) - 1;
  }
}
