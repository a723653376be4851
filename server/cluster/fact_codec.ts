/** Facts as text, for the stream. */

import { Buffer } from "node:buffer";
import { foldName } from "../../wire/casemap.ts";
import { noTags, type Tags } from "../../wire/tags.ts";
import type { Fact, Said, Target } from "../core/facts.ts";

/** The form of the texts. A server that reads a newer one must stop: it would have another world than those that know it. */
export const factVersion = 1;

/** A fact with where it comes from. */
export interface StreamFact {
  /** The lease of the server that sent it. */
  readonly lease: string;
  /** By which that server knows it. */
  readonly id: number;
  /** What happened. */
  readonly fact: Fact;
}

/** Plain data of facts is JSON as it is, but for tags. */
type FactData = Exclude<Fact, Said> | Omit<Said, "tags"> & { readonly tags?: [string, string][] };

interface SentData {
  readonly v: number;
  readonly l: string;
  readonly n: number;
  readonly f: FactData;
}

/** Writes a fact. */
export function encodeFact({ lease, id, fact }: StreamFact): string {
  const data: SentData = { v: factVersion, l: lease, n: id, f: factData(fact) };
  return JSON.stringify(data);
}

/**
 * Reads what `encodeFact` wrote; `undefined` for what it did not write.
 *
 * @throws {NewerFact} for that of a later version.
 */
export function decodeFact(text: string): StreamFact | undefined {
  const data = parse(text);
  if (data === undefined || typeof data.v !== "number") return undefined;
  if (data.v > factVersion) throw new NewerFact(data.v);
  const { l: lease, n: id, f } = data;
  if (typeof lease !== "string" || typeof id !== "number") return undefined;
  if (typeof f !== "object" || f === null || typeof f.kind !== "string") return undefined;
  if (f.kind !== "said") return { lease, id, fact: f };
  const tags = f.tags === undefined ? noTags : readTags(f.tags);
  return tags && { lease, id, fact: { ...f, tags } };
}

/**
 * Reads what passes of facts: what somebody does without words. It comes past the stream, where nothing holds a server up
 * that would die of it, so that all of it is looked at; `undefined` for anything else.
 */
export function decodePassing(text: string): StreamFact | undefined {
  const { v: version, l: lease, n: id, f } = parse(text) ?? {};
  if (version !== factVersion || typeof lease !== "string" || typeof id !== "number") return;
  if (f?.kind !== "said" || f.command !== "TAGMSG" || typeof f.user !== "string") return;
  const target = readTarget(f.target);
  const tags = readTags(f.tags);
  if (target === undefined || tags === undefined) return;
  const { kind, user, command } = f;
  return { lease, id, fact: { kind, user, command, target, text: "", tags } };
}

/** A fact of a later version of this program. */
export class NewerFact extends Error {
  /** `version` is that of the fact. */
  constructor(version: number) {
    super(`The stream has facts of version ${version}, and this server knows ${factVersion}`);
    this.name = "NewerFact";
  }
}

/**
 * Gives the subject of a fact behind the stream's name and `fact`: what it is about. Names are encoded, since a subject may
 * hold no space, dot or star.
 */
export function subjectOf(fact: Fact): string {
  if (fact.kind === "said" || fact.kind === "redacted") {
    const { target } = fact;
    switch (target.kind) {
      case "channel":
        return `channel.${token(foldName(target.name))}`;
      case "user":
        return `user.${token(target.id)}`;
      case "account":
        return `account.${token(foldName(target.name))}`;
    }
  }
  if ("channel" in fact && fact.channel !== undefined) {
    return `channel.${token(foldName(fact.channel))}`;
  }
  return "all";
}

function token(name: string): string {
  return Buffer.from(name).toString("base64url");
}

function factData(fact: Fact): FactData {
  if (fact.kind !== "said") return fact;
  const { tags, ...rest } = fact;
  return tags.size === 0 ? rest : { ...rest, tags: [...tags] };
}

function readTags(list: unknown): Tags | undefined {
  if (!Array.isArray(list)) return undefined;
  const tags = new Map<string, string>();
  for (const entry of list) {
    const [name, value]: readonly unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof name !== "string" || typeof value !== "string") return undefined;
    if (!/^[^\s;=\0]+$/.test(name)) return undefined;
    tags.set(name, value);
  }
  return tags;
}

function readTarget(target: Target | undefined): Target | undefined {
  if (target?.kind === "channel" && typeof target.name === "string") {
    const { kind, name, sign } = target;
    return typeof sign === "string" ? { kind, name, sign } : { kind, name };
  }
  if (target?.kind === "user" && typeof target.id === "string") {
    const { kind, id, nick } = target;
    return { kind, id, nick: String(nick) };
  }
  return undefined;
}

/** Only this program writes to the stream, in the form that this type has; what is not JSON is nothing. */
function parse(text: string): SentData | undefined {
  try {
    const data: SentData | null = JSON.parse(text);
    return data ?? undefined;
  } catch {
    return undefined;
  }
}
