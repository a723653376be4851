/** A thread that reads files for a server that may read none itself. */

/** What came of reading: the first number of an answer. */
export const readOutcomes = { pending: 0, read: 1, missing: 2, elsewhere: 3, failed: 4 } as const;

/** Bytes before those of the file: what came of it, and how many there are, of 32 bits each. */
export const answerHeaderBytes = 8;

/** A file to be read. Whoever asks waits on the answer's first number. */
export interface FileRequest {
  /** Its path. */
  readonly path: string;
  /** Where its bytes go; a file that is larger can't be read. */
  readonly answer: SharedArrayBuffer;
}

/** The part of a worker's global scope that is used; the types of a window know nothing of it. */
export interface FileWorkerScope {
  /** Tells the server that it may ask. */
  postMessage(message: "ready"): void;
  /** Takes what the server asks for. */
  onmessage: ((event: MessageEvent<FileRequest>) => void) | null;
}

/** Says whether this thread was started as a worker. */
export function isFileWorkerScope(scope: object): scope is FileWorkerScope {
  return "WorkerGlobalScope" in scope && "postMessage" in scope;
}

/** Makes this thread the reader. */
export function runFileWorker(scope: FileWorkerScope): void {
  scope.onmessage = ({ data }) => answer(data);
  scope.postMessage("ready");
}

function answer({ path, answer }: FileRequest): void {
  const header = new Int32Array(answer, 0, 2);
  const outcome = readInto(path, answer, header);
  Atomics.store(header, 0, outcome);
  Atomics.notify(header, 0);
}

function readInto(path: string, answer: SharedArrayBuffer, header: Int32Array): number {
  try {
    const bytes = Deno.readFileSync(path);
    new Uint8Array(answer, answerHeaderBytes).set(bytes);
    header[1] = bytes.length;
    return readOutcomes.read;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return readOutcomes.missing;
    return error instanceof Deno.errors.NotCapable ? readOutcomes.elsewhere : readOutcomes.failed;
  }
}
