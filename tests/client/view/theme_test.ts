import assert from "node:assert/strict";
import { contrast, nearest256, type Rgb, rgbOf, rgbOf256 } from "../../../client/view/colour.ts";
import { span } from "../../../client/view/styled.ts";
import { colourDepthOf, nickColours, paintSpans, sgrCodes } from "../../../client/view/theme.ts";
import { nickColourCount } from "../../../wire/nick_colour.ts";

const grounds: Readonly<Record<"dark" | "light", readonly Rgb[]>> = {
  dark: [[0, 0, 0], [30, 30, 30], [40, 44, 52]],
  light: [[255, 255, 255], [253, 246, 227]],
};
const dark = { depth: "true", ground: "dark" } as const;

Deno.test("each nick's colour can be read on dark and on light grounds", () => {
  for (const ground of ["dark", "light"] as const) {
    assert.equal(new Set(nickColours[ground]).size, nickColourCount);
    for (const colour of nickColours[ground]) {
      const shown = [rgbOf(colour), rgbOf256(nearest256(rgbOf(colour)))];
      for (const rgb of shown) {
        for (const back of grounds[ground]) {
          assert.ok(contrast(rgb, back) >= 4.5, `${colour} on ${back}: ${contrast(rgb, back)}`);
        }
      }
    }
  }
});

Deno.test("a colour is told in as many as the terminal has", () => {
  const style = { colour: "ff0000" } as const;
  assert.equal(sgrCodes(style, { depth: "true", ground: "dark" }), "38;2;255;0;0");
  assert.equal(sgrCodes(style, { depth: "256", ground: "dark" }), "38;5;196");
  assert.equal(sgrCodes(style, { depth: "16", ground: "dark" }), "91");
  assert.equal(sgrCodes(style, { depth: "none", ground: "dark" }), "");
});

Deno.test("the environment tells how many colours there are", () => {
  const depthOf = (variables: Readonly<Record<string, string>>) =>
    colourDepthOf((name) => variables[name]);
  assert.equal(depthOf({ TERM: "xterm-256color", COLORTERM: "truecolor" }), "true");
  assert.equal(depthOf({ TERM: "tmux-256color" }), "256");
  assert.equal(depthOf({ TERM: "linux" }), "16");
  assert.equal(depthOf({ TERM: "xterm-256color", NO_COLOR: "1" }), "none");
  assert.equal(depthOf({ TERM: "xterm-256color", NO_COLOR: "" }), "256");
  assert.equal(depthOf({ TERM: "dumb", COLORTERM: "truecolor" }), "none");
  assert.equal(depthOf({}), "none");
});

Deno.test("text in the colour of the ground is shown all the same", () => {
  assert.equal(sgrCodes({ colour: 1 }, dark), "");
  assert.equal(sgrCodes({ colour: 0 }, { depth: "true", ground: "light" }), "");
  assert.equal(sgrCodes({ colour: 1, ground: 0 }, dark), "38;2;0;0;0;48;2;255;255;255");
});

Deno.test("a row ends with nothing switched on", () => {
  const row = paintSpans([span("a", { bold: true }), span("b"), span("c", { dim: true })], dark);
  assert.equal(row, "\x1b[1ma\x1b[mb\x1b[2mc\x1b[m");
});

Deno.test("a link leads to pages only, and can't end what it stands in", () => {
  const link = (href: string) => paintSpans([{ text: "x", style: {}, href }], dark);
  assert.match(link("https://example.org/a"), /8;;https:\/\/example\.org\/a/);
  for (
    const href of [
      "javascript:alert(1)",
      "file:///etc/passwd",
      "https://a/\x1b\\",
      "https://a/\x07",
    ]
  ) {
    assert.equal(link(href), "\x1b]8;;\x1b\\x\x1b]8;;\x1b\\");
  }
});

Deno.test("what is written from right to left turns nothing around but itself", () => {
  assert.equal(paintSpans([span("שלום"), span("│")], dark), "\u2068שלום\u2069│");
});
