/** Archives that are the same, byte by byte, whoever makes them of the same files, and wherever. */

import { createTar } from "nanotar";

const blockBytes = 512;

/** A file of an archive. */
export interface ArchivedFile {
  /** Its name there, with folders. */
  readonly path: string;
  /** What it holds. */
  readonly bytes: Uint8Array;
  /** It can be run. */
  readonly isExecutable?: boolean;
}

/** Makes an archive as `tar` reads it: sorted, of nobody, and of one time. */
export function archive(files: readonly ArchivedFile[], timeMs: number): Uint8Array {
  const sorted = files.toSorted((one, other) => one.path < other.path ? -1 : 1);
  const items = sorted.map(({ path, bytes, isExecutable = false }) => ({
    name: path,
    data: bytes,
    attrs: { mode: isExecutable ? "755" : "644" },
  }));
  const made = createTar(items, { attrs: { uid: 0, gid: 0, mtime: timeMs } });
  // The end of an archive is two empty blocks, and nanotar 0.3.0 writes as many as fill up its buffer, or none.
  const whole = new Uint8Array(made.length + 2 * blockBytes);
  whole.set(made);
  return whole;
}
