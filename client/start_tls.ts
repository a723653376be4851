/** A connection made secure: who the server is gets proved before anything is said. */

import { safeText } from "../wire/safe_text.ts";
import { readGivenFile, UsageFault } from "./usage_fault.ts";
import type { ByteStream } from "./byte_stream.ts";

/** What we show of ourselves, in PEM. */
export interface Identity {
  /** Certificates, ours first. */
  readonly cert: string;
  /** Its key. */
  readonly key: string;
}

/** How a server proves who it is. */
export interface TlsTrust {
  /** Certificates in PEM to trust besides the well-known authorities. */
  readonly authority: string | undefined;
  /** SHA-256 of the server's certificate in 64 hex digits: then nothing else of it counts. */
  readonly fingerprint?: string | undefined;
  /** What we show of ourselves; left out: nothing. */
  readonly identity?: Identity | undefined;
}

/** Whom to expect at the other end. */
export interface TlsOptions extends TlsTrust {
  /** Name or address of the server, which its certificate must be for. */
  readonly host: string;
  /** Its port, as messages tell it. */
  readonly port: number;
  /** Ends the handshake when it takes too long. */
  readonly patience: AbortSignal;
}

/** The user's words for a failure; its message is one line. */
export class TlsFailure extends Error {}

/**
 * Connects and shakes hands.
 *
 * @throws {TlsFailure} when the server can't prove who it is, or speaks no TLS; other errors when nobody is reached.
 */
export async function startTls(options: TlsOptions): Promise<ByteStream> {
  if (options.fingerprint !== undefined) return await startPinned(options, options.fingerprint);
  const { host, port, patience } = options;
  const secure = await open(options);
  const giveUp = () => close(secure);
  patience.addEventListener("abort", giveUp);
  try {
    await secure.handshake();
    return secure;
  } catch (error) {
    close(secure);
    const text = textOf(error);
    if (isUnknown(text)) throw new TlsFailure(await explainUnknown(options, text));
    throw new TlsFailure(explain(text, host, port));
  } finally {
    patience.removeEventListener("abort", giveUp);
  }
}

async function open(options: TlsOptions): Promise<Deno.TlsConn> {
  const { host: hostname, port, authority, identity, patience: signal } = options;
  const caCerts = authority === undefined ? [] : [authority];
  if (identity !== undefined) {
    try {
      return await beforeAbort(Deno.connectTls({ hostname, port, caCerts, ...identity }), signal);
    } catch (error) {
      const text = textOf(error);
      if (!/key|certificate/i.test(text)) throw error;
      throw new TlsFailure(`our own certificate or its key is of no use (${safeText(text)})`);
    }
  }
  const connection = await Deno.connect({ hostname, port, signal });
  connection.setNoDelay(true);
  try {
    return await Deno.startTls(connection, { hostname, caCerts });
  } catch (error) {
    close(connection);
    throw new TlsFailure(explain(textOf(error), hostname, port));
  }
}

/** https://www.rfc-editor.org/rfc/rfc7469 is the idea, without its lists and lifetimes. */
async function startPinned(options: TlsOptions, wanted: string): Promise<ByteStream> {
  const { host, port } = options;
  const { shakeHands } = await import("./pinned_tls.ts");
  let peer: Awaited<ReturnType<typeof shakeHands>>;
  try {
    peer = await shakeHands(options);
  } catch (error) {
    const text = textOf(error);
    if (!isNoTls(text)) throw error;
    throw new TlsFailure(explain(text, host, port));
  }
  if (peer.fingerprint.replaceAll(":", "") === wanted) return peer.stream;
  peer.stream.close();
  throw new TlsFailure(
    `its certificate has another fingerprint than --tls-fingerprint: ${peer.fingerprint}. ` +
      "Ask who runs the server whether it has changed",
  );
}

/** Gives a fingerprint as 64 hex digits in capitals; undefined where the text is none. Colons may stand in it. */
export function readFingerprint(text: string): string | undefined {
  const digits = text.replace(/^sha256[: ]/i, "").replaceAll(":", "").trim().toUpperCase();
  return /^[0-9A-F]{64}$/.test(digits) ? digits : undefined;
}

/** What a file in PEM may hold, as it begins there. */
const pemKinds = { certificate: /-----BEGIN CERTIFICATE-----/, key: /-----BEGIN [A-Z ]*KEY-----/ };

/**
 * Reads certificates or a key. `option` is what has named the file.
 *
 * @throws {UsageFault} when the file can't be read or holds none.
 */
export function readPem(file: string, kind: "certificate" | "key", option: string): string {
  const text = readGivenFile(file, option);
  if (pemKinds[kind].test(text)) return text;
  throw new UsageFault(`File "${file}" holds no ${kind} in PEM. Give ${option} another one.`);
}

/** Nobody whom we know has signed it. */
function isUnknown(text: string): boolean {
  return /UnknownIssuer|BadSignature|CaUsedAsEndEntity/.test(text);
}

function isNoTls(text: string): boolean {
  return /corrupt message|end of file|reset by peer|broken pipe|ECONNRESET|wrong version number/i
    .test(text);
}

/** Says how to go on with a certificate that the server has made itself. */
async function explainUnknown(options: TlsOptions, text: string): Promise<string> {
  const why = text.includes("CaUsedAsEndEntity")
    ? "its certificate is one of an authority, not of a server"
    : "its certificate is not trusted";
  try {
    const { shakeHands } = await import("./pinned_tls.ts");
    const { fingerprint, stream } = await shakeHands(options);
    stream.close();
    return `${why}. Give the certificate of whoever signed it with --tls-ca, or, if who runs the ` +
      `server says that this is its fingerprint: --tls-fingerprint ${fingerprint}`;
  } catch {
    return `${why}. Give the certificate of whoever signed it with --tls-ca`;
  }
}

/** Deno tells these apart by their text alone. */
function explain(text: string, host: string, port: number): string {
  if (isNoTls(text)) return `it does not speak TLS on port ${port}; leave out --tls`;
  if (/not valid for/.test(text)) {
    return `its certificate is not for "${host}". Give --host the name that it is for`;
  }
  if (/Expired/.test(text)) {
    return "its certificate has expired. Tell who runs the server, and check the clock of this machine";
  }
  if (/NotValidYet/.test(text)) {
    return "its certificate is not valid yet. Check the clock of this machine";
  }
  if (/CertificateRequired|handshake failure: no certificate/i.test(text)) {
    return "it wants a certificate of ours. Give --tls-cert and --tls-key";
  }
  if (/BadEncoding/.test(text)) return "the file of --tls-ca is damaged. Give another one";
  return `${
    safeText(text).replace("invalid peer certificate: ", "its certificate is refused: ")
  }. Check host, port and certificate`;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What can't be told to stop is not waited for, and closed when it comes. */
async function beforeAbort<Conn extends Deno.Conn>(
  opening: Promise<Conn>,
  signal: AbortSignal,
): Promise<Conn> {
  const given = Promise.withResolvers<never>();
  const giveUp = () => given.reject(new Error("gave up"));
  signal.addEventListener("abort", giveUp);
  try {
    return await Promise.race([opening, given.promise]);
  } catch (error) {
    opening.then(close, () => {});
    throw error;
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // Whoever waited no longer has closed it, or it belongs to TLS by now.
  }
}
