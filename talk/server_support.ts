/** What a server tells of itself, as far as we go by it: https://modern.ircdocs.horse/#rplisupport-005 */

import { onceTag, type Ways } from "./sender.ts";

const likelyMaxHistory = 100;
const maxHistory = 1000;

/** Limits and abilities, as told after the welcome. */
export class ServerSupport {
  #maxHistory = likelyMaxHistory;
  #hasMessageIds = true;
  #hasMonitor = false;
  #deniesOnce = false;

  /** Most messages of history that one answer holds; a small guess where the server sets no limit. */
  get maxHistory(): number {
    return this.#maxHistory;
  }

  /** History can be asked for from a message's id on. */
  get hasMessageIds(): boolean {
    return this.#hasMessageIds;
  }

  /** It tells when a nick becomes free: https://ircv3.net/specs/extensions/monitor */
  get hasMonitor(): boolean {
    return this.#hasMonitor;
  }

  /** Takes back what the server's capabilities promise and its other words deny. */
  narrow(ways: Ways): Ways {
    return { ...ways, hasTags: ways.hasTags && !this.#deniesOnce };
  }

  /** Takes the parameters of one 005. */
  learn(params: readonly string[]): void {
    for (const param of params.slice(1, -1)) {
      const [name = "", value = ""] = param.split("=", 2);
      switch (name.toUpperCase()) {
        case "CHATHISTORY":
        case "DRAFT/CHATHISTORY": {
          const told = Number(value);
          const isLimit = Number.isInteger(told) && told > 0;
          this.#maxHistory = isLimit ? Math.min(told, maxHistory) : likelyMaxHistory;
          break;
        }
        case "MSGREFTYPES":
          this.#hasMessageIds = value.split(",").includes("msgid");
          break;
        case "CLIENTTAGDENY": {
          // https://ircv3.net/specs/extensions/message-tags#rpl_isupport-tokens
          const names = value.split(",");
          const name = onceTag.slice(1);
          this.#deniesOnce = names.includes(name) ||
            (names.includes("*") && !names.includes(`-${name}`));
          break;
        }
        case "MONITOR":
          this.#hasMonitor = true;
      }
    }
  }
}
