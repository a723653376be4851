/** Message ids: places in the one order of facts, in a form that clients can keep. */

const epochWidth = 8;
const keyWidth = 10;

/**
 * Gives the msgid of a fact: its epoch and its key in base 36, of fixed width, so that ids of one server sort as they came.
 *
 * `epoch` is one life of the numbering, at most 8 characters; `key` is below 36^10.
 * https://ircv3.net/specs/extensions/message-ids
 */
export function formatMsgid(epoch: string, key: number): string {
  return epoch.padStart(epochWidth, "0") + key.toString(36).padStart(keyWidth, "0");
}

/** Reads a msgid of this numbering; undefined where it is none, or of another server's. */
export function parseMsgid(epoch: string, msgid: string): number | undefined {
  const prefix = epoch.padStart(epochWidth, "0");
  const digits = msgid.slice(prefix.length);
  if (!msgid.startsWith(prefix) || !/^[0-9a-z]{10}$/.test(digits)) return undefined;
  const key = Number.parseInt(digits, 36);
  return Number.isSafeInteger(key) ? key : undefined;
}
