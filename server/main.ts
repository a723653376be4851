/** The server: options in, everything wired together, and an orderly end. */

import { cutUtf8 } from "../wire/utf8.ts";
import { openAdminPort } from "./admin/admin_port.ts";
import type { Settings } from "./config/settings.ts";
import { Configuration } from "./configuration.ts";
import { errorTrace } from "./core/error_text.ts";
import type { Log } from "./core/log.ts";
import { dataFolder } from "./data_folder.ts";
import { Drain } from "./drain.ts";
import { startFileThread } from "./file_thread.ts";
import { openCluster } from "./open_cluster.ts";
import { LineWriter } from "./line_writer.ts";
import { isLoopback } from "./net/cloak.ts";
import type { AnyTransport } from "./net/transport.ts";
import type { Peer } from "./net/peer.ts";
import { readPage } from "./net/web_page.ts";
import { within } from "./net/within.ts";
import { type ServerLaunch, StartFailure } from "./options.ts";
import { type ChatPorts, openChatPorts, stsPortOf, warnOfPlainText } from "./chat_ports.ts";
import type { Port } from "./port.ts";
import { UnusableFile } from "./store/open_database.ts";
import { type OpenedThreads, openThreads } from "./store/open_store.ts";
import { createLog, logLine } from "./stream_log.ts";
import { startLines } from "./start_lines.ts";
import type { WebPort, WebPortOptions } from "./web_port.ts";
import { assemble, type Parts, type Wiring } from "./assembly.ts";
import type { Cluster } from "./cluster.ts";
import type { Store } from "./store/store.ts";

/** All must be out within five seconds, and the hub may take one more than this. */
const drainMs = 3_500;

/** How long what is still to be kept may take. */
const storeMs = 1_000;

/** How long what others are still to be told may take. */
const clusterMs = 500;

/** How long whoever takes the log may take for its last lines. */
const logMs = 300;

/** Most bytes of an answer to REHASH, which is one line of IRC. */
const maxAnswerBytes = 380;

const endingSignals = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs a server until it is told to end, by SIGINT, SIGTERM or its operator; gives the exit code. `workerUrl` is the
 * program, which as a worker becomes a thread of the store.
 *
 * @throws {StartFailure} when it can't start as the options say.
 */
export async function runServer(launch: ServerLaunch, workerUrl: string): Promise<number> {
  const configuration = new Configuration(launch);
  const settings = () => configuration.current;
  const logWriter = createLogWriter(settings);
  const log = createLog(settings, (line) => logWriter.write(line));
  const ports = openChatPorts(settings, log);
  checkAnonymous(configuration.current, ports.main);
  warnOfPlainText(ports, configuration.current, log);
  const ending = Promise.withResolvers<number>();
  const end = (code: number) => ending.resolve(code);
  const folder = dataFolder(configuration.current, (name) => Deno.env.get(name));
  const [web, threads] = await Promise.all([
    openWeb(workerUrl, { settings, log }),
    openStore(folder, { workerUrl, log, end }),
    readFilesByThread(configuration, workerUrl),
  ]);
  const { current } = configuration;
  const { state } = threads;
  const cluster = await openCluster({ settings: current, state, workerUrl, log, end });
  const stop = () => ending.resolve(0);
  for (const signal of endingSignals) Deno.addSignalListener(signal, stop);
  const rehash = (): string | undefined => {
    const answer = reload(configuration, openOf({ ...ports, web }), log);
    parts.store.retain(configuration.current.history);
    return answer;
  };
  const drain = new Drain({ closePorts: () => closeAll([ports.main, ports.tls]), end: stop });
  const stsPort = stsPortOf(ports);
  const links = { web, stsPort, cluster };
  const parts = assemble({ configuration, log, rehash, end, drain, threads, ...links });
  parts.store.retain(configuration.current.history);
  const admin = folder === undefined
    ? undefined
    : openAdminPort({ folder, log, answer: parts.answer });
  const lines = startLines({ ...ports, web });
  const isIn = cluster === undefined || await joined(cluster, parts.store, ending.promise);
  // Others' words come from now on.
  dropRights();
  Deno.addSignalListener("SIGHUP", rehash);
  if (isIn) {
    for (const line of lines) console.log(line);
    if (current.tls !== undefined && ports.tls === undefined) log.info("Clients must speak TLS");
    letIn({ parts, ports: { ...ports, web }, drain, cluster });
  }
  const code = await ending.promise;
  admin?.close();
  drain.stop();
  await drain.closePorts();
  await parts.hub.drain("The server is shutting down", drainMs);
  // Until now it has told who asks that the server ends.
  await web?.close();
  if (cluster !== undefined) await within(clusterMs, cluster.close());
  await within(storeMs, parts.store.close());
  await within(logMs, logWriter.flushed());
  for (const signal of endingSignals) Deno.removeSignalListener(signal, stop);
  Deno.removeSignalListener("SIGHUP", rehash);
  return code;
}

/** Takes on what all servers share and catches up with them; says whether it did, or is to end before that. */
async function joined(cluster: Cluster, store: Store, ending: Promise<unknown>): Promise<boolean> {
  const { epoch, secret } = cluster.stream;
  store.adopt(epoch, secret);
  return await Promise.race([cluster.join().then(() => true), ending.then(() => false)]);
}

/** What serves people. */
interface Doors {
  readonly parts: Parts;
  readonly ports: ChatPorts & { readonly web: WebPort | undefined };
  readonly drain: Drain;
  readonly cluster: Cluster | undefined;
}

/** Serves whoever comes from now on. */
function letIn({ parts, ports, drain, cluster }: Doors): void {
  const serve = (transport: AnyTransport, peer: Peer) => parts.hub.serve(transport, peer);
  ports.main.accept(serve);
  ports.tls?.accept(serve);
  const { check, sources, findBan } = parts;
  const unready = () => {
    if (drain.isDraining) return "draining";
    return cluster?.isReady === false ? "cut off" : undefined;
  };
  ports.web?.accept({ serve, check, sources, findBan, unready });
  parts.console.read(Deno.stdin.readable);
}

function createLogWriter(settings: () => Settings): LineWriter {
  return new LineWriter(Deno.stderr, (lines) =>
    logLine(settings().logFormat, {
      time: new Date(),
      level: "warn",
      text: `${lines} lines of the log were dropped`,
      event: { event: "log_lines_dropped", lines },
    }));
}

function openOf(
  { main, tls, web }: ChatPorts & { readonly web: WebPort | undefined },
): readonly (Port | WebPort)[] {
  return [main, tls, web].filter((port) => port !== undefined);
}

async function closeAll(ports: readonly (Port | undefined)[]): Promise<void> {
  await Promise.all(ports.map((port) => port?.close()));
}

/** What speaks HTTP takes longer to load than the rest of the server to start, so it is loaded where it is wanted. */
async function openWeb(
  programUrl: string,
  options: Omit<WebPortOptions, "page">,
): Promise<WebPort | undefined> {
  if (!options.settings().hasWeb) return undefined;
  const { openWebPort } = await import("./web_port.ts");
  return openWebPort({ ...options, page: await readPage(programUrl) });
}

/** Has a thread read the files that were read at the start. Without any there is none, since it takes memory. */
async function readFilesByThread(configuration: Configuration, url: string): Promise<void> {
  const { files } = configuration;
  if (files.length === 0) return;
  configuration.readBy(await startFileThread({ url, files }));
}

/**
 * Gives up all that is not needed any more, for good. Its ports stay open, yet it connects to nobody; on the disk only
 * the store's threads write, and only in their folder, and only that of `readFilesByThread` reads.
 */
function dropRights(): void {
  for (const name of ["write", "read", "net", "sys", "env"] as const) {
    Deno.permissions.revokeSync({ name });
  }
}

/** Reads the settings again; gives what the operator is to know. */
function reload(
  configuration: Configuration,
  ports: readonly Pick<Port, "address" | "renew">[],
  log: Log,
): string | undefined {
  try {
    const changed = configuration.reload((next) => {
      for (const port of ports) {
        checkAnonymous(next, port);
        if (next.tls !== undefined) port.renew(next.tls);
      }
    });
    log.info("The settings were read again", { event: "settings_read" });
    if (changed.length === 0) return undefined;
    const text = `Restart the server to change ${changed.join(", ")}; the rest holds now`;
    log.warn(text, { event: "restart_needed", options: changed.join(" ") });
    return text;
  } catch (error) {
    const why = error instanceof StartFailure ? error.message : errorTrace(error);
    const text = `The settings stay as they were: ${why}`;
    log.error(text, { event: "settings_refused", reason: why });
    return cutUtf8(text, maxAnswerBytes);
  }
}

/** Opens what is kept. */
async function openStore(
  folder: string | undefined,
  { workerUrl, log, end }: Pick<Wiring, "log" | "end"> & { readonly workerUrl: string },
): Promise<OpenedThreads> {
  const onFault = (text: string): void => {
    log.error(`The store has failed: ${text}`, { event: "store_died", reason: text });
    end(1);
  };
  try {
    const threads = await openThreads({ workerUrl, folder, onFault });
    log.info(
      folder === undefined ? "Nothing is kept on disk" : `What is said is kept in ${folder}`,
    );
    return threads;
  } catch (error) {
    if (error instanceof UnusableFile) throw new StartFailure(error.message);
    throw error;
  }
}

/** Anonymous talk shows everyone's address, which is nobody's business but on one's own machine. */
function checkAnonymous(
  { plain, showAddresses }: Settings,
  { address }: Pick<Port, "address">,
): void {
  if (plain !== "anonymous" || showAddresses || isLoopback(address)) return;
  throw new StartFailure(
    `Option --plain anonymous shows everyone's address. Say --show-addresses if that is meant.`,
    2,
  );
}
