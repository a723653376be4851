/** A password that is kept in a file, so that no list of programs shows it. */

const maxLength = 300;

/**
 * Reads the first line.
 *
 * @throws {Error} with one line for the user when there is none.
 */
export function readPassword(file: string): string {
  let text: string;
  try {
    text = Deno.readTextFileSync(file);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "does not exist" : "can't be read";
    throw new Error(`File "${file}" ${why}. Give --account-password-file another one`);
  }
  const [password = ""] = text.split(/\r?\n/, 1);
  if (password !== "" && password.length <= maxLength) return password;
  const what = password === "" ? "is empty" : `has more than ${maxLength} characters`;
  throw new Error(`The first line of "${file}" ${what}. Write the password there`);
}
