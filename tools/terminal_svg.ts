/** Draws what terminals show as one SVG. */

/** A terminal's window. */
export interface Terminal {
  /** What stands in its title bar. */
  readonly title: string;
  /** Its rows as `tmux capture-pane -e -p` gives them: text with SGR sequences. */
  readonly screen: string;
}

/** How large each terminal is, in characters. */
export interface ScreenSize {
  /** Characters in a row. */
  readonly columns: number;
  /** Rows. */
  readonly rows: number;
}

const cell = { width: 8.4, height: 18, font: 14 } as const;
const margin = 14;
const bar = 30;

/** Draws windows, two side by side where there are several. */
export function drawTerminals(terminals: readonly Terminal[], size: ScreenSize): string {
  const width = size.columns * cell.width + 2 * margin;
  const height = size.rows * cell.height + bar + 2 * margin;
  const windows = terminals.map((terminal, index) => {
    const x = margin + (index % 2) * (width + margin);
    const y = margin + Math.floor(index / 2) * (height + margin);
    return drawWindow(terminal, { x, y, width, height });
  });
  const windowsAcross = Math.min(terminals.length, 2);
  const across = windowsAcross * (width + margin) + margin;
  const down = Math.ceil(terminals.length / 2) * (height + margin) + margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(across)} ${round(down)}" ` +
    `font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" ` +
    `font-size="${cell.font}">\n${windows.join("\n")}\n</svg>\n`;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawWindow({ title, screen }: Terminal, { x, y, width, height }: Box): string {
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map((fill, index) =>
    `<circle cx="${18 + index * 18}" cy="${bar / 2}" r="5.5" fill="${fill}"/>`
  );
  // What a row leaves switched on goes on in the next one.
  let look = plain;
  const rows = screen.trimEnd().split("\n").map((row, index) => {
    const drawn = drawRow(row, look, bar + margin + (index + 0.75) * cell.height);
    look = drawn.look;
    return drawn.text;
  });
  return [
    `<g transform="translate(${round(x)} ${round(y)})">`,
    `<rect width="${round(width)}" height="${
      round(height)
    }" rx="9" fill="#16181d" stroke="#3b4048"/>`,
    ...dots,
    `<text x="${round(width / 2)}" y="${bar / 2 + 5}" fill="#9aa3ad" text-anchor="middle">` +
    `${escape(title)}</text>`,
    ...rows,
    "</g>",
  ].join("\n");
}

interface Look {
  readonly fill: string;
  readonly back: string | undefined;
  readonly isBold: boolean;
  readonly isFaint: boolean;
}

const plain: Look = { fill: "#d7dae0", back: undefined, isBold: false, isFaint: false };

function drawRow(row: string, start: Look, baseline: number): { text: string; look: Look } {
  let look = start;
  let column = 0;
  let text = "";
  // deno-lint-ignore no-control-regex -- the sequences of a terminal start so
  for (const piece of row.split(/(\x1b\[[0-9;]*m)/)) {
    // deno-lint-ignore no-control-regex -- as above
    const codes = /^\x1b\[([0-9;]*)m$/.exec(piece)?.[1];
    if (codes !== undefined) {
      look = changed(look, codes.split(";").map(Number));
      continue;
    }
    const width = Array.from(piece).reduce((sum, point) => sum + (isWide(point) ? 2 : 1), 0);
    text += drawPiece(piece, { column, width, look, baseline });
    column += width;
  }
  return { text, look };
}

interface Place {
  readonly column: number;
  readonly width: number;
  readonly look: Look;
  readonly baseline: number;
}

function drawPiece(text: string, { column, width, look, baseline }: Place): string {
  const x = round(margin + column * cell.width);
  const length = round(width * cell.width);
  const back = look.back === undefined ? "" : `<rect x="${x}" y="${round(baseline - 14)}" ` +
    `width="${length}" height="${cell.height}" fill="${look.back}"/>`;
  if (text.trim() === "") return back;
  const weight = look.isBold ? ' font-weight="bold"' : "";
  const opacity = look.isFaint ? ' opacity="0.6"' : "";
  return `${back}<text x="${x}" y="${
    round(baseline)
  }" textLength="${length}" fill="${look.fill}" ` +
    `xml:space="preserve"${weight}${opacity}>${escape(text)}</text>`;
}

const palette = [
  ...["#3b4048", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0"],
  ...["#5c6370", "#ff7b86", "#b5e890", "#ffd787", "#7cc4ff", "#e39cf7", "#7fdbe5", "#ffffff"],
] as const;

function changed(look: Look, codes: readonly number[]): Look {
  const [code = 0, kind, index] = codes;
  if ((code === 38 || code === 48) && kind === 5) {
    const fill = colour256(index ?? 7);
    const rest = codes.slice(3);
    const next = code === 38 ? { ...look, fill } : { ...look, back: fill };
    return rest.length === 0 ? next : changed(next, rest);
  }
  const next = changedByOne(look, code);
  return codes.length > 1 ? changed(next, codes.slice(1)) : next;
}

function changedByOne(look: Look, code: number): Look {
  if (code === 0) return plain;
  if (code === 1) return { ...look, isBold: true };
  if (code === 2) return { ...look, isFaint: true };
  if (code === 22) return { ...look, isBold: false, isFaint: false };
  if (code === 39) return { ...look, fill: plain.fill };
  if (code === 49) return { ...look, back: undefined };
  if (code >= 30 && code < 38) return { ...look, fill: colour256(code - 30) };
  if (code >= 40 && code < 48) return { ...look, back: colour256(code - 40) };
  if (code >= 90 && code < 98) return { ...look, fill: colour256(code - 82) };
  return look;
}

/** The 6 × 6 × 6 cube and the greys stand after the sixteen named colours. */
function colour256(index: number): string {
  const named = palette[index];
  if (named !== undefined) return named;
  if (index >= 232) return `rgb(${new Array(3).fill(8 + (index - 232) * 10).join(",")})`;
  const level = (step: number) => step === 0 ? 0 : 55 + step * 40;
  const cube = index - 16;
  const steps = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  return `rgb(${steps.map(level).join(",")})`;
}

function isWide(point: string): boolean {
  return /\p{Emoji_Presentation}|\p{sc=Han}|\p{sc=Hiragana}|\p{sc=Katakana}/u.test(point);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
