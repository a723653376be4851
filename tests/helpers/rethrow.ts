/** What a test does with a fault that the program would log. */

/** Throws it: in a test there is to be none. */
export function rethrow(error: unknown): never {
  throw error;
}
