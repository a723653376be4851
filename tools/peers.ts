/** Programs of others that tests talk to. */

/** Each command with the Debian package that it comes in. */
export const peerPackages = {
  chromium: "chromium",
  fish: "fish",
  ii: "ii",
  inspircd: "inspircd",
  irssi: "irssi",
  mandoc: "mandoc",
  "nats-server": "nats-server",
  nc: "netcat-openbsd",
  nginx: "nginx-light",
  ngircd: "ngircd",
  openssl: "openssl",
  python3: "python3-minimal",
  telnet: "telnet",
  tmux: "tmux",
  "weechat-curses": "weechat-curses",
  zsh: "zsh",
} as const satisfies Readonly<Record<string, string>>;

/** A command that tests may need. */
export type Peer = keyof typeof peerPackages;

/** The peers that are not installed. */
export function missingPeers(): readonly Peer[] {
  const peers = Object.keys(peerPackages).filter(isPeer);
  return peers.filter((peer) => !isInstalled(peer));
}

/** Whether `command` is found in PATH. */
export function isInstalled(command: string): boolean {
  const folders = (Deno.env.get("PATH") ?? "").split(":").filter((folder) => folder !== "");
  return folders.some((folder) => isExecutable(`${folder}/${command}`));
}

function isPeer(command: string): command is Peer {
  return command in peerPackages;
}

function isExecutable(path: string): boolean {
  try {
    const { isFile, mode } = Deno.statSync(path);
    return isFile && ((mode ?? 0) & 0o111) !== 0;
  } catch {
    return false;
  }
}
