/** The end of a connection that is not let in. */

import type { Transport } from "./connection.ts";

/** How long the refused may take to go. */
const partingMs = 1_000;

/**
 * Tells a peer why it is not let in, and closes. Never rejects.
 *
 * A socket closed with unread bytes would be reset, and the answer lost with it, so what comes is read until the peer has
 * closed its side, or for a second.
 */
export async function refuse(transport: Transport, reason: string): Promise<void> {
  const close = () => {
    try {
      transport.close();
    } catch {
      // The clock has closed it, or the peer's reset.
    }
  };
  const timer = setTimeout(close, partingMs);
  try {
    await transport.write(new TextEncoder().encode(`ERROR :Closing link: ${reason}\r\n`));
    await transport.closeWrite();
    const buffer = new Uint8Array(512);
    while (await transport.read(buffer) !== null);
  } catch {
    // It did not wait for the answer.
  }
  clearTimeout(timer);
  close();
}
