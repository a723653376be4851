/** What roles look like on a terminal: with as many colours as it has, on a dark or a light ground. */

import { contrast, nearest16, nearest256, type Rgb, rgbOf } from "./colour.ts";
import type { Role, Span, Style } from "./styled.ts";

/** How many colours a terminal has. */
export type ColourDepth = "none" | "16" | "256" | "true";

/** What a terminal shows. */
export interface Theme {
  /** How many colours. */
  readonly depth: ColourDepth;
  /** What letters stand on. */
  readonly ground: "dark" | "light";
}

/** How many colours a terminal has, by the variables of the environment: https://no-color.org */
export function colourDepthOf(variable: (name: string) => string | undefined): ColourDepth {
  const term = variable("TERM") ?? "dumb";
  if ((variable("NO_COLOR") ?? "") !== "" || term === "dumb") return "none";
  const told = variable("COLORTERM") ?? "";
  if (told === "truecolor" || told === "24bit" || /-direct$|kitty|ghostty/.test(term)) {
    return "true";
  }
  return /256|alacritty|foot|wezterm/.test(term) ? "256" : "16";
}

/** The colours of nicks, readable on a dark ground and on a light one. */
export const nickColours: Readonly<Record<Theme["ground"], readonly string[]>> = {
  dark: ("f58393 fead99 ec9249 f4b94c bdad2f b0d469 69c275 4de1b5 12c3bf 22dafc 3eb7f7 a2c6ff " +
    "9e9ffd d4b2fe d98ad9 ffa3d0").split(" "),
  light: ("a12f48 932508 954e02 6d4c03 706500 455c00 007326 08614b 047270 085d6c 006b9a 164ea3 " +
    "5953b5 663694 8e3e8f 8a235f").split(" "),
};

// Letters and ground, RRGGBB on dark and on light, and of the sixteen on dark and on light.
interface Paint {
  readonly dark?: string;
  readonly light?: string;
  readonly named?: readonly [dark: number, light: number];
  readonly darkGround?: string;
  readonly lightGround?: string;
  readonly namedGround?: readonly [dark: number, light: number];
  /** Besides colours. */
  readonly style?: Style;
  /** Where there are no colours. */
  readonly bare?: Style;
}

const bar = { darkGround: "282d38", lightGround: "e3e7ee", namedGround: [4, 7] } as const;
const paints: Readonly<Record<Role, Paint>> = {
  text: {},
  faint: { dark: "7f8796", light: "6a7078", named: [8, 8], bare: { dim: true } },
  border: { dark: "454b58", light: "bcc2cc", named: [8, 7], bare: { dim: true } },
  own: { dark: "ffffff", light: "000000", style: { bold: true } },
  mention: { dark: "ffd75f", light: "8a4b00", named: [11, 1], style: { bold: true } },
  alarm: { dark: "ff7b72", light: "b3261e", named: [9, 1], bare: { bold: true } },
  notice: { dark: "9fc6e0", light: "2f5f80", named: [6, 6] },
  pending: { dark: "7f8796", light: "6a7078", named: [8, 8], bare: { dim: true } },
  moves: { dark: "7f8796", light: "6a7078", named: [8, 8], bare: { dim: true } },
  reaction: { dark: "a9b1c0", light: "4f5662", named: [8, 8], bare: { dim: true } },
  link: { dark: "79b8ff", light: "0b57a8", named: [12, 4], style: { underline: true } },
  found: {
    dark: "1b1b1b",
    light: "1b1b1b",
    darkGround: "f2cc60",
    lightGround: "ffe08a",
    named: [0, 0],
    namedGround: [3, 3],
    bare: { reverse: true },
  },
  day: { dark: "9aa3b2", light: "5a616c", named: [8, 8], bare: { dim: true } },
  unread: { dark: "ff8f6b", light: "b5460f", named: [9, 1], bare: { bold: true } },
  bar: { ...bar, dark: "d5dae3", light: "22262e", named: [15, 0], bare: { reverse: true } },
  barFaint: { ...bar, dark: "959eae", light: "58606c", named: [7, 8], bare: { reverse: true } },
  barAlarm: {
    ...bar,
    dark: "ff9a8f",
    light: "b3261e",
    named: [11, 1],
    style: { bold: true },
    bare: { reverse: true },
  },
  good: { ...bar, dark: "7ee2a0", light: "0f7a3a", named: [10, 2], bare: { reverse: true } },
  badge: {
    dark: "1b1b1b",
    light: "ffffff",
    darkGround: "ff9d73",
    lightGround: "b5460f",
    named: [15, 15],
    namedGround: [1, 1],
    style: { bold: true },
    bare: { reverse: true },
  },
  chosen: {
    dark: "ffffff",
    light: "000000",
    darkGround: "3a4358",
    lightGround: "cfd9ea",
    named: [15, 15],
    namedGround: [4, 4],
    style: { bold: true },
    bare: { reverse: true },
  },
  heading: { dark: "c9d1de", light: "333a45", style: { bold: true } },
  prompt: { dark: "7ee2a0", light: "0f7a3a", named: [10, 2], style: { bold: true } },
};

// Nicks on a terminal of sixteen colours; on a light ground the pale ones can't be read.
const namedNicks: Readonly<Record<Theme["ground"], readonly number[]>> = {
  dark: [9, 3, 11, 2, 10, 6, 14, 12, 13, 5],
  light: [1, 2, 4, 5, 6],
};
// Of what is above U+FFFF the first halves. With the flag u it takes 3 ms to be compiled, before the first screen.
const rightToLeft = /[\u0590-\u08ff\u200e\u200f\ufb1d-\ufdff\ufe70-\ufefc\ud802\ud803\ud83a\ud83b]/;
const darkest: Rgb = [30, 30, 30];
const lightest: Rgb = [255, 255, 255];
const leastContrast = 1.8;
const attributes = [
  ["bold", 1],
  ["dim", 2],
  ["italic", 3],
  ["underline", 4],
  ["reverse", 7],
  ["strike", 9],
] as const;

/**
 * Gives a row of spans as a terminal takes it: each piece switches its looks on and off again. What is written from right
 * to left is isolated, so that it turns nothing around but itself: https://www.unicode.org/reports/tr9/#Markup_And_Formatting
 */
export function paintSpans(spans: readonly Span[], theme: Theme): string {
  let row = "";
  let link: string | undefined;
  let codes = "";
  for (const { text, style, href } of spans) {
    if (text === "") continue;
    const wanted = sgrCodes(style, theme);
    if (wanted !== codes) {
      if (codes !== "") row += "\x1b[m";
      if (wanted !== "") row += `\x1b[${wanted}m`;
      codes = wanted;
    }
    if (href !== link) row += hyperlink(href);
    link = href;
    row += rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
  }
  return row + (link === undefined ? "" : hyperlink(undefined)) + (codes === "" ? "" : "\x1b[m");
}

/** Gives the codes that switch a style on, apart by semicolons; empty for none. */
export function sgrCodes(style: Style, theme: Theme): string {
  const { depth } = theme;
  const paint = paints[style.role ?? "text"];
  const whole = { ...(depth === "none" ? paint.bare : undefined), ...paint.style, ...style };
  const codes = attributes.filter(([name]) => whole[name] === true).map(([, code]) => `${code}`);
  if (depth === "none") return codes.join(";");
  const letters = letterCode(whole, paint, theme);
  const ground = whole.ground === undefined
    ? paintCode(paint, theme, "ground")
    : colourCode(whole.ground, depth, 48);
  return [...codes, letters, ground].filter((code) => code !== "").join(";");
}

function letterCode(style: Style, paint: Paint, theme: Theme): string {
  const { depth, ground } = theme;
  const { nick, colour } = style;
  if (colour !== undefined && isReadable(colour, style, ground)) {
    return colourCode(colour, depth, 38);
  }
  if (nick === undefined) return paintCode(paint, theme, "letters");
  const named = namedNicks[ground];
  if (depth === "16") return namedCode(named[nick % named.length] ?? 7, 38);
  return colourCode(nickColours[ground][nick] ?? "7f7f7f", depth, 38);
}

/** What its writer meant for another ground is shown as if it had no colour; on a ground of its own it stays as it is. */
function isReadable(
  colour: number | string,
  { ground: own }: Style,
  ground: Theme["ground"],
): boolean {
  return own !== undefined ||
    contrast(rgbOf(colour), ground === "dark" ? darkest : lightest) >= leastContrast;
}

function paintCode(paint: Paint, { depth, ground }: Theme, part: "letters" | "ground"): string {
  const [named, dark, light, base] = part === "letters"
    ? [paint.named, paint.dark, paint.light, 38] as const
    : [paint.namedGround, paint.darkGround, paint.lightGround, 48] as const;
  if (depth === "16") {
    return named === undefined ? "" : namedCode(named[ground === "dark" ? 0 : 1], base);
  }
  const colour = ground === "dark" ? dark : light;
  return colour === undefined ? "" : colourCode(colour, depth, base);
}

function colourCode(colour: number | string, depth: ColourDepth, base: 38 | 48): string {
  if (depth === "16") return namedCode(nearest16(colour), base);
  const rgb = rgbOf(colour);
  return depth === "256" ? `${base};5;${nearest256(rgb)}` : `${base};2;${rgb.join(";")}`;
}

function namedCode(index: number, base: 38 | 48): string {
  return `${index < 8 ? base - 8 + index : base + 44 + index}`;
}

// https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
function hyperlink(href: string | undefined): string {
  return `\x1b]8;;${href === undefined ? "" : safeAddress(href)}\x1b\\`;
}

/** An address holds nothing but what an address is written with, so that it can't end what it stands in. */
function safeAddress(href: string): string {
  return /^https?:\/\/[!-~]+$/i.test(href) && href.length <= 2048 ? href : "";
}
