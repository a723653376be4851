/** What may be said of a network, by options, by variables or in the file; what was not said is left out. */

/** See `docs/client.md`. */
export interface NetworkSettings {
  /** Where the server is. */
  readonly host?: string | undefined;
  /** Where the server is. */
  readonly port?: number | undefined;
  /** Speak TLS; so does naming anything that only TLS has. */
  readonly tls?: boolean | undefined;
  /** File of certificates to trust besides the well-known authorities. */
  readonly tlsCa?: string | undefined;
  /** SHA-256 of the server's certificate: nothing else of it counts then. */
  readonly tlsFingerprint?: string | undefined;
  /** File of a certificate of ours. */
  readonly tlsCert?: string | undefined;
  /** File of its key. */
  readonly tlsKey?: string | undefined;
  /** What we want to be called; left out: the account, else the login name. */
  readonly nick?: string | undefined;
  /** File whose first line is the password of the server. */
  readonly passwordFile?: string | undefined;
  /** Account to log in to. */
  readonly account?: string | undefined;
  /** File whose first line is the password of the account. */
  readonly accountPasswordFile?: string | undefined;
  /** Channels to join. */
  readonly join?: readonly string[] | undefined;
}

/** A network that has a name. */
export interface NamedNetwork {
  /** Its name in the file, else its host. */
  readonly name: string;
  /** What is said of it. */
  readonly settings: NetworkSettings;
}
