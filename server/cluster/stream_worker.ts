/** The thread that speaks to NATS: what the server asks for comes to a `StreamLink`. */

import { errorText } from "../core/error_text.ts";
import { openStreamLink, type StreamLink } from "./stream_link.ts";
import type { StreamReply, StreamRequest } from "./stream_messages.ts";

/** The part of a worker's global scope that is used; the types of a window know nothing of it. */
export interface StreamWorkerScope {
  /** Tells the server something. */
  postMessage(message: StreamReply): void;
  /** Ends the thread. */
  close(): void;
  /** Takes what the server sends. */
  onmessage: ((event: MessageEvent<StreamRequest>) => void) | null;
  /** Told of what nobody has caught. */
  addEventListener(type: "error", take: (event: ErrorEvent) => void): void;
}

/** Says whether this thread was started as a worker. */
export function isStreamWorkerScope(scope: object): scope is StreamWorkerScope {
  return "WorkerGlobalScope" in scope && "postMessage" in scope;
}

/** Makes this thread the one that speaks to NATS. */
export function runStreamWorker(scope: StreamWorkerScope): void {
  const reply = (message: StreamReply) => scope.postMessage(message);
  let link: StreamLink | undefined;
  let fault: string | undefined;
  const open = async (request: Extract<StreamRequest, { kind: "open" }>): Promise<void> => {
    try {
      const opened = await openStreamLink(request.place, request.secret, reply);
      link = opened.link;
      reply({ kind: "opened", state: opened.state });
    } catch (error) {
      reply({ kind: "refused", text: fault ?? errorText(error) });
    }
  };
  const close = async (): Promise<void> => {
    await link?.close();
    reply({ kind: "closed" });
    scope.close();
  };
  scope.onmessage = ({ data }) => {
    switch (data.kind) {
      case "open":
        return void open(data);
      case "read":
        return void link?.read(data.key);
      case "follow":
        return void link?.follow(data.fromKey);
      case "taken":
        return link?.taken(data.count);
      case "publish":
        return link?.publish(data.publications);
      case "pass":
        return link?.pass(data.subject, data.text);
      case "save":
        return void link?.save(data.key, data.text);
      case "close":
        return void close();
    }
  };
  // A TLS alert behind the handshake was seen to come here, from within Deno; the library goes on.
  scope.addEventListener("error", (event) => {
    event.preventDefault();
    fault = event.message;
    reply({ kind: "warning", text: `NATS: ${fault}` });
  });
  reply({ kind: "ready" });
}
