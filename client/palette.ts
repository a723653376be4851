/** Few colours, or none. */

import { foldName } from "../wire/casemap.ts";

/** How a piece of a line looks. `nick` takes the colour of that nick. */
export type Style = "faint" | "strong" | "alarm" | "nick";

/** Gives `text` as it is to be written in a style. */
export type Palette = (style: Style, text: string) => string;

/** No colours at all. */
export function plainPalette(_style: Style, text: string): string {
  return text;
}

/** Colours that are readable on dark and on light screens. */
export function colourPalette(style: Style, text: string): string {
  return text === "" ? "" : `\x1b[${codeOf(style, text)}m${text}\x1b[0m`;
}

// Green, yellow, blue, magenta, cyan; red stands for refusals.
const nickCodes: readonly number[] = [32, 33, 34, 35, 36];

function codeOf(style: Style, text: string): number {
  switch (style) {
    case "faint":
      return 2;
    case "strong":
      return 1;
    case "alarm":
      return 31;
    case "nick":
      return nickCodes[hash(foldName(text)) % nickCodes.length] ?? 32;
  }
}

function hash(text: string): number {
  let sum = 5381;
  for (let at = 0; at < text.length; at++) sum = (sum * 33 + text.charCodeAt(at)) >>> 0;
  return sum;
}
