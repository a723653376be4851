/** How far a long command is, on a terminal only. */

import ProgressBar from "progress";

/** Shows it. Ends when it is not used any more. */
export interface Progress extends Disposable {
  /** The file that is being read is read up to here. */
  reach(bytes: number): void;
  /** That file is read. */
  leave(): void;
  /** Tells something on standard error, in a line of its own. */
  say(line: string): void;
}

/** What is used of the package, which has no types of its own. */
interface Bar {
  update(part: number): void;
  interrupt(line: string): void;
  terminate(): void;
}

/** Makes one for work of so many bytes. */
export function createProgress(totalBytes: number): Progress {
  // The package looks for a terminal too, but this one says where lines go.
  const bar = Deno.stderr.isTerminal() ? createBar(totalBytes) : undefined;
  let doneBytes = 0;
  let here = 0;
  return {
    reach(bytes) {
      here = bytes;
      bar?.update(totalBytes === 0 ? 1 : Math.min(1, (doneBytes + here) / totalBytes));
    },
    leave() {
      doneBytes += here;
      here = 0;
    },
    say(line) {
      if (bar === undefined) console.error(line);
      else bar.interrupt(line);
    },
    [Symbol.dispose]() {
      bar?.terminate();
    },
  };
}

function createBar(totalBytes: number): Bar {
  const size = (totalBytes / 1e6).toFixed(1);
  return new ProgressBar(`Importing [:bar] :percent of ${size} MB, :eta s to go`, {
    total: Math.max(1, totalBytes),
    width: 40,
    renderThrottle: 50,
    clear: true,
  });
}
