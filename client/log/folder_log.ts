/** What is said, written into files as it comes: one for each talk, in a folder for each network. */

import { foldName } from "../../wire/casemap.ts";
import { safeText } from "../../wire/safe_text.ts";
import { localDay } from "../../wire/local_time.ts";
import type { ClientEvent } from "../../talk/event.ts";
import { Attendance } from "./attendance.ts";
import { logFileName } from "./log_file_name.ts";
import { dayLine, logLine } from "./log_line.ts";

/** A file, with what is to be written into it. */
interface TalkLog {
  readonly file: string;
  readonly folder: string;
  day: string;
  text: string;
}

const flushMs = 500;
const maxBufferedLength = 256 * 1024;
// Whoever sends private messages under ever new names may not fill the folder.
const maxTalks = 2_000;

/** Appends lines to files, several at a time. A failure is told once, and nothing waits for the disk to get better. */
export class FolderLog {
  readonly #folder: string;
  readonly #tell: (text: string) => void;
  readonly #talks = new Map<string, TalkLog>();
  readonly #attendance = new Map<string, Attendance>();
  #length = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasFailed = false;
  #isFull = false;

  /** `tell` gets a line for the user where something can't be written. */
  constructor(folder: string, tell: (text: string) => void) {
    this.#folder = folder;
    this.#tell = tell;
  }

  /** Writes an event of a network, soon. What was said before we came is written by who was there. */
  append(network: string, event: ClientEvent): void {
    if (event.kind === "said" && event.isOld) return;
    const attendance = this.#attendanceOf(network);
    const talks = attendance.talksOf(event);
    attendance.follow(event);
    const line = talks.length === 0 ? undefined : logLine(event);
    if (line === undefined) return;
    for (const talk of talks) this.#add(this.#talkOf(network, talk), event.timeMs, line);
    if (this.#length >= maxBufferedLength) this.flush();
    else if (this.#length > 0) this.#timer ??= setTimeout(() => this.flush(), flushMs);
  }

  /** Writes what is still to be written. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#length = 0;
    for (const talk of this.#talks.values()) {
      const { text } = talk;
      talk.text = "";
      if (text !== "") this.#write(talk, text);
    }
  }

  /** Nothing is appended any more. */
  close(): void {
    this.flush();
  }

  #attendanceOf(network: string): Attendance {
    const known = this.#attendance.get(network) ?? new Attendance();
    this.#attendance.set(network, known);
    return known;
  }

  #talkOf(network: string, name: string): TalkLog | undefined {
    const key = `${network} ${foldName(name)}`;
    const known = this.#talks.get(key);
    if (known !== undefined) return known;
    if (this.#talks.size >= maxTalks) {
      if (!this.#isFull) this.#tell(`No log is written of more than ${maxTalks} talks`);
      this.#isFull = true;
      return undefined;
    }
    const folder = `${this.#folder}/${logFileName(network)}`;
    const talk = { file: `${folder}/${logFileName(name)}.log`, folder, day: "", text: "" };
    this.#talks.set(key, talk);
    return talk;
  }

  #add(talk: TalkLog | undefined, timeMs: number, line: string): void {
    if (talk === undefined) return;
    const day = localDay(timeMs);
    const mark = day === talk.day ? "" : `${dayLine(timeMs, talk.day === "")}\n`;
    talk.day = day;
    const added = `${mark}${line}\n`;
    talk.text += added;
    this.#length += added.length;
  }

  #write({ folder, file }: TalkLog, text: string): void {
    try {
      Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
      Deno.writeTextFileSync(file, text, { append: true, create: true, mode: 0o600 });
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) {
        const why = error instanceof Error ? error.message : String(error);
        this.#tell(safeText(`Could not write "${file}": ${why}. The talk goes on without a log`));
      }
      this.#hasFailed = true;
    }
  }
}
