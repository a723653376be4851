/** The world, the order of facts and the commands, wired together behind the hub. No socket and no file is touched here. */

import { message as createMessage } from "../wire/format.ts";
import type { Line, LineFault } from "../wire/lines.ts";
import { numeric } from "../wire/numerics.ts";
import { safeText } from "../wire/safe_text.ts";
import type { Context, Policy } from "./commands/command.ts";
import { dispatchFault, dispatchLine, lineCost } from "./commands/dispatch.ts";
import { handlePlainLine, plainCost, refusePlainLine } from "./commands/plain.ts";
import { mayFollow } from "./commands/saying_line.ts";
import { showLatest } from "./commands/plain_history.ts";
import { greetPlain } from "./commands/plain_entry.ts";
import { apply } from "./core/apply.ts";
import type { Archive, Keeper, KeepRecord } from "./core/archive.ts";
import type { Bus, Refused, Subscriber } from "./core/bus.ts";
import { errorTrace } from "./core/error_text.ts";
import type { Fact, Origin, PlacedFact } from "./core/facts.ts";
import type { Log } from "./core/log.ts";
import { type Refusal, refuse, unplaced } from "./core/refusal.ts";
import { refusalLine } from "./core/replies.ts";
import { reshape, type Session } from "./core/session.ts";
import type { Sink } from "./core/sink.ts";
import type { World } from "./core/world.ts";
import { factEvent } from "./fact_event.ts";
import type { LineHandler } from "./net/line_handler.ts";

/** What an engine is made of. */
export interface EngineOptions {
  /** What the server knows. */
  readonly world: World;
  /** What clients get. */
  readonly sink: Sink;
  /** What is kept. */
  readonly archive: Archive;
  /** What the operator has decided. */
  readonly policy: Policy;
  /** Where events go. */
  readonly log: Log;
  /** The clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Makes the bus that calls the subscriber, or tells that it never will. */
  readonly createBus: (subscriber: Subscriber, refused: Refused) => Bus;
  /** The world may be half changed: the server must stop. */
  readonly onFatal: (error: unknown) => void;
}

/** Tokens for a line that can't be read. */
const faultCost = 2;

/** Handles lines by commands, and facts by `apply`. */
export class Engine implements LineHandler, Keeper {
  readonly #options: EngineOptions;
  readonly #bus: Bus;
  readonly #waiting = new Map<Session, () => void>();
  /** When the last fact was placed: what is told after it is told as no earlier, whatever the clock says. */
  #lastTimeMs = 0;
  /** What the fact that is being applied leaves to be kept. */
  #records: KeepRecord[] = [];
  #messages = 0;

  /** Wires the parts together. */
  constructor(options: EngineOptions) {
    this.#options = options;
    this.#bus = options.createBus(
      (placed) => this.#apply(placed),
      (fact, origin, text) => this.#refused(fact, origin, text),
    );
  }

  /** How many messages were said since the start. */
  get messages(): number {
    return this.#messages;
  }

  /** See `LineHandler`. */
  opened(session: Session): void {
    this.#options.world.sessions.add(session);
  }

  /** See `LineHandler`. */
  greet(session: Session, isMidLine: boolean): void {
    const isAnonymous = this.#options.policy.plain === "anonymous";
    // Who has begun a line comes in with it; it may be slow IRC.
    if (isAnonymous && isMidLine) return;
    if (isAnonymous) this.#speakPlain(session);
    greetPlain(this.#context(session));
  }

  /** See `LineHandler`. A client that was let in unasked, and whose first line is IRC, starts anew as an IRC client. */
  decide(session: Session, dialect: "irc" | "plain"): void {
    if (dialect === "plain") return this.#speakPlain(session);
    this.#quit(session, "Speaks IRC");
    if (session.wasAsked) this.#options.sink.prompt(session, "\r\n");
    session.dialect = "irc";
    session.registeringSinceMs = this.#options.nowMs();
    reshape(session);
  }

  /** See `LineHandler`. */
  cost(session: Session, line: Line): number {
    if (typeof line !== "string") return faultCost;
    return session.dialect === "plain" ? plainCost(line) : lineCost(line);
  }

  /** See `LineHandler`. A throw is a bug: it is logged, answered, and the connection stays. */
  line(session: Session, line: string): void {
    const isPlain = session.dialect === "plain";
    this.#run(session, (context) => (isPlain ? handlePlainLine : dispatchLine)(context, line));
  }

  /** See `LineHandler`. */
  fault(session: Session, fault: LineFault): void {
    const isPlain = session.dialect === "plain";
    this.#run(session, (context) => (isPlain ? refusePlainLine : dispatchFault)(context, fault));
  }

  #run(session: Session, act: (context: Context) => void): void {
    const context = this.#context(session);
    // The command itself counts as something that is waited for, so that its answer does not end before it.
    const release = context.hold();
    try {
      act(context);
    } catch (error) {
      this.#options.log.error(`A command threw: ${safeText(errorTrace(error))}`, {
        event: "command_threw",
      });
      this.#refuse(session, refuse(numeric.ERR_UNKNOWNERROR, "*", "The server failed to do that"));
    }
    release();
  }

  /** See `LineHandler`. */
  ping(session: Session): void {
    const { sink, world, nowMs } = this.#options;
    // No part of an answer that is on its way.
    const message = createMessage("", "PING", world.serverName);
    const timeMs = Math.max(nowMs(), this.#lastTimeMs);
    const relay = { message, timeMs, key: 0, epoch: "", needs: 0, gated: undefined };
    sink.relay(relay, [session], undefined);
  }

  /** See `LineHandler`. */
  mayFollow(session: Session, line: Line): boolean {
    return session.pendingFacts === 0 || mayFollow(session, line);
  }

  /** See `LineHandler`. */
  applied(session: Session): Promise<void> | undefined {
    if (session.pendingFacts === 0 || session.isClosing) return undefined;
    return new Promise((resolve) => this.#waiting.set(session, resolve));
  }

  /** See `LineHandler`. */
  closed(session: Session, reason: string): void {
    this.#options.world.sessions.delete(session);
    this.#options.world.monitors.clear(session);
    this.#settle(session);
    this.#quit(session, reason);
  }

  /** Publishes what the server's operator does. */
  publish(fact: Fact): void {
    this.#bus.publish(fact, undefined);
  }

  /** See `Keeper`. */
  keep(record: KeepRecord): void {
    this.#records.push(record);
  }

  #speakPlain(session: Session): void {
    session.dialect = "plain";
    session.seesOwn = this.#options.policy.plain === "anonymous";
    reshape(session);
  }

  #context(session: Session): Context {
    const { world, sink, archive, policy, nowMs } = this.#options;
    return {
      world,
      sink,
      archive,
      policy,
      session,
      user: session.user,
      nowMs: nowMs(),
      emit: (fact) => this.#emit(session, fact),
      hold: () => this.#hold(session),
    };
  }

  #quit(session: Session, reason: string): void {
    const { user } = session;
    if (user === undefined) return;
    const ref = this.#options.world.refOf(session);
    this.#emit(session, { kind: "quit", user: user.id, session: ref, reason });
  }

  /** What is waited for counts like a fact that is on its way. */
  #hold(session: Session): () => void {
    session.pendingFacts++;
    return () => this.#release(session);
  }

  /** One thing less is waited for; with the last one the command is answered, and the next line may come. */
  #release(session: Session): void {
    if (--session.pendingFacts > 0) return;
    if (session.label !== undefined) {
      session.label = undefined;
      this.#options.sink.closeAnswer(session);
    }
    this.#goOn(session);
  }

  #emit(session: Session, fact: Fact): void {
    const { obstacle } = this.#bus;
    // Who goes has gone, whoever can be told.
    if (obstacle !== undefined && fact.kind !== "quit") {
      return this.#refuseFact(session, fact, obstacle);
    }
    session.pendingFacts++;
    const isSaid = fact.kind === "said" && session.label === undefined;
    if (isSaid) session.pendingSaid++;
    this.#bus.publish(fact, { session, isSaid });
  }

  #refused(fact: Fact, origin: Origin | undefined, text: string): void {
    if (origin === undefined) return;
    this.#refuseFact(origin.session, fact, text);
    this.#settleFact(origin);
  }

  /** Who could not come in has nothing to stay for. */
  #refuseFact(session: Session, fact: Fact, text: string): void {
    if (fact.kind === "arrived" || fact.kind === "attached") {
      return this.#options.sink.close(session, text);
    }
    this.#refuse(session, unplaced(fact, text));
  }

  #settleFact({ session, isSaid }: Origin): void {
    if (isSaid) session.pendingSaid--;
    this.#release(session);
  }

  #apply(placed: PlacedFact): void {
    const { world, sink, onFatal } = this.#options;
    this.#lastTimeMs = placed.timeMs;
    if (!this.#bus.isPast) this.#note(placed);
    const records: KeepRecord[] = this.#records = [];
    try {
      apply(world, placed, { sink, keeper: this });
    } catch (error) {
      onFatal(error);
    }
    if (records.length > 0) this.#options.archive.append(placed.key, placed.timeMs, records);
    const { origin } = placed;
    if (origin === undefined) return;
    const { session } = origin;
    if (placed.fact.kind === "joined") this.#showPast(session, placed.fact.channel);
    this.#settleFact(origin);
    // It went before it had come, when nobody could yet tell that it left.
    const hasCome = placed.fact.kind === "arrived" || placed.fact.kind === "attached";
    if (hasCome && !world.sessions.has(session)) this.#quit(session, "Left");
  }

  #note(placed: PlacedFact): void {
    const logged = factEvent(this.#options.world, placed);
    if (logged !== undefined) this.#options.log.info(logged.text, logged.event);
    if (placed.fact.kind === "said") this.#messages++;
  }

  /** Who speaks no IRC can't ask for it as clients do, so it is shown unasked. */
  #showPast(session: Session, name: string): void {
    const { user } = session;
    const channel = this.#options.world.channel(name);
    if (session.dialect !== "plain" || user === undefined || channel === undefined) return;
    showLatest({ ...this.#context(session), user }, channel, { isAsked: false });
  }

  /** All that a session's last line caused is applied: what it still had to say comes first, then its next line. */
  #goOn(session: Session): void {
    const { heldLine, user } = session;
    if (heldLine !== undefined && user !== undefined) {
      session.heldLine = undefined;
      this.line(session, heldLine);
    }
    if (session.pendingFacts === 0) this.#settle(session);
  }

  #settle(session: Session): void {
    this.#waiting.get(session)?.();
    this.#waiting.delete(session);
  }

  #refuse(session: Session, refusal: Refusal): void {
    const { sink, world } = this.#options;
    sink.reply(session, refusalLine(world, session, refusal));
  }
}
