/** Telnet's own bytes, which telnet programs mix into what their user types: RFC 854. */

const IAC = 255;
const SB = 250;
const SE = 240;
const WILL = 251;

type State = "text" | "command" | "option" | "subnegotiation" | "subnegotiationCommand";

/**
 * Drops telnet sequences from a plain connection's bytes, across reads.
 *
 * 255 is never part of UTF-8. Doubled, as telnet sends one that was typed, or followed by no telnet command it is passed
 * on, so that text in another encoding is answered as such.
 */
export class TelnetFilter {
  #state: State = "text";

  /** Gives `chunk` without telnet sequences: itself where there are none. */
  push(chunk: Uint8Array): Uint8Array {
    if (this.#state === "text" && !chunk.includes(IAC)) return chunk;
    const kept = new Uint8Array(chunk.length + 1);
    let length = 0;
    for (const byte of chunk) {
      if (this.#state === "text" && byte !== IAC) kept[length++] = byte;
      else if (this.#state === "command" && (byte < SE || byte === IAC)) {
        kept[length++] = IAC;
        if (byte !== IAC) kept[length++] = byte;
        this.#state = "text";
      } else this.#state = next(this.#state, byte);
    }
    return kept.subarray(0, length);
  }
}

function next(state: State, byte: number): State {
  switch (state) {
    case "text":
      return "command";
    case "command":
      if (byte === SB) return "subnegotiation";
      return byte >= WILL ? "option" : "text";
    case "option":
      return "text";
    case "subnegotiation":
      return byte === IAC ? "subnegotiationCommand" : "subnegotiation";
    case "subnegotiationCommand":
      return byte === SE ? "text" : "subnegotiation";
  }
}
