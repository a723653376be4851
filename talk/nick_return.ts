/** Takes our nick back from a connection of ours that broke, as soon as the server has noticed. */

import { isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Message } from "../wire/message.ts";

const isFreeNumeric = "731";
const refusalNumerics: ReadonlySet<string> = new Set(["432", "433", "436", "437"]);

/** Waits for one nick: https://ircv3.net/specs/extensions/monitor where there is that, else by asking again. */
export class NickReturn {
  #wanted: string | undefined;
  #isMonitored = false;
  #isTrying = false;

  /** The nick that is waited for. */
  get wanted(): string | undefined {
    return this.#wanted;
  }

  /** Starts to wait, on a new connection. */
  seek(nick: string | undefined): void {
    this.#wanted = nick;
    this.#isMonitored = false;
    this.#isTrying = false;
  }

  /** The server has told what it can. */
  watch(hasMonitor: boolean): readonly string[] {
    if (this.#wanted === undefined || this.#isMonitored || !hasMonitor) return [];
    this.#isMonitored = true;
    return [formatMessage({ command: "MONITOR", params: ["+", this.#wanted] })];
  }

  /** Tries again; to be called every few seconds. */
  retry(): readonly string[] {
    return this.#isMonitored ? [] : this.#try();
  }

  /** Takes a message; undefined where it is not about this. */
  receive({ command, params }: Message): readonly string[] | undefined {
    const wanted = this.#wanted;
    if (wanted === undefined) return undefined;
    if (command === isFreeNumeric) {
      const names = (params.at(-1) ?? "").split(",").map((name) => name.split("!", 1)[0] ?? "");
      return names.some((name) => isSameName(name, wanted)) ? this.#try() : [];
    }
    const isOurs = this.#isTrying && isSameName(params[1] ?? "", wanted);
    if (!refusalNumerics.has(command) || !isOurs) return undefined;
    this.#isTrying = false;
    return [];
  }

  /** We have another nick now: the one waited for, or one that our user likes better. */
  settle(): readonly string[] {
    const wanted = this.#wanted;
    const isMonitored = this.#isMonitored;
    this.seek(undefined);
    if (wanted === undefined || !isMonitored) return [];
    return [formatMessage({ command: "MONITOR", params: ["-", wanted] })];
  }

  #try(): readonly string[] {
    if (this.#wanted === undefined) return [];
    this.#isTrying = true;
    return [formatMessage({ command: "NICK", params: [this.#wanted] })];
  }
}
