/** `chat make-cert`: a certificate that signs itself, and its key, in two files. */

import { dirname, join } from "node:path";
import { type MadeCertificate, makeCertificate } from "./certificate_maker.ts";
import { errorText } from "./core/error_text.ts";
import { StartFailure } from "./options.ts";

/** What it is told. */
export interface MakeCertOptions {
  /** See `CertificateRequest`. */
  readonly name: readonly [string, ...string[]];
  /** Folder of the files. */
  readonly out: string;
  /** See `CertificateRequest`. */
  readonly days: number;
  /** Replaces files that are there. */
  readonly force: boolean;
}

/**
 * Makes it, and prints what to do with it.
 *
 * @throws {StartFailure} when a file is there, or can't be written.
 */
export function runMakeCert({ name, out, days, force }: MakeCertOptions): number {
  const files = { cert: join(out, "cert.pem"), key: join(out, "key.pem") };
  if (!force) {
    const taken = Object.values(files).find(exists);
    if (taken !== undefined) {
      throw new StartFailure(`File "${taken}" is there. Give --force to replace it, or --out.`);
    }
  }
  const made = makeCertificate({ names: name, days, fromMs: Date.now() });
  write(files, made);
  console.log(`Certificate for ${name.join(", ")}, good for ${days} days: ${files.cert}`);
  console.log(`Key, which nobody else may have: ${files.key}`);
  console.log(`SHA-256 fingerprint: ${made.fingerprint}`);
  console.log(`chat server --tls-cert ${quoted(files.cert)} --tls-key ${quoted(files.key)}`);
  console.log(`chat client --host ${name[0]} --tls-ca ${quoted(files.cert)}`);
  return 0;
}

/** Each file is whole or as it was: a server may read them at any time. */
function write(
  files: { readonly cert: string; readonly key: string },
  made: MadeCertificate,
): void {
  try {
    Deno.mkdirSync(dirname(files.key), { recursive: true });
    replace(files.key, made.key, 0o600);
    replace(files.cert, made.cert, 0o644);
  } catch (error) {
    throw new StartFailure(
      `Folder "${dirname(files.key)}" can't be written to: ${
        errorText(error)
      }. Give --out another one.`,
    );
  }
}

function replace(file: string, text: string, mode: number): void {
  const draft = `${file}.${crypto.randomUUID()}`;
  Deno.writeTextFileSync(draft, text, { createNew: true, mode });
  Deno.renameSync(draft, file);
}

function exists(file: string): boolean {
  try {
    Deno.lstatSync(file);
    return true;
  } catch {
    return false;
  }
}

/** As a shell takes it. */
function quoted(file: string): string {
  return /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`;
}
