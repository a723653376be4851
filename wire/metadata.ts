/** Limits and names of metadata: https://ircv3.net/specs/extensions/metadata */

/** Most keys that one user, or one channel, may have set. */
export const maxMetadataKeys = 20;

/** Most keys that one session may be told of. */
export const maxMetadataSubs = 50;

/** Longest value, in bytes: fits into a line with the longest names. */
export const maxMetadataValueBytes = 256;

/** Longest key, in characters. */
export const maxMetadataKeyLength = 32;

/** Keys by their values, as of one user or channel. */
export type Metadata = ReadonlyMap<string, string>;

/** What keys of users begin with that nobody else is to know of. On a channel they are keys as any. */
const privatePrefix = "private/";

/** Says whether a user's key is for that user alone. */
export function isPrivateKey(key: string): boolean {
  return key.startsWith(privatePrefix);
}

/** Gives a key in the form in which keys are compared; undefined where it is none. */
export function readMetadataKey(text: string): string | undefined {
  const key = text.toLowerCase();
  return key.length <= maxMetadataKeyLength && /^[a-z0-9_./-]+$/.test(key) ? key : undefined;
}
