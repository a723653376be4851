/** The ports that chat is spoken on: one, or one of plain TCP and one of TLS. */

import type { Running } from "./configuration.ts";
import type { Log } from "./core/log.ts";
import { isProxy } from "./limits.ts";
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
 * Opens them, by the settings of the moment.
 *
 * @throws {StartFailure} see `listen`.
 */
export function openChatPorts(settings: () => Running, log: Log): ChatPorts {
  const { host, port, tls, tlsPort } = settings();
  const asTls = { asksCertificate: true } as const;
  const where = { host, port, isProxy: (address: string) => isProxy(settings(), address) };
  if (tls === undefined) return { main: openTcpPort(where, log), tls: undefined };
  if (tlsPort === undefined) {
    return { main: openTlsPort({ ...where, tls, ...asTls }, log), tls: undefined };
  }
  const main = openTcpPort(where, log);
  const other = { ...where, port: tlsPort, option: "--tls-port" };
  return { main, tls: openTlsPort({ ...other, tls, ...asTls }, log) };
}

/** The port that clients from elsewhere can be told to come to by TLS. */
export function stsPortOf({ tls }: ChatPorts): number | undefined {
  return tls === undefined || isLoopback(tls.address) ? undefined : tls.port;
}

/** Warns where all that is said can be read on its way by others, and nobody can help it. */
export function warnOfPlainText(
  { main }: ChatPorts,
  { host, tls, allowPlainPasswords }: Running,
  log: Log,
): void {
  if (tls !== undefined || isLoopback(main.address)) return;
  const passwords = allowPlainPasswords
    ? "so can passwords"
    : "passwords are refused but from this machine";
  log.warn(
    `Without TLS all that is said on "${host}" can be read on its way, and ${passwords}. Give --tls-cert and --tls-key; chat make-cert makes them`,
  );
}
