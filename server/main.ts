/** The server: options in, everything wired together, and an orderly end. */

import { LocalBus } from "./cluster/local_bus.ts";
import { maxPlainBytes } from "./commands/plain.ts";
import { Console } from "./console.ts";
import type { Log } from "./core/log.ts";
import { World } from "./core/world.ts";
import { Engine } from "./engine.ts";
import { connections, listen, reachableAddresses } from "./listen.ts";
import { createCloak, isLoopback } from "./net/cloak.ts";
import { Fanout } from "./net/fanout.ts";
import { Hub } from "./net/hub.ts";
import { formatPeer } from "./net/peer.ts";
import { within } from "./net/within.ts";
import { Rounds } from "./net/rounds.ts";
import { type ServerOptions, StartFailure } from "./options.ts";
import { readMotd, readPassword } from "./start_files.ts";
import { LineWriter } from "./line_writer.ts";
import { createLog } from "./stream_log.ts";

/** All must be out within five seconds, and the hub may take one more than this. */
const drainMs = 3_500;

/** How long whoever takes the log may take for its last lines. */
const logMs = 300;

const endingSignals = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs a server until it is told to end, by SIGINT, SIGTERM or its operator; gives the exit code.
 *
 * @throws {StartFailure} when it can't start as the options say.
 */
export async function runServer(options: ServerOptions): Promise<number> {
  const logWriter = new LineWriter(Deno.stderr);
  const log = createLog(options.logLevel, (line) => logWriter.write(line));
  const ending = Promise.withResolvers<number>();
  const parts = wire(options, log, (code) => ending.resolve(code));
  const listener = listen(options.host, options.port);
  checkAnonymous(options, listener);
  const stop = () => ending.resolve(0);
  for (const signal of endingSignals) Deno.addSignalListener(signal, stop);
  const { hostname, port } = listener.addr;
  console.log(`Server started on ${formatPeer({ address: hostname, port })}`);
  for (const address of reachableAddresses(hostname)) {
    console.log(`Reachable at ${formatPeer({ address, port })}`);
  }
  const accepting = accept(listener, parts.hub, log);
  parts.console.read(Deno.stdin.readable);
  const code = await ending.promise;
  listener.close();
  await accepting;
  await parts.hub.drain("The server is shutting down", drainMs);
  parts.rounds.stop();
  await within(logMs, logWriter.flushed());
  for (const signal of endingSignals) Deno.removeSignalListener(signal, stop);
  return code;
}

interface Parts {
  readonly hub: Hub;
  readonly console: Console;
  readonly rounds: Rounds;
}

function wire(options: ServerOptions, log: Log, end: (code: number) => void): Parts {
  const nowMs = Date.now;
  const fanout = new Fanout((error) =>
    log.error(`A message could not be sent: ${describe(error)}`)
  );
  const banned = new Set<string>();
  const world = createWorld(options, nowMs());
  const engine = new Engine({
    world,
    sink: fanout,
    log,
    nowMs,
    policy: {
      plain: options.plain,
      isPassword: options.passwordFile === undefined
        ? undefined
        : readPassword(options.passwordFile),
    },
    createBus: (subscriber) => new LocalBus(nowMs, subscriber),
    onFatal: (error) => {
      log.error(`Applying a fact failed: ${describe(error)}`);
      end(1);
    },
  });
  const hub = new Hub({
    handler: engine,
    fanout,
    log,
    nowMs,
    framing: { anyCase: options.plain === "alias", maxPlainBytes },
    cloak: createCloak(crypto.getRandomValues(new Uint8Array(32))),
    isBanned: (address) => banned.has(address),
    maxClients: options.maxClients,
    hasNoQuota: !options.floodLimit,
  });
  const rounds = new Rounds();
  const operator = new Console({
    world,
    fanout,
    engine,
    rounds,
    banned,
    output: Deno.stdout,
    showsChat: options.showChat ?? Deno.stdout.isTerminal(),
    quit: () => end(0),
  });
  return { hub, console: operator, rounds };
}

function createWorld({ name, version, motd }: ServerOptions, nowMs: number): World {
  return new World({
    epoch: nowMs.toString(36),
    serverName: name,
    info: {
      version,
      startedAt: new Date(nowMs).toUTCString(),
      motd: motd === undefined ? [] : readMotd(motd),
    },
    nowMs,
  });
}

/** Anonymous talk shows everyone's address, which is nobody's business but on one's own machine. */
function checkAnonymous(
  { plain, showAddresses }: ServerOptions,
  listener: Deno.TcpListener,
): void {
  if (plain !== "anonymous" || showAddresses || isLoopback(listener.addr.hostname)) return;
  listener.close();
  throw new StartFailure(
    `Option --plain anonymous shows everyone's address. Say --show-addresses if that is meant.`,
    2,
  );
}

/** Serves all that come until the listener is closed. */
async function accept(
  listener: Deno.TcpListener,
  hub: Hub,
  log: Log,
): Promise<void> {
  for await (const connection of connections(listener, (text) => log.error(text))) {
    prepare(connection);
    const { hostname: address, port } = connection.remoteAddr;
    hub.serve(connection, { address, port, localPort: listener.addr.port });
  }
}

/** Small lines leave at once, and a peer that has vanished is noticed. */
function prepare(connection: Deno.TcpConn): void {
  try {
    connection.setNoDelay(true);
    connection.setKeepAlive(true);
  } catch {
    // It is closed already, which is found out by who reads it.
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
