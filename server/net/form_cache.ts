/** What many are sent alike, as text. */

import { formatMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import type { Form } from "../core/form.ts";

/** Stands for the nick, or with a name for a number, while a form is made. Nobody can know it, and put it into a text. */
const blank = crypto.randomUUID();
const blanks = new RegExp(`${blank}(\\w*);`);

/** What stands between the blanks of a form, and in each of them: a number's name, or nothing for the nick. */
type Pieces = readonly string[];

/** Keeps forms as what stands between their blanks, for as long as who sends them keeps them. */
export class FormCache {
  readonly #pieces = new WeakMap<Form, Pieces>();

  /**
   * Writes lines, each with its end.
   *
   * @throws {RangeError} when the nick is no word, as `formatMessage` does.
   */
  write(parts: readonly (Message | Form)[], nick: string): string {
    // Whatever stands in a blank has to be as harmless as the blank.
    formatMessage({ command: "NICK", params: [nick, ""] });
    const texts: string[] = [];
    for (const part of parts) {
      if ("messages" in part) this.#fill(part, nick, texts);
      else texts.push(lineOf(part));
    }
    // At once, since the text would be made anew to be written if it were put together piece by piece.
    return texts.join("");
  }

  #fill(form: Form, nick: string, to: string[]): void {
    const numbers = form.numbers?.();
    const pieces = this.#pieces.get(form) ?? this.#make(form, Object.keys(numbers ?? {}));
    for (let at = 0; at < pieces.length; at++) {
      const piece = pieces[at] ?? "";
      if (at % 2 === 0) to.push(piece);
      else to.push(piece === "" ? nick : `${numbers?.[piece]}`);
    }
  }

  #make(form: Form, names: readonly string[]): Pieces {
    const numbers = Object.fromEntries(names.map((name) => [name, `${blank}${name};`]));
    const pieces = form.messages(`${blank};`, numbers).map(lineOf).join("").split(blanks);
    this.#pieces.set(form, pieces);
    return pieces;
  }
}

function lineOf(message: Message): string {
  return `${formatMessage(message)}\r\n`;
}
