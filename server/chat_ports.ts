/** The ports that chat is spoken on: one, or one of plain TCP and one of TLS. */

import type { Running } from "./configuration.ts";
import type { Log } from "./core/log.ts";
import { isLoopback } from "./net/cloak.ts";
import type { Port } from "./port.ts";
import { openTcpPort } from "./tcp_port.ts";
import { openTlsPort } from "./tls_port.ts";

/** The ports that are open. Both lead to the same people. */
export interface ChatPorts {
  /** The one that `--port` names, whatever it speaks. */
  readonly main: Port;
  /** The one that `--tls-port` names. */
  readonly tls: Port | undefined;
}

/**
 * Opens them, and warns where passwords and all that is said could be read on the way.
 *
 * @throws {StartFailure} see `listen`.
 */
export function openChatPorts(
  { host, port, tls, tlsPort, ...settings }: Running,
  log: Log,
): ChatPorts {
  const asTls = { asksCertificate: true } as const;
  if (tls === undefined) {
    const main = openTcpPort({ host, port }, log);
    if (!isLoopback(main.address)) log.warn(openWarning(host, settings.allowPlainPasswords));
    return { main, tls: undefined };
  }
  if (tlsPort === undefined) {
    return { main: openTlsPort({ host, port, tls, ...asTls }, log), tls: undefined };
  }
  const main = openTcpPort({ host, port }, log);
  const where = { host, port: tlsPort, option: "--tls-port" };
  return { main, tls: openTlsPort({ ...where, tls, ...asTls }, log) };
}

/** The port that clients from elsewhere can be told to come to by TLS. */
export function stsPortOf({ tls }: ChatPorts): number | undefined {
  return tls === undefined || isLoopback(tls.address) ? undefined : tls.port;
}

function openWarning(host: string, allowsPasswords: boolean): string {
  const passwords = allowsPasswords
    ? "so can passwords"
    : "passwords are refused but from this machine";
  return `Without TLS all that is said on "${host}" can be read on its way, and ${passwords}. Give --tls-cert and --tls-key; chat make-cert makes them`;
}
