/** A worker of the store, seen from the server. */

import { noRights } from "../core/no_rights.ts";
import type { StoreReply, StoreRequest } from "./messages.ts";

/** A thread that takes requests and replies. */
export interface StoreThread {
  /** Sends a request. */
  post(request: StoreRequest): void;
  /** Says who gets the replies from now on. */
  onReply(take: (reply: StoreReply) => void): void;
  /** Ends it when it has done what it was sent. */
  close(): Promise<void>;
}

/** How a thread is started. */
export interface ThreadStart {
  /** The program, which as a worker becomes one of the store. */
  readonly url: string;
  /** The one folder that it may read and write; undefined for none. */
  readonly folder: string | undefined;
  /** Told when it has died of a fault. */
  onFault(text: string): void;
}

/** Starts a thread. */
export function startThread({ url, folder, onFault }: ThreadStart): StoreThread {
  const folders = folder === undefined ? false : [folder];
  const worker = new Worker(url, {
    type: "module",
    name: "store",
    deno: { permissions: { ...noRights, read: folders, write: folders } },
  });
  const holder: { take: (reply: StoreReply) => void } = { take: () => {} };
  // A worker that is still loading its modules drops what it is sent.
  const ready = Promise.withResolvers<void>();
  let isReady = false;
  const post = (request: StoreRequest): void => {
    if (isReady) worker.postMessage(request);
    else ready.promise.then(() => worker.postMessage(request));
  };
  const closed = Promise.withResolvers<void>();
  worker.addEventListener("message", (event: MessageEvent<StoreReply>) => {
    if (event.data.kind === "ready") {
      ready.resolve();
      // Whatever waits is sent before this.
      ready.promise.then(() => isReady = true);
      return;
    }
    if (event.data.kind === "closed") closed.resolve();
    holder.take(event.data);
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    closed.resolve();
    onFault(event.message);
  });
  return {
    post,
    onReply: (take) => {
      holder.take = take;
    },
    close: async () => {
      post({ kind: "close" });
      await closed.promise;
      worker.terminate();
    },
  };
}
