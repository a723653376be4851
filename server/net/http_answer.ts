/** What a browser gets that comes to the chat port. */

/**
 * Answers the request line of HTTP/1.x, as bytes of a whole response after which the connection is closed.
 *
 * The port speaks no HTTP, so GET and HEAD get 404 with a way to talk to it, and other methods 405.
 */
export function httpAnswer(requestLine: string, port: number): string {
  const [method = ""] = requestLine.split(" ", 1);
  const isRead = method === "GET" || method === "HEAD";
  const body = "This port speaks chat, not HTTP. Talk to it with an IRC client, " +
    `with ./chat client, or with: nc HOST ${port}\n`;
  const head = [
    isRead ? "HTTP/1.1 404 Not Found" : "HTTP/1.1 405 Method Not Allowed",
    ...(isRead ? [] : ["Allow: GET, HEAD"]),
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${body.length}`,
    "X-Content-Type-Options: nosniff",
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${method === "HEAD" ? "" : body}`;
}
