/** HTTP and WebSocket on sockets that are handed over: the page, and those who come to talk. */

import type { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
// @ts-types="./ws_module.d.ts"
import { WebSocketServer } from "ws";
import type { Log } from "../core/log.ts";
import type { AnyTransport, Transport } from "./connection.ts";
import type { DoorLimits } from "./door.ts";
import { addressOwner } from "./network.ts";
import { formatPeer, type Peer } from "./peer.ts";
import { transportStream } from "./transport_stream.ts";
import { hostRefusal, isOwnHost, mayConnect, originRefusal, parseHost } from "./web_admission.ts";
import { answerWeb, type WebAnswerOptions } from "./web_answers.ts";
import { maxMessageBytes, WsTransport } from "./ws_transport.ts";

/** What a web server goes by. */
export interface WebServerOptions extends WebAnswerOptions {
  /** Serves one connection of WebSocket, in the background. */
  readonly serve: (transport: AnyTransport, peer: Peer) => void;
  /** How many connections there may be that have not become a WebSocket; a browser opens six. */
  readonly limits: () => Pick<DoorLimits, "maxClients" | "connectionsPerAddress">;
  /** Says whether an address may have any number of them. */
  readonly isExempt: (address: string) => boolean;
  /** Where refusals go. */
  readonly log: Log;
  /** How long a browser may take to ask for something, however busy it is meanwhile. */
  readonly askMs?: number;
}

/** How long an answer may take to be read. */
const answerMs = 60_000;

/** Most bytes of a request's head. */
const maxHeadBytes = 16 * 1024;

/** What both may be offered: https://ircv3.net/specs/extensions/websocket */
const protocols: readonly string[] = ["text.ircv3.net", "binary.ircv3.net"];

/** A connection that has not become a WebSocket. */
interface Browsing {
  readonly peer: Peer;
  readonly owner: string;
  readonly isSecure: boolean;
  timer: ReturnType<typeof setTimeout>;
}

/** Serves the web. */
export class WebServer {
  readonly #options: WebServerOptions;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    autoPong: false,
    // In the client's order.
    handleProtocols: (offered) => [...offered].find((name) => protocols.includes(name)) ?? false,
  });
  readonly #browsing = new Map<Duplex, Browsing>();

  /** Starts without connections. */
  constructor(options: WebServerOptions) {
    this.#options = options;
    this.#http = createServer(
      { maxHeaderSize: maxHeadBytes, keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 },
      (request, response) => this.#answer(request, response),
    );
    // Its sockets come from elsewhere; one that does not listen would close each after its first answer.
    Object.defineProperty(this.#http, "listening", { value: true });
    this.#http.on("upgrade", (request, stream, head) => this.#upgrade(request, stream, head));
    this.#http.on("clientError", (_, stream) => refuse(stream, "400 Bad Request", "Bad request\n"));
  }

  /** Takes a connection that was just accepted. */
  take(transport: Transport, peer: Peer): void {
    const owner = addressOwner(peer.address);
    const stream = transportStream(transport);
    stream.on("error", () => {});
    if (this.#isCrowded(peer.address, owner)) return void stream.destroy();
    const timer = this.#limit(stream, this.#options.askMs ?? 15_000);
    const isSecure = transport.isSecure ?? false;
    this.#browsing.set(stream, { peer, owner, isSecure, timer });
    stream.once("close", () => this.#forget(stream));
    this.#http.emit("connection", stream);
  }

  /** Ends all connections that have not become a WebSocket. */
  close(): void {
    for (const stream of this.#browsing.keys()) stream.destroy();
  }

  #isCrowded(address: string, owner: string): boolean {
    const { maxClients, connectionsPerAddress } = this.#options.limits();
    if (this.#browsing.size >= maxClients) return true;
    if (this.#options.isExempt(address)) return false;
    const same = [...this.#browsing.values()].filter((browsing) => browsing.owner === owner);
    return same.length >= connectionsPerAddress;
  }

  #limit(stream: Duplex, ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => stream.destroy(), ms);
  }

  #forget(stream: Duplex): void {
    clearTimeout(this.#browsing.get(stream)?.timer);
    this.#browsing.delete(stream);
  }

  #relimit(stream: Duplex, ms: number): void {
    const browsing = this.#browsing.get(stream);
    if (browsing === undefined) return;
    clearTimeout(browsing.timer);
    browsing.timer = this.#limit(stream, ms);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const stream: Duplex = request.socket;
    const browsing = this.#browsing.get(stream);
    if (browsing === undefined) return void stream.destroy();
    const { isSecure, peer: { address } } = browsing;
    this.#relimit(stream, answerMs);
    response.once("finish", () => this.#relimit(stream, this.#options.askMs ?? 15_000));
    answerWeb({ request, response, address, isSecure }, this.#options);
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const browsing = this.#browsing.get(stream);
    if (browsing === undefined) return void stream.destroy();
    const { peer, isSecure } = browsing;
    const refusal = this.#refusal(request);
    if (refusal !== undefined) {
      const [status, text] = refusal;
      this.#options.log.info(`Refused WebSocket from ${formatPeer(peer)}: ${text.trim()}`, {
        event: "websocket_refused",
        peer: formatPeer(peer),
        reason: text.trim(),
      });
      return refuse(stream, status, text);
    }
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      this.#forget(stream);
      const { protocol } = socket;
      this.#options.serve(new WsTransport(socket, { stream, protocol, isSecure }), peer);
    });
  }

  /** Why there is no WebSocket for a request: the status and what is told. */
  #refusal({ url = "/", headers }: IncomingMessage): readonly [string, string] | undefined {
    const names = this.#options.names();
    const host = parseHost(headers.host);
    if (host === undefined || !isOwnHost(host, names)) {
      return ["421 Misdirected Request", hostRefusal(host)];
    }
    if (!mayConnect(headers.origin, host, names)) {
      return ["403 Forbidden", originRefusal(headers.origin)];
    }
    if (this.#options.isDraining()) {
      return ["503 Service Unavailable", "The server is about to end.\n"];
    }
    return /^\/(?:\?|$)/.test(url) ? undefined : ["404 Not Found", "WebSocket is at / alone.\n"];
  }
}

function refuse(stream: Duplex, status: string, text: string): void {
  if (stream.writable) stream.end(refusalText(status, text));
  else stream.destroy();
}

/** A whole response of a few words, after which the connection is closed. `text` is ASCII. */
export function refusalText(status: string, text: string): string {
  const head = [
    `HTTP/1.1 ${status}`,
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${text.length}`,
    "X-Content-Type-Options: nosniff",
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${text}`;
}
