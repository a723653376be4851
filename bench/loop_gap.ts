/** A thread that asks a server every 5 ms whether it is there, and tells the longest time without an answer. */

import { RawClient } from "./raw_client.ts";

const tickMs = 5;

/** What the thread is told: a port to begin with, then to give its longest time and begin anew. */
export type GapRequest = { readonly port: number } | { readonly reset: true };

/** Asks until its thread is ended. */
async function watch(port: number, longest: { ms: number }): Promise<never> {
  const client = await RawClient.register(port, "ticker");
  for (let count = 0;; count++) {
    const tookMs = await client.time(
      `PING t${count}\r\n`,
      new RegExp(`PONG \\S+ :?t${count}\r\n$`),
    );
    longest.ms = Math.max(longest.ms, tookMs);
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
}

const longest = { ms: 0 };
const scope: object = globalThis;
Object.assign(scope, {
  onmessage: ({ data }: MessageEvent<GapRequest>) => {
    if ("port" in data) return void watch(data.port, longest);
    Object.getOwnPropertyDescriptor(scope, "postMessage")?.value(longest.ms);
    longest.ms = 0;
  },
});
