/** What can be done on the connection that stands, for whoever offers it to a person. */

import type { WantedCapability } from "./capability_wishes.ts";
import type { Ways } from "./sender.ts";
import type { ServerSupport } from "./server_support.ts";
import { roomFor } from "./speaking.ts";

/** Abilities and limits; without a connection those of one that can do nothing. */
export interface Support {
  /** We are let in: what is asked for is sent. */
  readonly isConnected: boolean;
  /** What the network calls itself; undefined where it does not say. */
  readonly networkName: string | undefined;
  /** Older messages can be asked for. */
  readonly hasHistory: boolean;
  /** What was said can be searched. */
  readonly hasSearch: boolean;
  /** Several lines can be said as one message. */
  readonly hasMultiline: boolean;
  /** A message can name the one that it answers. */
  readonly hasReply: boolean;
  /** Reactions are passed on. */
  readonly hasReact: boolean;
  /** Messages can be taken back. */
  readonly hasRedact: boolean;
  /** Others can be shown that we type. */
  readonly hasTyping: boolean;
  /** How far we have read is kept for all our clients. */
  readonly hasReadMarker: boolean;
  /** An account can be made by REGISTER. */
  readonly hasAccountRegistration: boolean;
  /** What we say comes back to us: until then it is on its way. */
  readonly hasEcho: boolean;
  /** Whose account it is, where it is known, is told. */
  readonly hasAccounts: boolean;
  /** Most bytes of text that go out as one line, together with the name of who it is to; what is longer is cut. */
  readonly maxLineBytes: number;
  /** Longest nick, in characters; undefined where the server does not say. */
  readonly maxNickLength: number | undefined;
  /** Longest topic, in bytes; undefined where the server does not say. */
  readonly maxTopicBytes: number | undefined;
  /** Signs of ranks, the highest first, as in `@+`. */
  readonly prefixes: string;
  /** The modes that give these ranks, in the same order, as in `ov`. */
  readonly prefixModes: string;
  /** What names of channels begin with. */
  readonly channelTypes: string;
}

/** What is known of the connection that stands. */
export interface Known {
  /** We are let in. */
  readonly isConnected: boolean;
  /** What the server tells of itself. */
  readonly told: ServerSupport;
  /** Capabilities in force. */
  readonly enabled: ReadonlySet<WantedCapability>;
  /** What they do for our messages. */
  readonly ways: Ways;
  /** What names of channels begin with. */
  readonly channelTypes: string;
  /** How others see us. */
  readonly mask: string | undefined;
}

/** Puts together what can be done. */
export function supportOf(known: Known): Support {
  const { isConnected, told, enabled, ways, channelTypes, mask } = known;
  const allows = (tag: string) => ways.hasTags && told.allows(tag);
  return {
    isConnected,
    networkName: told.networkName,
    hasHistory: ways.hasHistory,
    hasSearch: enabled.has("soju.im/search") && enabled.has("batch"),
    hasMultiline: ways.multiline !== undefined,
    hasReply: allows("draft/reply"),
    hasReact: allows("draft/react") && allows("draft/reply"),
    hasRedact: enabled.has("draft/message-redaction"),
    hasTyping: allows("typing"),
    hasReadMarker: enabled.has("draft/read-marker"),
    hasAccountRegistration: enabled.has("draft/account-registration"),
    hasEcho: ways.hasEcho,
    hasAccounts: enabled.has("account-tag") || enabled.has("extended-join"),
    maxLineBytes: roomFor({ to: "", manner: "message" }, mask),
    maxNickLength: told.limit("NICKLEN"),
    maxTopicBytes: told.limit("TOPICLEN"),
    prefixes: told.prefixes,
    prefixModes: told.prefixModes,
    channelTypes,
  };
}
