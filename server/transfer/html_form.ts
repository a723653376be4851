/** One page that needs nothing else: no script, no picture, no font. */

import { parseSource } from "../../wire/source.ts";
import { type ExportedLine, showMessage, type Shown } from "./exported_line.ts";
import type { ExportForm } from "./export_form.ts";
import { htmlStyle } from "./html_style.ts";
import { escapeHtml, htmlText } from "./html_text.ts";
import { localDay, localTime } from "../../wire/local_time.ts";

/** How many colours nicks have. */
const nickColours = 8;

/** Makes the form of `--format html`. */
export function createHtmlForm(): ExportForm {
  let day = "";
  let isInLog = false;
  const endLog = (): string => isInLog ? "</section>\n" : "";
  return {
    begin: () => head,
    hasWholeMessages: false,
    beginLog: ({ log, name }) => {
      const before = endLog();
      day = "";
      isInLog = true;
      const what = log.owner === "" ? name : `${log.owner} with ${name}`;
      return `${before}<section>\n<h2>${escapeHtml(what)}</h2>\n`;
    },
    line: (line) => {
      const shown = showMessage(line.message);
      if (shown === undefined) return "";
      const today = localDay(line.timeMs);
      const mark = today === day ? "" : `<h3>${today}</h3>\n`;
      day = today;
      return `${mark}${row(line, shown)}\n`;
    },
    end: () => `${endLog()}</main>\n</body>\n</html>\n`,
  };
}

const head = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Chat history</title>
<style>${htmlStyle}</style>
</head>
<body>
<main>
`;

function row({ timeMs, msgid, part, message }: ExportedLine, shown: Shown): string {
  const id = part === 0 ? ` id="${msgid}"` : "";
  const iso = new Date(timeMs).toISOString();
  const time = `<time datetime="${iso}">${localTime(timeMs)}</time>`;
  const server = parseSource(message.source).user === "" ? " plain" : "";
  return `<p class="${shown.kind}${server}"${id}>${time}${words(shown)}</p>`;
}

function words(shown: Shown): string {
  if (shown.kind === "event") return `<i></i><span>${htmlText(shown.text)}</span>`;
  const nick = `<b class="nick${nickColour(shown.nick)}">${escapeHtml(shown.nick)}</b>`;
  const text = htmlText(shown.text);
  return shown.kind === "action"
    ? `<i>∗</i><span>${nick} ${text}</span>`
    : `${nick}<span>${text}</span>`;
}

/** The same nick always has the same colour. */
function nickColour(nick: string): number {
  let sum = 0;
  for (const letter of nick.toLowerCase()) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return sum % nickColours;
}
