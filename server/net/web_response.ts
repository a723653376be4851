/** How the web's port writes what it answers. */

import type { IncomingMessage, ServerResponse } from "node:http";

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
  /** Why nothing is told to it, if that is so. */
  readonly obstacle: WebObstacle | undefined;
}

/** Why somebody is told nothing but that. */
export interface WebObstacle {
  /** The status. */
  readonly status: 403 | 503;
  /** The words, with a line end. */
  readonly text: string;
}

/** What is told to browsers with every answer. */
const safeHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Answers with a line or two for people. */
export function tell(response: ServerResponse, status: number, text: string): void {
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  end(response, status, text);
}

/** Answers with a value for programs. */
export function tellJson(response: ServerResponse, value: unknown): void {
  response.setHeader("Content-Type", "application/json");
  response.setHeader("Cache-Control", "no-store");
  end(response, 200, JSON.stringify(value));
}

/** Sends the head that was set, and a body. */
export function end(response: ServerResponse, status: number, body: string | Uint8Array): void {
  for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
  if (status !== 304) {
    const { length } = typeof body === "string" ? new TextEncoder().encode(body) : body;
    response.setHeader("Content-Length", length);
  }
  response.writeHead(status);
  response.end(body);
}
