/** The web's port: the page and WebSocket, by TLS where the chat port has it. */

import type { OperatorCheck } from "./accounts/operator_check.ts";
import type { Running } from "./configuration.ts";
import type { Log } from "./core/log.ts";
import { isExempt, isProxy } from "./limits.ts";
import type { Peer } from "./net/peer.ts";
import type { AnyTransport } from "./net/transport.ts";
import type { Unready } from "./net/web_answers.ts";
import type { WebPage } from "./net/web_page.ts";
import { refusalText, WebServer, type WebServerOptions } from "./net/web_server.ts";
import { StartFailure } from "./options.ts";
import { Dashboard } from "./dashboard.ts";
import type { FigureSources } from "./figures.ts";
import type { Port } from "./port.ts";
import type { TlsFiles } from "./start_files.ts";
import { openTcpPort } from "./tcp_port.ts";
import { openTlsPort } from "./tls_port.ts";
import { Watch } from "./watch.ts";

/** What the web is served by. */
export interface WebPortOptions {
  /** The settings of the moment. */
  readonly settings: () => Running;
  /** The page; undefined where it was not built. */
  readonly page: WebPage | undefined;
  /** Where events go. */
  readonly log: Log;
  /** What is used when nobody says which, unless it is taken; 5080 if left out. */
  readonly usualPort?: number;
}

/** Who the web is served to. */
export interface WebServing extends Pick<WebServerOptions, "findBan"> {
  /** Serves one connection of WebSocket, in the background. */
  readonly serve: (transport: AnyTransport, peer: Peer) => void;
  /** See `WebAnswerOptions`. */
  readonly unready: () => Unready | undefined;
  /** Says who is an operator. */
  readonly check: OperatorCheck;
  /** What can be counted, for those who watch. */
  readonly sources: FigureSources;
}

/** A port that is open. */
export interface WebPort extends Pick<Port, "address" | "port" | "renew"> {
  /** It speaks TLS. */
  readonly isSecure: boolean;
  /** Serves all that come, until `close`. */
  accept(serving: WebServing): void;
  /** Lets nobody in any more and ends who only looks at the page; connections of WebSocket stay. */
  close(): Promise<void>;
}

const option = "--web-port";

const turnAwayText = refusalText("400 Bad Request", "This port speaks TLS: use https.\n");

/**
 * Opens the port; undefined where none is wanted.
 *
 * @throws {StartFailure} when it can't be opened, and was asked for.
 */
export function openWebPort(options: WebPortOptions): WebPort | undefined {
  const { settings, log, page } = options;
  if (!settings().hasWeb) return undefined;
  const { tls } = settings();
  const port = openPort(options);
  let server: WebServer | undefined;
  let watch: Watch | undefined;
  return {
    address: port.address,
    port: port.port,
    isSecure: tls !== undefined,
    renew: (tls: TlsFiles) => port.renew(tls),
    accept({ serve, unready, check, sources, findBan }) {
      const watching = new Watch(sources);
      watch = watching;
      const web = new WebServer({
        serve,
        unready,
        metrics: () => watching.metrics(),
        desk: new Dashboard({ settings, check, watch: watching, nowMs: Date.now }),
        log,
        limits: () => ({ ...settings().limits, maxClients: settings().maxClients }),
        isExempt: (address) => isExempt(settings(), address),
        isProxy: (address) => isProxy(settings(), address),
        findBan,
        names: () => ({ hosts: settings().webHost, origins: settings().webOrigin }),
        hasPublicMetrics: () => settings().web.metrics === "public",
        page,
      });
      server = web;
      port.accept((transport, peer) => web.take(transport, peer));
    },
    async close() {
      await port.close();
      server?.close();
      watch?.stop();
    },
  };
}

function openPort({ settings, log, usualPort = 5080 }: WebPortOptions): Port {
  const { host, port: chatPort, webPort, tls } = settings();
  const open = (port: number): Port => {
    const where = { host, port, option };
    if (tls === undefined) return openTcpPort(where, log);
    return openTlsPort({ ...where, tls, turnAwayText }, log);
  };
  if (webPort !== undefined) return open(webPort);
  if (chatPort === 0) return open(0);
  try {
    return open(usualPort);
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    log.warn(`${error.message} Until then the web has a free one.`);
    return open(0);
  }
}
