/** What others wrote, as elements: nothing of it is ever taken for markup. */

import type { VNode } from "preact";
import { safeText } from "../wire/safe_text.ts";

/** Draws text with its formatting and its links. */
export function RichText({ text }: { readonly text: string }): VNode {
  return <span class="text" dir="auto">{safeText(text)}</span>;
}
