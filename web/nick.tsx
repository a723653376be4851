/** A name of somebody, in a colour that is the same everywhere. */

import type { VNode } from "preact";
import { foldName } from "../wire/casemap.ts";

/** Draws a name; where it stands may not change what is around it. */
export function Nick({ name }: { readonly name: string }): VNode {
  return <bdi class="nick" style={{ "--hue": `${hueOf(name)}` }}>{name}</bdi>;
}

/** Draws a disc with the first letter of a name. */
export function Disc({ name }: { readonly name: string }): VNode {
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0] ?? name.slice(0, 1);
  return (
    <span class="disc" style={{ "--hue": `${hueOf(name)}` }} aria-hidden="true">
      {letter.toUpperCase()}
    </span>
  );
}

function hueOf(name: string): number {
  let hash = 5381;
  for (const letter of foldName(name)) hash = (hash * 33 + (letter.codePointAt(0) ?? 0)) % 360_007;
  return hash % 360;
}
