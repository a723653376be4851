/** What many are sent alike but for a few words. */

import type { Message } from "../../wire/message.ts";

/** Lines that many are sent alike, but for the nick of each in them, and numbers. Never changed: its identity tells it. */
export interface Form<Name extends string = string> {
  /** The numbers of the moment; none if left out. */
  numbers?(): Readonly<Record<Name, number>>;
  /** Makes the lines for one, with what stands for each number. */
  messages(nick: string, numbers: Readonly<Record<Name, string>>): readonly Message[];
}

/** The lines of a form as they are at the moment for one who is called `nick`. */
export function formLines(form: Form, nick: string): readonly Message[] {
  const numbers = Object.entries(form.numbers?.() ?? {});
  return form.messages(
    nick,
    Object.fromEntries(numbers.map(([name, number]) => [name, `${number}`])),
  );
}
