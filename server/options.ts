/** What the server is told at its start. */

import type { LogFormat, LogLevel } from "./stream_log.ts";

/** Options as the command line gives them, checked for form. */
export interface ServerOptions {
  /** Address or name to listen on. */
  readonly host: string;
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** There is a port for the web. */
  readonly hasWeb: boolean;
  /** That port; 0 takes a free one; undefined: the usual one, or a free one where that is taken. */
  readonly webPort: number | undefined;
  /** Names by which browsers may come, besides addresses and localhost; in lower case. */
  readonly webHost: readonly string[];
  /** Pages of others that may connect, as browsers name them, or `null` for those of files. */
  readonly webOrigin: readonly string[];
  /** Addresses and networks of proxies whose word is taken for who comes through them. */
  readonly trustedProxy: readonly string[];
  /** The server's name, as IRC clients see it. */
  readonly name: string;
  /** File whose lines are the message of the day. */
  readonly motd: string | undefined;
  /** How people without IRC are let in. */
  readonly plain: "alias" | "anonymous";
  /** Lets `plain` be anonymous off loopback, where names are addresses. */
  readonly showAddresses: boolean;
  /** File whose first line is the password that lets one in. */
  readonly passwordFile: string | undefined;
  /** Most connections at a time. */
  readonly maxClients: number;
  /** False where lines cost nothing. */
  readonly floodLimit: boolean;
  /** Shows the lobby on standard output; undefined: where that is a terminal. */
  readonly showChat: boolean | undefined;
  /** PEM file of the certificate that makes the port speak TLS. */
  readonly tlsCert: string | undefined;
  /** PEM file of its key. */
  readonly tlsKey: string | undefined;
  /** Port that speaks TLS beside the other one, which then does not; 0 takes a free one. */
  readonly tlsPort: number | undefined;
  /** Takes passwords from those too whose lines others on the way can read. */
  readonly allowPlainPasswords: boolean;
  /** Lets in only who logs in to an account. */
  readonly requireAccount: boolean;
  /** Folder of what is kept; undefined: the usual one of the port. */
  readonly data: string | undefined;
  /** Keeps nothing on disk. */
  readonly memory: boolean;
  /** Addresses of NATS servers by which several servers are one chat; none: this one stands alone. */
  readonly cluster: readonly string[];
  /** What it is called among them; undefined: a name of chance. */
  readonly node: string | undefined;
  /** How much is logged. */
  readonly logLevel: LogLevel;
  /** For whom it is written. */
  readonly logFormat: LogFormat;
  /** Name and version of the program, one word. */
  readonly version: string;
}

/** How the server is started. */
export interface ServerLaunch {
  /** All options, with defaults for what was not given. */
  readonly options: ServerOptions;
  /** Those of them that flags or the environment gave: the file does not change these. */
  readonly given: Partial<ServerOptions>;
  /** The configuration file. */
  readonly config: string | undefined;
}

/** Something outside is not as an option says; the message tells the user in one line what to do. */
export class StartFailure extends Error {
  /** What the program ends with: 1 for a failure, 2 for options that do not go together. */
  readonly exitCode: 1 | 2;

  /** `message` is a whole sentence or two for the user. */
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = "StartFailure";
    this.exitCode = exitCode;
  }
}
