/** The port that clients come to. */

import { StartFailure } from "./options.ts";

/** The kernel's own limit caps this; with the usual 511 a storm of reconnects waits for seconds. */
const tcpBacklog = 4096;

/** How long to wait when there is no descriptor left for another connection. */
const exhaustedMs = 100;

/**
 * Listens on TCP.
 *
 * @throws {StartFailure} when the port is taken, the host is unknown or not this machine's, or permission lacks.
 */
export function listen(host: string, port: number): Deno.TcpListener {
  try {
    return Deno.listen({ hostname: host, port, tcpBacklog });
  } catch (error) {
    throw new StartFailure(explain(error, host, port));
  }
}

function explain(error: unknown, host: string, port: number): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return `Port ${port} on "${host}" is taken. Stop what uses it, or choose another with --port.`;
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return `Host "${host}" is not an address of this machine. Choose another with --host.`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return `Port ${port} may not be used by this user. Choose one above 1023 with --port.`;
  }
  return `Host "${host}" is unknown. Choose another with --host.`;
}

/** Yields connections as they come, until the listener is closed. A failure is told, once until it is over. */
export async function* connections(
  listener: Deno.TcpListener,
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
      if (!isFailing) {
        onFailure(`Accepting failed: ${error instanceof Error ? error.message : String(error)}`);
      }
      isFailing = true;
      await new Promise((resolve) => setTimeout(resolve, exhaustedMs));
    }
  }
}
