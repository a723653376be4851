/** Doors that the operator locks for a while, whatever the settings say. Nothing of it outlives the server. */

import type { Sink } from "./sink.ts";
import type { World } from "./world.ts";

/** Whom the doors are locked for: nobody, those without an account, or all who are not here. */
export type LockdownKind = "off" | "accounts" | "all";

/** A lockdown as an operator asks for it. */
export interface LockdownOrder {
  /** Whom for. */
  readonly kind: LockdownKind;
  /** For how long; undefined: until it is taken back. */
  readonly minutes: number | undefined;
}

const minuteMs = 60_000;

/** How it is written. */
export const lockdownUsage = "off|accounts|all [MINUTES]";

/** What whoever is not let in is told. */
export const lockedText = "nobody new is let in for now; try again later";

/** Reads what an operator has typed; undefined where it is none. */
export function readLockdown(text: string): LockdownOrder | undefined {
  const [, kind, minutes] = /^(off|accounts|all)(?: +([1-9][0-9]{0,5}))?$/.exec(text) ?? [];
  if (kind === "off") return minutes === undefined ? { kind, minutes } : undefined;
  if (kind !== "accounts" && kind !== "all") return undefined;
  return { kind, minutes: minutes === undefined ? undefined : Number(minutes) };
}

/** Whether the doors are locked now. */
export class Lockdown {
  readonly #onOrder: (order: LockdownOrder) => void;
  #kind: LockdownKind = "off";
  #untilMs = Infinity;

  /** The doors are open. `onOrder` is told when that changes. */
  constructor(onOrder: (order: LockdownOrder) => void) {
    this.#onOrder = onOrder;
  }

  /** Locks the doors, in place of what was before, or opens them. Those who are let in may stay. */
  order(order: LockdownOrder, nowMs: number): void {
    const { kind, minutes } = order;
    this.#kind = kind;
    this.#untilMs = minutes === undefined ? Infinity : nowMs + minutes * minuteMs;
    this.#onOrder(order);
  }

  /** Whom the doors are locked for now. */
  kind(nowMs: number): LockdownKind {
    return nowMs < this.#untilMs ? this.#kind : "off";
  }

  /** Tells in a sentence who may come now. */
  describe(nowMs: number): string {
    const kind = this.kind(nowMs);
    if (kind === "off") return "The doors are open";
    const who = kind === "all" ? "Nobody new" : "Only who has an account";
    if (this.#untilMs === Infinity) return `${who} is let in until lockdown off`;
    return `${who} is let in for ${Math.ceil((this.#untilMs - nowMs) / minuteMs)} minutes`;
  }
}

/** What a lockdown is ordered with. */
export interface LockdownScene {
  /** Who is here. */
  readonly world: World;
  /** The doors. */
  readonly lockdown: Lockdown;
  /** To end connections. */
  readonly sink: Pick<Sink, "close">;
  /** The clock, in milliseconds. */
  readonly nowMs: number;
}

/**
 * Does what an operator has typed; says whether that was an order. Where nobody new is let in, those who have connected and
 * are not in yet go.
 */
export function orderLockdown(text: string, scene: LockdownScene): boolean {
  const { world, lockdown, sink, nowMs } = scene;
  const order = readLockdown(text);
  if (order === undefined) return false;
  lockdown.order(order, nowMs);
  if (order.kind !== "all") return true;
  for (const session of [...world.sessions]) {
    if (session.user === undefined) sink.close(session, lockedText);
  }
  return true;
}
