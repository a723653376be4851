/** Opens the stream that servers share, and finds where to go on from. */

import { readSavedWorld, type SavedWorld } from "./saved_world.ts";
import type { StreamPlace, StreamReply, StreamRequest, StreamState } from "./stream_messages.ts";
import type { StreamThread } from "./stream_thread.ts";

/** What this server has of its own. */
export interface OwnPast {
  /** What it would make hosts of addresses with. */
  readonly secret: Uint8Array;
  /** What it has written down of the world, if it has. */
  readonly saved: string | undefined;
  /** The stream, or the server alone, whose facts it has kept: see `World.epoch`. */
  readonly epoch: string;
  /** The last fact of which it has kept all. */
  readonly keptKey: number;
}

/** An open stream. */
export interface OpenedStream {
  /** Names the stream's keys: see `World.epoch`. */
  readonly epoch: string;
  /** What it makes hosts of addresses with, as all do. */
  readonly secret: Uint8Array;
  /** Where to go on from; undefined: from the first fact of all. */
  readonly saved: SavedWorld | undefined;
  /** The last fact that there is now. */
  readonly targetKey: number;
}

/** The stream can't be used; the message is a sentence for the operator. */
export class UnusableStream extends Error {
  /** `message` is a whole sentence or two. */
  constructor(message: string) {
    super(message);
    this.name = "UnusableStream";
  }
}

/**
 * Opens it over a thread that has just started.
 *
 * @throws {UnusableStream} where that is impossible.
 */
export async function openStream(
  thread: StreamThread,
  place: StreamPlace,
  own: OwnPast,
): Promise<OpenedStream> {
  const reply = await ask(thread, { kind: "open", place, secret: own.secret });
  if (reply.kind !== "opened") {
    const why = reply.kind === "refused" ? reply.text : "the thread did not answer";
    const servers = place.servers.join(", ");
    throw new UnusableStream(`NATS can't be used at ${servers}: ${why}. Look at --cluster.`);
  }
  const { state } = reply;
  const epoch = state.createdAtMs.toString(36);
  const saved = await findStart(thread, state, { epoch, own });
  return { epoch, secret: state.secret, saved, targetKey: state.lastKey };
}

/** One's own world, if the stream goes on from there; else the first fact; else the oldest world that it goes on from. */
async function findStart(
  thread: StreamThread,
  { firstKey, lastKey, snapshots }: StreamState,
  { epoch, own }: { readonly epoch: string; readonly own: OwnPast },
): Promise<SavedWorld | undefined> {
  const saved = own.saved === undefined ? undefined : readSavedWorld(own.saved);
  const mine = saved?.epoch === epoch ? saved : undefined;
  const knownKey = Math.max(own.epoch === epoch ? own.keptKey : 0, mine?.last.key ?? 0);
  if (knownKey > lastKey) {
    throw new UnusableStream(
      `The stream has lost its last facts: this server knows ${knownKey}, and it ends at ${lastKey}. Whoever ran without --cluster meanwhile knows more, too. Give --data an empty folder to go on with what is left.`,
    );
  }
  if (mine !== undefined && mine.last.key >= firstKey - 1) return mine;
  if (firstKey <= 1) return undefined;
  for (const key of snapshots.filter((each) => each >= firstKey - 1)) {
    const reply = await ask(thread, { kind: "read", key });
    const text = reply.kind === "snapshot" ? reply.text : undefined;
    const world = text === undefined ? undefined : readSavedWorld(text);
    if (world !== undefined) return world;
  }
  throw new UnusableStream(
    "The stream has lost its first facts, and no server has left a snapshot that it goes on from. Delete the stream and its bucket to begin anew.",
  );
}

/** A warning is no answer. */
function ask(thread: StreamThread, request: StreamRequest): Promise<StreamReply> {
  return new Promise((resolve) => {
    thread.onReply((reply) => {
      if (reply.kind !== "warning" && reply.kind !== "passed" && reply.kind !== "link") {
        resolve(reply);
      }
    });
    thread.post(request);
  });
}
