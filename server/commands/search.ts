/** Finding what was said by its words: https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md */

import type { ArchiveQuery } from "../core/archive.ts";
import { parseTags } from "../../wire/tags.ts";
import { message as createMessage } from "../../wire/format.ts";
import { historyLines, inBatch } from "../core/history_lines.ts";
import { fail, type Refusal } from "../core/refusal.ts";
import { ownerOf } from "../core/user.ts";
import { command, type Family, shown, type UserContext } from "./command.ts";
import { ask, findReadable, readableChannels } from "./history.ts";

/** SEARCH. */
export const searchFamily: Family = {
  SEARCH: command({
    min: 1,
    cost: 4,
    capability: "soju.im/search",
    help: [
      "SEARCH <attribute>=<value>{;<attribute>=<value>}",
      "Finds messages that you may read: text has words, from a nick, in a channel or nick,",
      "before and after have times, limit a number. Values are escaped as those of tags.",
    ],
    run: (context, [attributes]) => search(context, attributes),
  }),
};

/** Most messages of one answer. */
const maxFound = 100;

const known: ReadonlySet<string> = new Set(["in", "from", "before", "after", "text", "limit"]);

function search(context: UserContext, attributes: string): Refusal | undefined {
  const wanted = parseTags(attributes);
  for (const name of wanted.keys()) if (!known.has(name)) return invalid(name);
  const [afterMs, beforeMs] = [wanted.get("after"), wanted.get("before")].map(readMs);
  if (Number.isNaN(afterMs)) return invalid("after");
  if (Number.isNaN(beforeMs)) return invalid("before");
  const limit = Number(wanted.get("limit") ?? maxFound);
  if (!Number.isInteger(limit) || limit < 1) return invalid("limit");
  const place = wanted.get("in");
  const query = createSearch(context, {
    in: place,
    words: wanted.get("text") ?? "",
    from: wanted.get("from"),
    limit,
    afterMs,
    beforeMs,
  });
  if (query === undefined) {
    const text = "You can't read that; join it first";
    return fail("SEARCH", "INVALID_TARGET", shown(place ?? ""), text);
  }
  const { world, session, sink } = context;
  return ask(context, query, (answer) => {
    if (answer.kind !== "lines") {
      const text = "The server failed to search; try again";
      return sink.reply(
        session,
        createMessage(world.serverName, "FAIL", "SEARCH", "INTERNAL_ERROR", text),
      );
    }
    const lines = historyLines(world, session, answer.lines);
    const kind = { type: "soju.im/search", params: [] };
    sink.answer(session, inBatch(world, session, kind, lines));
  });
}

/** What is looked for. */
export interface SearchWish {
  /** Channel or nick; undefined for all that the user may read. */
  readonly in: string | undefined;
  /** Words that a message must have. */
  readonly words: string;
  /** Nick of who said it. */
  readonly from?: string | undefined;
  /** In milliseconds. */
  readonly afterMs?: number | undefined;
  /** In milliseconds. */
  readonly beforeMs?: number | undefined;
  /** Most messages. */
  readonly limit: number;
}

/** Makes the question that finds what is looked for; undefined where the user may not read there. */
export function createSearch(
  context: UserContext,
  { in: place, words, from, afterMs, beforeMs, limit }: SearchWish,
): ArchiveQuery | undefined {
  const wish = { events: false };
  const found = place === undefined ? undefined : findReadable(context, place, wish);
  if (place !== undefined && found === undefined) return undefined;
  return {
    kind: "search",
    logs: found === undefined ? readableChannels(context, wish) : [found],
    owner: found === undefined ? ownerOf(context.user) : "",
    words,
    limit: Math.min(limit, maxFound),
    ...(from === undefined ? {} : { from }),
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(beforeMs === undefined ? {} : { beforeMs }),
  };
}

/** Reads a time; NaN where it is none. */
function readMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

function invalid(attribute: string): Refusal {
  return fail("SEARCH", "INVALID_PARAMS", shown(attribute), "That attribute can't be used so");
}
