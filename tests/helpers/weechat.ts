/** WeeChat in a terminal of its own. */

import type { Peer } from "../../tools/peers.ts";
import { TmuxTerminal } from "./client_tmux.ts";
import { PeerProcess } from "./peer_process.ts";
import type { TlsPort } from "./wire_client.ts";

/** What a test that uses WeeChat needs. */
export const weechatPeers: readonly Peer[] = ["weechat-curses", "tmux"];

/** Who it is and to whom it talks. */
export interface WeechatOptions {
  /** The server, on this machine. */
  readonly at: number | TlsPort;
  /** Its nick. */
  readonly nick: string;
  /** The password by which it logs in, by SCRAM-SHA-256. */
  readonly password?: string;
  /** With whom it will talk alone. */
  readonly friend: string;
}

/** A WeeChat that connects by itself and joins `#lobby`; what is seen of it are its logs, each in its own order. */
export class Weechat implements AsyncDisposable {
  readonly #folder: string;
  readonly #terminal: TmuxTerminal;
  readonly #logs: PeerProcess;

  private constructor(folder: string, terminal: TmuxTerminal, logs: PeerProcess) {
    this.#folder = folder;
    this.#terminal = terminal;
    this.#logs = logs;
  }

  /** Starts it with a home of its own. */
  static async start(options: WeechatOptions): Promise<Weechat> {
    const folder = await Deno.makeTempDir({ prefix: "chat-weechat-" });
    const logs = ["server.t", "t.#lobby", `t.${options.friend}`].map((name) =>
      `${folder}/${name}.log`
    );
    for (const path of logs) await Deno.writeTextFile(path, "");
    const { at } = options;
    if (typeof at !== "number") await Deno.writeTextFile(`${folder}/ca.pem`, at.ca);
    const commands = settings(folder, options).flatMap((command) => ["-r", command]);
    const terminal = await TmuxTerminal.start({
      command: ["env", `HOME=${folder}`, "weechat-curses", "--dir", folder, ...commands],
      columns: 100,
      rows: 30,
    });
    return new Weechat(
      folder,
      terminal,
      new PeerProcess("tail", ["-q", "-n", "+1", "-f", ...logs]),
    );
  }

  /** Waits until its logs hold `pattern`. */
  async expects(pattern: string | RegExp): Promise<readonly string[]> {
    return await this.#logs.expects(pattern);
  }

  /** Types a line. */
  async types(line: string): Promise<void> {
    await this.#terminal.type(line);
    await this.#terminal.press("Enter");
  }

  /** Ends it, and waits until it has written its settings into its home. */
  async [Symbol.asyncDispose](): Promise<void> {
    // It may have ended before; then this is only echoed.
    await this.types("/quit");
    await this.#terminal.until((rows) => rows.some((row) => row.includes("exit code ")));
    await this.#terminal[Symbol.asyncDispose]();
    await this.#logs[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

function settings(folder: string, { at, nick, password }: WeechatOptions): readonly string[] {
  const [port, tls] = typeof at === "number" ? [at, "off"] : [at.port, "on"];
  return [
    `/set logger.file.path ${folder}`,
    "/set logger.file.mask $name.log",
    "/set logger.file.flush_delay 0",
    "/set irc.server_default.capabilities *",
    `/set weechat.network.gnutls_ca_user ${folder}/ca.pem`,
    "/set irc.server_default.anti_flood_prio_high 0",
    `/server add t 127.0.0.1/${port} -nicks=${nick} -username=${nick} -autojoin=#lobby`,
    // Its name before and since WeeChat 4; the other one is refused.
    `/set irc.server.t.ssl ${tls}`,
    `/set irc.server.t.tls ${tls}`,
    ...password === undefined ? [] : [
      "/set irc.server.t.sasl_mechanism scram-sha-256",
      `/set irc.server.t.sasl_username ${nick}`,
      `/set irc.server.t.sasl_password ${password}`,
    ],
    "/connect t",
  ];
}
