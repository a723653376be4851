/** Who is in a channel, in the order in which lists show them. */

import { foldName } from "../wire/casemap.ts";
import type { Member } from "./buffer.ts";
import type { MemberTold } from "./event.ts";

/** A member and what it is sorted by: its rank and its name. */
interface Placed {
  readonly member: Member;
  readonly key: string;
}

// What a hostile server could make us remember has an end.
const maxMembers = 100_000;
const bareMember = { prefixes: "", spoke: 0 } as const;

/** Members by their names, and sorted by rank and name. */
export class Members {
  readonly #prefixes: () => string;
  readonly #byName = new Map<string, Placed>();
  // Both in the same order; undefined where the order has to be made anew.
  #keys: string[] | undefined = [];
  #sorted: Member[] = [];
  #spoken = 0;

  /** `prefixes`: the signs of all ranks that the server has, the highest first. */
  constructor(prefixes: () => string) {
    this.#prefixes = prefixes;
  }

  /** All of them; a change makes another array, but for `spoke`, which goes up in place. */
  get sorted(): readonly Member[] {
    if (this.#keys === undefined) {
      const all = [...this.#byName.values()].sort(inOrder);
      this.#keys = all.map(({ key }) => key);
      this.#sorted = all.map(({ member }) => member);
    }
    return this.#sorted;
  }

  /** Finds one by any spelling of the nick. */
  find(nick: string): Member | undefined {
    return this.#byName.get(foldName(nick))?.member;
  }

  /** All who are there are told; when they spoke stays known. */
  replace(members: readonly MemberTold[]): void {
    const before = new Map(this.#byName);
    this.#byName.clear();
    this.#keys = undefined;
    for (const told of members.slice(0, maxMembers)) {
      const name = foldName(told.nick);
      const member = { ...told, spoke: before.get(name)?.member.spoke ?? 0 };
      this.#byName.set(name, { member, key: this.#keyOf(member) });
    }
  }

  /** Somebody comes. */
  add(nick: string): void {
    if (this.#byName.size >= maxMembers || this.find(nick) !== undefined) return;
    this.#put({ ...bareMember, nick });
  }

  /** Somebody goes; says whether they were there. */
  remove(nick: string): boolean {
    const name = foldName(nick);
    const placed = this.#byName.get(name);
    if (placed === undefined) return false;
    this.#byName.delete(name);
    if (this.#keys === undefined) return true;
    const at = placeOf(this.#keys, placed.key);
    this.#keys.splice(at, 1);
    this.#sorted = this.#sorted.toSpliced(at, 1);
    return true;
  }

  /** Somebody has another name; says whether they were there. */
  rename(nick: string, to: string): boolean {
    return this.change(nick, { nick: to });
  }

  /** Something of somebody is known otherwise; says whether they are there. */
  change(nick: string, news: Partial<Member>): boolean {
    const member = this.find(nick);
    return member !== undefined && this.#replaceOne(member, { ...member, ...news });
  }

  /** Somebody is away, or back; says whether they are there. */
  setAway(nick: string, isAway: boolean): boolean {
    const member = this.find(nick);
    if (member === undefined) return false;
    const { isAway: _, ...rest } = member;
    return this.#replaceOne(member, isAway ? { ...rest, isAway } : rest);
  }

  /** Somebody has logged in, or out (undefined); says whether they are there. */
  setAccount(nick: string, account: string | undefined): boolean {
    const member = this.find(nick);
    if (member === undefined) return false;
    const { account: _, ...rest } = member;
    return this.#replaceOne(member, account === undefined ? rest : { ...rest, account });
  }

  /** Somebody has said something. It moves nobody in the order, and copies no list: busy channels are cheap. */
  note(nick: string): void {
    const placed = this.#byName.get(foldName(nick));
    if (placed === undefined) return;
    const { key } = placed;
    const member = { ...placed.member, spoke: ++this.#spoken };
    this.#byName.set(foldName(nick), { member, key });
    if (this.#keys !== undefined) this.#sorted[placeOf(this.#keys, key)] = member;
  }

  /** We are not there any more. */
  clear(): void {
    this.#byName.clear();
    this.#keys = [];
    this.#sorted = [];
  }

  #replaceOne(before: Member, after: Member): boolean {
    const name = foldName(before.nick);
    const key = this.#keyOf(after);
    if (this.#byName.get(name)?.key !== key) {
      this.remove(before.nick);
      this.#put(after);
      return true;
    }
    this.#byName.set(name, { member: after, key });
    if (this.#keys === undefined) return true;
    this.#sorted = this.#sorted.with(placeOf(this.#keys, key), after);
    return true;
  }

  /** Whoever had this name before is gone. */
  #put(member: Member): void {
    this.remove(member.nick);
    const key = this.#keyOf(member);
    this.#byName.set(foldName(member.nick), { member, key });
    if (this.#keys === undefined) return;
    const at = placeOf(this.#keys, key);
    this.#keys.splice(at, 0, key);
    this.#sorted = this.#sorted.toSpliced(at, 0, member);
  }

  #keyOf({ prefixes, nick }: Member): string {
    const all = this.#prefixes();
    const at = prefixes === "" ? -1 : all.indexOf(prefixes.charAt(0));
    return String.fromCharCode(at < 0 ? all.length : at) + foldName(nick);
  }
}

function inOrder({ key: one }: Placed, { key: other }: Placed): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Where a key is among sorted ones, or would be. */
function placeOf(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
