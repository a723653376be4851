/** What many are sent alike, as text. */

import { formatMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import type { Form } from "../core/sink.ts";

/** Stands for the nick while a form is made. Nobody can know it, and put it into a text that is in one. */
const blank = crypto.randomUUID();

/** Keeps forms as what stands between their blanks, for as long as who sends them keeps them. */
export class FormCache {
  readonly #pieces = new WeakMap<Form, readonly string[]>();

  /**
   * Writes lines, each with its end.
   *
   * @throws {RangeError} when the nick is no word, as `formatMessage` does.
   */
  write(parts: readonly (Message | Form)[], nick: string): string {
    // Whatever stands in a blank has to be as harmless as the blank.
    formatMessage({ command: "NICK", params: [nick, ""] });
    let text = "";
    for (const part of parts) {
      text += "messages" in part ? this.#piecesOf(part).join(nick) : lineOf(part);
    }
    return text;
  }

  #piecesOf(form: Form): readonly string[] {
    const known = this.#pieces.get(form);
    if (known !== undefined) return known;
    const pieces = form.messages(blank).map(lineOf).join("").split(blank);
    this.#pieces.set(form, pieces);
    return pieces;
  }
}

function lineOf(message: Message): string {
  return `${formatMessage(message)}\r\n`;
}
