/** A name of somebody, in a colour that is the same everywhere. */

import type { VNode } from "preact";
import { nickColour } from "../wire/nick_colour.ts";
import { safeText } from "../wire/safe_text.ts";

/** Draws a name; where it stands may not change what is around it. */
export function Nick({ name }: { readonly name: string }): VNode {
  return <bdi class={`nick hue-${nickColour(name)}`}>{safeText(name)}</bdi>;
}

/** Draws a disc with the first letter of a name. */
export function Disc({ name }: { readonly name: string }): VNode {
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0] ?? safeText(name).slice(0, 1);
  return (
    <span class={`disc hue-${nickColour(name)}`} aria-hidden="true">{letter.toUpperCase()}</span>
  );
}
