/** Clients that come, go, stall, flood and lie. */

import { expand } from "../tests/fuzz/grammar.ts";
import { lineGrammar } from "../tests/fuzz/line_grammar.ts";
import { mutate } from "../tests/fuzz/mutation.ts";
import { type Random, randomBelow, randomBytes, randomOf } from "../tests/helpers/random.ts";

/** Where mischief is made. */
export interface Scene {
  /** The chat's port. */
  readonly port: number;
  /** The web's port. */
  readonly webPort: number;
  /** Chance. */
  readonly random: Random;
  /** Aborted when it is to end. */
  readonly signal: AbortSignal;
}

/** One kind of it: makes one connection, and closes it. */
export type Mischief = (scene: Scene) => Promise<void>;

const encoder = new TextEncoder();
const bytes: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

/** All kinds by their names. */
export const mischiefs: Readonly<Record<string, Mischief>> = {
  "come, talk and go": comeAndGo,
  "come and vanish": (scene) => visit(scene, scene.port, [hello(scene)]),
  "stall": stall,
  "flood": flood,
  "lie in lines": lie,
  "half handshakes": halfHandshake,
  "lie in frames": lieInFrames,
};

/** Makes one mischief after another until the scene ends; gives how many. */
export async function makeMischief(mischief: Mischief, scene: Scene): Promise<number> {
  let count = 0;
  while (!scene.signal.aborted) {
    await mischief(scene).catch(() => {});
    count++;
    await pause(scene, 50 + randomBelow(scene.random, 200));
  }
  return count;
}

async function comeAndGo(scene: Scene): Promise<void> {
  const talk = `PRIVMSG #lobby :hello\r\nJOIN #c${
    randomBelow(scene.random, 50)
  }\r\nWHO #lobby\r\nQUIT :bye\r\n`;
  await visit(scene, scene.port, [hello(scene), talk]);
}

/** Reads nothing while others talk. */
async function stall(scene: Scene): Promise<void> {
  const connection = await dial(scene, scene.port);
  try {
    await connection.write(encoder.encode(`${hello(scene)}JOIN #pair1,#pair2,#pair3\r\n`));
    await pause(scene, 5_000 + randomBelow(scene.random, 15_000));
  } finally {
    connection.close();
  }
}

/** Says in a moment what the server takes in many seconds. */
async function flood(scene: Scene): Promise<void> {
  const lines = `PRIVMSG #noise :${"x".repeat(300)}\r\n`.repeat(2_000);
  await visit(scene, scene.port, [`${hello(scene)}JOIN #noise\r\n`, lines]);
}

async function lie(scene: Scene): Promise<void> {
  const { random } = scene;
  const lines = Array.from({ length: 100 }, () => {
    const line = encoder.encode(expand(random, lineGrammar, "line"));
    return randomBelow(random, 3) === 0 ? mutate(random, line, { words: [], pieces: [] }) : line;
  }).filter((line) => !/pair/.test(new TextDecoder().decode(line)));
  const end = encoder.encode("\r\n");
  await visit(scene, scene.port, [hello(scene), ...lines.flatMap((line) => [line, end])]);
}

async function halfHandshake(scene: Scene): Promise<void> {
  const { random, port, webPort } = scene;
  const beginning = randomOf(random, [
    ...["NICK", "CAP LS 302\r\nNICK half\r\n", "GET / HTTP/1.1\r\nHost: ", "", "\x16\x03\x01\x02"],
    ...["GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"],
  ]);
  const connection = await dial(scene, randomOf(random, [port, webPort]));
  try {
    await connection.write(encoder.encode(beginning));
    await pause(scene, randomBelow(random, 5_000));
  } finally {
    connection.close();
  }
}

const upgrade =
  "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

async function lieInFrames(scene: Scene): Promise<void> {
  const { random } = scene;
  const text = encoder.encode(expand(random, lineGrammar, "line")).slice(0, 120);
  const good = Uint8Array.from([0x81, 0x80 | text.length, 0, 0, 0, 0, ...text]);
  const frames = Array.from(
    { length: 10 },
    () =>
      randomBelow(random, 3) === 0
        ? randomBytes(random, bytes, 60)
        : mutate(random, good, { words: [], pieces: [] }),
  );
  await visit(scene, scene.webPort, [upgrade, good, ...frames]);
}

/** Writes all, reads for a moment, and closes. */
async function visit(
  scene: Scene,
  port: number,
  pieces: readonly (string | Uint8Array)[],
): Promise<void> {
  const connection = await dial(scene, port);
  const reading = discard(connection);
  try {
    for (const piece of pieces) {
      await connection.write(typeof piece === "string" ? encoder.encode(piece) : piece);
    }
    await pause(scene, randomBelow(scene.random, 1_000));
  } finally {
    try {
      connection.close();
    } catch {
      // The server was first.
    }
    await reading;
  }
}

async function discard(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(16 * 1024);
  try {
    while (await connection.read(buffer) !== null);
  } catch {
    // Closed.
  }
}

async function dial({ signal }: Scene, port: number): Promise<Deno.TcpConn> {
  signal.throwIfAborted();
  return await Deno.connect({ hostname: "127.0.0.1", port });
}

function hello({ random }: Scene): string {
  const nick = `m${randomBelow(random, 1_000_000)}`;
  return `NICK ${nick}\r\nUSER m 0 * :m\r\nJOIN #lobby\r\n`;
}

async function pause({ signal }: Scene, ms: number): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
