/** Files that options name: they are read at the start, and again when the configuration is. */

import {
  createHash,
  createPrivateKey,
  type KeyObject,
  timingSafeEqual,
  X509Certificate,
} from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import { safeText } from "../wire/safe_text.ts";
import { cutUtf8 } from "../wire/utf8.ts";
import { StartFailure } from "./options.ts";

const maxMotdLines = 500;
const maxMotdLineBytes = 380;

/**
 * Reads the message of the day: its lines, each fit for one line of IRC.
 *
 * @throws {StartFailure} when the file can't be read.
 */
export function readMotd(file: string, read: ReadText): readonly string[] {
  const text = read(file, "--motd").trimEnd();
  const lines = text === "" ? [] : text.split(/\r?\n/).slice(0, maxMotdLines);
  return lines.map((line) => cutUtf8(safeText(line), maxMotdLineBytes));
}

/**
 * Reads the server's password and makes the check for it, which takes the same time for every candidate.
 *
 * @throws {StartFailure} when the file can't be read or its first line is empty.
 */
export function readPassword(file: string, read: ReadText): (candidate: string) => boolean {
  const [password = ""] = read(file, "--password-file").split(/\r?\n/, 1);
  if (password === "") {
    throw new StartFailure(`File "${file}" has no password in its first line. Write one there.`);
  }
  const digest = sha256(password);
  return (candidate) => timingSafeEqual(sha256(candidate), digest);
}

/** A certificate and its key, each as the text of a PEM file. */
export interface TlsFiles {
  /** The certificate, and those that lead from it to one that clients trust. */
  readonly cert: string;
  /** Its private key. */
  readonly key: string;
}

/**
 * Reads what a port needs to speak TLS.
 *
 * @throws {StartFailure} when a file can't be read, is none of these, or they do not belong together.
 */
export function readTls(certFile: string, keyFile: string, read: ReadText): TlsFiles {
  const cert = read(certFile, "--tls-cert");
  const key = read(keyFile, "--tls-key");
  const certificate = parsed(() => new X509Certificate(cert));
  if (certificate === undefined) {
    throw new StartFailure(
      `File "${certFile}" holds no certificate in PEM. Give --tls-cert another one.`,
    );
  }
  const privateKey = parsed(() => createPrivateKey(key));
  if (privateKey === undefined) {
    throw new StartFailure(
      `File "${keyFile}" holds no private key in PEM without a passphrase. Give --tls-key another one.`,
    );
  }
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new StartFailure(
      `Key "${keyFile}" does not belong to certificate "${certFile}". Give --tls-key its own.`,
    );
  }
  const files = { cert, key };
  if (parsed(() => createTlsContext(files)) === undefined || isForeignCurve(privateKey)) {
    throw new StartFailure(
      `Certificate "${certFile}" has a key that TLS can't use. Give --tls-cert one of RSA with 2048 bits or of P-256.`,
    );
  }
  return files;
}

/** What a handshake goes by: TLS 1.2 and above. */
export function createTlsContext({ cert, key }: TlsFiles): SecureContext {
  return createSecureContext({ cert, key, minVersion: "TLSv1.2" });
}

/** The context takes any curve, and then every handshake fails. */
function isForeignCurve({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  const curve = asymmetricKeyDetails?.namedCurve ?? "";
  return asymmetricKeyType === "ec" && !["prime256v1", "secp384r1", "secp521r1"].includes(curve);
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/**
 * Reads a file, which `option` names, as text.
 *
 * @throws {StartFailure} that names the option when it can't be read.
 */
export type ReadText = (file: string, option: string) => string;

/** Reads a file as text, while the process may. */
export function readText(file: string, option: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch (error) {
    throw unreadable(file, option, error instanceof Deno.errors.NotFound ? "missing" : "failed");
  }
}

/** Says why a file can't be read: "elsewhere" is a folder that no file was in when the server started. */
export function unreadable(
  file: string,
  option: string,
  why: "missing" | "elsewhere" | "failed",
): StartFailure {
  if (why === "elsewhere") {
    return new StartFailure(
      `File "${file}" lies in a folder that the running server may not read. Restart it to change ${option}.`,
    );
  }
  const what = why === "missing" ? "does not exist" : "can't be read";
  return new StartFailure(`File "${file}" ${what}. Give ${option} another one.`);
}
