/** Colours as numbers: of mIRC's palette, of a terminal's 256, and how far apart two are. */

/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

// https://modern.ircdocs.horse/formatting#colors-16-98
const mircColours: readonly string[] = [
  ..."ffffff 000000 00007f 009300 ff0000 7f0000 9c009c fc7f00 ffff00 00fc00 009393 00ffff".split(
    " ",
  ),
  ..."0000fc ff00ff 7f7f7f d2d2d2".split(" "),
  ..."470000 472100 474700 324700 004700 00472c 004747 002747 000047 2e0047 470047 47002a".split(
    " ",
  ),
  ..."740000 743a00 747400 517400 007400 007449 007474 004074 000074 4b0074 740074 740045".split(
    " ",
  ),
  ..."b50000 b56300 b5b500 7db500 00b500 00b571 00b5b5 0063b5 0000b5 7500b5 b500b5 b5006b".split(
    " ",
  ),
  ..."ff0000 ff8c00 ffff00 b2ff00 00ff00 00ffa0 00ffff 008cff 0000ff a500ff ff00ff ff0098".split(
    " ",
  ),
  ..."ff5959 ffb459 ffff71 cfff60 6fff6f 65ffc9 6dffff 59b4ff 5959ff c459ff ff66ff ff59bc".split(
    " ",
  ),
  ..."ff9c9c ffd39c ffff9c e2ff9c 9cff9c 9cffdb 9cffff 9cd3ff 9c9cff dc9cff ff9cff ff94d3".split(
    " ",
  ),
  ..."000000 131313 282828 363636 4d4d4d 656565 818181 9f9f9f bcbcbc e2e2e2 ffffff".split(" "),
];
// The sixteen named ones of a terminal for the first sixteen of mIRC.
const mircNamed: readonly number[] = [15, 0, 4, 2, 9, 1, 5, 3, 11, 10, 6, 14, 12, 13, 8, 7];
const cubeLevels: readonly number[] = [0, 95, 135, 175, 215, 255];

/** Gives the colour of RRGGBB, or of a number of mIRC's palette. */
export function rgbOf(colour: number | string): Rgb {
  const hex = typeof colour === "string" ? colour : mircColours[colour] ?? "7f7f7f";
  const all = parseInt(hex, 16);
  return [(all >> 16) & 255, (all >> 8) & 255, all & 255];
}

/** The nearest of a terminal's 256 colours, but for the first sixteen, which each terminal has its own of. */
export function nearest256(colour: Rgb): number {
  const cube = colour.map((part) => nearestLevel(part));
  const [red = 0, green = 0, blue = 0] = cube;
  const grey = Math.max(
    0,
    Math.min(23, Math.round((colour.reduce((sum, part) => sum + part) / 3 - 8) / 10)),
  );
  const candidates = [16 + 36 * red + 6 * green + blue, 232 + grey];
  return candidates.reduce((one, other) =>
    distance(rgbOf256(other), colour) < distance(rgbOf256(one), colour) ? other : one
  );
}

/** What one of a terminal's 256 colours from 16 on looks like. */
export function rgbOf256(index: number): Rgb {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return [grey, grey, grey];
  }
  const cube = Math.max(index - 16, 0);
  const level = (step: number): number => cubeLevels[step] ?? 0;
  return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)];
}

/** The nearest of a terminal's first sixteen colours, as most terminals have them. */
export function nearest16(colour: number | string): number {
  if (typeof colour === "number" && colour < 16) return mircNamed[colour] ?? 7;
  const [red, green, blue] = rgbOf(colour);
  const most = Math.max(red, green, blue);
  if (most - Math.min(red, green, blue) < 32) {
    return most < 64 ? 0 : most < 144 ? 8 : most < 200 ? 7 : 15;
  }
  const bits = [red, green, blue].map((part, at) => part > most / 2 ? 1 << at : 0);
  return bits.reduce((sum, bit) => sum + bit) + (most > 200 ? 8 : 0);
}

/** How well letters of one colour are read on the other, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function nearestLevel(part: number): number {
  const levels = cubeLevels.map((level) => Math.abs(level - part));
  return levels.indexOf(Math.min(...levels));
}

function distance(one: Rgb, other: Rgb): number {
  return one.reduce((sum, part, at) => sum + (part - (other[at] ?? 0)) ** 2, 0);
}
