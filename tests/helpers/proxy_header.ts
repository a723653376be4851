/** Headers of the PROXY protocol, as proxies write them. */

const signature = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];

/** What a header of version 2 tells. */
export interface BinaryHeader {
  /** 0x21 for a client, 0x20 for the proxy itself. */
  readonly command?: number;
  /** 0x11: TCP over IPv4, 0x21: over IPv6. */
  readonly family?: number;
  /** Addresses and ports, and what follows them. */
  readonly body: readonly number[];
  /** Its length as it is told, where that is a lie. */
  readonly length?: number;
}

/** Writes one of version 2. */
export function binaryHeader(
  { command = 0x21, family = 0x11, body, length = body.length }: BinaryHeader,
): Uint8Array {
  return new Uint8Array([...signature, command, family, length >> 8, length & 255, ...body]);
}

/** From 203.0.113.7, port 56324, to 192.0.2.1, port 5050. */
export const bodyOfIPv4: readonly number[] = [203, 0, 113, 7, 192, 0, 2, 1, 220, 4, 19, 186];

/** PP2_TYPE_SSL: the client speaks TLS with the proxy, or does not. */
export function tlsExtra(isTls: boolean): readonly number[] {
  return [0x20, 0, 5, isTls ? 1 : 0, 0, 0, 0, 0];
}
