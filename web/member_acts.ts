/** What one may do about somebody, by what one may do in the channel: the server has the last word. */

import { isLeading, rankOf } from "./rank.ts";

/** What can be done, named as the command that does it. */
export type MemberAct =
  | "query"
  | "mention"
  | "whois"
  | "ignore"
  | "unignore"
  | "voice"
  | "devoice"
  | "op"
  | "deop"
  | "kick"
  | "ban";

/** Who looks at whom, and where. */
export interface MemberStanding {
  /** Signs of all ranks, the highest first, as in `@%+`. */
  readonly prefixes: string;
  /** Ours in this channel; undefined where we are in none. */
  readonly own: string | undefined;
  /** Theirs; undefined where they are not in it. */
  readonly theirs: string | undefined;
  /** It is us. */
  readonly isSelf: boolean;
  /** Nothing of theirs is shown. */
  readonly isIgnored: boolean;
}

/** Gives what one may do, in the order of a menu. */
export function actsFor(standing: MemberStanding): readonly MemberAct[] {
  const { isSelf, isIgnored, own } = standing;
  if (isSelf) return ["whois"];
  const ignoring = isIgnored ? "unignore" : "ignore";
  const common: readonly MemberAct[] = own === undefined
    ? ["query", "whois", ignoring]
    : ["query", "mention", "whois", ignoring];
  return [...common, ...leadingActs(standing)];
}

function leadingActs({ own, theirs, prefixes }: MemberStanding): readonly MemberAct[] {
  if (own === undefined || !isLeading(own, prefixes)) return [];
  const isOperator = rankOf(own, prefixes) <= prefixes.indexOf("@");
  if (theirs === undefined) return ["ban"];
  const isAbove = rankOf(theirs, prefixes) < rankOf(own, prefixes) ||
    !isOperator && isLeading(theirs, prefixes);
  const voicing = theirs.includes("+") ? "devoice" : "voice";
  const opping = theirs.includes("@") ? "deop" : "op";
  return [
    voicing,
    ...isOperator ? [opping] as const : [],
    ...isAbove ? [] : ["kick", "ban"] as const,
  ];
}
