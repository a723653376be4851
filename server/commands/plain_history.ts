/** What was said before, for people without IRC: on entering, and when they ask. */

import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import type { FoundLine } from "../core/archive.ts";
import type { Channel } from "../core/channel.ts";
import { separateLines, unpackLines } from "../core/multiline.ts";
import { pastCommand, plainRelay } from "../core/plain_form.ts";
import { readableChannel } from "../core/readable.ts";
import type { UserContext } from "./command.ts";
import { createSearch } from "./search.ts";

/** So many messages are shown on entering a channel. */
const greetingLines = 20;

/** Most messages that are shown at a time. */
const maxLines = 200;

/** Shows the latest messages of a channel that one is in. What others say meanwhile comes after them. */
export function showLatest(
  context: UserContext,
  channel: Channel,
  wish: { readonly limit?: number; readonly isAsked: boolean },
): void {
  const { archive, session, sink, user } = context;
  const readable = readableChannel(channel, user, { events: false });
  if (readable === undefined) return;
  const limit = Math.min(wish.limit ?? greetingLines, maxLines);
  const joinKey = channel.joinKey(user);
  // Unasked, it ends where one came in; what was said since then one has seen.
  const before = wish.isAsked || joinKey === undefined
    ? {}
    : { before: { kind: "key", key: joinKey } as const };
  const gap = sink.leaveGap(session);
  archive.ask({ ...readable, ...before, kind: "page", order: "newest", limit }, (answer) => {
    const lines = answer.kind === "lines" ? answer.lines : [];
    if (answer.kind === "failed") {
      return gap.fill([tell(context, "Reading back failed; try again")]);
    }
    if (lines.length > 0) return gap.fill(framed(context, lines, "Said here before:"));
    gap.fill(wish.isAsked ? [tell(context, "Nothing was said here before that you may read")] : []);
  });
}

/** Finds messages by their words, in all that one may read. */
export function showFound(context: UserContext, words: string): void {
  const { archive, session, sink } = context;
  const query = createSearch(context, { in: undefined, words, limit: greetingLines });
  if (query === undefined) return;
  const gap = sink.leaveGap(session);
  archive.ask(query, (answer) => {
    const lines = answer.kind === "lines" ? answer.lines : [];
    gap.fill(
      lines.length === 0
        ? [tell(context, "Nothing that you may read has these words")]
        : framed(context, lines, "Found:"),
    );
  });
}

function* framed(
  context: UserContext,
  lines: readonly FoundLine[],
  title: string,
): Generator<Message> {
  yield tell(context, title);
  for (const { line, timeMs } of lines) {
    const kept = unpackLines(line);
    for (const message of kept === undefined ? [] : separateLines(kept)) {
      const shown = plainRelay(message);
      if (shown === undefined) continue;
      yield createMessage("", pastCommand, `${context.policy.clockTime(timeMs)} ${shown}`);
    }
  }
  yield tell(context, "That was before");
}

function tell({ world, user }: UserContext, text: string): Message {
  return createMessage(world.serverName, "NOTICE", user.nick, text);
}
