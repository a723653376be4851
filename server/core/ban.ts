/** What keeps somebody out of the whole server, or silences them there. */

import { foldName, nickFault } from "../../wire/casemap.ts";
import { accountPrefix, completeMask, mutePrefix } from "./mask_list.ts";
import type { Networks } from "./networks.ts";

/** A ban keeps out; whoever is muted is here, and heard by nobody. */
export type BanKind = "ban" | "mute";

/** Ways to say whom a ban is for. */
export type TargetKind = "address" | "mask" | "account";

/** Whom a ban is for. */
export interface BanTarget {
  /** How that is said. */
  readonly of: TargetKind;
  /** As it is shown: `192.0.2.0/24` as `Networks` writes it, `nick!user@host` with `*` and `?`, or `a:account`. */
  readonly target: string;
}

/** One entry of the server's list. Plain data: it is kept as it is. */
export interface Ban extends BanTarget {
  /** See `BanKind`. */
  readonly kind: BanKind;
  /** What those are told whom it fits; may be empty. */
  readonly reason: string;
  /** Source of who set it; the server's name, where that was its operator. */
  readonly setBy: string;
  /** When, in milliseconds. */
  readonly setAtMs: number;
  /** Until when, in milliseconds; undefined: for good. */
  readonly untilMs: number | undefined;
}

/** How each of them is written, for people. */
export const targetForms: Readonly<Record<TargetKind, string>> = {
  address: "address or network like 192.0.2.0/24",
  mask: "mask like nick!*@*",
  account: "account like a:nick",
};

/** Makes a target of what was typed; undefined where it is none. */
export function readTarget(networks: Networks, text: string): BanTarget | undefined {
  const network = networks.name(text);
  if (network !== undefined) return { of: "address", target: network };
  if (text.startsWith(accountPrefix)) {
    const isName = nickFault(text.slice(accountPrefix.length)) === undefined;
    return isName ? { of: "account", target: text } : undefined;
  }
  // A lone word would be a nick, which is whoever has it.
  const mask = /[!@]/.test(text) && !text.startsWith(mutePrefix) ? completeMask(text) : undefined;
  return mask === undefined ? undefined : { of: "mask", target: mask };
}

/** Says whether a target fits everybody, which nobody means. */
export function isForAll({ of, target }: BanTarget): boolean {
  return of === "mask" ? !/[^*?!@~.:]/.test(target) : target.endsWith("/0");
}

/** Under which name a target is listed: the same one however it is spelt. */
export function targetKey(target: string): string {
  return foldName(target);
}

/** Until when a ban holds and why, to follow "banned" or "muted"; "" where there is nothing to say. */
export function banTerms({ untilMs, reason }: Pick<Ban, "untilMs" | "reason">): string {
  const until = untilMs === undefined ? "" : ` until ${new Date(untilMs).toUTCString()}`;
  return `${until}${reason === "" ? "" : `: ${reason}`}`;
}

/** Says in one line what a ban does, for whoever set it. */
export function describeBan(ban: Ban): string {
  const what = ban.kind === "ban" ? "banned" : "muted";
  const forGood = ban.untilMs === undefined ? " for good" : "";
  return `${ban.target} is ${what}${forGood}${banTerms(ban)}`;
}

/** Says in one line what it means that one was lifted, for whoever did. */
export function describeLifted({ kind, target }: Pick<Ban, "kind" | "target">): string {
  return `${target} may ${kind === "ban" ? "come" : "speak"} again`;
}

/** The same as `describeBan`, with who set it and when, for lists. */
export function listBan(ban: Ban): string {
  const { setBy, setAtMs } = ban;
  return `${describeBan(ban)} (set by ${setBy}, ${new Date(setAtMs).toUTCString()})`;
}
