/** Message tags: https://ircv3.net/specs/extensions/message-tags */

/** Tag names with their unescaped values; a tag without a value has "". */
export type Tags = ReadonlyMap<string, string>;

/** Shared by all messages without tags. */
export const noTags: Tags = new Map();

/** Most bytes that a client may send as tags, counted with the leading `@` and the space after them. */
export const maxClientTagBytes = 4096;

/** Most bytes that tags of a relayed message may take in all, counted alike. */
export const maxTagBytes = 8191;

/** Parses what stands between `@` and the space. Of a tag given twice the last one counts. */
export function parseTags(text: string): Tags {
  const tags = new Map<string, string>();
  for (const part of text.split(";")) {
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    if (name !== "") tags.set(name, equals < 0 ? "" : unescapeTag(part.slice(equals + 1)));
  }
  return tags;
}

/** Writes tags as they stand between `@` and the space; an empty value is written as a missing one. */
export function formatTags(tags: Tags): string {
  let text = "";
  for (const [name, value] of tags) {
    if (text !== "") text += ";";
    text += value === "" ? name : `${name}=${escapeTag(value)}`;
  }
  return text;
}

/** Says whether a tag is relayed from client to client untouched; a plus alone is no name. */
export function isClientOnlyTag(name: string): boolean {
  return name.startsWith("+") && name.length > 1;
}

const escapes: ReadonlyMap<string, string> = new Map([
  [";", "\\:"],
  [" ", "\\s"],
  ["\\", "\\\\"],
  ["\r", "\\r"],
  ["\n", "\\n"],
]);
const unescapes: ReadonlyMap<string, string> = new Map(
  [...escapes].map(([plain, escaped]) => [escaped.slice(1), plain]),
);

/** Escapes a tag's value: https://ircv3.net/specs/extensions/message-tags#escaping-values */
export function escapeTag(value: string): string {
  return value.replace(/[; \\\r\n]/g, (found) => escapes.get(found) ?? found);
}

/** Undoes `escapeTag`; a backslash before any other character, or at the end, is dropped. */
export function unescapeTag(value: string): string {
  if (!value.includes("\\")) return value;
  return value.replace(/\\([^]?)/g, (_, code: string) => unescapes.get(code) ?? code);
}
