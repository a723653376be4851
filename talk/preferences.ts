/** Whom we ignore and which channels are muted: for this run, or where the account keeps it for all clients of ours. */

import { foldName, isSameName } from "../wire/casemap.ts";
import { formatMessage } from "../wire/format.ts";
import type { Message } from "../wire/message.ts";
import { utf8Length } from "../wire/utf8.ts";
import type { AccountStep } from "./account_step.ts";
import type { ClientEvent } from "./event.ts";
import type { PreferenceAction } from "./slash_action.ts";

type Key = "private/mute" | "private/ignore";

const keys: readonly Key[] = ["private/mute", "private/ignore"];
const maxNames = 100;
// With the rest of the line around it this fits into one message.
const maxValueBytes = 400;

/** Where others do something that a muted channel is quiet about; what we do ourselves is always shown. */
function channelOf(event: ClientEvent): string | undefined {
  switch (event.kind) {
    case "said":
      return event.isOwn || event.isPrivate ? undefined : event.to;
    case "joined":
    case "left":
    case "kicked":
      return event.isOwn ? undefined : event.channel;
    case "mode":
      return event.channel;
    case "topic":
      return event.by === undefined ? undefined : event.channel;
    default:
      return undefined;
  }
}

/** Two lists of names, kept by https://ircv3.net/specs/extensions/metadata under keys that only the account sees. */
export class Preferences {
  readonly #names: Record<Key, ReadonlySet<string>> = {
    "private/mute": new Set(),
    "private/ignore": new Set(),
  };
  // Changed where the account did not keep it: put together with what it keeps as soon as that is known.
  readonly #unkept = new Set<Key>();
  readonly #awaited = new Set<Key>();

  /** Says whether a channel is to be quiet: what happens there is shown only while it is the one that is talked in. */
  isMuted(channel: string): boolean {
    return this.#names["private/mute"].has(foldName(channel));
  }

  /** Says whether nothing that somebody says is to be shown. */
  isIgnored(nick: string): boolean {
    return this.#names["private/ignore"].has(foldName(nick));
  }

  /**
   * Leaves out what ignored people say, and where they invite us to; and what others do in a muted channel, unless it is
   * `current`, the one that is talked in. `isFace`: whoever looks sees by itself which channels are muted.
   */
  filter(
    events: readonly ClientEvent[],
    { current, isFace }: { readonly current: string | undefined; readonly isFace: boolean },
  ): readonly ClientEvent[] {
    if (keys.every((key) => this.#names[key].size === 0)) return events;
    return events.flatMap((event): readonly ClientEvent[] => {
      const channel = isFace ? undefined : channelOf(event);
      const isQuiet = channel !== undefined && this.isMuted(channel) &&
        (current === undefined || !isSameName(channel, current));
      if (isQuiet || this.#isOfIgnored(event)) return [];
      if (event.kind === "older" || event.kind === "past") {
        return [{ ...event, events: event.events.filter((one) => !this.#isOfIgnored(one)) }];
      }
      if (event.kind !== "found") return [event];
      return [{ ...event, said: event.said.filter((one) => !this.#isOfIgnored(one)) }];
    });
  }

  /** Asks for what the account keeps, and to be told when another client of ours changes it. */
  fetch(): readonly string[] {
    for (const key of keys) this.#awaited.add(key);
    return ["SUB", "GET"].map((verb) =>
      formatMessage({ command: "METADATA", params: ["*", verb, ...keys] })
    );
  }

  /** The connection is broken: what the account keeps is to be asked for again. */
  lose(): void {
    this.#awaited.clear();
  }

  /** Takes a message; undefined where it is not about this. */
  receive({ command, params }: Message, nick: string): AccountStep | undefined {
    switch (command.toUpperCase()) {
      case "761":
      case "766": {
        const [, target = "", key = "", , value = ""] = params;
        return this.#learn({ target, key, value: command === "761" ? value : "" }, nick);
      }
      case "METADATA": {
        const [target = "", key = "", , value = ""] = params;
        // What was asked for is told behind this.
        if (keys.some((one) => one === key && this.#awaited.has(one))) return { send: [] };
        return this.#learn({ target, key, value }, nick);
      }
      case "FAIL": {
        if (params[0]?.toUpperCase() !== "METADATA") return undefined;
        this.#awaited.clear();
        // Nothing was ignored, and nothing is.
        if (params[1] === "KEY_NOT_SET") return { send: [] };
        const text = `Your account does not keep it: ${params.at(-1) ?? ""}`;
        return { send: [], news: { text, isBad: false } };
      }
      default:
        return undefined;
    }
  }

  /** Does what our user asks for. `isKept`: whether the account keeps it; `current`: the channel that is talked in. */
  act(
    action: PreferenceAction,
    { isKept, current }: { readonly isKept: boolean; readonly current: string | undefined },
  ): AccountStep {
    if (action.kind === "ignore" && action.nick === undefined) return told(this.#ignoredList());
    const isIgnore = action.kind === "ignore" || action.kind === "unignore";
    const name = "nick" in action ? action.nick : action.channel ?? current;
    if (name === undefined) return told("You are in no channel. Name one: /mute #lobby");
    const key = isIgnore ? "private/ignore" : "private/mute";
    const isAdded = action.kind === "ignore" || action.kind === "mute";
    const names = new Set(this.#names[key]);
    const what = { mute: "muted", unmute: "no longer muted", ignore: "ignored" };
    const state = action.kind === "unignore" ? "no longer ignored" : what[action.kind];
    if (names.has(foldName(name)) === isAdded) {
      return told(`${name} is ${isAdded ? state : state.replace("no longer", "not")}`);
    }
    if (isAdded) names.add(foldName(name));
    else names.delete(foldName(name));
    if (names.size > maxNames || utf8Length([...names].join(" ")) > maxValueBytes) {
      return told(`No more names fit. Take one away first: /${isIgnore ? "unignore" : "unmute"}`);
    }
    this.#names[key] = names;
    const isLate = !isKept || this.#awaited.has(key);
    if (isLate) this.#unkept.add(key);
    const run = isKept ? "" : ", for this run only: no account keeps it here";
    return { ...told(`${name} is ${state}${run}`), send: isLate ? [] : [this.#line(key)] };
  }

  #isOfIgnored(event: ClientEvent): boolean {
    switch (event.kind) {
      case "said":
        return !event.isOwn && this.isIgnored(event.from);
      case "invited":
        return this.isIgnored(event.by);
      case "reacted":
      case "typing":
        return this.isIgnored(event.who);
      default:
        return false;
    }
  }

  #learn(
    { target, key: text, value }: { target: string; key: string; value: string },
    nick: string,
  ): AccountStep | undefined {
    const key = keys.find((one) => one === text.toLowerCase());
    if (key === undefined || (target !== "*" && !isSameName(target, nick))) return undefined;
    const kept = value.split(" ").filter((name) => name !== "").slice(0, maxNames).map(foldName);
    const isAnswer = this.#awaited.delete(key);
    const own = isAnswer && this.#unkept.delete(key) ? this.#names[key] : [];
    const all = new Set([...kept, ...own].slice(0, maxNames));
    this.#names[key] = all;
    return { send: all.size > kept.length ? [this.#line(key)] : [] };
  }

  #line(key: Key): string {
    const value = [...this.#names[key]].join(" ");
    const params = value === "" ? ["*", "SET", key] : ["*", "SET", key, value];
    return formatMessage({ command: "METADATA", params });
  }

  #ignoredList(): string {
    const names = [...this.#names["private/ignore"]];
    return names.length === 0 ? "You ignore nobody" : `You ignore ${names.join(", ")}`;
  }
}

function told(text: string): AccountStep {
  return { send: [], news: { text, isBad: false } };
}
