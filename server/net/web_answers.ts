/** What the web's port answers to requests that are no upgrade. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { isLoopback } from "./cloak.ts";
import { hostRefusal, isOwnHost, parseHost, type WebHost, type WebNames } from "./web_admission.ts";
import type { WebPage, WebPart } from "./web_page.ts";

/** What answers are made of. */
export interface WebAnswerOptions {
  /** What the operator has allowed. */
  readonly names: () => WebNames;
  /** The page; undefined where it was not built. */
  readonly page: WebPage | undefined;
  /** Writes what `/metrics` tells. */
  readonly metrics: () => Promise<string>;
  /** The server is about to end: whoever spreads people over servers is to send nobody here. */
  readonly isDraining: () => boolean;
  /** Lets everybody read that, and not only this machine. */
  readonly hasPublicMetrics: () => boolean;
}

/** A request, and who it came from. */
export interface WebRequest {
  /** What was asked. */
  readonly request: IncomingMessage;
  /** Where the answer goes. */
  readonly response: ServerResponse;
  /** The peer's IP address. */
  readonly address: string;
  /** It came by TLS. */
  readonly isSecure: boolean;
}

/** What is told to browsers with every answer. */
const safeHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** What follows it is kept as long as nobody takes it away. */
const immutable = "public, max-age=31536000, immutable";

const noPage = "The page is not built. Start the server with: deno task chat server\n";

/** Answers one request. Never rejects. */
export async function answerWeb(asked: WebRequest, options: WebAnswerOptions): Promise<void> {
  try {
    await answer(asked, options);
  } catch {
    // The rest of a part is of no use without its beginning.
    asked.response.destroy();
  }
}

async function answer(asked: WebRequest, options: WebAnswerOptions): Promise<void> {
  const { request, response, isSecure } = asked;
  // Without TLS browsers don't heed it, and complain.
  if (isSecure) response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  const path = pathOf(request);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return tell(response, 405, "Only GET and HEAD are answered here.\n");
  }
  if (path === "/health") return tell(response, 200, "ok\n");
  if (path === "/ready") {
    return options.isDraining()
      ? tell(response, 503, "draining\n")
      : tell(response, 200, "ready\n");
  }
  const host = parseHost(request.headers.host);
  if (host === undefined || !isOwnHost(host, options.names())) {
    return tell(response, 421, hostRefusal(host));
  }
  if (path === "/metrics") return await answerMetrics(asked, options);
  if (options.page === undefined) return tell(response, 503, noPage);
  const part = options.page.get(path);
  if (part === undefined) return tell(response, 404, "There is nothing under that address.\n");
  response.setHeader("Content-Security-Policy", policy(host));
  send(asked, part);
}

async function answerMetrics(asked: WebRequest, options: WebAnswerOptions): Promise<void> {
  const { response } = asked;
  if (!options.hasPublicMetrics() && !isFromHere(asked)) {
    return tell(
      response,
      403,
      'Only this machine may read that. Allow others by metrics = "public" under [web].\n',
    );
  }
  const text = await options.metrics();
  response.setHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  end(response, 200, text);
}

/** What a proxy on this machine hands on comes from elsewhere. */
function isFromHere({ request, address }: WebRequest): boolean {
  const { forwarded, "x-forwarded-for": forwardedFor } = request.headers;
  return isLoopback(address) && forwarded === undefined && forwardedFor === undefined;
}

function send({ request, response }: WebRequest, part: WebPart): void {
  const { type, isImmutable, etag, body, gzip } = part;
  response.setHeader("Cache-Control", isImmutable ? immutable : "no-cache");
  response.setHeader("ETag", `W/${etag}`);
  response.setHeader("Vary", "Accept-Encoding");
  if (request.headers["if-none-match"]?.includes(etag)) return end(response, 304, "");
  response.setHeader("Content-Type", type);
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(
    String(request.headers["accept-encoding"] ?? ""),
  );
  if (gzip === undefined || !takesGzip) return end(response, 200, body);
  response.setHeader("Content-Encoding", "gzip");
  end(response, 200, gzip);
}

/** Nothing but our own files runs, and nothing but this server is talked to. Not every browser takes 'self' for ws: too. */
function policy({ written }: WebHost): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ws://${written} wss://${written}`,
    "img-src 'self' data:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function tell(response: ServerResponse, status: number, text: string): void {
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  end(response, status, text);
}

function end(response: ServerResponse, status: number, body: string | Uint8Array): void {
  for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
  if (status !== 304) {
    const { length } = typeof body === "string" ? new TextEncoder().encode(body) : body;
    response.setHeader("Content-Length", length);
  }
  response.writeHead(status);
  response.end(body);
}

/** What stands before the question mark. */
function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split(/[?#]/, 1)[0] ?? "/";
}
