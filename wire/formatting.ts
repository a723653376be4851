/** mIRC formatting, drawn rather than dropped: https://modern.ircdocs.horse/formatting */

import { safeText } from "./safe_text.ts";

/** How a piece of text looks; what is left out is off. */
export interface TextStyle {
  /** Heavier. */
  readonly bold?: true;
  /** Slanted. */
  readonly italic?: true;
  /** With a line below. */
  readonly underline?: true;
  /** With a line through it. */
  readonly strike?: true;
  /** With letters of one width. */
  readonly monospace?: true;
  /** With colours of letters and ground exchanged. */
  readonly reverse?: true;
  /** Of the letters: 0 to 98 of the palette of mIRC, or RRGGBB in lower case. */
  readonly colour?: number | string;
  /** Of the ground. */
  readonly ground?: number | string;
}

/** A piece of text that looks the same all over. */
export interface TextSpan {
  /** Made safe, see `safeText`; never empty. */
  readonly text: string;
  /** How it looks. */
  readonly style: TextStyle;
}

// 99 is the colour that text has anyway.
const defaultColour = 99;
// What has more is noise: its rest is one span without any looks.
const maxSpans = 2000;

const codes =
  // deno-lint-ignore no-control-regex -- formatting codes are control characters
  /\x03(?:([0-9]{1,2})(?:,([0-9]{1,2}))?)?|\x04(?:([0-9a-fA-F]{6})(?:,([0-9a-fA-F]{6}))?)?|[\x02\x0f\x11\x16\x1d-\x1f]/g;

const toggles: Readonly<Record<string, keyof TextStyle>> = {
  "\x02": "bold",
  "\x11": "monospace",
  "\x16": "reverse",
  "\x1d": "italic",
  "\x1e": "strike",
  "\x1f": "underline",
};

/**
 * Takes a line of text apart where its looks change. What is neither text nor formatting is made safe to be shown, line
 * ends too: each line of a text is one call.
 */
export function formattedSpans(text: string): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  let style: TextStyle = {};
  let end = 0;
  for (const match of text.matchAll(codes)) {
    push(spans, text.slice(end, match.index), style);
    end = match.index + match[0].length;
    if (spans.length >= maxSpans) {
      style = {};
      break;
    }
    style = turned(style, match);
  }
  push(spans, text.slice(end), style);
  return spans;
}

function push(spans: TextSpan[], text: string, style: TextStyle): void {
  const safe = safeText(text);
  if (safe !== "") spans.push({ text: safe, style });
}

function turned(style: TextStyle, match: RegExpMatchArray): TextStyle {
  const [code = "", colour, ground, hex, hexGround] = match;
  if (code === "\x0f") return {};
  const toggle = toggles[code];
  if (toggle !== undefined) {
    const { [toggle]: was, ...rest } = style;
    return was === undefined ? { ...rest, [toggle]: true } : rest;
  }
  if (code === "\x03" || code === "\x04") {
    const { colour: _, ground: __, ...rest } = style;
    return rest;
  }
  if (hex !== undefined) return withColours(style, hex.toLowerCase(), hexGround?.toLowerCase());
  return withColours(style, Number(colour), ground === undefined ? undefined : Number(ground));
}

function withColours(
  style: TextStyle,
  colour: number | string,
  ground: number | string | undefined,
): TextStyle {
  const { colour: _, ground: before, ...rest } = style;
  const under = ground ?? before;
  return {
    ...rest,
    ...(colour === defaultColour ? {} : { colour }),
    ...(under === undefined || under === defaultColour ? {} : { ground: under }),
  };
}
