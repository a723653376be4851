/** The thread that speaks to NATS, seen from the server. */

import { noRights } from "../core/no_rights.ts";
import type { StreamReply, StreamRequest } from "./stream_messages.ts";

/** What a worker is called that becomes such a thread. */
export const streamThreadName = "stream";

/** A thread that takes requests and replies. */
export interface StreamThread {
  /** Sends a request. */
  post(request: StreamRequest): void;
  /** Says who gets the replies from now on. */
  onReply(take: (reply: StreamReply) => void): void;
  /** Ends it when it has sent what it was given. */
  close(): Promise<void>;
}

/**
 * Starts it. `url` is the program, which as a worker becomes this thread; it may connect to `servers` and do nothing else.
 * `onFault` is told when it has died.
 */
export async function startStreamThread(
  { url, servers, onFault }: {
    readonly url: string;
    readonly servers: readonly string[];
    readonly onFault: (text: string) => void;
  },
): Promise<StreamThread> {
  const worker = new Worker(url, {
    type: "module",
    name: streamThreadName,
    deno: { permissions: { ...noRights, net: [...servers] } },
  });
  const ready = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const holder: { take: (reply: StreamReply) => void } = { take: () => {} };
  worker.addEventListener("message", ({ data }: MessageEvent<StreamReply>) => {
    if (data.kind === "ready") ready.resolve();
    else if (data.kind === "closed") closed.resolve();
    else holder.take(data);
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    closed.resolve();
    ready.reject(new Error(event.message));
    // Whoever waits for an answer gets none any more.
    holder.take({ kind: "refused", text: event.message });
    onFault(event.message);
  });
  await ready.promise;
  return {
    post: (request) => worker.postMessage(request),
    onReply: (take) => {
      holder.take = take;
    },
    close: async () => {
      worker.postMessage({ kind: "close" });
      await closed.promise;
      worker.terminate();
    },
  };
}
