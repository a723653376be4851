/** Answers of the server to what our user asks: nothing that is asked stays without one. */

import type { BareEvent } from "./bare_event.ts";
import type { ListedChannel, ServerTold } from "./event.ts";
import { answerText } from "./answer_text.ts";

// An empty list has nothing but its end: what is told then.
const emptyLists: Readonly<
  Record<string, { readonly of: readonly string[]; readonly text: string }>
> = {
  "219": { of: ["2"], text: "Nothing to tell" },
  "315": { of: ["352", "354"], text: "Nobody is found" },
  "337": { of: ["336"], text: "You are invited nowhere" },
  "347": { of: ["346"], text: "No invite exceptions" },
  "349": { of: ["348"], text: "No ban exceptions" },
  "365": { of: ["364"], text: "No servers" },
  "368": { of: ["367"], text: "No bans" },
  "729": { of: ["728"], text: "No quiets" },
  "733": { of: ["732"], text: "You watch for nobody" },
};

// They begin or end what speaks for itself, or repeat what is told otherwise.
const silent: ReadonlySet<string> = new Set([
  ...["001", "002", "003", "004", "005", "318", "321", "366", "369", "374", "376"],
  ...["761", "762", "766", "770", "771", "772", "900", "903", "907", "908"],
]);

const maxListed = 10_000;
const maxListedName = 300;
const maxListedTopic = 500;

/** Remembers of what was told only what the end of a list needs. */
export class Answers {
  #listed: ListedChannel[] = [];
  #listedCount = 0;
  // The numeric that was told last, which a list's end looks back at.
  #last = "";

  /** The connection is broken. */
  clear(): void {
    this.#listed = [];
    this.#listedCount = 0;
    this.#last = "";
  }

  /** Takes a numeric that is no refusal, with its parameters; what it says may be nothing. */
  receive(numeric: string, params: readonly string[]): readonly BareEvent[] {
    const words = params.slice(1);
    const before = this.#last;
    this.#last = numeric;
    switch (numeric) {
      case "322":
        this.#list(words);
        return [];
      case "323":
        return this.#endList();
      case "305":
      case "306": {
        const text = numeric === "305" ? undefined : "";
        return [{ kind: "away", who: params[0] ?? "", text }, ...told(words.at(-1) ?? "")];
      }
    }
    if (silent.has(numeric)) return [];
    const end = Object.hasOwn(emptyLists, numeric) ? emptyLists[numeric] : undefined;
    if (end === undefined) return told(answerText(numeric, words));
    const isEmpty = !end.of.some((one) => before.startsWith(one));
    const about = words.length > 1 ? `${words[0]}: ` : "";
    return isEmpty ? told(about + end.text) : [];
  }

  #list([name = "", count = "", topic = ""]: readonly string[]): void {
    this.#listedCount++;
    if (this.#listed.length >= maxListed || name === "" || name.length > maxListedName) return;
    const memberCount = /^[0-9]{1,9}$/.test(count) ? Number(count) : 0;
    this.#listed.push({ name, memberCount, topic: topic.slice(0, maxListedTopic) });
  }

  #endList(): readonly BareEvent[] {
    const channels = this.#listed;
    const total = this.#listedCount;
    this.clear();
    const text = total === 1 ? "There is 1 channel" : `There are ${total} channels`;
    return [{ kind: "listed", channels }, ...told(text)];
  }
}

/** Words of the server that answer something of ours. */
export function told(text: string, level: ServerTold["level"] = "answer"): readonly BareEvent[] {
  return [{ kind: "server", level, text }];
}

/** Says whether a command refuses something that we sent. */
export function isRefusal(command: string): boolean {
  return command !== "422" &&
    (/^[45][0-9][0-9]$/.test(command) || command.toUpperCase() === "FAIL");
}

// Those that are not told by their first figure.
const otherRefusals: ReadonlySet<string> = new Set(
  ["696", "723", "734", "902", "904", "905", "906"],
);

/** Gives a refusal or a remark in the server's words, with what it is about in front; undefined for all else. */
export function readReply(command: string, params: readonly string[]): BareEvent | undefined {
  const text = params.at(-1) ?? "";
  if ((isRefusal(command) && command.length === 3) || otherRefusals.has(command)) {
    const about = params.slice(1, -1).join(" ");
    return { kind: "server", level: "refusal", text: about === "" ? text : `${about}: ${text}` };
  }
  // https://ircv3.net/specs/extensions/standard-replies: some leave the sentence out.
  const words = params.length > 2 ? text : params.join(" ");
  switch (command.toUpperCase()) {
    case "FAIL":
      return { kind: "server", level: "refusal", text: words };
    case "WARN":
    case "NOTE":
      return { kind: "server", level: "notice", text: words };
    default:
      return undefined;
  }
}
