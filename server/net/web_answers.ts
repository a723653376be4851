/** What the web's port answers to requests that are no upgrade. */

import type { IncomingMessage } from "node:http";
import { isLoopback } from "./cloak.ts";
import { hostRefusal, isOwnHost, parseHost, type WebHost, type WebNames } from "./web_admission.ts";
import { answerDashboard, type DashboardDesk, loginPath } from "./web_dashboard.ts";
import type { WebPage, WebPart } from "./web_page.ts";
import { end, tell, type WebRequest } from "./web_response.ts";

/** The server is about to end, or can't reach those that it is one chat with. */
export type Unready = "draining" | "cut off";

/** What answers are made of. */
export interface WebAnswerOptions {
  /** What the operator has allowed. */
  readonly names: () => WebNames;
  /** The page; undefined where it was not built. */
  readonly page: WebPage | undefined;
  /** Writes what `/metrics` tells. */
  readonly metrics: () => Promise<string>;
  /** Who answers the operators' page. */
  readonly desk: DashboardDesk;
  /** Why whoever spreads people over servers is to send nobody here now; undefined where people are let in. */
  readonly unready: () => Unready | undefined;
  /** Lets everybody read that, and not only this machine. */
  readonly hasPublicMetrics: () => boolean;
}

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
  const { request, response, isSecure, obstacle } = asked;
  if (obstacle !== undefined) return tell(response, obstacle.status, obstacle.text);
  // Without TLS browsers don't heed it, and complain.
  if (isSecure) response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  const path = pathOf(request);
  const methods = path === loginPath ? ["POST"] : ["GET", "HEAD"];
  if (!methods.includes(request.method ?? "")) {
    response.setHeader("Allow", methods.join(", "));
    const are = methods.length === 1 ? "is" : "are";
    return tell(response, 405, `Only ${methods.join(" and ")} ${are} answered here.\n`);
  }
  if (path === "/health") return tell(response, 200, "ok\n");
  if (path === "/ready") {
    const unready = options.unready();
    return unready === undefined
      ? tell(response, 200, "ready\n")
      : tell(response, 503, `${unready}\n`);
  }
  const host = parseHost(request.headers.host);
  if (host === undefined || !isOwnHost(host, options.names())) {
    return tell(response, 421, hostRefusal(host));
  }
  if (path === "/metrics") return await answerMetrics(asked, options);
  if (path.startsWith("/dashboard/")) {
    return await answerDashboard(asked, { path, host, desk: options.desk });
  }
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

/** What stands before the question mark. */
function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split(/[?#]/, 1)[0] ?? "/";
}
