/** What others wrote, as elements: nothing of it is ever taken for markup. */

import type { VNode } from "preact";
import { formattedSpans, type TextSpan, type TextStyle } from "../wire/formatting.ts";
import { linkPieces, type TextPiece } from "../wire/links.ts";

/** What text is drawn with. */
export interface RichTextProps {
  /** As hostile as it came; lines are apart by LF. */
  readonly text: string;
  /** Goes to a channel that is named; left out: names are only text, and so are addresses. */
  readonly onChannel?: (name: string) => void;
}

// More than this is a wall that would only make the browser slow; a message of the protocol is far shorter.
const maxLength = 20_000;

// https://modern.ircdocs.horse/formatting#colors-16-98, the first row of it
const palette = [
  "#ffffff",
  "#000000",
  "#3d5bd9",
  "#1a8a3a",
  "#d93636",
  "#8a4a32",
  "#9b3fb5",
  "#c9721a",
  "#b59a10",
  "#3fae3f",
  "#168f8f",
  "#1f9fc4",
  "#5b7cf0",
  "#d455c0",
  "#7b7b7b",
  "#a8a8a8",
];

/** Draws text with its formatting and its links. */
export function RichText({ text, onChannel }: RichTextProps): VNode {
  const isCut = text.length > maxLength;
  const shown = isCut ? text.slice(0, maxLength) : text;
  const lines = shown.split("\n");
  return (
    <span class="text" dir="auto">
      {lines.map((line, at) => (
        <>
          {at > 0 && "\n"}
          {formattedSpans(line).map((span) => drawSpan(span, onChannel))}
        </>
      ))}
      {isCut && "…"}
    </span>
  );
}

function drawSpan({ text, style }: TextSpan, onChannel: RichTextProps["onChannel"]): VNode {
  const pieces = onChannel === undefined
    ? text
    : linkPieces(text).map((piece) => drawPiece(piece, onChannel));
  if (Object.keys(style).length === 0) return <>{pieces}</>;
  return <span class={classOf(style)} style={coloursOf(style)}>{pieces}</span>;
}

function drawPiece(piece: TextPiece, onChannel: (name: string) => void): VNode | string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "link":
      return (
        <a href={piece.href} target="_blank" rel="noopener noreferrer" dir="ltr">{piece.text}</a>
      );
    case "channel":
      return (
        <button type="button" class="link" tabIndex={-1} onClick={() => onChannel(piece.text)}>
          {piece.text}
        </button>
      );
  }
}

function classOf(style: TextStyle): string {
  const names = ["bold", "italic", "underline", "strike", "monospace", "reverse"] as const;
  return names.filter((name) => style[name]).map((name) => `is-${name}`).join(" ");
}

/** A colour alone may be the one of the ground: it is moved away from it by the style sheet's own tone. */
function coloursOf({ colour, ground }: TextStyle): Record<string, string> {
  const letters = cssColour(colour);
  const under = cssColour(ground);
  if (letters === undefined && under === undefined) return {};
  if (under === undefined) return { color: `color-mix(in oklch, ${letters} 55%, var(--ink))` };
  return { background: under, color: letters ?? "inherit", padding: "0 0.15em" };
}

function cssColour(colour: TextStyle["colour"]): string | undefined {
  if (colour === undefined) return undefined;
  if (typeof colour === "string") return `#${colour}`;
  return palette[colour % palette.length];
}
