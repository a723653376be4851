/** One JSON object a line, with all that is kept. */

import { safeJson } from "../../wire/safe_json.ts";
import type { MoreLine } from "../../wire/multiline.ts";
import { wholeText } from "../core/multiline.ts";
import type { ExportedLine } from "./exported_line.ts";
import type { ExportForm } from "./export_form.ts";

/** The object of a line. Names and meanings stay as they are: programs read them, `chat import` among them. */
export interface JsonlLine {
  /** The channel, as it is spelt. Lines of private talks have `owner` and `with` in its place. */
  readonly channel?: string;
  /** Whose record of a private talk it is: the same text for all that one user may read. */
  readonly owner?: string;
  /** The other one's nick. */
  readonly with?: string;
  /** Id of the event. Ids of one server sort as they came. */
  readonly msgid: string;
  /** Which line of its event it is; left out for the first one, 0. */
  readonly part?: number;
  /** ISO 8601, UTC, with milliseconds. */
  readonly time: string;
  /** true where the channel was not open to all when it was said; else left out. */
  readonly restricted?: true;
  /** Who did it: nick!user@host, or the server's name. */
  readonly source: string;
  /** PRIVMSG, NOTICE, TAGMSG, JOIN and so on. */
  readonly command: string;
  /** All parameters of the command. */
  readonly params: readonly string[];
  /** The last one again, of what was said, with all lines where it has several; else left out. */
  readonly text?: string;
  /** Of a message of several lines those after the first one; `joined`: goes on where the line before it ended. */
  readonly more?: readonly { readonly text: string; readonly joined?: true }[];
  /** Tags that clients gave it, by name; left out where there are none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The form of `--format jsonl`. */
export const jsonlForm: ExportForm = {
  begin: () => "",
  beginLog: () => "",
  hasWholeMessages: true,
  line: (line) => `${safeJson(jsonlLine(line))}\n`,
  end: () => "",
};

function jsonlLine(
  { log, msgid, part, timeMs, isRestricted, message, more }: ExportedLine,
): JsonlLine {
  const { source, command, params, tags } = message;
  const isSaid = command === "PRIVMSG" || command === "NOTICE";
  return {
    ...(log.log.owner === "" ? { channel: log.name } : { owner: log.log.owner, with: log.name }),
    msgid,
    ...(part === 0 ? {} : { part }),
    time: new Date(timeMs).toISOString(),
    ...(isRestricted ? { restricted: true } : {}),
    source,
    command,
    params,
    ...(isSaid ? { text: wholeText({ message, more }) } : {}),
    ...(more.length === 0 ? {} : { more: more.map(formatMore) }),
    ...(tags.size === 0 ? {} : { tags: Object.fromEntries(tags) }),
  };
}

function formatMore({ text, isJoined }: MoreLine): { text: string; joined?: true } {
  return isJoined ? { text, joined: true } : { text };
}
