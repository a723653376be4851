/** SCRAM-SHA-256, the client's side: https://datatracker.ietf.org/doc/html/rfc5802, https://datatracker.ietf.org/doc/html/rfc7677 */

import { fromBase64, toBase64 } from "./base64.ts";
import type { Credentials } from "./sasl.ts";

/** What is computed with; pure code is given it. */
export interface Crypt {
  /** Gives letters that nobody can guess, none of them a comma. */
  readonly newNonce: () => string;
  /** SHA-256. */
  readonly hash: (bytes: Uint8Array) => Uint8Array;
  /** HMAC-SHA-256. */
  readonly hmac: (key: Uint8Array, text: string) => Uint8Array;
  /** PBKDF2-HMAC-SHA-256 of 32 bytes. */
  readonly stretch: (password: string, salt: Uint8Array, iterations: number) => Uint8Array;
}

/** What to answer, or why not to go on. */
export type ScramAnswer =
  | { readonly kind: "answer"; readonly text: string }
  | { readonly kind: "failed"; readonly reason: string };

// Fewer would be a server that wants to guess the password, more one that wants to keep us busy.
const minIterations = 4096;
const maxIterations = 2_000_000;

/** One login. */
export class Scram {
  readonly #crypt: Crypt;
  readonly #password: string;
  readonly #bare: string;
  readonly #nonce: string;
  #signature: string | undefined;

  /** `crypt`: what is computed with. */
  constructor({ name, password }: Credentials, crypt: Crypt) {
    this.#crypt = crypt;
    this.#password = password.normalize("NFKC");
    this.#nonce = crypt.newNonce();
    const escaped = name.replaceAll("=", "=3D").replaceAll(",", "=2C");
    this.#bare = `n=${escaped},r=${this.#nonce}`;
  }

  /** The first message. */
  get first(): string {
    return `n,,${this.#bare}`;
  }

  /** The server has proved that it knows the password too. */
  get isProved(): boolean {
    return this.#signature === "";
  }

  /** Takes a message of the server: its challenge, then its proof. */
  receive(text: string): ScramAnswer {
    if (this.#signature === undefined) return this.#prove(text);
    if (this.#signature === "" || text !== `v=${this.#signature}`) {
      return failed("the server could not prove that it knows the password");
    }
    this.#signature = "";
    return { kind: "answer", text: "" };
  }

  #prove(challenge: string): ScramAnswer {
    const [, nonce = "", base64 = "", digits = ""] =
      /^r=([!-+\--~]{1,600}),s=([A-Za-z0-9+/=]{1,400}),i=([0-9]{1,9})(?:,|$)/.exec(challenge) ?? [];
    const salt = fromBase64(base64);
    const iterations = Number(digits);
    const isOurs = nonce.startsWith(this.#nonce) && nonce !== this.#nonce;
    if (!isOurs || salt === undefined) return failed("the server's challenge makes no sense");
    if (iterations < minIterations || iterations > maxIterations) {
      return failed(
        `the server asks for ${digits} rounds, ${minIterations} to ${maxIterations} are sane`,
      );
    }
    const { hash, hmac, stretch } = this.#crypt;
    const salted = stretch(this.#password, salt, iterations);
    const clientKey = hmac(salted, "Client Key");
    const unproven = `c=biws,r=${nonce}`;
    const signed = `${this.#bare},${challenge},${unproven}`;
    const signature = hmac(hash(clientKey), signed);
    const proof = clientKey.map((byte, at) => byte ^ (signature[at] ?? 0));
    this.#signature = toBase64(hmac(hmac(salted, "Server Key"), signed));
    return { kind: "answer", text: `${unproven},p=${toBase64(proof)}` };
  }
}

function failed(reason: string): ScramAnswer {
  return { kind: "failed", reason };
}
