import assert from "node:assert/strict";
import type { StoreReply } from "../../server/store/messages.ts";
import { startThread } from "../../server/store/store_thread.ts";

Deno.test("a worker that is slow to load gets all that it was sent, in order", async () => {
  const faults: string[] = [];
  const thread = startThread({
    url: import.meta.resolve("../helpers/slow_worker.ts"),
    folder: undefined,
    onFault: (text) => faults.push(text),
  });
  const replies: StoreReply[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  thread.onReply((reply) => {
    replies.push(reply);
    if (replies.length === 3) resolve();
  });
  for (const folder of ["one", "two", "three"]) {
    thread.post({ kind: "open", role: "writer", folder });
  }
  await promise;
  const texts = ["one", "two", "three"].map((text) => ({ kind: "refused", text }));
  assert.deepEqual(replies, texts);
  await thread.close();
  assert.deepEqual(faults, []);
});
