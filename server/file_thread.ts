/** Reads the files that options name, when the process itself may read none any more. */

import { dirname } from "node:path";
import { noRights } from "./core/no_rights.ts";
import { answerHeaderBytes, type FileRequest, readOutcomes } from "./file_worker.ts";
import { type ReadText, unreadable } from "./start_files.ts";

/** What a worker is called that becomes such a thread. */
export const fileThreadName = "files";

/** More is no configuration, certificate or greeting. */
const maxFileBytes = 1024 * 1024;

/** The server waits so long and does nothing else: a disk that is away must not hold it for ever. */
const waitMs = 2_000;

/**
 * Starts a thread that may read what lies in the folders of these files, and do nothing else. Folders, since files are
 * renewed by putting others in their place. `url` is the program. The server waits for what it gives, see `readText`; it
 * ends with the process.
 */
export async function startFileThread(
  { url, files }: { readonly url: string; readonly files: readonly string[] },
): Promise<ReadText> {
  const worker = new Worker(url, {
    type: "module",
    name: fileThreadName,
    deno: { permissions: { ...noRights, read: files.map(dirname) } },
  });
  await new Promise((resolve, reject) => {
    worker.addEventListener("message", resolve, { once: true });
    worker.addEventListener("error", (event) => reject(new Error(event.message)), { once: true });
  });
  return (path, option) => ask(worker, path, option);
}

function ask(worker: Worker, path: string, option: string): string {
  const answer = new SharedArrayBuffer(answerHeaderBytes + maxFileBytes);
  const header = new Int32Array(answer, 0, 2);
  const request: FileRequest = { path, answer };
  worker.postMessage(request);
  Atomics.wait(header, 0, readOutcomes.pending, waitMs);
  const [outcome, length = 0] = header;
  if (outcome === readOutcomes.read) {
    // A decoder takes no shared bytes.
    return new TextDecoder().decode(new Uint8Array(answer, answerHeaderBytes, length).slice());
  }
  if (outcome === readOutcomes.missing) throw unreadable(path, option, "missing");
  throw unreadable(path, option, outcome === readOutcomes.elsewhere ? "elsewhere" : "failed");
}
