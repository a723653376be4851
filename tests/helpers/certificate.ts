/** Certificates that are good for a test and nothing else. */

import { X509Certificate } from "node:crypto";
import type { Peer } from "../../tools/peers.ts";

/** What a test that needs a certificate needs. */
export const certificatePeers: readonly Peer[] = ["openssl"];

/** What a certificate is like, where that is not the usual. */
export interface CertificateOptions {
  /** Whose it is, as openssl writes it: `DNS:localhost,IP:127.0.0.1`. */
  readonly names?: string;
  /** What may be done with it. */
  readonly constraints?: string;
  /** Arguments for openssl that say what kind of key it has. */
  readonly key?: readonly string[];
}

/** A certificate that signs itself, and its key, in a folder that is gone after the test. */
export class Certificate implements Disposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "chat-tls-" });

  private constructor() {}

  /** Makes one. */
  static async make(options: CertificateOptions = {}): Promise<Certificate> {
    const certificate = new Certificate();
    await certificate.renew(options);
    return certificate;
  }

  /** Its file. */
  get certFile(): string {
    return `${this.#folder}/cert.pem`;
  }

  /** The file of its key. */
  get keyFile(): string {
    return `${this.#folder}/key.pem`;
  }

  /** Its text, which clients take for the authority too. */
  get pem(): string {
    return Deno.readTextFileSync(this.certFile);
  }

  /** Its SHA-256, as openssl shows it. */
  get fingerprint(): string {
    return new X509Certificate(this.pem).fingerprint256;
  }

  /** The text of its key. */
  get keyPem(): string {
    return Deno.readTextFileSync(this.keyFile);
  }

  /** Options of a server that has it. */
  get options(): readonly string[] {
    return ["--tls-cert", this.certFile, "--tls-key", this.keyFile];
  }

  /** Puts a new certificate with a new key in its place. */
  async renew(
    {
      names = "DNS:localhost,IP:127.0.0.1",
      constraints = "critical,CA:FALSE",
      key = ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
    }: CertificateOptions = {},
  ): Promise<void> {
    const command = new Deno.Command("openssl", {
      args: [
        ...["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=chat test"],
        ...["-newkey", ...key],
        ...["-keyout", this.keyFile, "-out", this.certFile],
        // Deno takes no certificate of an authority for one of a server.
        ...["-addext", `basicConstraints=${constraints}`],
        ...["-addext", `subjectAltName=${names}`],
      ],
      stdin: "null",
    });
    const { success, stderr } = await command.output();
    if (!success) throw new Error(`openssl failed: ${new TextDecoder().decode(stderr)}`);
  }

  /** Removes the folder. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.#folder, { recursive: true });
  }
}
