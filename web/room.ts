/** Where one talks: what is looked at, what is open, and what a person does there. */

import type { Buffer } from "../talk/buffer.ts";
import type { ClientEvent, ListedChannel, Said } from "../talk/event.ts";
import { isSecretInput } from "../talk/secret_input.ts";
import type { Turn } from "../talk/session.ts";
import type { Step } from "../talk/step.ts";
import type { Clock } from "./clock.ts";
import type { Kept } from "./kept.ts";
import type { SaidEntry } from "./row.ts";
import type { Question, TalkCore, Wish } from "./talk_core.ts";
import type { PageText } from "./text.ts";

/** What lies over the talk. */
export type Panel =
  | { readonly kind: "switcher" }
  | { readonly kind: "help" }
  | { readonly kind: "search" }
  | { readonly kind: "channels" }
  | { readonly kind: "account" };

/** What a search has brought. */
export interface Found {
  /** What was searched for. */
  readonly question: Question;
  /** The newest first; undefined until the server answers. */
  readonly said: readonly Said[] | undefined;
  /** The server looked through everything. */
  readonly isWhole: boolean;
}

/** What a room is made of. */
export interface RoomOptions {
  /** The talks. */
  readonly core: TalkCore;
  /** The words of the page. */
  readonly text: PageText;
  /** How times are written. */
  readonly clock: Clock;
  /** Keeps what is typed and not sent. */
  readonly drafts: Kept;
  /** Sends and shows what follows from something. */
  readonly take: (step: Step) => void;
  /** Tries at once to connect again. */
  readonly hurry: () => void;
  /** Leaves. */
  readonly leave: (reason: string) => void;
  /** Tells the time. */
  readonly now: () => number;
}

/** Knows what one looks at; whoever draws it watches it. */
export class Room {
  /** The words of the page. */
  readonly text: PageText;
  /** How times are written. */
  readonly clock: Clock;
  /** The talks. */
  readonly core: TalkCore;
  readonly #options: RoomOptions;
  readonly #watchers = new Set<() => void>();
  #current: string | undefined;
  #panel: Panel | undefined;
  #drawer: "talks" | "members" | undefined;
  #answering: SaidEntry | undefined;
  #target: { readonly key: string } | undefined;
  #found: Found | undefined;
  #listed: readonly ListedChannel[] | undefined;
  #lostReason: string | undefined;
  #lastEntered: string | undefined;
  #isWatched = true;
  #isAtEnd = true;

  /** Nothing is drawn before somebody watches. */
  constructor(options: RoomOptions) {
    this.#options = options;
    this.text = options.text;
    this.clock = options.clock;
    this.core = options.core;
  }

  /** Tells of each change, until the function that it gives is called. */
  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }

  /** What one looks at. */
  get current(): Buffer | undefined {
    const named = this.#current === undefined ? undefined : this.core.find(this.#current);
    return named ?? this.core.list.find(({ kind }) => kind !== "server") ?? this.core.list[0];
  }

  /** What lies over the talk. */
  get panel(): Panel | undefined {
    return this.#panel;
  }

  /** What has slid in on a narrow screen. */
  get drawer(): "talks" | "members" | undefined {
    return this.#drawer;
  }

  /** The message that the next one answers. */
  get answering(): SaidEntry | undefined {
    return this.#answering;
  }

  /** A row that is to be shown. */
  get target(): { readonly key: string } | undefined {
    return this.#target;
  }

  /** What a search has brought. */
  get found(): Found | undefined {
    return this.#found;
  }

  /** The server's channels; undefined while it is asked. */
  get listed(): readonly ListedChannel[] | undefined {
    return this.#listed;
  }

  /** Why there is no connection; undefined while there is one. */
  get lostReason(): string | undefined {
    return this.#lostReason;
  }

  /** The time. */
  get nowMs(): number {
    return this.#options.now();
  }

  /** Takes what has happened. */
  receive(events: readonly ClientEvent[]): void {
    this.core.receive(events, this.nowMs);
    for (const event of events) {
      if (event.kind === "listed") this.#listed = event.channels;
      if (event.kind === "found" && this.#found !== undefined) {
        this.#found = {
          question: this.#found.question,
          said: event.said.toReversed(),
          isWhole: event.isWhole,
        };
      }
    }
    this.#look();
  }

  /** Takes what becomes of the connection. */
  turn(turn: Turn): void {
    this.#lostReason = turn.kind === "lost" ? turn.reason : undefined;
    this.#change();
  }

  /** Goes to a talk; a nick without one gets one. */
  go(name: string): void {
    if (this.core.find(name) === undefined) this.core.open(name);
    this.#look(undefined);
    this.#current = name;
    this.#answering = undefined;
    this.#target = undefined;
    this.#panel = undefined;
    this.#drawer = undefined;
    this.#isAtEnd = true;
    this.#look();
  }

  /** Goes to the talk that many before or after this one. */
  step(by: 1 | -1): void {
    const { list } = this.core;
    const at = list.findIndex((buffer) => buffer === this.current);
    const next = list[(at + by + list.length) % list.length];
    if (next !== undefined) this.go(next.name);
  }

  /** Goes where something is unread. */
  goUnread(): void {
    const next = this.core.nextUnread(this.current?.name ?? "");
    if (next !== undefined) this.go(next.name);
  }

  /** Opens something over the talk, or closes what is open. */
  open(panel: Panel | undefined): void {
    this.#panel = panel;
    this.#drawer = undefined;
    if (panel?.kind === "channels") {
      this.#listed = undefined;
      this.#options.take(this.core.listChannels());
    }
    this.#change();
  }

  /** Slides something in on a narrow screen, or out. */
  slide(drawer: "talks" | "members" | undefined): void {
    this.#drawer = this.#drawer === drawer ? undefined : drawer;
    this.#change();
  }

  /** Closes the uppermost thing that is open. */
  escape(): void {
    if (this.#panel !== undefined) this.#panel = undefined;
    else if (this.#drawer !== undefined) this.#drawer = undefined;
    else if (this.#answering !== undefined) this.#answering = undefined;
    this.#change();
  }

  /** Says what was typed, or does what it asks for. */
  enter(text: string): void {
    const talk = this.current;
    if (talk === undefined) return;
    const lines = text.replace(/\n+$/, "").split("\n");
    const replyTo = this.#answering?.said.id;
    this.#answering = undefined;
    this.#lastEntered = isSecretInput(text) ? undefined : text;
    const { step, wish } = this.core.enter(talk.name, lines, this.nowMs, replyTo);
    this.#options.take(step);
    this.keepDraft(talk.name, "");
    if (wish !== undefined) this.#grant(wish);
    this.#change();
  }

  /** What was entered last, to be entered again. */
  get lastEntered(): string | undefined {
    return this.#lastEntered;
  }

  /** What is typed in a talk and not sent. */
  draftOf(talk: string): string {
    return this.#options.drafts.get(`draft ${talk}`) ?? "";
  }

  /** Keeps what is typed, and tells others that something is. */
  keepDraft(talk: string, text: string): void {
    this.#options.drafts.set(`draft ${talk}`, text);
  }

  /** Tells others that something is typed. */
  typed(talk: string, text: string): void {
    this.#options.take(this.core.typing({ talk, text, nowMs: this.nowMs }));
  }

  /** The next message answers this one; undefined: none. */
  answer(entry: SaidEntry | undefined): void {
    this.#answering = entry;
    this.#change();
  }

  /** Reacts, or takes back what was the same. */
  react({ said, reactions }: SaidEntry, text: string): void {
    const talk = this.current?.name;
    if (talk === undefined || said.id === undefined) return;
    const isTakenBack = reactions.some((each) =>
      each.text === text && each.nicks.includes(this.core.nick)
    );
    this.#options.take(this.core.react({ talk, target: said.id, text, isTakenBack }));
  }

  /** Takes a message back. */
  remove({ said }: SaidEntry): void {
    const talk = this.current?.name;
    if (talk === undefined || said.id === undefined) return;
    this.#options.take(this.core.redact({ talk, target: said.id, reason: "" }));
  }

  /** Shows a row of this talk. */
  show(key: string): void {
    this.#target = { key };
    this.#panel = undefined;
    this.#change();
  }

  /** One is near the oldest message that is here. */
  older(): void {
    const talk = this.current;
    if (talk?.older !== "some" || this.#lostReason !== undefined) return;
    this.#options.take(this.core.older(talk.name, this.nowMs));
    this.#change();
  }

  /** Searches. */
  search(question: Question): void {
    this.#found = { question, said: undefined, isWhole: true };
    this.#options.take(this.core.search(question, this.nowMs));
    this.#change();
  }

  /** Does what typing a line would do here. */
  command(line: string): void {
    const talk = this.current?.name ?? "";
    const { step, wish } = this.core.enter(talk, [line], this.nowMs);
    this.#options.take(step);
    if (wish !== undefined) this.#grant(wish);
    this.#change();
  }

  /** Tries at once to connect again. */
  hurry(): void {
    this.#options.hurry();
  }

  /** The window has come to the front, or gone. */
  setWatched(isWatched: boolean): void {
    this.#isWatched = isWatched;
    this.#look();
  }

  /** One sees the end of the talk, or no longer. */
  setAtEnd(isAtEnd: boolean): void {
    this.#isAtEnd = isAtEnd;
    this.#look();
  }

  /** Whether one sees the end of the talk. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  #grant(wish: Wish): void {
    switch (wish.kind) {
      case "open":
        return this.go(wish.name);
      case "help":
        return this.open({ kind: "help" });
      case "quit":
        return this.#options.leave(wish.reason);
    }
  }

  /** What is in view is read. */
  #look(name = this.#isWatched && this.#isAtEnd ? this.current?.name : undefined): void {
    this.#options.take(this.core.look(name, this.nowMs));
    this.#change();
  }

  #change(): void {
    for (const onChange of this.#watchers) onChange();
  }
}
