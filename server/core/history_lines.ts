/** Lines that were kept, as a session reads them back. */

import { message as createMessage } from "../../wire/format.ts";
import { isMessage, type Message, parseMessage } from "../../wire/message.ts";
import { parseTags } from "../../wire/tags.ts";
import type { FoundLine } from "./archive.ts";
import { formatMsgid } from "./msgid.ts";
import type { Session } from "./session.ts";
import type { World } from "./world.ts";

/** Within one session there is one such batch at a time. */
const reference = "h";

/** What a batch is. */
export interface BatchKind {
  /** https://ircv3.net/registry#batch-types */
  readonly type: string;
  /** What follows the type. */
  readonly params: readonly string[];
}

/** Lines of an answer within a batch, for those who know batches; others get the lines alone. */
export function* inBatch(
  { serverName }: World,
  { capabilities }: Session,
  { type, params }: BatchKind,
  lines: Iterable<Message>,
): Generator<Message> {
  if (!capabilities.has("batch")) return yield* lines;
  yield createMessage(serverName, "BATCH", `+${reference}`, type, ...params);
  for (const line of lines) yield { ...line, tags: new Map([["batch", reference], ...line.tags]) };
  yield createMessage(serverName, "BATCH", `-${reference}`);
}

/** Makes messages of lines that were found, with the tags that the session has asked for. */
export function* historyLines(
  { epoch }: World,
  { capabilities }: Session,
  lines: readonly FoundLine[],
): Generator<Message> {
  const hasTime = capabilities.has("server-time");
  const hasTags = capabilities.has("message-tags");
  const hasAccount = capabilities.has("account-tag");
  for (const { key, part, timeMs, tags: kept, line } of lines) {
    const message = parseMessage(line);
    if (!isMessage(message)) continue;
    const tags = new Map<string, string>();
    if (hasTime) tags.set("time", new Date(timeMs).toISOString());
    if (hasTags && part === 0) tags.set("msgid", formatMsgid(epoch, key));
    for (const [name, value] of kept === "" ? [] : parseTags(kept)) {
      if (name === "account" ? hasAccount : hasTags) tags.set(name, value);
    }
    yield { ...message, tags };
  }
}
