/** Who is shut out of the server or silenced on it, in one list that outlives a restart. */

import { foldName } from "../../wire/casemap.ts";
import { matchesMask } from "../../wire/mask.ts";
import { type Ban, type BanKind, type BanTarget, targetKey, type TargetKind } from "./ban.ts";
import { accountPrefix } from "./mask_list.ts";
import type { Networks } from "./networks.ts";
import type { Session } from "./session.ts";

/** More bans than this are not kept. Addresses and accounts are looked up, so that many of them cost nothing. */
export const maxBans = 20_000;

/** More masks than this are not kept: each is compared with everybody who comes. */
export const maxBanMasks = 1_000;

/** Somebody, as bans see them. */
export interface Suspect {
  /** Folded `nick!user@host` with each of its hosts: as shown, as first shown, and the address. */
  readonly sources: readonly string[];
  /** The IP address; undefined where that is not known, or not asked for. */
  readonly address: string | undefined;
  /** The account that it has logged in to, if any. */
  readonly account: string | undefined;
}

type BansByTarget = Readonly<Record<TargetKind, Map<string, Ban>>>;

/** The list. Only `apply` changes it. */
export class Bans {
  readonly #networks: Networks;
  readonly #byKind: Readonly<Record<BanKind, BansByTarget>> = {
    ban: { address: new Map(), mask: new Map(), account: new Map() },
    mute: { address: new Map(), mask: new Map(), account: new Map() },
  };
  /** Sizes of the networks that were ever in it: others need not be looked up. */
  readonly #prefixBits: Readonly<Record<BanKind, Set<number>>> = {
    ban: new Set(),
    mute: new Set(),
  };

  /** Starts empty. */
  constructor(networks: Networks) {
    this.#networks = networks;
  }

  /** All that hold now, in the order in which they were set. */
  all(nowMs: number): readonly Ban[] {
    return this.#every().filter((ban) => holds(ban, nowMs))
      .sort((one, other) => one.setAtMs - other.setAtMs);
  }

  /** All that are in it, those too that are over; those of a kind, and of targets of a kind, in the order of `set`. */
  get listed(): readonly Ban[] {
    return this.#every();
  }

  /** Finds the one that was set for just this target, and holds now. */
  get(kind: BanKind, { of, target }: BanTarget, nowMs: number): Ban | undefined {
    const ban = this.#byKind[kind][of].get(targetKey(target));
    return ban !== undefined && holds(ban, nowMs) ? ban : undefined;
  }

  /** Says whether one more of them can't be kept. What is over does not count. */
  isFull(of: TargetKind, nowMs: number): boolean {
    const all = this.all(nowMs);
    if (all.length >= maxBans) return true;
    return of === "mask" && all.filter((ban) => ban.of === of).length >= maxBanMasks;
  }

  /** Finds what is on for an address, whoever comes from there. */
  findAddress(kind: BanKind, address: string | undefined, nowMs: number): Ban | undefined {
    const bans = this.#byKind[kind].address;
    if (bans.size === 0 || address === undefined) return undefined;
    for (const name of this.#networks.around(address, this.#prefixBits[kind])) {
      const ban = bans.get(name);
      if (ban !== undefined && holds(ban, nowMs)) return ban;
    }
    return undefined;
  }

  /** Finds what is on for somebody. */
  find(kind: BanKind, suspect: Suspect, nowMs: number): Ban | undefined {
    const { account, mask } = this.#byKind[kind];
    const found = this.findAddress(kind, suspect.address, nowMs) ??
      account.get(accountKey(suspect.account));
    if (found !== undefined && holds(found, nowMs)) return found;
    for (const [key, ban] of mask) {
      if (holds(ban, nowMs) && fitsAny(key, suspect)) return ban;
    }
    return undefined;
  }

  /** Says whether one ban is for somebody. */
  fits({ of, target }: Ban, suspect: Suspect): boolean {
    switch (of) {
      case "address":
        return suspect.address !== undefined && this.#networks.has(target, suspect.address);
      case "account":
        return targetKey(target) === accountKey(suspect.account);
      case "mask":
        return fitsAny(targetKey(target), suspect);
    }
  }

  /** For `apply`: adds one, in place of one of its kind for the same target, and forgets what is over. */
  set(ban: Ban): void {
    const bans = this.#byKind[ban.kind][ban.of];
    for (const [key, { untilMs }] of bans) {
      if (untilMs !== undefined && untilMs <= ban.setAtMs) bans.delete(key);
    }
    this.restore(ban);
  }

  /** The same for what was kept before the start, from the oldest on; what is over is not looked for each time. */
  restore(ban: Ban): void {
    const bans = this.#byKind[ban.kind][ban.of];
    // It is the latest one now.
    bans.delete(targetKey(ban.target));
    bans.set(targetKey(ban.target), ban);
    const [, bits] = ban.target.split("/");
    if (ban.of === "address" && bits !== undefined) this.#prefixBits[ban.kind].add(Number(bits));
  }

  /** For `apply`. */
  lift(kind: BanKind, { of, target }: BanTarget): void {
    this.#byKind[kind][of].delete(targetKey(target));
  }

  /** Says whether there is none of a kind, so that nobody need be looked up. */
  hasNone(kind: BanKind): boolean {
    const { address, mask, account } = this.#byKind[kind];
    return address.size === 0 && mask.size === 0 && account.size === 0;
  }

  #every(): Ban[] {
    return Object.values(this.#byKind).flatMap((byTarget) =>
      Object.values(byTarget).flatMap((bans) => [...bans.values()])
    );
  }
}

/** Somebody as all servers of one chat know them, whichever they are connected to. */
export function knownSuspect({ nick, username, host, account }: {
  readonly nick: string;
  readonly username: string;
  readonly host: string;
  readonly account?: string | undefined;
}): Suspect {
  return { sources: [foldName(`${nick}!${username}@${host}`)], address: undefined, account };
}

/** Whoever logs in to an account: all else is looked at when it changes. */
export function accountSuspect(account: string): Suspect {
  return { sources: [], address: undefined, account };
}

/** Somebody as a session, as only its own server knows them, with another nick or account where it is about to have that. */
export function suspectOf(
  { user, registration, host, address }: Session,
  next: { readonly nick?: string; readonly username?: string; readonly account?: string } = {},
): Suspect {
  const nick = next.nick ?? user?.nick ?? registration.nick;
  const username = next.username ?? user?.username ?? registration.username;
  const account = next.account ?? (user === undefined ? registration.account : user.account);
  const hosts = new Set([user?.host ?? host, host, address]);
  const isKnown = nick !== undefined && username !== undefined;
  const sources = isKnown ? [...hosts].map((each) => foldName(`${nick}!${username}@${each}`)) : [];
  return { sources, address, account };
}

function holds({ untilMs }: Ban, nowMs: number): boolean {
  return untilMs === undefined || untilMs > nowMs;
}

/** No target is the key of nobody's account. */
function accountKey(account: string | undefined): string {
  return account === undefined ? "" : targetKey(`${accountPrefix}${account}`);
}

function fitsAny(key: string, { sources }: Suspect): boolean {
  return sources.some((source) => matchesMask(key, source));
}
