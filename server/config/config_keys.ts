/** Every key of the configuration file that has a fixed name. */

import type { ServerOptions } from "../options.ts";
import { logFormats, logLevels } from "../stream_log.ts";
import { aFile, aSwitch, aText, integer, type Kind, oneOf } from "../../config/kind.ts";
import {
  aNodeName,
  aPictureUrl,
  aServerName,
  aStreamName,
  hostNames,
  natsAddresses,
  networkNames,
  networks,
  origins,
} from "./kind.ts";
import type {
  AccountSettings,
  History,
  Limits,
  NatsSettings,
  Presentation,
  TlsSettings,
  WebSettings,
} from "./settings.ts";

/** What a key means. */
export interface ConfigKey<Part> {
  /** See `Kind.what`. */
  readonly what: string;
  /** Gives what a value changes; undefined where it is of another kind. */
  read(value: unknown, folder: string): Part | undefined;
}

const most = 1_000_000;

/** Two years. */
const mostStsSeconds = 63_072_000;

/** Keys above all tables: long names of options without their dashes. */
export const optionKeys: ReadonlyMap<string, ConfigKey<Partial<ServerOptions>>> = new Map(
  Object.entries({
    "host": key(aText, (host) => ({ host })),
    "port": key(integer(0, 65_535), (port) => ({ port })),
    "data": key(aFile, (data) => ({ data })),
    "memory": key(aSwitch, (memory) => ({ memory })),
    "web-port": key(integer(0, 65_535), (webPort) => ({ webPort })),
    "no-web": key(aSwitch, (isOff) => ({ hasWeb: !isOff })),
    "web-host": key(hostNames, (webHost) => ({ webHost })),
    "web-origin": key(origins, (webOrigin) => ({ webOrigin })),
    "trusted-proxy": key(networkNames, (trustedProxy) => ({ trustedProxy })),
    "cluster": key(natsAddresses, (cluster) => ({ cluster })),
    "node": key(aNodeName, (node) => ({ node })),
    "name": key(aServerName, (name) => ({ name })),
    "motd": key(aFile, (motd) => ({ motd })),
    "plain": key(oneOf(["alias", "anonymous"]), (plain) => ({ plain })),
    "show-addresses": key(aSwitch, (showAddresses) => ({ showAddresses })),
    "password-file": key(aFile, (passwordFile) => ({ passwordFile })),
    "require-account": key(aSwitch, (requireAccount) => ({ requireAccount })),
    "tls-cert": key(aFile, (tlsCert) => ({ tlsCert })),
    "tls-key": key(aFile, (tlsKey) => ({ tlsKey })),
    "tls-port": key(integer(0, 65_535), (tlsPort) => ({ tlsPort })),
    "allow-plain-passwords": key(aSwitch, (allowPlainPasswords) => ({ allowPlainPasswords })),
    "max-clients": key(integer(1, most), (maxClients) => ({ maxClients })),
    "no-flood-limit": key(aSwitch, (isOff) => ({ floodLimit: !isOff })),
    "show-chat": key(aSwitch, (showChat) => ({ showChat })),
    "log-level": key(oneOf(logLevels), (logLevel) => ({ logLevel })),
    "log-format": key(oneOf(logFormats), (logFormat) => ({ logFormat })),
  }),
);

/** Keys of the table `[limits]`. */
export const limitKeys: ReadonlyMap<string, ConfigKey<Partial<Limits>>> = new Map(
  Object.entries({
    "burst": key(integer(1, most), (burst) => ({ burst })),
    "per-second": key(integer(1, most), (perSecond) => ({ perSecond })),
    "loopback-burst": key(integer(1, most), (loopbackBurst) => ({ loopbackBurst })),
    "loopback-per-second": key(
      integer(1, most),
      (loopbackPerSecond) => ({ loopbackPerSecond }),
    ),
    "connections-per-address": key(
      integer(1, most),
      (connectionsPerAddress) => ({ connectionsPerAddress }),
    ),
    "new-connections-per-address": key(
      integer(1, most),
      (newConnectionsPerAddress) => ({ newConnectionsPerAddress }),
    ),
    "new-connections-minutes": key(
      integer(1, 1440),
      (newConnectionsMinutes) => ({ newConnectionsMinutes }),
    ),
    "trusted": key(networks, (trusted) => ({ trusted })),
  }),
);

/** Keys of the table `[accounts]`. */
export const accountKeys: ReadonlyMap<string, ConfigKey<Partial<AccountSettings>>> = new Map(
  Object.entries({
    "registration": key(aSwitch, (registration) => ({ registration })),
  }),
);

/** Keys of the table `[history]`. */
export const historyKeys: ReadonlyMap<string, ConfigKey<Partial<History>>> = new Map(
  Object.entries({
    "days": key(integer(0, 36_500), (days) => ({ days })),
    "max-megabytes": key(integer(0, most), (maxMegabytes) => ({ maxMegabytes })),
  }),
);

/** Keys of the table `[nats]`. */
export const natsKeys: ReadonlyMap<string, ConfigKey<Partial<NatsSettings>>> = new Map(
  Object.entries({
    "stream": key(aStreamName, (stream) => ({ stream })),
    "replicas": key(integer(1, 5), (replicas) => ({ replicas })),
    "days": key(integer(0, 36_500), (days) => ({ days })),
    "max-megabytes": key(integer(0, most), (maxMegabytes) => ({ maxMegabytes })),
    "credentials": key(aFile, (credentials) => ({ credentials })),
    "tls-ca": key(aFile, (tlsCa) => ({ tlsCa })),
    "tls-cert": key(aFile, (tlsCert) => ({ tlsCert })),
    "tls-key": key(aFile, (tlsKey) => ({ tlsKey })),
  }),
);

/** Keys of the table `[web]`. */
export const webKeys: ReadonlyMap<string, ConfigKey<Partial<WebSettings>>> = new Map(
  Object.entries({
    "metrics": key(oneOf(["local", "public"]), (metrics) => ({ metrics })),
  }),
);

/** Keys of the table `[tls]`. */
export const tlsKeys: ReadonlyMap<string, ConfigKey<Partial<TlsSettings>>> = new Map(
  Object.entries({
    "sts-duration": key(integer(0, mostStsSeconds), (stsSeconds) => ({ stsSeconds })),
  }),
);

/** Keys of the table `[server]`. */
export const serverKeys: ReadonlyMap<string, ConfigKey<Partial<Presentation>>> = new Map(
  Object.entries({
    "icon": key(aPictureUrl, (icon) => ({ icon })),
  }),
);

function key<T, Part>(kind: Kind<T>, give: (value: T) => Part): ConfigKey<Part> {
  return {
    what: kind.what,
    read(value, folder) {
      const read = kind.read(value, folder);
      return read === undefined ? undefined : give(read);
    },
  };
}
