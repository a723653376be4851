/** What a browser gets that comes to the chat port. */

import { parseHost } from "./web_admission.ts";

/** The web's port, as the chat port names it. */
export interface WebAddress {
  /** Its number. */
  readonly port: number;
  /** It speaks TLS. */
  readonly isSecure: boolean;
}

/** What an answer says of the server. */
export interface HttpAnswerOptions {
  /** The chat port that the request came to. */
  readonly port: number;
  /** The web's port; undefined where there is none. */
  readonly web: WebAddress | undefined;
}

/** Most lines of a request that are looked at. */
const maxHeadLines = 100;

interface Answer {
  readonly status: string;
  readonly headers: readonly string[];
  readonly text: string;
}

/** Says whether enough of a request has come to be answered. `head` are its lines so far. */
export function isWholeHead(head: readonly string[]): boolean {
  return !isRead(head) || head.includes("") || head.length >= maxHeadLines;
}

/**
 * Answers a request of HTTP/1.x, as bytes of a whole response after which the connection is closed.
 *
 * The port speaks no HTTP: GET and HEAD get the way to the page, who wants to upgrade the address to do it at, other methods
 * 405. The name in these is the one that the browser came by.
 */
export function httpAnswer(head: readonly string[], options: HttpAnswerOptions): string {
  const { status, headers, text } = answerTo(head, options);
  const lines = [
    `HTTP/1.1 ${status}`,
    ...headers,
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${text.length}`,
    "X-Content-Type-Options: nosniff",
    "Connection: close",
  ];
  return `${lines.join("\r\n")}\r\n\r\n${methodOf(head) === "HEAD" ? "" : text}`;
}

function answerTo(head: readonly string[], { port, web }: HttpAnswerOptions): Answer {
  const text = "This port speaks chat, not HTTP. Talk to it with an IRC client, " +
    `with ./chat client, or with: nc HOST ${port}\n`;
  if (!isRead(head)) {
    return { status: "405 Method Not Allowed", headers: ["Allow: GET, HEAD"], text };
  }
  const host = parseHost(headerOf(head, "host"))?.written.replace(/:[0-9]+$/, "");
  if (web === undefined || host === undefined) {
    return { status: "404 Not Found", headers: [], text };
  }
  const at = `${web.isSecure ? "s" : ""}://${host}:${web.port}/`;
  if (headerOf(head, "upgrade")?.toLowerCase() !== "websocket") {
    const url = `http${at}`;
    return { status: "302 Found", headers: [`Location: ${url}`], text: `The page is at ${url}\n` };
  }
  const headers = ["Upgrade: websocket"];
  return { status: "426 Upgrade Required", headers, text: `WebSocket is at ws${at}\n` };
}

function methodOf([requestLine = ""]: readonly string[]): string {
  return requestLine.split(" ", 1)[0] ?? "";
}

function isRead(head: readonly string[]): boolean {
  return ["GET", "HEAD"].includes(methodOf(head));
}

/** The value of a header. */
function headerOf(head: readonly string[], name: string): string | undefined {
  const line = head.slice(1).find((line) => line.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}
