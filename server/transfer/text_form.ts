/** Lines to be read by people, as irssi writes its logs. */

import { safeText } from "../../wire/safe_text.ts";
import { type ExportedLine, showMessage, type Shown } from "./exported_line.ts";
import type { ExportForm } from "./export_form.ts";
import { localDay, localTime } from "../../wire/local_time.ts";

/** Makes the form of `--format text`. */
export function createTextForm(): ExportForm {
  let day = "";
  return {
    begin: () => "",
    hasWholeMessages: false,
    beginLog: ({ log, name }) => {
      day = "";
      const what = log.owner === "" ? name : `${log.owner} with ${name}`;
      return `--- Log of ${safeText(what)}\n`;
    },
    line: (line) => {
      const shown = showMessage(line.message);
      if (shown === undefined) return "";
      const today = localDay(line.timeMs);
      const mark = today === day ? "" : `--- Day changed ${today}\n`;
      day = today;
      return `${mark}${textLine(line, shown)}\n`;
    },
    end: () => "",
  };
}

function textLine({ timeMs }: ExportedLine, shown: Shown): string {
  return safeText(`${localTime(timeMs)} ${words(shown)}`);
}

function words(shown: Shown): string {
  switch (shown.kind) {
    case "said":
      return `<${shown.nick}> ${shown.text}`;
    case "action":
      return `* ${shown.nick} ${shown.text}`;
    case "notice":
      return `-${shown.nick}- ${shown.text}`;
    case "event":
      return `-!- ${shown.text}`;
  }
}
