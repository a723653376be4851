/** Opens the store of a server. */

import type { StoreState } from "./load_state.ts";
import type { StoreReply, WorkerRole } from "./messages.ts";
import { UnusableFile } from "./open_database.ts";
import { startThread, type StoreThread } from "./store_thread.ts";

/** Where a store is. */
export interface StorePlace {
  /** See `ThreadStart.url`. */
  readonly workerUrl: string;
  /** The server's folder, as a whole path; undefined for a store in memory. */
  readonly folder: string | undefined;
  /** A thread has died; nothing is kept any more, and the server must stop. */
  onFault(text: string): void;
}

/** A store's threads, open, with what the server has to know before it lets anyone in. */
export interface OpenedThreads {
  /** See `StoreOptions.writer`. */
  readonly writer: StoreThread;
  /** See `StoreOptions.reader`. */
  readonly reader: StoreThread;
  /** What was kept. */
  readonly state: StoreState;
}

/**
 * Opens or makes a store.
 *
 * @throws {UnusableFile} with a sentence for the operator, where that is impossible.
 */
export async function openThreads(
  { workerUrl, folder, onFault }: StorePlace,
): Promise<OpenedThreads> {
  const died = Promise.withResolvers<never>();
  died.promise.catch(() => {});
  const start = {
    url: workerUrl,
    folder,
    onFault: (text: string) => {
      died.reject(new UnusableFile(`The store did not start: ${text}.`));
      onFault(text);
    },
  };
  const writer = startThread(start);
  const role = folder === undefined ? "both" : "writer";
  const state = await Promise.race([open(writer, role, folder), died.promise]);
  if (state === undefined) throw new UnusableFile("The store did not start.");
  if (folder === undefined) return { writer, reader: writer, state };
  const reader = startThread(start);
  await Promise.race([open(reader, "reader", folder), died.promise]);
  return { writer, reader, state };
}

async function open(
  thread: StoreThread,
  role: WorkerRole,
  folder: string | undefined,
): Promise<StoreState | undefined> {
  const reply = await new Promise<StoreReply>((resolve) => {
    thread.onReply(resolve);
    thread.post({ kind: "open", role, folder });
  });
  if (reply.kind === "opened") return reply.state;
  await thread.close();
  throw new UnusableFile(reply.kind === "refused" ? reply.text : "The store did not start.");
}
