/** HTTP and WebSocket on sockets that are handed over: the page, and those who come to talk. */

import type { Buffer } from "node:buffer";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
// @ts-types="./ws_module.d.ts"
import { WebSocketServer } from "ws";
import { utf8Length } from "../../wire/utf8.ts";
import { type Ban, banTerms } from "../core/ban.ts";
import type { Log } from "../core/log.ts";
import type { DoorLimits } from "./door.ts";
import { forwardedAddress, type IsProxy } from "./forwarded.ts";
import { addressOwner } from "./network.ts";
import { formatPeer, type Peer } from "./peer.ts";
import type { AnyTransport, Transport } from "./transport.ts";
import { transportStream } from "./transport_stream.ts";
import { hostRefusal, isOwnHost, mayConnect, originRefusal, parseHost } from "./web_admission.ts";
import { answerWeb, type Unready, type WebAnswerOptions } from "./web_answers.ts";
import type { WebObstacle } from "./web_response.ts";
import { maxMessageBytes, WsTransport } from "./ws_transport.ts";

/** What a web server goes by. */
export interface WebServerOptions extends WebAnswerOptions {
  /** Serves one connection of WebSocket, in the background. */
  readonly serve: (transport: AnyTransport, peer: Peer) => void;
  /** How many connections there may be that have not become a WebSocket; a browser opens six. */
  readonly limits: () => Pick<DoorLimits, "maxClients" | "connectionsPerAddress">;
  /** Says whether an address may have any number of them. */
  readonly isExempt: (address: string) => boolean;
  /** Says whose word is taken for whom a request is from. */
  readonly isProxy: IsProxy;
  /** Finds what shuts an address out now. */
  readonly findBan: (address: string) => Ban | undefined;
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
  /** Whose it is; a proxy's is that of whom it last asked for, and nobody's before. */
  owner: string | undefined;
  readonly isSecure: boolean;
  timer: ReturnType<typeof setTimeout>;
}

/** Who asks for something. */
interface WebClient {
  readonly peer: Peer;
  readonly isSecure: boolean;
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
    const isProxy = this.#options.isProxy(peer.address);
    const owner = isProxy ? undefined : addressOwner(peer.address);
    const stream = transportStream(transport);
    stream.on("error", () => {});
    const isFull = this.#browsing.size >= this.#options.limits().maxClients;
    if (isFull || this.#isCrowded(peer.address)) return void stream.destroy();
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

  /** Says whether an address has as many connections as it may; `except` does not count. */
  #isCrowded(address: string, except?: Browsing): boolean {
    if (this.#options.isExempt(address)) return false;
    const owner = addressOwner(address);
    let same = 0;
    // Asked for every request that comes through a proxy, among those of all others.
    for (const browsing of this.#browsing.values()) {
      if (browsing.owner === owner && browsing !== except) same++;
    }
    return same >= this.#options.limits().connectionsPerAddress;
  }

  /** Who asks: a proxy may ask for one after the other on the same connection. */
  #clientOf({ headers }: IncomingMessage, { peer, isSecure }: Browsing): WebClient {
    const { isProxy } = this.#options;
    if (!isProxy(peer.address)) return { peer, isSecure };
    const address = forwardedAddress(peer.address, one(headers["x-forwarded-for"]), isProxy);
    const scheme = one(headers["x-forwarded-proto"])?.split(",").at(-1)?.trim().toLowerCase();
    return { peer: { ...peer, address }, isSecure: isSecure || scheme === "https" };
  }

  #obstacle({ peer: { address } }: WebClient, browsing: Browsing): WebObstacle | undefined {
    const ban = this.#options.findBan(address);
    if (ban !== undefined) {
      return { status: 403, text: `You are banned from this server${banTerms(ban)}\n` };
    }
    if (!this.#options.isProxy(browsing.peer.address)) return undefined;
    browsing.owner = addressOwner(address);
    return this.#isCrowded(address, browsing)
      ? { status: 503, text: "There are too many connections from your address\n" }
      : undefined;
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
    const client = this.#clientOf(request, browsing);
    const { isSecure, peer: { address } } = client;
    const obstacle = this.#obstacle(client, browsing);
    this.#relimit(stream, answerMs);
    response.once("finish", () => this.#relimit(stream, this.#options.askMs ?? 15_000));
    answerWeb({ request, response, address, isSecure, obstacle }, this.#options);
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const browsing = this.#browsing.get(stream);
    if (browsing === undefined) return void stream.destroy();
    const client = this.#clientOf(request, browsing);
    const { peer, isSecure } = client;
    const obstacle = this.#obstacle(client, browsing);
    const refusal = obstacle === undefined
      ? this.#refusal(request)
      : [`${obstacle.status} ${STATUS_CODES[obstacle.status]}`, obstacle.text] as const;
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
    const unready = this.#options.unready();
    if (unready !== undefined) return ["503 Service Unavailable", unreadyTexts[unready]];
    return /^\/(?:\?|$)/.test(url) ? undefined : ["404 Not Found", "WebSocket is at / alone.\n"];
  }
}

const unreadyTexts: Readonly<Record<Unready, string>> = {
  draining: "The server is about to end.\n",
  "cut off": "The server is cut off from the others.\n",
};

function refuse(stream: Duplex, status: string, text: string): void {
  if (stream.writable) stream.end(refusalText(status, text));
  else stream.destroy();
}

/** A header as one text, however often it was sent. */
function one(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === "string" ? header : header?.join(",");
}

/** A whole response of a few words, after which the connection is closed. */
export function refusalText(status: string, text: string): string {
  const head = [
    `HTTP/1.1 ${status}`,
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${utf8Length(text)}`,
    "X-Content-Type-Options: nosniff",
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${text}`;
}
