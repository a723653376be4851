/** What someone said, as HTML: escaped, with its formatting and its links. */

/** Escapes a text for an element's content and for a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (found) => entities[found] ?? "").replace(harmful, picture);
}

/**
 * Draws mIRC formatting and links to web pages. Each format opened is closed.
 *
 * https://modern.ircdocs.horse/formatting; colours beyond the first 16 are left out.
 */
export function htmlText(text: string): string {
  let html = "";
  let style = plain;
  for (const piece of text.split(codes)) {
    const next = restyle(style, piece);
    if (next === undefined) html += inStyle(style, linked(piece));
    else style = next;
  }
  return html;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// What HTML may not hold, and what turns the direction of text around.
// deno-lint-ignore no-control-regex -- these are the characters to be caught
const harmful = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function picture(found: string): string {
  const code = found.charCodeAt(0);
  if (code === 9) return " ";
  if (code < 32) return String.fromCharCode(0x2400 + code);
  return "\ufffd";
}

const codes =
  // deno-lint-ignore no-control-regex -- formatting codes are control characters
  /(\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f])/;

interface Style {
  /** Classes of the stylesheet that are on. */
  readonly on: readonly string[];
  /** Numbers of mIRC's colours. */
  readonly ink: string;
  readonly ground: string;
}

const plain: Style = { on: [], ink: "", ground: "" };

const toggles: Readonly<Record<string, string>> = {
  "\x02": "bold",
  "\x11": "mono",
  "\x16": "swap",
  "\x1d": "slant",
  "\x1e": "strike",
  "\x1f": "under",
};

/** Gives the style behind a code; undefined where `piece` is none. */
function restyle(style: Style, piece: string): Style | undefined {
  if (piece === "\x0f") return plain;
  const toggled = toggles[piece];
  if (toggled !== undefined) {
    const isOn = style.on.includes(toggled);
    const on = isOn ? style.on.filter((name) => name !== toggled) : [...style.on, toggled];
    return { ...style, on };
  }
  if (piece.startsWith("\x04")) return { ...style, ink: "", ground: "" };
  if (!piece.startsWith("\x03")) return undefined;
  const [ink = "", ground] = piece.slice(1).split(",");
  if (ink === "") return { ...style, ink: "", ground: "" };
  return {
    ...style,
    ink: colour(ink),
    ground: ground === undefined ? style.ground : colour(ground),
  };
}

function colour(number: string): string {
  return Number(number) < 16 ? String(Number(number)) : "";
}

function inStyle({ on, ink, ground }: Style, html: string): string {
  if (html === "") return "";
  const classes = [
    ...on,
    ...(ink === "" ? [] : [`ink${ink}`]),
    ...(ground === "" ? [] : [`ground${ground}`]),
  ];
  return classes.length === 0 ? html : `<span class="${classes.join(" ")}">${html}</span>`;
}

/** Only pages of the web are linked, and they don't learn where one comes from. */
function linked(text: string): string {
  return text.split(/(\bhttps?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]])/i).map((piece, at) => {
    const html = escapeHtml(piece);
    return at % 2 === 0 || !URL.canParse(piece)
      ? html
      : `<a href="${html}" rel="noopener noreferrer">${html}</a>`;
  }).join("");
}
