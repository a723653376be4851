/** Who is shut out, by address. */

import { formatNetwork, isInNetwork, type Network, parseNetwork } from "./network.ts";

/** How long and why somebody is shut out. */
export interface Ban {
  /** Until when, in milliseconds; undefined: for good. */
  readonly untilMs: number | undefined;
  /** What those who come are told; may be empty. */
  readonly reason: string;
}

/** Addresses and networks that are shut out, for good or for a time. Nothing of it outlives the server. */
export class BanList {
  readonly #bans = new Map<string, Ban & { readonly network: Network }>();

  /** Adds an address or a network, in place of what was said of it before; says false where `text` is neither. */
  add(text: string, { untilMs, reason }: Ban): boolean {
    const network = parseNetwork(text);
    if (network === undefined) return false;
    this.#bans.set(formatNetwork(network), { untilMs, reason, network });
    return true;
  }

  /** Takes an address or a network off; says whether it was there as such, not as a part of another. */
  remove(text: string): boolean {
    const network = parseNetwork(text);
    return network !== undefined && this.#bans.delete(formatNetwork(network));
  }

  /** Finds what shuts an address out now; what is over is forgotten. */
  find(address: string, nowMs: number): Ban | undefined {
    for (const [name, ban] of this.#bans) {
      if (ban.untilMs !== undefined && ban.untilMs <= nowMs) this.#bans.delete(name);
      else if (isInNetwork(address, ban.network)) return ban;
    }
    return undefined;
  }

  /** All that is shut out now, as written by `formatNetwork`, with how long and why. */
  entries(nowMs: number): readonly (readonly [network: string, ban: Ban])[] {
    return [...this.#bans].filter(([, { untilMs }]) => untilMs === undefined || untilMs > nowMs);
  }
}
