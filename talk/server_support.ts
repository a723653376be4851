/** What a server tells of itself, as far as we go by it: https://modern.ircdocs.horse/#rplisupport-005 */

import { onceTag, type Ways } from "./sender.ts";

const likelyMaxHistory = 100;
const maxHistory = 1000;
const maxValueLength = 100;

/** Limits and abilities, as told after the welcome. */
export class ServerSupport {
  readonly #values = new Map<string, string>();
  #maxHistory = likelyMaxHistory;
  #prefixModes = "ov";
  #prefixes = "@+";
  #hasPrefixes = false;
  #paramModes = { always: "beIk", whenSet: "l" };
  #denied: ReadonlySet<string> = new Set();

  /** Most messages of history that one answer holds; a small guess where the server sets no limit. */
  get maxHistory(): number {
    return this.#maxHistory;
  }

  /** History can be asked for from a message's id on. */
  get hasMessageIds(): boolean {
    return this.#values.get("MSGREFTYPES")?.split(",").includes("msgid") ?? true;
  }

  /** It tells when a nick becomes free: https://ircv3.net/specs/extensions/monitor */
  get hasMonitor(): boolean {
    return this.#values.has("MONITOR");
  }

  /** WHO answers what it is asked for: https://ircv3.net/specs/extensions/whox */
  get hasWhox(): boolean {
    return this.#values.has("WHOX");
  }

  /** What the network calls itself. */
  get networkName(): string | undefined {
    return this.#values.get("NETWORK") || undefined;
  }

  /** Signs of ranks, the highest first. */
  get prefixes(): string {
    return this.#prefixes;
  }

  /** What may stand before a nick; a server that did not say which means any of the usual. */
  get possiblePrefixes(): string {
    return this.#hasPrefixes ? this.#prefixes : "~&@%+!.";
  }

  /** Modes that give ranks, in the order of `prefixes`. */
  get prefixModes(): string {
    return this.#prefixModes;
  }

  /** Gives a limit of this name; undefined where the server does not say. */
  limit(name: "NICKLEN" | "TOPICLEN"): number | undefined {
    const told = Number(this.#values.get(name) || NaN);
    return Number.isInteger(told) && told > 0 ? told : undefined;
  }

  /** Says whether a channel mode has a parameter; those that give ranks have one. */
  hasParam(letter: string, isSet: boolean): boolean {
    const { always, whenSet } = this.#paramModes;
    return this.#prefixModes.includes(letter) || always.includes(letter) ||
      (isSet && whenSet.includes(letter));
  }

  /** Says whether a client-only tag is passed on, given without its plus. */
  allows(tag: string): boolean {
    if (this.#denied.has(tag)) return false;
    return !this.#denied.has("*") || this.#denied.has(`-${tag}`);
  }

  /** Takes back what the server's capabilities promise and its other words deny. */
  narrow(ways: Ways): Ways {
    return { ...ways, hasTags: ways.hasTags && this.allows(onceTag.slice(1)) };
  }

  /** Takes the parameters of one 005. */
  learn(params: readonly string[]): void {
    for (const param of params.slice(1, -1)) {
      const equals = param.indexOf("=");
      const name = (equals < 0 ? param : param.slice(0, equals)).toUpperCase();
      const value = equals < 0 ? "" : param.slice(equals + 1);
      this.#learn(name, value);
    }
  }

  #learn(name: string, value: string): void {
    switch (name) {
      case "CHATHISTORY":
      case "DRAFT/CHATHISTORY": {
        const told = Number(value);
        const isLimit = Number.isInteger(told) && told > 0;
        this.#maxHistory = isLimit ? Math.min(told, maxHistory) : likelyMaxHistory;
        return;
      }
      case "PREFIX": {
        const [, modes = "", signs = ""] =
          /^\(([A-Za-z]{0,20})\)([!-/:-@[-`{-~]{0,20})$/.exec(value) ?? [];
        if (modes.length !== signs.length) return;
        this.#prefixModes = modes;
        this.#prefixes = signs;
        this.#hasPrefixes = true;
        return;
      }
      case "CHANMODES": {
        const [lists = "", always = "", whenSet = ""] = value.slice(0, maxValueLength).split(",");
        this.#paramModes = { always: lists + always, whenSet };
        return;
      }
      case "CLIENTTAGDENY":
        // https://ircv3.net/specs/extensions/message-tags#rpl_isupport-tokens
        this.#denied = new Set(value.split(","));
        return;
      case "MSGREFTYPES":
      case "MONITOR":
      case "WHOX":
      case "NETWORK":
      case "NICKLEN":
      case "TOPICLEN":
        this.#values.set(name, value.slice(0, maxValueLength));
    }
  }
}
