/** IRCv3 capabilities that the server offers: https://ircv3.net/specs/extensions/capability-negotiation */

/** A capability's name as on the wire. */
export type Capability =
  | "cap-notify"
  | "echo-message"
  | "message-tags"
  | "multi-prefix"
  | "server-time";

/** What the server needs to know of a capability. */
export interface CapabilitySpec {
  /** Its own bit where it changes how a relayed line looks, else 0. The bits make a session's shape. */
  readonly shapeBit: number;
  /** For docs/protocol.md. */
  readonly specification: string;
}

/** Bit of a shape that says: client-only tags and msgid are written. */
export const messageTagsBit = 1;
/** Bit of a shape that says: the time is written. */
export const serverTimeBit = 2;

const base = "https://ircv3.net/specs/extensions/";

/** All capabilities, in the order of CAP LS. */
export const capabilities: Readonly<Record<Capability, CapabilitySpec>> = {
  "cap-notify": { shapeBit: 0, specification: `${base}capability-negotiation#cap-notify` },
  "echo-message": { shapeBit: 0, specification: `${base}echo-message` },
  "message-tags": { shapeBit: messageTagsBit, specification: `${base}message-tags` },
  "multi-prefix": { shapeBit: 0, specification: `${base}multi-prefix` },
  "server-time": { shapeBit: serverTimeBit, specification: `${base}server-time` },
};

/** Tells a capability's name from any other word. */
export function isCapability(name: string): name is Capability {
  return Object.hasOwn(capabilities, name);
}

/** All capability names, in the order of CAP LS. */
export const capabilityNames: readonly Capability[] = Object.keys(capabilities).filter(
  isCapability,
);
