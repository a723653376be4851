/** What logging in computes with, in a browser: over plain http there is no `crypto.subtle`. */

import { isMessage, parseMessage } from "../wire/message.ts";
import { fromBase64, toBase64 } from "../talk/base64.ts";
import type { Crypt } from "../talk/scram.ts";
import type { HashTools } from "./hash_tools.ts";

const nonceBytes = 18;
// As in `talk/scram.ts`: more rounds are not computed.
const maxIterations = 2_000_000;

/**
 * Computes what takes long before it is asked for, since SCRAM itself waits for nothing: the link holds back the
 * server's challenge until its answer can be given at once.
 */
export class BrowserCrypt {
  /** What SCRAM is given. */
  readonly crypt: Crypt = {
    newNonce: () => toBase64(crypto.getRandomValues(new Uint8Array(nonceBytes))),
    hash: (bytes) => this.#loaded.hash(bytes),
    hmac: (key, text) => this.#loaded.hmac(key, text),
    stretch: (password, salt, iterations) => {
      const last = this.#last;
      if (last?.of === nameOf(password, salt, iterations)) return last.key;
      return this.#loaded.stretch(password, salt, iterations);
    },
  };
  #tools: HashTools | undefined;
  #password = "";
  #last: { readonly of: string; readonly key: Uint8Array } | undefined;

  /** Fetches what computes, and takes the password that is going to be proved. */
  async prepare(password: string): Promise<void> {
    this.#tools ??= (await import("./hash_tools.ts")).hashTools;
    this.#password = password.normalize("NFKC");
  }

  /** Takes a line before it is read: if it is a challenge, its answer is computed, in slices. */
  async foresee(line: string): Promise<void> {
    if (this.#tools === undefined || !/AUTHENTICATE [A-Za-z0-9+/=]{8,}$/i.test(line)) return;
    const message = parseMessage(line);
    const bytes = isMessage(message) ? fromBase64(message.params[0] ?? "") : undefined;
    if (bytes === undefined) return;
    const [, base64 = "", digits = ""] =
      /,s=([A-Za-z0-9+/=]{1,400}),i=([0-9]{1,9})(?:,|$)/.exec(new TextDecoder().decode(bytes)) ??
        [];
    const salt = fromBase64(base64);
    const iterations = Number(digits);
    if (salt === undefined || iterations === 0 || iterations > maxIterations) return;
    const of = nameOf(this.#password, salt, iterations);
    if (this.#last?.of === of) return;
    const key = await this.#tools.stretchSlowly(this.#password, salt, iterations);
    this.#last = { of, key };
  }

  get #loaded(): HashTools {
    // Whoever has a password has called `prepare` with it.
    if (this.#tools === undefined) throw new Error("Nothing is there to compute with");
    return this.#tools;
  }
}

function nameOf(password: string, salt: Uint8Array, iterations: number): string {
  return [iterations, ...salt, password].join(" ");
}
