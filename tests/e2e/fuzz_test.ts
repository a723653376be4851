import assert from "node:assert/strict";
import {
  type Random,
  randomBelow,
  randomBytes,
  randomOf,
  seededRandom,
} from "../helpers/random.ts";
import { startServer } from "../helpers/server.ts";
import { WireClient } from "../helpers/wire_client.ts";

const connectionCount = 8;
const linesEach = 12_500;
const batch = 100;
const encoder = new TextEncoder();

const words: readonly string[] = [
  ..."CAP LS 302;CAP REQ :;CAP END;CAP LIST;CAP;PASS;NICK;USER;JOIN;PART;PRIVMSG;NOTICE".split(
    ";",
  ),
  ..."TAGMSG;TOPIC;NAMES;LIST;WHO;MODE;MOTD;LUSERS;VERSION;HELP;PING;PONG;AUTHENTICATE".split(";"),
  ..."WEBIRC;GET / HTTP/1.1;POST / HTTP/1.0;/help;/nick;/join;/msg;/me;/who;/list;/topic".split(
    ";",
  ),
  ..."/echo on;//;#lobby;#;##;#a,#b,#c;0;ann;bob;*;ann!a@b;+o;+i;-n".split(
    ";",
  ),
  ..."@+x=y;@label=\\:;@;:ann;:;::;server;message-tags;echo-message;server-time;multi-prefix".split(
    ";",
  ),
  ..."\x01ACTION x\x01;\x01;漢字;é;\u0301;😀;👩‍👩‍👧;\u202e;\ufeff;\0;\x1b[2J;\t;Nick;ŉ;İ;ſ;ﬀ".split(
    ";",
  ),
  "x".repeat(600),
  "é".repeat(300),
  "漢".repeat(1_400),
  `@+${"t".repeat(5_000)}`,
  "#".repeat(70),
];
/** These end a connection, so few are enough. */
const leaving: readonly string[] = ["QUIT", "QUIT :x", "exit", "!DISCONNECT", "/quit"];
const ends: readonly string[] = ["\r\n", "\r\n", "\n", "\r", "\r\0", "\n\n", ""];
const bytes: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

/** A line that is nearly right, with some of its bytes changed, or nothing but bytes. */
function randomLine(random: Random): Uint8Array {
  if (randomBelow(random, 10) === 0) return randomBytes(random, bytes, 80);
  if (randomBelow(random, 2_000) === 0) return encoder.encode(`${randomOf(random, leaving)}\n`);
  const count = 1 + randomBelow(random, 5);
  const text = Array.from({ length: count }, () => randomOf(random, words)).join(" ");
  const line = encoder.encode(text + randomOf(random, ends));
  for (let change = randomBelow(random, 12) - 8; change > 0; change--) {
    line[randomBelow(random, line.length)] = randomOf(random, bytes);
  }
  return line;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Sends `linesEach` lines, on as many connections as the server and what it is told make necessary. */
async function sendNoise(port: number, seed: number): Promise<void> {
  const random = seededRandom(seed);
  for (let sent = 0, connections = 1; sent < linesEach; connections++) {
    assert.ok(connections < linesEach / batch * 4, `seed ${seed}: connections end too soon`);
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    let hasEnded = false;
    const reading = discard(connection).then(() => hasEnded = true);
    try {
      if (randomBelow(random, 3) > 0) {
        const hello = `CAP REQ :message-tags echo-message\r\nCAP END\r\nNICK f${seed}_${sent}\r\n`;
        await writeAll(connection, encoder.encode(`${hello}USER f 0 * :f\r\nJOIN #lobby\r\n`));
      }
      for (let round = 5 + randomBelow(random, 30); round > 0 && sent < linesEach; round--) {
        await writeAll(connection, joined(Array.from({ length: batch }, () => randomLine(random))));
        if (hasEnded) break;
        sent += batch;
      }
      await connection.closeWrite();
    } catch {
      // The server has closed it, as some lines ask for.
    }
    await reading;
    connection.close();
  }
}

async function writeAll(connection: Deno.TcpConn, data: Uint8Array): Promise<void> {
  for (let at = 0; at < data.length;) at += await connection.write(data.subarray(at));
}

/** Reads to the end: the server has handled all, or closed. */
async function discard(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(64 * 1024);
  try {
    while (await connection.read(buffer) !== null);
  } catch {
    // Reset.
  }
}

for (const plain of ["alias", "anonymous"]) {
  Deno.test(`${connectionCount * linesEach / 2} lines of noise do no harm (--plain ${plain})`, async () => {
    const args = ["--no-flood-limit", "--log-level", "warn", "--plain", plain];
    await using server = await startServer(args);
    const seeds = Array.from({ length: connectionCount / 2 }, (_, at) => at + plain.length);
    await Promise.all(seeds.map((seed) => sendNoise(server.port, seed)));
    await using ann = await WireClient.joined(server.port, "Ann-after");
    await using bob = await WireClient.joined(server.port, "Bob-after");
    await bob.sends("PRIVMSG #lobby :still talking\r\n");
    await ann.expects("PRIVMSG #lobby :still talking\r\n");
    assert.doesNotMatch(server.log.text, /threw|failed| error |Uncaught/);
  });
}
