/** Who is let in. */

import { type Ban, banTerms } from "../core/ban.ts";
import { lockedText } from "../core/lockdown.ts";
import { WindowCounter } from "../core/window_counter.ts";
import { addressOwner } from "./network.ts";

/** How many connections there may be. */
export interface DoorLimits {
  /** At a time, of all together. */
  readonly maxClients: number;
  /** At a time, of one address. */
  readonly connectionsPerAddress: number;
  /** New ones of one address within `newConnectionsMinutes`. */
  readonly newConnectionsPerAddress: number;
  /** See `newConnectionsPerAddress`. */
  readonly newConnectionsMinutes: number;
}

/** What a door goes by. */
export interface DoorOptions {
  /** The limits as they are now. */
  readonly limits: () => DoorLimits;
  /** Says whether nobody is let in for now, the exempt neither. */
  readonly isLocked: (nowMs: number) => boolean;
  /** Says whether an address may have any number of connections. */
  readonly isExempt: (address: string) => boolean;
  /** Finds what shuts an address out. */
  readonly findBan: (address: string, nowMs: number) => Ban | undefined;
}

const minuteMs = 60_000;

/** Most addresses whose new connections are counted; whoever has more than that can't be stopped by counting. */
const maxCounted = 65_536;

/** Counts those who are in, and those who came lately. An IPv6 address counts with its whole /64. */
export class Door {
  readonly #options: DoorOptions;
  readonly #present = new Map<string, number>();
  readonly #recent: WindowCounter;
  #size = 0;

  /** Starts with nobody inside. */
  constructor(options: DoorOptions) {
    this.#options = options;
    this.#recent = new WindowCounter({
      get windowMs() {
        return options.limits().newConnectionsMinutes * minuteMs;
      },
      maxNames: maxCounted,
    });
  }

  /** Lets a connection in, which must `leave`; or gives why not. */
  enter(address: string, nowMs: number): string | undefined {
    const bar = this.bar(address, nowMs);
    if (bar !== undefined) return bar;
    const { maxClients } = this.#options.limits();
    if (this.#size >= maxClients) return "the server is full";
    const owner = addressOwner(address);
    if (!this.#options.isExempt(address)) {
      const obstacle = this.#excess(owner, nowMs);
      if (obstacle !== undefined) return obstacle;
      this.#recent.add(owner, nowMs);
    }
    this.#size++;
    this.#present.set(owner, (this.#present.get(owner) ?? 0) + 1);
    return undefined;
  }

  /** Says why nobody gets in from there now, whoever it is: asked again when a handshake is over, which takes its time. */
  bar(address: string, nowMs: number): string | undefined {
    const ban = this.#options.findBan(address, nowMs);
    if (ban !== undefined) return `banned${banTerms(ban)}`;
    return this.#options.isLocked(nowMs) ? lockedText : undefined;
  }

  /** A connection that was let in has ended. */
  leave(address: string): void {
    const owner = addressOwner(address);
    const left = (this.#present.get(owner) ?? 0) - 1;
    if (left > 0) this.#present.set(owner, left);
    else this.#present.delete(owner);
    this.#size--;
  }

  #excess(owner: string, nowMs: number): string | undefined {
    const limits = this.#options.limits();
    if ((this.#present.get(owner) ?? 0) >= limits.connectionsPerAddress) {
      return "too many connections from your address";
    }
    return this.#recent.count(owner, nowMs) >= limits.newConnectionsPerAddress
      ? "too many new connections from your address; try again later"
      : undefined;
  }
}
