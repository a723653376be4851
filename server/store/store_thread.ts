/** A worker of the store, seen from the server. */

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
    deno: {
      permissions: {
        read: folders,
        write: folders,
        net: false,
        env: false,
        run: false,
        sys: false,
        ffi: false,
        import: false,
      },
    },
  });
  const holder: { take: (reply: StoreReply) => void } = { take: () => {} };
  const closed = Promise.withResolvers<void>();
  // A worker loads its modules first; what comes before it listens is lost now and then.
  let early: StoreRequest[] | undefined = [];
  const post = (request: StoreRequest): void => {
    if (early === undefined) worker.postMessage(request);
    else early.push(request);
  };
  const start = (): void => {
    const requests = early ?? [];
    early = undefined;
    for (const request of requests) worker.postMessage(request);
  };
  worker.addEventListener("message", ({ data }: MessageEvent<StoreReply>) => {
    if (data.kind === "ready") return start();
    if (data.kind === "closed") closed.resolve();
    holder.take(data);
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
