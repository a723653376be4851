/** When a round of writes may begin. */

/**
 * Gives what a round waits for. Where several lines have come since the last one more are on their way, and writing costs the
 * same for all of them: it begins when `poll` has had what has come meanwhile handled. A line alone is written at once.
 *
 * `lines` counts all that came.
 */
export function gatherRounds(
  lines: () => number,
  poll: (act: () => void) => void = (act) => act(),
): (begin: () => void) => void {
  let before = 0;
  return (begin) => {
    const act = (): void => {
      before = lines();
      begin();
    };
    if (lines() - before > 1) poll(act);
    else act();
  };
}
