/** Where one talks: what is looked at, what is open, and what a person does there. */

import { isSameName } from "../wire/casemap.ts";
import type { Buffer, SaidEntry } from "../talk/buffer.ts";
import type { ClientEvent, Said } from "../talk/event.ts";
import type { Network, Wish } from "../talk/network.ts";
import type { Turn } from "../talk/session.ts";
import type { Step } from "../talk/step.ts";
import type { Clock } from "./clock.ts";
import { Drafts } from "./drafts.ts";
import { Lookup } from "./lookup.ts";
import { Overlay, type Panel } from "./overlay.ts";
import type { RoomOptions } from "./room_options.ts";
import { Sight } from "./sight.ts";
import type { PageText } from "./text.ts";
import { isCommandLike } from "./typed_commands.ts";

/** Knows what one looks at; whoever draws it watches it. */
export class Room {
  /** The words of the page. */
  readonly text: PageText;
  /** How times are written. */
  readonly clock: Clock;
  /** The talks. */
  readonly network: Network;
  /** What the server was asked for. */
  readonly lookup: Lookup;
  /** What is typed and not sent. */
  readonly drafts: Drafts;
  /** Which part of the talk one looks at. */
  readonly sight: Sight;
  /** What lies over the talk. */
  readonly overlay = new Overlay(() => this.#change());
  readonly #options: RoomOptions;
  readonly #watchers = new Set<() => void>();
  #current: string | undefined;
  #answering: SaidEntry | undefined;
  #lostReason: string | undefined;
  #isAway = false;
  #isWatched = true;

  /** Nothing is drawn before somebody watches. */
  constructor(options: RoomOptions) {
    this.#options = options;
    this.text = options.text;
    this.clock = options.clock;
    this.network = options.network;
    this.drafts = new Drafts(options.drafts);
    this.sight = new Sight(options.network);
    this.lookup = new Lookup(options.network.conversation);
  }

  /** Tries at once to connect again. */
  get hurry(): () => void {
    return this.#options.hurry;
  }

  /** Tells of each change, until the function that it gives is called. */
  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }

  /** What one looks at. */
  get current(): Buffer {
    const { buffers } = this.network;
    const named = this.#current === undefined ? undefined : buffers.find(this.#current);
    return named ?? buffers.list.find(({ kind }) => kind !== "server") ?? buffers.server;
  }

  /** What of it is shown: the talk as it goes on, or a part of its past. */
  get shown(): Buffer {
    return this.sight.past ?? this.current;
  }

  /** Our nick. */
  get nick(): string {
    return this.network.conversation.nick;
  }

  /** We have said that we are away. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** The message that the next one answers. */
  get answering(): SaidEntry | undefined {
    return this.#answering;
  }

  /** Why there is no connection; undefined while there is one. */
  get lostReason(): string | undefined {
    return this.#lostReason;
  }

  /** Somebody sees the page. */
  get isWatched(): boolean {
    return this.#isWatched;
  }

  /** The time. */
  get nowMs(): number {
    return this.#options.now();
  }

  /** Takes what has happened. */
  receive(events: readonly ClientEvent[]): void {
    this.network.receive(events, this.nowMs);
    for (const event of events) {
      this.lookup.take(event);
      if (!this.sight.take(event)) this.#remark(this.text.part.cannotShow);
      if (event.kind === "sayRefused") this.drafts.giveBack(event.piece);
      if (event.kind === "away" && isSameName(event.who, this.nick)) {
        this.#isAway = event.text !== undefined;
      }
    }
    this.#look();
  }

  /** Takes what becomes of the connection. */
  turn(turn: Turn): void {
    if (turn.kind === "lost") this.network.buffers.lose();
    this.#lostReason = turn.kind === "lost" ? turn.reason : undefined;
    this.#change();
  }

  /** Goes to a talk, as soon as there is one of that name. */
  go(name: string): void {
    const { buffers, conversation } = this.network;
    if (buffers.find(name) === undefined && !conversation.isChannel(name)) buffers.open(name);
    this.#current = name;
    this.#answering = undefined;
    this.sight.reset();
    this.overlay.open(undefined);
    this.#look();
  }

  /** Goes to the talk that many before or after this one. */
  step(by: 1 | -1): void {
    const { list } = this.network.buffers;
    const at = list.indexOf(this.current);
    const next = list[(at + by + list.length) % list.length];
    if (next !== undefined) this.go(next.name);
  }

  /** Goes where something is unread. */
  goUnread(): void {
    const next = this.network.buffers.nextUnread(this.current.name);
    if (next !== undefined) this.go(next.name);
  }

  /** Names somebody in what is written. */
  mention(nick: string): void {
    this.drafts.give({ talk: this.current.name, text: nick });
    this.#change();
  }

  /** Opens something over the talk, or closes what is open. */
  open(panel: Panel | undefined): void {
    if (panel === "channels") this.#options.take(this.lookup.list(this.nowMs));
    this.overlay.open(panel);
  }

  /** Closes the uppermost thing that is open. */
  escape(): void {
    if (this.overlay.panel !== undefined || this.overlay.drawer !== undefined) {
      this.overlay.open(undefined);
    } else if (this.#answering !== undefined) this.answer(undefined);
    else if (this.sight.past !== undefined) this.show(undefined);
  }

  /** Says what was typed, or does what it asks for. */
  enter(text: string): void {
    const { name } = this.current;
    if (this.sight.past !== undefined) this.sight.reset();
    this.drafts.enter(name, text);
    const replyTo = this.#answering?.said.id;
    this.#answering = undefined;
    if (replyTo !== undefined && !isCommandLike(text)) {
      const { conversation } = this.network;
      const speech = { to: name, text, replyTo, manner: "message", nowMs: this.nowMs } as const;
      this.#options.take(conversation.say(speech));
    } else {
      void this.command(text);
    }
  }

  /** Keeps what is typed; others are told that something is. */
  keepDraft(talk: string, text: string): void {
    this.drafts.keep(talk, text);
    const { buffers, conversation } = this.network;
    if (buffers.find(talk)?.kind === "server") return;
    const isTyping = text !== "" && !isCommandLike(text);
    const state = isTyping ? "active" : "done";
    this.#options.take(conversation.typing({ talk, state, nowMs: this.nowMs }));
  }

  /** The next message answers this one; undefined: none. */
  answer(entry: SaidEntry | undefined): void {
    this.#answering = entry;
    this.#change();
  }

  /** Shows a row of this talk, or (undefined) its end. */
  show(key: string | undefined): void {
    this.sight.show(key);
    this.overlay.open(undefined);
    this.#look();
  }

  /** Goes to a message, wherever it was said, and shows it with what is around it. */
  seek(said: Said): void {
    const talk = said.isPrivate && !said.isOwn ? said.from : said.to;
    this.go(talk);
    this.take(this.sight.seek(talk, said, this.nowMs));
  }

  /** What was sought has been seen. */
  forgetFound(): void {
    this.sight.forgetFound();
    this.#change();
  }

  /** One is near the oldest message that is here, or near the newest one where more follow. */
  more(way: "before" | "after"): void {
    if (this.#lostReason !== undefined) return;
    const step = this.sight.more(way, this.current.name, this.nowMs);
    if (step !== undefined) this.take(step);
  }

  /** Sends what follows from something that is asked for, and draws it. */
  take(step: Step): void {
    this.#options.take(step);
    this.#change();
  }

  /** The window has come to the front, or gone. */
  setWatched(isWatched: boolean): void {
    this.#isWatched = isWatched;
    this.#look();
  }

  /** One sees the end of the talk, or no longer. */
  setAtEnd(isAtEnd: boolean): void {
    this.sight.setAtEnd(isAtEnd);
    this.#look();
  }

  /** Does what typing a line would do here. */
  async command(text: string): Promise<void> {
    const { name } = this.current;
    const lines = text.replace(/\n+$/, "").split("\n");
    try {
      await this.#options.prepare(text);
    } catch {
      // What it takes could not be fetched.
      return this.#remark(this.text.unreachable);
    }
    const { step, wish } = this.network.enter(name, lines, this.nowMs);
    this.#options.take(step);
    if (wish !== undefined) this.#grant(wish);
    this.#change();
  }

  #grant(wish: Wish): void {
    switch (wish.kind) {
      case "go":
        return this.go(wish.talk);
      case "closed":
        return this.goUnread();
      case "quit":
        return this.#options.leave(wish.reason);
      case "reconnect":
        return this.#options.hurry();
      case "find":
        return this.overlay.open("search");
      case "set":
      case "save":
        return this.#remark(this.text.onlyTerminal);
    }
  }

  /** Says in the talk what went wrong here. */
  #remark(text: string): void {
    this.network.buffers.note(this.current.name, text, { isBad: true, nowMs: this.nowMs });
    this.#change();
  }

  /** What is in view is read. */
  #look(): void {
    const isLooking = this.#isWatched && this.sight.isAtEnd;
    this.#options.take(this.network.look(isLooking ? this.current.name : undefined));
    this.#change();
  }

  #change(): void {
    for (const onChange of this.#watchers) onChange();
  }
}
