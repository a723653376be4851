/** Names for our messages, so that one that is sent twice is passed on once. */

const onceBytes = 16;

/** Gives 128 random bits as 22 characters of base64url. */
export function newOnce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(onceBytes));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
