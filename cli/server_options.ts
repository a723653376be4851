/** Options of the server that go together. */

import { hostNames, natsAddresses, networks, nodeName, origins, port } from "./values.ts";

/** One of them. The environment can give each too. */
export interface ServerOption {
  /** "--name <value>", or "--name" for a switch. */
  readonly flags: string;
  /** What it is for. */
  readonly description: string;
  /** What it is if left out. */
  readonly default?: boolean | readonly string[];
  /** Reads what stands after it; left out where any text will do. */
  readonly parse?: (text: string) => unknown;
}

/** Those of the web, and of whoever stands before the server. */
export const webOptions: readonly ServerOption[] = [
  {
    flags: "--web-port <number>",
    description: "port of the web page (default: 5080, or a free one)",
    parse: port,
  },
  { flags: "--no-web", description: "serve no web page" },
  {
    flags: "--web-host <names>",
    description: "names by which browsers may come besides addresses, by comma",
    default: [],
    parse: hostNames,
  },
  {
    flags: "--web-origin <pages>",
    description: "pages of others that may connect, by comma; null: files",
    default: [],
    parse: origins,
  },
  {
    flags: "--trusted-proxy <addresses>",
    description: "proxies that tell who comes through them, by comma",
    default: [],
    parse: networks,
  },
];

/** Those of several servers that are one chat. */
export const clusterOptions: readonly ServerOption[] = [
  {
    flags: "--cluster <addresses>",
    description: "NATS servers that make this one chat with others, by comma",
    default: [],
    parse: natsAddresses,
  },
  {
    flags: "--node <name>",
    description: "this server's name among the others (default: one of chance)",
    parse: nodeName,
  },
];

/** Those of TLS. */
export const tlsOptions: readonly ServerOption[] = [
  { flags: "--tls-cert <file>", description: "certificate that makes the port speak TLS" },
  { flags: "--tls-key <file>", description: "key of the certificate" },
  {
    flags: "--tls-port <number>",
    description: "port for TLS beside the other one; 0 takes a free one",
    parse: port,
  },
  {
    flags: "--allow-plain-passwords",
    description: "take passwords without TLS, even off this machine",
    default: false,
  },
];
