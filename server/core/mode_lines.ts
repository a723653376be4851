/** Changes of modes as MODE tells them, in as many lines as it takes. */

import { message as createMessage } from "../../wire/format.ts";
import { type Message, textRoom } from "../../wire/message.ts";
import { utf8Length } from "../../wire/utf8.ts";

/** One change as it is told. */
export interface ToldChange {
  /** Given or taken. */
  readonly sign: "+" | "-";
  /** Which mode. */
  readonly letter: string;
  /** What belongs to it, if anything. */
  readonly param?: string;
}

/** Makes MODE messages of `source` about `target`, each short enough for a line. No changes make none. */
export function modeLines(
  source: string,
  target: string,
  changes: readonly ToldChange[],
): readonly Message[] {
  const room = textRoom(source, "MODE", target);
  const lines: Message[] = [];
  let open: ToldChange[] = [];
  for (const change of changes) {
    if (utf8Length(formatChanges([...open, change]).join(" ")) > room) {
      lines.push(createMessage(source, "MODE", target, ...formatChanges(open)));
      open = [];
    }
    open.push(change);
  }
  if (open.length > 0) lines.push(createMessage(source, "MODE", target, ...formatChanges(open)));
  return lines;
}

/** Letters, each after its sign where that is another than before, then the parameters. */
function formatChanges(changes: readonly ToldChange[]): readonly string[] {
  let letters = "";
  let last = "";
  for (const { sign, letter } of changes) {
    letters += sign === last ? letter : sign + letter;
    last = sign;
  }
  return [letters, ...changes.flatMap(({ param }) => param ?? [])];
}
