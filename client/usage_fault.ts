/** What the user gave is wrong: an option, a variable, or a file that one of them names. */

/** The user's words for it; its message is one line. The program ends with exit code 2. */
export class UsageFault extends Error {}

/**
 * Reads a file of text; `option` is what has named it.
 *
 * @throws {UsageFault} when it can't be read.
 */
export function readGivenFile(file: string, option: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "does not exist" : "can't be read";
    throw new UsageFault(`File "${file}" ${why}. Give ${option} another one.`);
  }
}
