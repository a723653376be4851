/** How many colours the terminal has, by what its variables say. */

import type { ColourDepth } from "./view/theme.ts";

/** Reads them; `variable` gives one of the environment. https://no-color.org, https://github.com/termstandard/colors */
export function colourDepth(variable: (name: string) => string | undefined): ColourDepth {
  const term = variable("TERM") ?? "";
  if (variable("NO_COLOR") || term === "dumb" || term === "") return "none";
  if (/^(?:truecolor|24bit)$/i.test(variable("COLORTERM") ?? "") || /-direct$/.test(term)) {
    return "true";
  }
  return /256color|kitty|alacritty|ghostty|foot/.test(term) ? "256" : "16";
}
