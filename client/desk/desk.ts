/** All that somebody at a terminal works with, but for the terminal: keys and events in, what to show and do out. */

import { isSameName } from "../../wire/casemap.ts";
import type { Buffer } from "../../talk/buffer.ts";
import type { ClientEvent } from "../../talk/event.ts";
import type { Network, Wish } from "../../talk/network.ts";
import type { SettingValues } from "../../talk/settings.ts";
import { typedForm } from "../../talk/slash.ts";
import type { Key, KeyName } from "../typing/key.ts";
import { Composer, fullLine, tooMuchWaits } from "./composer.ts";
import { completionSources } from "./completion_sources.ts";
import { DeskSettings } from "./desk_settings.ts";
import { type Effect, noticeEffects, scrollEffect, take } from "./effect.ts";
import { listingOf } from "./listing.ts";
import { noticesOf } from "./notices.ts";
import { typingStep } from "./typing_step.ts";
import {
  allPlaces,
  bufferAt,
  indexOfPlace,
  nextUnreadPlace,
  type Place,
  placeKey,
} from "./place.ts";

/** What a desk starts with: at least one network, and the settings that the file has. */
export interface DeskOptions {
  /** See `Desk`. */
  readonly networks: readonly Network[];
  /** By their names. */
  readonly settings: SettingValues;
}

/** Pure. */
export class Desk {
  /** In the order in which they are listed. */
  readonly networks: readonly Network[];
  /** What is being typed. */
  readonly composer: Composer = new Composer();
  /** How things are set. */
  readonly settings: DeskSettings;
  #place: Place;
  #wanted: Place | undefined;
  #isFocused = true;
  #hasMembers: boolean;
  #isDark: boolean | undefined;
  #found: string | undefined;
  #emoji: ReadonlyMap<string, string> = new Map();

  /** Looks at the first network's own talk. */
  constructor({ networks, settings }: DeskOptions) {
    this.networks = networks;
    this.settings = new DeskSettings(settings);
    this.#hasMembers = this.settings.get("members") === "on";
    this.#place = { network: 0, talk: networks[0]?.buffers.server.name ?? "" };
  }

  /** Where one looks. */
  get place(): Place {
    return this.#place;
  }

  /** The talk that one looks at. */
  get buffer(): Buffer | undefined {
    return bufferAt(this.networks, this.#place);
  }

  /** Whether the list of members is shown. */
  get hasMembers(): boolean {
    return this.#hasMembers;
  }

  /** Whether the terminal's ground is dark, if it has told. */
  get isDark(): boolean | undefined {
    return this.#isDark;
  }

  /** Words that are looked for in what is shown. */
  get found(): string | undefined {
    return this.#found;
  }

  /** Emoji are loaded. */
  learnEmoji(emoji: ReadonlyMap<string, string>): void {
    this.#emoji = emoji;
  }

  /** Takes what a network's conversation tells. */
  receive(network: number, events: readonly ClientEvent[], nowMs: number): readonly Effect[] {
    const one = this.networks[network];
    if (one === undefined) return [];
    one.receive(events, nowMs);
    for (const event of events) this.#follow(network, event, nowMs);
    const find = (talk: string) => one.buffers.find(talk);
    const isSeen = (buffer: Buffer) => this.#isFocused && buffer === this.buffer;
    const effects = noticesOf(events, { find, isSeen }).flatMap((notice) =>
      noticeEffects(notice, this.settings)
    );
    return effects.slice(-2);
  }

  /** What is in front is read while somebody looks; to be called about once a second, and tells nothing twice. */
  look(): readonly Effect[] {
    const { network, talk } = this.#place;
    return this.networks.flatMap((one, at) => {
      const step = one.look(at === network && this.#isFocused ? talk : undefined);
      return take(at, step);
    });
  }

  /** Shows a line of ours in the talk that is looked at, or in the network's own. */
  note(
    network: number,
    text: string,
    { isBad = false, nowMs }: { isBad?: boolean; nowMs: number },
  ): void {
    const here = network === this.#place.network ? this.#place.talk : undefined;
    this.networks[network]?.buffers.note(here, text, { isBad, nowMs });
  }

  /** What somebody wrote in their editor is there to be sent. */
  edited(text: string): void {
    this.composer.replaceAll(text.replace(/\n+$/, ""));
  }

  /** Takes a key. */
  press(key: Key, nowMs: number): readonly Effect[] {
    if (key.kind === "background" || key.kind === "focus") return this.#learn(key);
    if (key.kind === "goto") return this.#go(allPlaces(this.networks)[key.number - 1]);
    const composed = this.composer.press(
      key,
      () => completionSources(this.networks[this.#place.network], this.buffer, this.#emoji),
    );
    switch (composed.kind) {
      case "entered":
        return this.#enter(composed.lines, nowMs);
      case "full":
        this.note(this.#place.network, fullLine, { isBad: true, nowMs });
        return [];
      case "left":
        return [{ kind: "quit", reason: "" }];
      case "unused":
        return this.#use(composed.name);
      case "edited":
        return composed.isChanged ? this.#tellTyping(nowMs) : [];
    }
  }

  #learn(told: Extract<Key, { kind: "background" | "focus" }>): readonly Effect[] {
    if (told.kind === "focus") this.#isFocused = told.isFocused;
    else this.#isDark = told.isDark;
    return this.look();
  }

  #use(name: KeyName): readonly Effect[] {
    switch (name) {
      case "pageUp":
      case "pageDown":
      case "scrollTop":
      case "scrollBottom":
        return [scrollEffect(name)];
      case "nextUnread":
        return this.#go(nextUnreadPlace(this.networks, this.#place));
      case "previousBuffer":
        return this.#turn(-1);
      case "nextBuffer":
        return this.#turn(1);
      case "toggleMembers":
        this.#hasMembers = !this.#hasMembers;
        return [];
      case "escape":
      case "cancel":
        this.#found = undefined;
        return [{ kind: "scroll", to: "bottom" }];
      case "openEditor":
        return [{ kind: "edit", text: this.composer.editor.text }];
      case "suspend":
      case "redraw":
        return [{ kind: name }];
      default:
        return [];
    }
  }

  #go(place: Place | undefined): readonly Effect[] {
    if (place === undefined) return [];
    const { network, talk } = place;
    const found = this.networks[network]?.buffers.find(talk);
    if (found === undefined) {
      this.#wanted = place;
      return [];
    }
    this.#wanted = undefined;
    if (network === this.#place.network && found.name === this.#place.talk) return [];
    const next = { network, talk: found.name };
    this.composer.turn(placeKey(this.#place), placeKey(next));
    this.#place = next;
    this.#found = undefined;
    if (found.kind === "channel") this.networks[network]?.conversation.switchTo(found.name);
    return [{ kind: "scroll", to: "bottom" }, ...this.look()];
  }

  #turn(step: 1 | -1): readonly Effect[] {
    const places = allPlaces(this.networks);
    const at = indexOfPlace(places, this.#place);
    return this.#go(places.at((at + step) % places.length));
  }

  #follow(network: number, event: ClientEvent, nowMs: number): void {
    const rows = listingOf(event);
    for (const row of rows ?? []) this.note(network, row, { nowMs });
    const { network: here, talk } = this.#place;
    switch (event.kind) {
      case "joined":
        if (event.isOwn && !event.isOld) this.#arrive(network, event.channel);
        return;
      case "renamed":
        if (here === network && isSameName(talk, event.who)) this.#stay(event.to);
        return;
      case "channelRenamed":
        if (here === network && isSameName(talk, event.channel)) this.#stay(event.to);
        return;
      case "sayRefused":
        if (event.again !== undefined) this.composer.restore(typedForm(event.again, talk));
    }
  }

  /** Whoever asked for a channel, or has none yet, looks at it when it is there. */
  #arrive(network: number, channel: string): void {
    const wanted = this.#wanted;
    const isWanted = wanted?.network === network && isSameName(wanted.talk, channel);
    const isFirst = network === this.#place.network && this.buffer?.kind === "server" &&
      wanted === undefined && this.composer.editor.text === "";
    if (isWanted || isFirst) this.#go({ network, talk: channel });
  }

  /** What is looked at has another name. */
  #stay(talk: string): void {
    const { network } = this.#place;
    if (this.networks[network]?.buffers.find(talk) !== undefined) this.#place = { network, talk };
  }

  #enter(lines: readonly string[], nowMs: number): readonly Effect[] {
    const { network, talk } = this.#place;
    const one = this.networks[network];
    if (one === undefined || lines.length === 0) return [];
    if (one.conversation.saying.isFull) {
      this.composer.restore(lines.join("\n"));
      this.note(network, tooMuchWaits, { isBad: true, nowMs });
      return [];
    }
    const bottom = { kind: "scroll", to: "bottom" } as const;
    const { step, wish } = one.enter(talk, lines, nowMs);
    const granted = wish === undefined ? [] : this.#grant(network, wish, nowMs);
    return [bottom, ...take(network, step), ...granted];
  }

  #grant(network: number, wish: Wish, nowMs: number): readonly Effect[] {
    switch (wish.kind) {
      case "go":
        return this.#go({ network, talk: wish.talk });
      case "closed": {
        this.composer.forget(placeKey({ network, talk: wish.talk }));
        const last = this.networks[network]?.buffers.list.at(-1);
        return this.#go(last && { network, talk: last.name });
      }
      case "find":
        this.#found = wish.words;
        return [];
      case "set":
        return this.#set(network, wish, nowMs);
      case "reconnect":
        return [{ kind: "reconnect", network }];
      default:
        return [wish];
    }
  }

  #set(
    network: number,
    { key, value }: Extract<Wish, { kind: "set" }>,
    nowMs: number,
  ): readonly Effect[] {
    const { lines, isBad } = this.settings.set(key, value);
    for (const line of lines) this.note(network, line, { isBad, nowMs });
    if (key === "members") this.#hasMembers = this.settings.get(key) === "on";
    return [{ kind: "redraw" }];
  }

  #tellTyping(nowMs: number): readonly Effect[] {
    if (this.settings.get("typing") !== "on") return [];
    const { network } = this.#place;
    const step = typingStep(this.networks[network], this.buffer, {
      text: this.composer.editor.text,
      nowMs,
    });
    return take(network, step);
  }
}
