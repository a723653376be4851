/**
 * What Deno itself can do: sends what one read gave to all others, joined where several wait. No protocol, no history, no
 * bounds. Usage: bare_loop.ts PORT
 */

interface Client {
  readonly connection: Deno.TcpConn;
  waiting: Uint8Array<ArrayBuffer>[];
  isWriting: boolean;
}

const readBytes = 16 * 1024;

async function main([port]: readonly string[]): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: Number(port), tcpBacklog: 4096 });
  const clients: Client[] = [];
  const join = joiner();
  const leave = (client: Client) => {
    const at = clients.indexOf(client);
    if (at >= 0) clients.splice(at, 1);
  };
  const flush = (client: Client) => {
    if (client.isWriting || client.waiting.length === 0) return;
    const bytes = join(client.waiting);
    client.waiting = [];
    client.isWriting = true;
    client.connection.write(bytes).then(() => {
      client.isWriting = false;
      flush(client);
    }, () => leave(client));
  };
  let isMarked = false;
  const serve = async (client: Client) => {
    for (;;) {
      const buffer = new Uint8Array(readBytes);
      const count = await client.connection.read(buffer);
      if (count === null) return leave(client);
      const bytes = buffer.subarray(0, count);
      for (const other of clients) if (other !== client) other.waiting.push(bytes);
      if (isMarked) continue;
      isMarked = true;
      queueMicrotask(() => {
        isMarked = false;
        for (const each of clients) flush(each);
      });
    }
  };
  for await (const connection of listener) {
    connection.setNoDelay(true);
    const client: Client = { connection, waiting: [], isWriting: false };
    clients.push(client);
    serve(client).catch(() => leave(client));
  }
}

/** Most clients wait for the same pieces: those are joined once. */
function joiner(): (pieces: readonly Uint8Array<ArrayBuffer>[]) => Uint8Array<ArrayBuffer> {
  let last: readonly Uint8Array[] = [];
  let joined = new Uint8Array(0);
  return (pieces) => {
    const isSame = pieces.length === last.length && pieces.every((piece, at) => piece === last[at]);
    if (isSame) return joined;
    const [first] = pieces;
    last = pieces;
    joined = pieces.length === 1 && first !== undefined ? first : concatenated(pieces);
    return joined;
  };
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

if (import.meta.main) await main(Deno.args);
