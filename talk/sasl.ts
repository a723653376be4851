/** Logging in by AUTHENTICATE: https://ircv3.net/specs/extensions/sasl-3.2; messages in, lines out. */

import { formatMessage } from "../wire/format.ts";
import type { Message } from "../wire/message.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { type Crypt, Scram } from "./scram.ts";

/** Whose account, and what proves it. Never shown, logged or kept on disk. */
export interface Credentials {
  /** The account's name. */
  readonly name: string;
  /** Its password. */
  readonly password: string;
}

/** What can be done about a password on this connection. */
export interface SaslOffer {
  /** Ways that the server knows; undefined where it does not say. */
  readonly mechanisms: readonly string[] | undefined;
  /** Nobody but the server reads what is sent. */
  readonly isPrivate: boolean;
  /** What SCRAM computes with; without it there is only PLAIN. */
  readonly crypt: Crypt | undefined;
}

/** What follows from a message. */
export type SaslStep =
  | { readonly kind: "going"; readonly send: readonly string[] }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly send: readonly string[]; readonly reason: string };

/** A chunk of this length is not the last one. */
const chunkLength = 400;
const maxLength = 16_000;
const failures: ReadonlySet<string> = new Set(["902", "904", "905", "906", "907"]);

/** Picks the way to log in; where there is none, says why. */
export function chooseMechanism(
  { mechanisms, isPrivate, crypt }: SaslOffer,
): { readonly name: "PLAIN" | "SCRAM-SHA-256" } | { readonly reason: string } {
  const known = mechanisms?.map((name) => name.toUpperCase());
  const hasScram = crypt !== undefined && (known?.includes("SCRAM-SHA-256") ?? !isPrivate);
  if (hasScram) return { name: "SCRAM-SHA-256" };
  if (known !== undefined && !known.includes("PLAIN")) {
    return { reason: `the server offers only ${known.join(", ")}` };
  }
  if (isPrivate) return { name: "PLAIN" };
  return { reason: "the password could be read on its way. Connect with --tls" };
}

/** One login that is under way. */
export class Sasl {
  readonly #credentials: Credentials;
  readonly #mechanism: string;
  readonly #scram: Scram | undefined;
  #hasBegun = false;
  #chunks = "";

  /** `mechanism`: see `chooseMechanism`. */
  constructor(credentials: Credentials, mechanism: string, crypt: Crypt | undefined) {
    this.#credentials = credentials;
    this.#mechanism = mechanism;
    const isScram = mechanism === "SCRAM-SHA-256" && crypt !== undefined;
    this.#scram = isScram ? new Scram(credentials, crypt) : undefined;
  }

  /** The first line. */
  start(): readonly string[] {
    return [formatMessage({ command: "AUTHENTICATE", params: [this.#mechanism] })];
  }

  /** Takes a message; undefined where it is not about this. */
  receive({ command, params }: Message): SaslStep | undefined {
    if (command.toUpperCase() === "AUTHENTICATE") return this.#take(params[0] ?? "");
    if (failures.has(command)) return { kind: "failed", send: [], reason: params.at(-1) ?? "" };
    // What the server says about names and ways besides is nothing to act on.
    if (command === "900" || command === "901" || command === "908") return going([]);
    if (command !== "903") return undefined;
    if (this.#scram === undefined || this.#scram.isProved) return { kind: "done" };
    const reason = "the server could not prove that it knows the password";
    return { kind: "failed", send: [], reason };
  }

  #take(word: string): SaslStep {
    this.#chunks += word === "+" ? "" : word;
    if (this.#chunks.length > maxLength) return this.#stop("the server says too much");
    if (word.length === chunkLength) return going([]);
    const bytes = fromBase64(this.#chunks);
    this.#chunks = "";
    if (bytes === undefined) return this.#stop("the server's challenge makes no sense");
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      const { name, password } = this.#credentials;
      return going(chunksOf(this.#scram?.first ?? `\0${name}\0${password}`));
    }
    const answer = this.#scram?.receive(new TextDecoder().decode(bytes));
    if (answer === undefined) return this.#stop("the server asks for more than there is");
    return answer.kind === "failed" ? this.#stop(answer.reason) : going(chunksOf(answer.text));
  }

  #stop(reason: string): SaslStep {
    const send = [formatMessage({ command: "AUTHENTICATE", params: ["*"] })];
    return { kind: "failed", send, reason };
  }
}

function going(send: readonly string[]): SaslStep {
  return { kind: "going", send };
}

function chunksOf(text: string): readonly string[] {
  const base64 = toBase64(new TextEncoder().encode(text));
  const chunks: string[] = [];
  for (let at = 0; at < base64.length; at += chunkLength) {
    chunks.push(base64.slice(at, at + chunkLength));
  }
  if (base64.length % chunkLength === 0) chunks.push("+");
  return chunks.map((chunk) => formatMessage({ command: "AUTHENTICATE", params: [chunk] }));
}
