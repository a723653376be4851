/**
 * What the runtime itself can do, by the sockets that the server uses: sends what one read gave to all others, joined where
 * several wait. No protocol, no history, no bounds. Usage: bare_loop.ts PORT
 */

import { Joins } from "../server/net/joins.ts";
import { PieceQueue } from "../server/net/piece_queue.ts";
import { TcpListener } from "../server/net/tcp_listener.ts";
import type { TcpTransport } from "../server/net/tcp_transport.ts";

interface Client {
  readonly transport: TcpTransport;
  readonly waiting: PieceQueue;
  isWriting: boolean;
}

/** Joined for one write. */
const most = 64 * 1024;

function main([port]: readonly string[]): void {
  const clients = new Set<Client>();
  const joins = new Joins();
  const leave = (client: Client) => {
    clients.delete(client);
    client.transport.close();
  };
  const flush = (client: Client) => {
    const bytes = client.isWriting ? undefined : client.waiting.take(most, joins);
    if (bytes !== undefined) write(client, bytes);
  };
  const write = (client: Client, bytes: Uint8Array): void => {
    for (let rest = bytes; rest.length > 0;) {
      const taken = client.transport.write(rest);
      if (typeof taken === "number") {
        if (taken === rest.length) return;
        rest = rest.subarray(taken);
        continue;
      }
      client.isWriting = true;
      const waiting = rest;
      taken.then((count) => {
        client.isWriting = false;
        if (count < waiting.length) client.waiting.unshift(waiting.subarray(count));
        flush(client);
      }, () => leave(client));
      return;
    }
  };
  let isMarked = false;
  const pass = (from: Client, bytes: Uint8Array) => {
    for (const other of clients) if (other !== from) other.waiting.push(bytes);
    if (isMarked) return;
    isMarked = true;
    queueMicrotask(() => {
      isMarked = false;
      for (const each of clients) flush(each);
    });
  };
  TcpListener.open("127.0.0.1", Number(port)).accept((transport) => {
    const client: Client = { transport, waiting: new PieceQueue(), isWriting: false };
    clients.add(client);
    transport.listen({
      onBytes: (bytes) => pass(client, bytes.slice()),
      onEnd: () => leave(client),
      onLost: () => leave(client),
    });
  }, (text) => console.error(text));
}

if (import.meta.main) main(Deno.args);
