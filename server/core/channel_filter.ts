/** Filters of a channel: patterns of what nobody but those who lead says in it. */

import { safeText } from "../../wire/safe_text.ts";
import { hasMatch, isTextPattern } from "../../wire/text_pattern.ts";
import { exceedsUtf8 } from "../../wire/utf8.ts";
import type { MaskList } from "./mask_list.ts";

/** Longest pattern, in bytes. */
export const maxFilterBytes = 100;

/** Makes a pattern of what was typed; undefined where that is none. It has no spaces, which `?` stands for. */
export function readFilter(typed: string): string | undefined {
  const pattern = folded(typed);
  // A colon in front would make the rest of a line of it.
  if (/^:|[\s\p{Cc}]/u.test(pattern) || exceedsUtf8(pattern, maxFilterBytes)) return undefined;
  return isTextPattern(pattern) ? pattern : undefined;
}

/** Finds a pattern of the list that a part of `text` fits. */
export function findFilter(list: MaskList, text: string): string | undefined {
  if (list.size === 0) return undefined;
  const seen = folded(text.replace(action, ""));
  for (const { mask } of list.values()) if (hasMatch(seen, mask)) return mask;
  return undefined;
}

// deno-lint-ignore no-control-regex -- what CTCP is told by
const action = /^\x01ACTION |\x01$/g;

/** Format characters, those that are shown as nothing, and the pictures that `safeText` makes of control characters. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2400-\u2421\ufffd]/gu;

/** Letters as people read them: whatever their size, width, colours, and what is between them that nobody sees. */
function folded(text: string): string {
  return safeText(text).normalize("NFKC").replace(unseen, "").toLowerCase();
}
