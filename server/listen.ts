/** The port that clients come to. */

import { isLoopback } from "./net/cloak.ts";
import { TcpListener } from "./net/tcp_listener.ts";
import { StartFailure } from "./options.ts";

/** Where to listen. */
export interface ListenOptions {
  /** Address or name. */
  readonly host: string;
  /** Port; 0 takes a free one. */
  readonly port: number;
  /** The option that chooses the port; `--port` if left out. */
  readonly option?: string;
}

const maxAttempts = 3;

/**
 * Listens on TCP.
 *
 * @throws {StartFailure} when the port is taken, the host is unknown or not this machine's, or permission lacks.
 */
export function openListener(options: ListenOptions): TcpListener {
  const { host, port } = options;
  for (let attempt = 1;; attempt++) {
    try {
      return TcpListener.open(host, port);
    } catch (error) {
      // Of two that begin to listen in the same instant the kernel may turn away both.
      if (codeOf(error) === "EADDRINUSE" && attempt < maxAttempts) continue;
      throw new StartFailure(explainListenFailure(error, options));
    }
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** Says why nothing can listen there, and what to do. */
function explainListenFailure(
  error: unknown,
  { host, port, option = "--port" }: ListenOptions,
): string {
  switch (codeOf(error)) {
    case "EADDRINUSE":
      return `Port ${port} on "${host}" is taken. Stop what uses it, or choose another with ${option}.`;
    case "EADDRNOTAVAIL":
    case "EINVAL":
      return `Host "${host}" is not an address of this machine. Choose another with --host.`;
    case "EACCES":
    case "EPERM":
      return `Port ${port} may not be used by this user. Choose one above 1023 with ${option}.`;
    default:
      return `Host "${host}" is unknown. Choose another with --host.`;
  }
}

/**
 * The addresses under which others find a listener, where its own is a wildcard: none where it is not.
 *
 * Loopback is known to everyone, and a link-local address is of no use without its link.
 */
export function reachableAddresses(hostname: string): readonly string[] {
  if (hostname !== "0.0.0.0" && hostname !== "::") return [];
  return Deno.networkInterfaces()
    .filter(({ family }) => hostname === "::" || family === "IPv4")
    .map(({ address }) => address)
    .filter((address) => !isLoopback(address) && !/^(?:fe80:|169\.254\.)/i.test(address));
}
