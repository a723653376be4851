/** IRCv3 capabilities that the server offers: https://ircv3.net/specs/extensions/capability-negotiation */

import { maxMetadataKeys, maxMetadataSubs, maxMetadataValueBytes } from "./metadata.ts";
import { saslMechanisms } from "./sasl_mechanisms.ts";
import { maxMultilineBytes, maxMultilineLines } from "./multiline.ts";

/** A capability's name as on the wire. */
export type Capability =
  | "account-notify"
  | "account-tag"
  | "away-notify"
  | "batch"
  | "cap-notify"
  | "chghost"
  | "draft/channel-rename"
  | "draft/account-registration"
  | "draft/chathistory"
  | "draft/event-playback"
  | "draft/extended-isupport"
  | "draft/message-redaction"
  | "draft/metadata-2"
  | "draft/multiline"
  | "draft/pre-away"
  | "draft/read-marker"
  | "echo-message"
  | "extended-join"
  | "extended-monitor"
  | "invite-notify"
  | "labeled-response"
  | "message-tags"
  | "multi-prefix"
  | "no-implicit-names"
  | "sasl"
  | "server-time"
  | "setname"
  | "soju.im/search"
  | "standard-replies"
  | "userhost-in-names";

/** What the server needs to know of a capability. */
export interface CapabilitySpec {
  /** Its own bit where it changes how a relayed line looks, else 0. The bits make a session's shape. */
  readonly shapeBit: number;
  /** Its own bit where a kind of line is sent only to who has it, else 0. */
  readonly receiveBit: number;
  /** What CAP LS 302 tells after the name: https://ircv3.net/specs/extensions/capability-negotiation#cap-ls-version */
  readonly value?: string;
  /** For docs/protocol.md. */
  readonly specification: string;
}

/** Bit of a shape that says: client-only tags and msgid are written. */
export const messageTagsBit = 1;
/** Bit of a shape that says: the time is written. */
export const serverTimeBit = 2;
/** Bit of a shape that says: JOIN tells account and real name. */
export const extendedJoinBit = 8;
/** Bit of a shape that says: the account of who did it is written. */
export const accountTagBit = 16;

/** Bit of a shape that says: messages of several lines are batches. */
export const multilineBit = 32;

/** Bit of who receives AWAY of others. */
export const awayNotifyReceive = 1;
/** Bit of who receives SETNAME. */
export const setnameReceive = 2;
/** Bit of who receives INVITE of others. */
export const inviteNotifyReceive = 4;
/** Bit of who receives TAGMSG. */
export const messageTagsReceive = 8;
/** Bit of who receives REDACT. */
export const redactReceive = 16;
/** Bit of who receives MARKREAD. */
export const readMarkerReceive = 32;
/** Bit of who receives ACCOUNT. */
export const accountNotifyReceive = 64;

/** Bit of who receives CHGHOST. */
export const chghostReceive = 1024;

const base = "https://ircv3.net/specs/extensions/";

function spec(page: string, shapeBit = 0, receiveBit = 0): CapabilitySpec {
  return { shapeBit, receiveBit, specification: base + page };
}

/** All capabilities, in the order of the alphabet. */
export const capabilities: Readonly<Record<Capability, CapabilitySpec>> = {
  "account-notify": spec("account-notify", 0, accountNotifyReceive),
  "account-tag": spec("account-tag", accountTagBit),
  "away-notify": spec("away-notify", 0, awayNotifyReceive),
  "batch": spec("batch"),
  "cap-notify": spec("capability-negotiation#cap-notify"),
  "chghost": spec("chghost", 0, chghostReceive),
  "draft/account-registration": {
    ...spec("account-registration"),
    value: "before-connect,custom-account-name",
  },
  "draft/channel-rename": spec("channel-rename"),
  "draft/chathistory": spec("chathistory"),
  "draft/event-playback": spec("chathistory#event-playback"),
  "draft/extended-isupport": spec("extended-isupport"),
  "draft/message-redaction": spec("message-redaction", 0, redactReceive),
  "draft/metadata-2": {
    ...spec("metadata"),
    value: [
      `max-subs=${maxMetadataSubs}`,
      `max-keys=${maxMetadataKeys}`,
      `max-value-bytes=${maxMetadataValueBytes}`,
    ].join(","),
  },
  "draft/multiline": {
    ...spec("multiline", multilineBit),
    value: `max-bytes=${maxMultilineBytes},max-lines=${maxMultilineLines}`,
  },
  "draft/pre-away": spec("pre-away"),
  "draft/read-marker": spec("read-marker", 0, readMarkerReceive),
  "echo-message": spec("echo-message"),
  "extended-join": spec("extended-join", extendedJoinBit),
  "extended-monitor": spec("extended-monitor"),
  "invite-notify": spec("invite-notify", 0, inviteNotifyReceive),
  "labeled-response": spec("labeled-response"),
  "message-tags": spec("message-tags", messageTagsBit, messageTagsReceive),
  "multi-prefix": spec("multi-prefix"),
  "no-implicit-names": spec("no-implicit-names"),
  "sasl": { ...spec("sasl-3.2"), value: saslMechanisms.join(",") },
  "server-time": spec("server-time", serverTimeBit),
  "setname": spec("setname", 0, setnameReceive),
  "soju.im/search": {
    shapeBit: 0,
    receiveBit: 0,
    specification: "https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md",
  },
  "standard-replies": spec("standard-replies"),
  "userhost-in-names": spec("userhost-in-names"),
};

/** Tells a capability's name from any other word. */
export function isCapability(name: string): name is Capability {
  return Object.hasOwn(capabilities, name);
}

/**
 * All capability names, in the order of CAP LS: drafts last, since clients that know no list of several lines are told
 * what fits into one.
 */
export const capabilityNames: readonly Capability[] = Object.keys(capabilities)
  .filter(isCapability)
  .sort((one, other) => Number(isDraft(one)) - Number(isDraft(other)));

function isDraft(name: string): boolean {
  return name.startsWith("draft/");
}
