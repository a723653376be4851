/** The servers that are compared: how each is started with all of its limits off. */

/** What the load speaks to a server. See `load.c`. */
export type Protocol = "line" | "irc" | "ws" | "nats" | "redis";

/** Where a contender is started. */
export interface Place {
  /** The port to listen on. */
  readonly port: number;
  /** A folder of its own, empty at first. */
  readonly folder: string;
  /** The folder of what `prepareTools` made. */
  readonly tools: string;
}

/** A server that takes part. */
export interface Contender {
  /** Its name in the tables. */
  readonly name: string;
  /** What must be in PATH, or a file, for it to take part. */
  readonly needs: string;
  /** An option that it must know, which an older build of ours does not. */
  readonly option?: string;
  /** What is spoken to it. */
  readonly protocol: Protocol;
  /** More clients than this it can't have. */
  readonly mostClients: number;
  /** What is run. */
  readonly command: (place: Place) => readonly string[];
  /** Its configuration, by name of file in its folder. */
  readonly files?: (place: Place) => Readonly<Record<string, string>>;
  /** Its environment on top of ours. */
  readonly env?: (place: Place) => Readonly<Record<string, string>>;
}

const most = 15_000;
const executable = "./chat";

/** The name of our own server over TCP, that all are compared with. */
export const chat = "chat";

/** The name of our own server over WebSocket. */
export const chatWs = "chat (WebSocket)";

const chatCommand = ({ folder }: Place): readonly string[] => [
  ...[executable, "server", "--data", `${folder}/data`, "--max-clients", `${most}`],
  ...["--no-flood-limit", "--log-level", "warn"],
];

/** All that can take part. */
export const contenders: readonly Contender[] = [
  {
    name: chat,
    needs: executable,
    protocol: "irc",
    mostClients: most,
    command: (place) => [...chatCommand(place), "--no-web", "--port", `${place.port}`],
  },
  {
    name: "C program",
    needs: "cc",
    protocol: "line",
    mostClients: most,
    command: ({ port, tools }) => [`${tools}/floor`, `${port}`],
  },
  {
    name: "Deno alone",
    needs: executable,
    protocol: "line",
    mostClients: most,
    command: ({ port }) => [
      ...[Deno.execPath(), "run", "--quiet", "--no-config", "--allow-net"],
      "--v8-flags=--max-semi-space-size=8",
      ...[`${import.meta.dirname}/bare_loop.ts`, `${port}`],
    ],
  },
  {
    name: "InspIRCd",
    needs: "inspircd",
    protocol: "irc",
    mostClients: most,
    command: ({ folder }) => [
      ...["inspircd", "--runasroot", "--nofork", "--nolog", "--config", `${folder}/inspircd.conf`],
    ],
    files: ({ port, folder }) => ({ "inspircd.conf": inspircdConf(port, folder) }),
  },
  {
    name: "ngIRCd",
    needs: "ngircd",
    protocol: "irc",
    mostClients: most,
    command: ({ folder }) => ["ngircd", "--nodaemon", "--config", `${folder}/ngircd.conf`],
    files: ({ port }) => ({ "ngircd.conf": ngircdConf(port) }),
  },
  {
    name: "NATS",
    needs: "nats-server",
    protocol: "nats",
    mostClients: most,
    command: ({ folder }) => ["nats-server", "--config", `${folder}/nats.conf`],
    files: ({ port }) => ({ "nats.conf": natsConf(port) }),
  },
  {
    name: "Redis",
    needs: "redis-server",
    protocol: "redis",
    mostClients: most,
    command: ({ folder }) => ["redis-server", `${folder}/redis.conf`],
    files: ({ port, folder }) => ({ "redis.conf": redisConf(port, folder) }),
  },
  {
    name: "ncat --broker",
    needs: "ncat",
    protocol: "line",
    mostClients: 500,
    command: ({ port }) => [
      ...["ncat", "--listen", "--broker", "--max-conns", "1000", "127.0.0.1", `${port}`],
    ],
  },
  {
    name: "Python, threads",
    needs: "python3",
    protocol: "line",
    mostClients: 500,
    command: ({ port }) => ["python3", `${import.meta.dirname}/threads.py`, `${port}`],
  },
  {
    name: chatWs,
    needs: executable,
    option: "--web-port",
    protocol: "ws",
    mostClients: most,
    command: (place) => [...chatCommand(place), "--port", "0", "--web-port", `${place.port}`],
  },
  {
    name: "Node ws",
    needs: "node",
    protocol: "ws",
    mostClients: most,
    command: ({ port }) => ["node", `${import.meta.dirname}/ws_broadcast.cjs`, `${port}`],
    env: ({ tools }) => ({ NODE_PATH: `${tools}/node_modules` }),
  },
];

const huge = "100000000";

function inspircdConf(port: number, folder: string): string {
  const limits = ["recvq", "hardsendq", "softsendq", "commandrate", "threshold"]
    .map((name) => `${name}="${huge}"`).join(" ");
  return `<server name="irc.bench" description="bench" network="bench">
<admin name="bench" nick="bench" email="bench@irc.bench">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect allow="*" timeout="120" pingfreq="600" localmax="${most}" globalmax="${most}" limit="${most}"
  maxchans="20000" fakelag="no" useident="no" resolvehostnames="no" maxconnwarn="no" ${limits}>
<performance somaxconn="4096" softlimit="${most + 1000}" clonesonconnect="no" quietbursts="yes">
<pid file="${folder}/inspircd.pid">
<options defaultmodes="nt">
`;
}

function ngircdConf(port: number): string {
  return `[Global]
Name = irc.bench
Listen = 127.0.0.1
Ports = ${port}
Info = bench
AdminEMail = bench@irc.bench
MotdPhrase = bench
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxPenaltyTime = 0
PingTimeout = 600
[Options]
DNS = no
Ident = no
PAM = no
`;
}

function natsConf(port: number): string {
  return `host: "127.0.0.1"
port: ${port}
max_connections: ${most}
max_pending: ${256 * 1024 * 1024}
write_deadline: "60s"
ping_interval: "10m"
`;
}

function redisConf(port: number, folder: string): string {
  return `bind 127.0.0.1
port ${port}
tcp-backlog 4096
maxclients ${most}
save ""
appendonly no
dir ${folder}
client-output-buffer-limit pubsub 0 0 0
`;
}
