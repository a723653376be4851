/** One connection's state of protocol, without its socket. */

import { capabilities, type Capability, multilineBit } from "../../wire/capabilities.ts";
import type { SaslMechanism } from "../../wire/sasl_mechanisms.ts";
import type { Credential, ScramExchange } from "./account.ts";
import type { OpenBatch } from "./open_batch.ts";
import type { User } from "./user.ts";

/** Where bytes for a session go. None of these blocks, throws or calls back into the world. */
export interface Outlet {
  /** Queues relayed bytes; they are shared with others and never written into. */
  push(bytes: Uint8Array): void;
  /** Queues an answer: one piece, or lines of unknown number, which are pulled only as fast as the client takes them. */
  pull(answer: Uint8Array | Iterator<Uint8Array>): void;
  /** Keeps a place in the queue: what comes later waits behind it until it is filled. */
  leaveGap(): OutletGap;
  /** Queues a last line and closes when it is out. `reason` goes to the log. */
  end(last: Uint8Array, reason: string): void;
}

/** A place in the queue of an outlet. */
export interface OutletGap {
  /** Fills it, once; `rest` follows as an answer of unknown length. */
  fill(bytes: Uint8Array, rest?: Iterator<Uint8Array>): void;
}

/** What has been said of a connection before it is a user's session. */
export interface Registration {
  /** Nick asked for, valid and free when it was asked. */
  nick: string | undefined;
  /** User name as shown, with its `~`. */
  username: string | undefined;
  /** Real name from USER. */
  realname: string;
  /** The last password given. */
  password: string | undefined;
  /** How many wrong passwords a plain client has given. */
  wrongPasswords: number;
  /** The account that it has logged in to, as it is spelt. */
  account: string | undefined;
  /** See `Account.credentialKey`: by which password it has. */
  credentialKey: number;
  /** Why its user is away from the start: https://ircv3.net/specs/extensions/pre-away */
  away: string | undefined;
  /** CAP LS or REQ came and CAP END did not: https://ircv3.net/specs/extensions/capability-negotiation */
  isNegotiating: boolean;
}

/** A login that is on its way: https://ircv3.net/specs/extensions/sasl-3.1 */
export interface Sasl {
  /** How. */
  readonly mechanism: SaslMechanism;
  /** What has come of the client's next message, in base64. */
  readonly chunks: string;
  /** What the client is to answer, where it has been asked. */
  readonly exchange: ScramExchange | undefined;
  /** What proves it right: the account may be dropped, and its name be another's, before the last message. */
  readonly credential: Credential | undefined;
}

/** What a session speaks once its first line has decided. */
export type SessionDialect = "open" | "irc" | "plain";

/** Names a connection on all servers of one chat: `World.refOf` gives it, `leaseOf` tells whose it is. */
export type SessionRef = string;

/** One connection. Handlers may change their own session; shared state changes in `apply` alone. */
export interface Session {
  /** Unique in this process. */
  readonly id: number;
  /** Its name on all servers, once it has been given one: see `World.refOf`. */
  ref: SessionRef | undefined;
  /** Where its bytes go. */
  readonly outlet: Outlet;
  /** The peer's IP address. */
  readonly address: string;
  /** The peer's port. */
  readonly port: number;
  /** What others see in place of the address. */
  readonly host: string;
  /** When it was accepted, in milliseconds of the server's clock. */
  readonly openedAtMs: number;
  /** It came by TLS. */
  readonly isSecure: boolean;
  /** Nobody on the way can read what it sends: it came by TLS, or from this machine. */
  readonly isPrivate: boolean;
  /** SHA-256 of the certificate that it has shown the key of, in lower-case hex; undefined where it has shown none. */
  readonly fingerprint: string | undefined;
  /** The bit of its shape that says how its transport sets lines apart: see `textFrameBit`; 0 where they are a stream. */
  readonly frameBit: number;
  /** When its registration began: with the connection, or when it spoke IRC after having been let in unasked. */
  registeringSinceMs: number;
  /** Registration so far; empty again when it has ended. */
  registration: Registration;
  /** Capabilities it has asked for and got. */
  readonly capabilities: Set<Capability>;
  /** What it speaks. */
  dialect: SessionDialect;
  /** Highest version given with CAP LS; 301 until then. */
  capVersion: number;
  /** Small integer of what decides how a relayed line looks; set by `reshape` only. */
  shape: number;
  /** A question without a line end was written to it: an IRC client needs a line end before its first line. */
  wasAsked: boolean;
  /** Bits of the lines that it has asked for besides; set by `reshape` only. See `Relay.needs`. */
  receives: number;
  /** Label of the command that is being answered: https://ircv3.net/specs/extensions/labeled-response */
  label: string | undefined;
  /** It has given an operator's name and password. */
  isOperator: boolean;
  /** It sees what it says itself. */
  seesOwn: boolean;
  /** Its login that is on its way, if any. */
  sasl: Sasl | undefined;
  /** Its user, from the end of registration on. */
  user: User | undefined;
  /** Facts it has emitted that are not applied yet; its next line waits until there are none. */
  pendingFacts: number;
  /** How many of them are what it has said: its next line waits for the others only. */
  pendingSaid: number;
  /** What a plain client has said before its user was there; it is said when that has come. */
  heldLine: string | undefined;
  /** A message of several lines that it has begun to send. */
  openBatch: OpenBatch | undefined;
  /** Keys of metadata that it wants to be told of. Replaced, never changed in place: most sessions share the empty one. */
  metadataKeys: ReadonlySet<string>;
  /** It is being closed: nothing more is read from it or handled. */
  isClosing: boolean;
}

/** Bit of a shape that says: readable lines, no IRC. */
export const plainBit = 4;

/** Bits of a shape that say: each line is a frame of WebSocket, of text or of bytes. A session has one of them or none. */
export const textFrameBit = 64;
/** See `textFrameBit`. */
export const binaryFrameBit = 128;

/** All shapes are below this number. */
export const shapeCount = 192;

/** What a new session needs to be told. */
export interface SessionStart {
  /** See `Session.id`. */
  readonly id: number;
  /** See `Session.outlet`. */
  readonly outlet: Outlet;
  /** See `Session.address`. */
  readonly address: string;
  /** See `Session.port`. */
  readonly port: number;
  /** See `Session.host`. */
  readonly host: string;
  /** See `Session.openedAtMs`. */
  readonly openedAtMs: number;
  /** See `Session.isSecure`; not if left out. */
  readonly isSecure?: boolean;
  /** See `Session.isPrivate`; not if left out. */
  readonly isPrivate?: boolean;
  /** See `Session.fingerprint`; none if left out. */
  readonly fingerprint?: string | undefined;
  /** See `Session.frameBit`; 0 if left out. */
  readonly frameBit?: number;
}

const noKeys: ReadonlySet<string> = new Set();

/** Makes the state of a connection that has said nothing yet. */
export function createSession(start: SessionStart): Session {
  const { frameBit = 0 } = start;
  // Named one by one, since spreading them takes longer than all else here.
  return {
    id: start.id,
    outlet: start.outlet,
    address: start.address,
    port: start.port,
    host: start.host,
    openedAtMs: start.openedAtMs,
    isSecure: start.isSecure ?? false,
    isPrivate: start.isPrivate ?? false,
    fingerprint: start.fingerprint,
    ref: undefined,
    frameBit,
    registeringSinceMs: start.openedAtMs,
    registration: createRegistration(),
    capabilities: new Set(),
    dialect: "open",
    capVersion: 301,
    shape: frameBit,
    wasAsked: false,
    receives: 0,
    label: undefined,
    isOperator: false,
    seesOwn: false,
    sasl: undefined,
    user: undefined,
    pendingFacts: 0,
    pendingSaid: 0,
    heldLine: undefined,
    openBatch: undefined,
    metadataKeys: noKeys,
    isClosing: false,
  };
}

/** Makes a registration of which nothing is known. */
export function createRegistration(): Registration {
  return {
    nick: undefined,
    username: undefined,
    realname: "",
    password: undefined,
    wrongPasswords: 0,
    account: undefined,
    credentialKey: 0,
    away: undefined,
    isNegotiating: false,
  };
}

/** Brings `shape` and `seesOwn` in line with the dialect and the capabilities; call after either changed. */
export function reshape(session: Session): void {
  if (session.dialect === "plain") {
    session.shape = session.frameBit | plainBit;
    return;
  }
  session.shape = session.frameBit;
  session.receives = 0;
  for (const name of session.capabilities) {
    session.shape |= capabilities[name].shapeBit;
    session.receives |= capabilities[name].receiveBit;
  }
  // https://ircv3.net/specs/extensions/multiline#dependencies
  if (!session.capabilities.has("batch")) session.shape &= ~multilineBit;
  session.seesOwn = session.capabilities.has("echo-message");
}
