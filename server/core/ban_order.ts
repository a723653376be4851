/** What an operator says to set or lift a ban, at the console, by `chat admin` or on IRC. */

import { readDuration } from "../../wire/moment.ts";
import { cutUtf8 } from "../../wire/utf8.ts";
import {
  type Ban,
  type BanKind,
  type BanTarget,
  isForAll,
  readTarget,
  targetForms,
  type TargetKind,
} from "./ban.ts";
import { maxBanMasks, maxBans } from "./bans.ts";
import type { World } from "./world.ts";

/** What is asked for. */
export interface BanOrder {
  /** See `BanKind`. */
  readonly kind: BanKind;
  /** What may be named. */
  readonly accepts: readonly TargetKind[];
  /** `[<duration>] <target> [<reason>]`, in words. */
  readonly words: readonly string[];
  /** See `Ban.setBy`. */
  readonly setBy: string;
}

/** Longest reason, in bytes: fits into a line with the longest names and a time. */
const maxReasonBytes = 200;

const minuteMs = 60_000;

/** Makes the ban that is asked for, or says what is wrong with it. */
export function orderBan(world: World, order: BanOrder, nowMs: number): Ban | string {
  const { kind, accepts, words, setBy } = order;
  const [first = "", ...others] = words;
  const termMs = others.length === 0 ? undefined : readTerm(first);
  const [name = "", ...why] = termMs === undefined ? words : others;
  const target = findTarget(world, name, accepts);
  if (typeof target === "string") return target;
  if (isForAll(target)) return `"${name}" is everybody; name fewer`;
  if (world.bans.get(kind, target, nowMs) === undefined && world.bans.isFull(target.of, nowMs)) {
    return `There are ${maxBans} bans or ${maxBanMasks} masks already; lift some first`;
  }
  return {
    kind,
    ...target,
    reason: cutUtf8(why.join(" ").trim(), maxReasonBytes),
    setBy,
    setAtMs: nowMs,
    untilMs: termMs === undefined || termMs === 0 ? undefined : nowMs + termMs,
  };
}

/** Finds the ban that is to be lifted, or says why there is none. */
export function findBan(
  world: World,
  { kind, accepts, words: [name = ""] }: Omit<BanOrder, "setBy">,
  nowMs: number,
): Ban | string {
  const target = findTarget(world, name, accepts);
  if (typeof target === "string") return target;
  const what = kind === "ban" ? "banned" : "muted";
  return world.bans.get(kind, target, nowMs) ?? `${target.target} is not ${what} as such`;
}

/** A number alone is of minutes, as IRC has it; 0 is for good. */
function readTerm(word: string): number | undefined {
  return /^[0-9]{1,7}$/.test(word) ? Number(word) * minuteMs : readDuration(word);
}

/** The name of somebody who is here stands for the address. */
function findTarget(
  world: World,
  name: string,
  accepts: readonly TargetKind[],
): BanTarget | string {
  const isByAddress = accepts.includes("address");
  const named = isByAddress ? world.userByNick(name) : undefined;
  const address = named?.sessions[0]?.address;
  if (named !== undefined && address === undefined) {
    const where = world.nodesOf(named).join(", ");
    return `"${name}" is connected to ${where}, which alone knows the address: ask there`;
  }
  const target = readTarget(world.networks, address ?? name);
  if (target !== undefined && accepts.includes(target.of)) return target;
  const forms = accepts.map((of) => `no ${targetForms[of]}`);
  return `"${name}" is ${[...forms, ...(isByAddress ? ["nobody here"] : [])].join(", ")}`;
}
