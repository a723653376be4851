/** irssi in a terminal of its own. */

import { PeerProcess } from "./peer_process.ts";
import type { Peer } from "../../tools/peers.ts";
import type { TlsPort } from "./wire_client.ts";

/** What a test that uses irssi needs. */
export const irssiPeers: readonly Peer[] = ["irssi", "tmux"];

/** An irssi that connects by itself and joins `#lobby`; what is seen of it is the log of the lobby and its queries. */
export class Irssi implements AsyncDisposable {
  readonly #folder: string;
  readonly #log: PeerProcess;

  private constructor(folder: string, log: PeerProcess) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Starts it as `nick`, with a home of its own; with a password it logs in by SASL. */
  static async start(at: number | TlsPort, nick: string, password?: string): Promise<Irssi> {
    const folder = await Deno.makeTempDir({ prefix: "chat-irssi-" });
    await Deno.writeTextFile(`${folder}/config`, configuration(folder, { at, nick, password }));
    if (typeof at !== "number") await Deno.writeTextFile(`${folder}/ca.pem`, at.ca);
    // What irssi shows is drawn with cursor movements; its log has the same as text, and is written at once.
    await Deno.writeTextFile(`${folder}/chat.log`, "");
    const irssi = `irssi --home=${folder}`;
    await tmux(
      folder,
      "-f",
      "/dev/null",
      "-u",
      "new-session",
      "-d",
      "-x",
      "100",
      "-y",
      "30",
      irssi,
    );
    return new Irssi(folder, new PeerProcess("tail", ["-n", "+1", "-f", `${folder}/chat.log`]));
  }

  /** Waits until its log holds `pattern`. */
  async expects(pattern: string | RegExp): Promise<readonly string[]> {
    return await this.#log.expects(pattern);
  }

  /** All that its log holds. */
  get text(): string {
    return this.#log.output.text;
  }

  /** Types a line. */
  async types(line: string): Promise<void> {
    await tmux(this.#folder, "send-keys", "-l", line);
    await tmux(this.#folder, "send-keys", "Enter");
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await tmux(this.#folder, "kill-server");
    await this.#log[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

function configuration(
  folder: string,
  { at, nick, password }: { at: number | TlsPort; nick: string; password: string | undefined },
): string {
  const port = typeof at === "number" ? at : at.port;
  // It compares names with a certificate, and no addresses.
  const [host, tls] = typeof at === "number"
    ? ["127.0.0.1", ""]
    : ["localhost", `use_tls = "yes"; tls_verify = "yes"; tls_cafile = "${folder}/ca.pem";`];
  const sasl = password === undefined
    ? ""
    : `sasl_mechanism = "PLAIN"; sasl_username = "${nick}"; sasl_password = "${password}";`;
  return `
servers = ({ address = "${host}"; chatnet = "t"; port = "${port}"; autoconnect = "yes"; ${tls} });
chatnets = { t = { type = "IRC"; nick = "${nick}"; ${sasl} }; };
channels = ({ name = "#lobby"; chatnet = "t"; autojoin = "yes"; });
settings = {
  core = { nick = "${nick}"; user_name = "${nick}"; real_name = "${nick}"; };
  "irc/core" = { cmd_queue_speed = "10msec"; cmds_max_at_once = "100"; };
  "fe-common/core" = { window_auto_change = "yes"; autolog = "yes"; autolog_path = "${folder}/chat.log"; autolog_level = "ALL"; };
};
`;
}

async function tmux(folder: string, ...args: readonly string[]): Promise<void> {
  const command = new Deno.Command("tmux", {
    args: ["-S", `${folder}/tmux`, ...args],
    env: { LC_ALL: "C.UTF-8", TERM: "xterm-256color" },
    stdin: "null",
  });
  const { success, stderr } = await command.output();
  if (!success) throw new Error(`tmux failed: ${new TextDecoder().decode(stderr)}`);
}
