/** Lines that were kept, as a session reads them back. */

import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { parseTags } from "../../wire/tags.ts";
import type { FoundLine } from "./archive.ts";
import { formatMsgid } from "./msgid.ts";
import { batchedLines, separateLines, unpackLines } from "./multiline.ts";
import type { Session } from "./session.ts";
import { underName } from "./under_name.ts";
import type { World } from "./world.ts";

/** Within one session there is one such batch at a time. */
const reference = "h";
/** Of a message of several lines within it; others are relayed meanwhile, with another reference. */
const linesReference = "hm";

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
  world: World,
  session: Session,
  lines: readonly FoundLine[],
): Generator<Message> {
  for (const line of lines) yield* historyMessages(world, session, line);
}

/** Makes messages of one line that was found: more than one where it is a message of several lines. */
export function* historyMessages(
  { epoch }: World,
  { capabilities }: Session,
  { key, part, timeMs, tags: kept, line, target }: FoundLine,
): Generator<Message> {
  const lines = unpackLines(line);
  if (lines === undefined) return;
  const hasTags = capabilities.has("message-tags");
  const tags = new Map<string, string>();
  if (capabilities.has("server-time")) tags.set("time", new Date(timeMs).toISOString());
  if (hasTags && part === 0) tags.set("msgid", formatMsgid(epoch, key));
  const hasAccount = capabilities.has("account-tag");
  for (const [name, value] of kept === "" ? [] : parseTags(kept)) {
    if (name === "account" ? hasAccount : hasTags) tags.set(name, value);
  }
  const { message: told, more } = underName(lines, target);
  const message = { ...told, tags };
  if (more.length === 0) yield message;
  else if (capabilities.has("draft/multiline") && capabilities.has("batch")) {
    yield* batchedLines({ message, more }, linesReference);
  } else yield* separateLines({ message, more });
}
