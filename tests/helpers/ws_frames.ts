/** Frames of WebSocket as bytes, for tests that send what no library does. */

import { WireClient } from "./wire_client.ts";

/** What a client's frame says of itself: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
export const opcode = { text: 0x81, binary: 0x82, close: 0x88, ping: 0x89 } as const;

/** Makes a frame as a client sends it, masked by zeros. */
export function clientFrame(kind: keyof typeof opcode, text: string): Uint8Array {
  const body = new TextEncoder().encode(text);
  const length = body.length < 126
    ? [0x80 | body.length]
    : [0x80 | 126, body.length >> 8, body.length & 0xff];
  return Uint8Array.from([opcode[kind], ...length, 0, 0, 0, 0, ...body]);
}

/** Connects to the web's port by hand; from then on bytes come and go as they are. */
export async function upgraded(port: number, headers: readonly string[] = []): Promise<WireClient> {
  const client = await WireClient.connect(port, "a client of frames");
  const lines = [
    "GET / HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  ];
  await client.sends(`${lines.join("\r\n")}\r\n\r\n`);
  await client.expects(/^HTTP\/1\.1 101 [^]*?\r\n\r\n/);
  return client;
}
