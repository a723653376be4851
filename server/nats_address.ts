/** Addresses of NATS servers, as the operator writes them. */

/** One of them. */
export interface NatsAddress {
  /** Host and port. */
  readonly server: string;
  /** It is spoken to by TLS. */
  readonly isTls: boolean;
  /** Who one is, where the address says so: a user with its password, or a token alone. */
  readonly login: { readonly user: string; readonly password: string | undefined } | undefined;
}

const usualPort = "4222";

/** Reads `nats://host:4222` or `tls://user:password@host`; undefined where it is no such address. */
export function parseNatsAddress(text: string): NatsAddress | undefined {
  const [, scheme = "", rest = ""] = /^(nats|tls):\/\/(.+)$/i.exec(text) ?? [];
  // Only what browsers know has a host that is read as one.
  const url = rest === "" ? null : URL.parse(`https://${rest}`);
  if (url === null || url.hostname === "" || url.search !== "" || url.hash !== "") return undefined;
  if (url.pathname !== "/") return undefined;
  const [, port = usualPort] = /:(\d+)\/?$/.exec(rest.slice(rest.lastIndexOf("@") + 1)) ?? [];
  const user = decoded(url.username);
  const password = url.password === "" ? undefined : decoded(url.password);
  if (user === undefined) return undefined;
  return {
    server: `${url.hostname}:${port}`,
    isTls: scheme.toLowerCase() === "tls",
    login: user === "" ? undefined : { user, password },
  };
}

/** Shows addresses, right or wrong, without who one is: what stands before the last @ may be a password. */
export function hideLogins(text: string): string {
  return text.replace(/:\/\/\S*@/g, "://...@");
}

/** Says whether a server, or a stream, may be called so. */
export function isNodeName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/.test(text);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
