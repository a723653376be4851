/** Starts workers of the store all at once, on a machine that has other things to do, and tells when each is open. */

import { startThread } from "../../server/store/store_thread.ts";

const url = new URL("../../main.ts", import.meta.url).href;

for (let count = 0; count < 12; count++) {
  const thread = startThread({ url, folder: undefined, onFault: console.error });
  thread.onReply(({ kind }) => console.log(kind));
  thread.post({ kind: "open", role: "both", folder: undefined });
}
