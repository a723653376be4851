/** The port that clients come to. */

import { errorText } from "./core/error_text.ts";
import { isLoopback } from "./net/cloak.ts";
import { StartFailure } from "./options.ts";

/** The kernel's own limit caps this; with the usual 511 a storm of reconnects waits for seconds. */
const tcpBacklog = 4096;

/** How long to wait when nothing can be accepted: mostly there is no descriptor left. */
const exhaustedMs = 100;

/** Where to listen. */
export interface ListenOptions {
  /** Address or name. */
  readonly host: string;
  /** Port; 0 takes a free one. */
  readonly port: number;
  /** The option that chooses the port; `--port` if left out. */
  readonly option?: string;
}

/**
 * Listens on TCP.
 *
 * @throws {StartFailure} when the port is taken, the host is unknown or not this machine's, or permission lacks.
 */
export function listen(options: ListenOptions): Deno.TcpListener {
  const { host, port } = options;
  try {
    return Deno.listen({ hostname: host, port, tcpBacklog });
  } catch (error) {
    throw new StartFailure(explainListenFailure(error, options));
  }
}

/** Says why nothing can listen there, and what to do. */
function explainListenFailure(
  error: unknown,
  { host, port, option = "--port" }: ListenOptions,
): string {
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
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

/** Yields connections as they come, until the listener is closed. A failure is told, once until it is over. */
export async function* connections(
  listener: Pick<Deno.TcpListener, "accept">,
  onFailure: (text: string) => void,
): AsyncGenerator<Deno.TcpConn> {
  let isFailing = false;
  for (;;) {
    try {
      const connection = await listener.accept();
      isFailing = false;
      yield connection;
    } catch (error) {
      if (error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted) {
        return;
      }
      // Whoever took their connection back while it waited must not make the others wait.
      if (isWithdrawn(error)) continue;
      if (!isFailing) {
        onFailure(`Accepting failed: ${errorText(error)}`);
      }
      isFailing = true;
      await new Promise((resolve) => setTimeout(resolve, exhaustedMs));
    }
  }
}

function isWithdrawn(error: unknown): boolean {
  const { NotConnected, ConnectionAborted, ConnectionReset } = Deno.errors;
  return [NotConnected, ConnectionAborted, ConnectionReset].some((kind) => error instanceof kind);
}
