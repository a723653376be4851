/** A connection made secure: who the server is gets proved before anything is said. */

/** Whom to expect at the other end. */
export interface TlsOptions {
  /** Name or address of the server, which its certificate must be for. */
  readonly host: string;
  /** Its port, as messages tell it. */
  readonly port: number;
  /** Certificates in PEM to trust besides the well-known authorities. */
  readonly authority: string | undefined;
  /** Ends the handshake when it takes too long. */
  readonly patience: AbortSignal;
}

/** The user's words for a failure; its message is one line. */
export class TlsFailure extends Error {}

/**
 * Shakes hands. Takes the connection: it is closed where this fails.
 *
 * @throws {TlsFailure} when the server can't prove who it is, or speaks no TLS.
 */
export async function startTls(
  connection: Deno.TcpConn,
  { host, port, authority, patience }: TlsOptions,
): Promise<Deno.TlsConn> {
  const caCerts = authority === undefined ? [] : [authority];
  let secure: Deno.TlsConn;
  try {
    secure = await Deno.startTls(connection, { hostname: host, caCerts });
  } catch (error) {
    close(connection);
    throw new TlsFailure(explain(error, host, port));
  }
  const giveUp = () => close(secure);
  patience.addEventListener("abort", giveUp);
  try {
    await secure.handshake();
    return secure;
  } catch (error) {
    close(secure);
    throw new TlsFailure(explain(error, host, port));
  } finally {
    patience.removeEventListener("abort", giveUp);
  }
}

/**
 * Reads certificates to trust.
 *
 * @throws {TlsFailure} when the file can't be read or holds none.
 */
export function readAuthority(file: string): string {
  let text: string;
  try {
    text = Deno.readTextFileSync(file);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "does not exist" : "can't be read";
    throw new TlsFailure(`File "${file}" ${why}. Give --tls-ca another one.`);
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new TlsFailure(`File "${file}" holds no certificate in PEM. Give --tls-ca another one.`);
}

/** Deno tells these apart by their text alone. */
function explain(error: unknown, host: string, port: number): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/corrupt message|end of file|reset by peer|broken pipe/i.test(text)) {
    return `it does not speak TLS on port ${port}; leave out --tls`;
  }
  if (/UnknownIssuer|BadSignature/.test(text)) {
    return "its certificate is not trusted. Give the certificate of whoever signed it with --tls-ca";
  }
  if (/not valid for/.test(text)) {
    return `its certificate is not for "${host}". Give --host the name that it is for`;
  }
  if (/CaUsedAsEndEntity/.test(text)) {
    return "its certificate is one of an authority, not of a server. Make it with basicConstraints=CA:FALSE";
  }
  if (/BadEncoding/.test(text)) return "the file of --tls-ca is damaged. Give another one";
  return `${
    text.replace("invalid peer certificate: ", "its certificate is refused: ")
  }. Check host, port and certificate`;
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // Whoever waited no longer has closed it, or it belongs to TLS by now.
  }
}
