/** ii, the client that is a folder. */

import type { Peer } from "../../tools/peers.ts";
import { PeerProcess } from "./peer_process.ts";

/** What a test that uses ii needs. */
export const iiPeers: readonly Peer[] = ["ii"];

/** An ii in a folder of its own: a place is the server (""), a channel or a nick. */
export class Ii implements AsyncDisposable {
  readonly #folder: string;
  readonly #program: PeerProcess;
  readonly #outs = new Map<string, PeerProcess>();

  private constructor(folder: string, program: PeerProcess) {
    this.#folder = folder;
    this.#program = program;
  }

  /** Starts it and waits until it is registered. */
  static async start(port: number, nick: string): Promise<Ii> {
    const folder = await Deno.makeTempDir({ prefix: "chat-ii-" });
    const args = ["-i", folder, "-s", "127.0.0.1", "-p", `${port}`, "-n", nick, "-f", nick];
    const ii = new Ii(folder, new PeerProcess("ii", args));
    await ii.expects("", `Welcome to the chat, ${nick}`);
    return ii;
  }

  /** Waits until the file `out` of a place holds `pattern`. */
  async expects(place: string, pattern: string | RegExp): Promise<readonly string[]> {
    // The file may not be there yet.
    const out = this.#outs.get(place) ??
      new PeerProcess("tail", ["-s", "0.05", "-n", "+1", "-F", `${this.#path(place)}/out`]);
    this.#outs.set(place, out);
    return await out.expects(pattern);
  }

  /** Writes a line into the pipe `in` of a place that has been heard of. */
  async types(place: string, line: string): Promise<void> {
    await Deno.writeTextFile(`${this.#path(place)}/in`, `${line}\n`, {
      append: true,
      create: false,
    });
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
    for (const out of this.#outs.values()) await out[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }

  #path(place: string): string {
    return `${this.#folder}/127.0.0.1/${place}`;
  }
}
