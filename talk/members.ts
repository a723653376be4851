/** Who is in a channel, in the order in which lists show them. */

import { foldName } from "../wire/casemap.ts";
import type { Member } from "./buffer.ts";
import type { MemberTold } from "./event.ts";

// What a hostile server could make us remember has an end.
const maxMembers = 100_000;
const bareMember = { prefixes: "", spoke: 0 } as const;

/** Members by their names, and sorted by rank and name. */
export class Members {
  readonly #prefixes: () => string;
  readonly #byName = new Map<string, Member>();
  #sorted: Member[] | undefined = [];
  #spoken = 0;

  /** `prefixes`: the signs of all ranks that the server has, the highest first. */
  constructor(prefixes: () => string) {
    this.#prefixes = prefixes;
  }

  /** All of them; the array is never changed, a change makes another one. */
  get sorted(): readonly Member[] {
    this.#sorted ??= [...this.#byName.values()].sort((one, other) => this.#compare(one, other));
    return this.#sorted;
  }

  /** Finds one by any spelling of the nick. */
  find(nick: string): Member | undefined {
    return this.#byName.get(foldName(nick));
  }

  /** All who are there are told; when they spoke stays known. */
  replace(members: readonly MemberTold[]): void {
    const before = new Map(this.#byName);
    this.#byName.clear();
    for (const member of members.slice(0, maxMembers)) {
      const key = foldName(member.nick);
      this.#byName.set(key, { ...member, spoke: before.get(key)?.spoke ?? 0 });
    }
    this.#sorted = undefined;
  }

  /** Somebody comes. */
  add(nick: string): void {
    if (this.#byName.size >= maxMembers || this.find(nick) !== undefined) return;
    this.#put({ ...bareMember, nick });
  }

  /** Somebody goes; says whether they were there. */
  remove(nick: string): boolean {
    const member = this.find(nick);
    if (member === undefined) return false;
    this.#take(member);
    return true;
  }

  /** Somebody has another name; says whether they were there. */
  rename(nick: string, to: string): boolean {
    return this.change(nick, { nick: to });
  }

  /** Something of somebody is known otherwise; says whether they are there. */
  change(nick: string, news: Partial<Member>): boolean {
    const member = this.find(nick);
    if (member === undefined) return false;
    this.#take(member);
    this.#put({ ...member, ...news });
    return true;
  }

  /** Somebody is away, or back; says whether they are there. */
  setAway(nick: string, isAway: boolean): boolean {
    const member = this.find(nick);
    if (member === undefined) return false;
    const { isAway: _, ...rest } = member;
    this.#take(member);
    this.#put(isAway ? { ...rest, isAway } : rest);
    return true;
  }

  /** Somebody has logged in, or out (undefined); says whether they are there. */
  setAccount(nick: string, account: string | undefined): boolean {
    const member = this.find(nick);
    if (member === undefined) return false;
    const { account: _, ...rest } = member;
    this.#take(member);
    this.#put(account === undefined ? rest : { ...rest, account });
    return true;
  }

  /** Somebody has said something. */
  note(nick: string): void {
    const member = this.find(nick);
    if (member === undefined) return;
    // It moves nobody in the order, so that busy channels are not sorted all the time.
    const noted = { ...member, spoke: ++this.#spoken };
    this.#byName.set(foldName(nick), noted);
    const sorted = this.#sorted;
    if (sorted === undefined) return;
    const at = this.#placeOf(sorted, member);
    if (sorted[at] === member) sorted[at] = noted;
    else this.#sorted = undefined;
  }

  /** We are not there any more. */
  clear(): void {
    this.#byName.clear();
    this.#sorted = [];
  }

  #put(member: Member): void {
    this.#byName.set(foldName(member.nick), member);
    if (this.#sorted === undefined) return;
    const at = this.#placeOf(this.#sorted, member);
    this.#sorted = this.#sorted.toSpliced(at, 0, member);
  }

  #take(member: Member): void {
    this.#byName.delete(foldName(member.nick));
    if (this.#sorted === undefined) return;
    const at = this.#placeOf(this.#sorted, member);
    this.#sorted = this.#sorted[at] === member ? this.#sorted.toSpliced(at, 1) : undefined;
  }

  #placeOf(sorted: readonly Member[], member: Member): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = sorted[middle];
      if (other !== undefined && this.#compare(other, member) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(one: Member, other: Member): number {
    const ranks = this.#rank(one) - this.#rank(other);
    if (ranks !== 0) return ranks;
    const [first, second] = [foldName(one.nick), foldName(other.nick)];
    return first < second ? -1 : first > second ? 1 : 0;
  }

  #rank({ prefixes }: Member): number {
    const all = this.#prefixes();
    const at = prefixes === "" ? -1 : all.indexOf(prefixes.charAt(0));
    return at < 0 ? all.length : at;
  }
}
