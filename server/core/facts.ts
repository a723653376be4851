/**
 * What can happen that others see. Plain data: facts can be stored and sent.
 *
 * JSON takes all of it but `Said.tags`, which is a Map. A property that is undefined is left out by JSON, and read back as
 * the same: `user`, `owner`, `Ban.untilMs`.
 */

import type { MoreLine } from "../../wire/multiline.ts";
import type { Tags } from "../../wire/tags.ts";
import type { Credential } from "./account.ts";
import type { Ban, BanKind, BanTarget } from "./ban.ts";
import type { FlagLetter, ListLetter, RankLetter } from "./modes.ts";
import type { Session, SessionRef } from "./session.ts";
import type { Pace } from "./slow_mode.ts";
import type { Identity, UserId } from "./user.ts";

/** Where something said goes. */
export type Target =
  /** With `sign`, only those of that rank or above. https://modern.ircdocs.horse/#statusmsg-parameter */
  | { readonly kind: "channel"; readonly name: string; readonly sign?: string }
  /** `nick` is what the sender called it. */
  | { readonly kind: "user"; readonly id: UserId; readonly nick: string }
  /** Who is not here now; it is kept for when it comes. */
  | { readonly kind: "account"; readonly name: string };

/** Commands that carry what people say. */
export type SayCommand = "PRIVMSG" | "NOTICE" | "TAGMSG";

/** Someone said something. `tags` are client-only ones; a TAGMSG has text "". */
export interface Said {
  /** Tells it from other facts. */
  readonly kind: "said";
  /** Who. */
  readonly user: UserId;
  /** How. */
  readonly command: SayCommand;
  /** To whom. */
  readonly target: Target;
  /** What. */
  readonly text: string;
  /** Client-only tags that go with it. */
  readonly tags: Tags;
  /** Its lines after the first one, which is `text`. */
  readonly more?: readonly MoreLine[];
}

/** One mode of a channel that was changed. */
export type ModeChange =
  | {
    readonly kind: "flag";
    readonly letter: FlagLetter;
    readonly isSet: boolean;
  }
  | {
    readonly kind: "rank";
    readonly letter: RankLetter;
    readonly isSet: boolean;
    readonly user: UserId;
  }
  | {
    readonly kind: "list";
    readonly letter: ListLetter;
    readonly isSet: boolean;
    readonly mask: string;
  }
  | { readonly kind: "key"; readonly isSet: boolean; readonly key: string }
  | { readonly kind: "limit"; readonly isSet: boolean; readonly limit: number }
  /** Slow mode. */
  | { readonly kind: "slow"; readonly isSet: true; readonly pace: Pace }
  | { readonly kind: "slow"; readonly isSet: false };

/** A key of metadata with what it is to be; a value of "" is: not set. */
export interface MetadataChange {
  /** As `readMetadataKey` gives it. */
  readonly key: string;
  /** Any text. */
  readonly value: string;
}

/** Modes of a user that are on or off. */
export type UserModeLetter = "i" | "w" | "B" | "R";

/** How somebody came to an account, and so how it is answered. */
export type LoginWay = "sasl" | "pass" | "register" | "service" | "plain";

/** One thing that happened. */
export type Fact =
  | Said
  /** `credentialKey`, here and elsewhere: by which password of the account, see `Account`. By another one it is void. */
  | {
    readonly kind: "arrived";
    readonly identity: Identity;
    readonly session: SessionRef;
    readonly credentialKey?: number;
  }
  /** One more connection of somebody's, who has logged in to the account that the user is logged in to. */
  | {
    readonly kind: "attached";
    readonly user: UserId;
    readonly account: string;
    readonly credentialKey: number;
    readonly session: SessionRef;
    /** Why that one is away from the start, if it is. */
    readonly away?: string;
  }
  /** Key, limit and invitation were looked at when it was decided; only a ban that came between makes it void. */
  | { readonly kind: "joined"; readonly user: UserId; readonly channel: string }
  | {
    readonly kind: "left";
    readonly user: UserId;
    readonly channel: string;
    readonly reason: string;
  }
  | {
    readonly kind: "kicked";
    readonly user: UserId;
    readonly channel: string;
    readonly victim: UserId;
    readonly reason: string;
  }
  | {
    readonly kind: "channelRenamed";
    readonly user: UserId;
    readonly channel: string;
    readonly name: string;
    readonly reason: string;
  }
  | {
    readonly kind: "invited";
    readonly user: UserId;
    readonly channel: string;
    readonly guest: UserId;
  }
  /** That connection is gone, and with the last one its user. */
  | {
    readonly kind: "quit";
    readonly user: UserId;
    readonly session: SessionRef;
    readonly reason: string;
  }
  /** All connections of a user are ended, wherever they are. `kill`: by KILL, whose source and text it is told. */
  | {
    readonly kind: "expelled";
    readonly user: UserId;
    readonly reason: string;
    readonly kill?: { readonly source: string; readonly text: string };
  }
  | { readonly kind: "renamed"; readonly user: UserId; readonly nick: string }
  /** Without a user: by the server itself, which may always do it. */
  | {
    readonly kind: "topicSet";
    readonly user: UserId | undefined;
    readonly channel: string;
    readonly text: string;
  }
  /** Without a user: by the server itself, which may always do it. */
  | {
    readonly kind: "modesSet";
    readonly user: UserId | undefined;
    readonly channel: string;
    readonly changes: readonly ModeChange[];
  }
  | {
    readonly kind: "userModesSet";
    readonly user: UserId;
    readonly on: readonly UserModeLetter[];
    readonly off: readonly UserModeLetter[];
  }
  /** A connection is a server operator's, or no longer is. What that lets it do, its own server decides. */
  | {
    readonly kind: "operatorSet";
    readonly user: UserId;
    readonly session: SessionRef;
    readonly isOperator: boolean;
  }
  /** A text of "" is: back again. */
  | {
    readonly kind: "awaySet";
    readonly user: UserId;
    readonly session: SessionRef;
    readonly text: string;
  }
  /** Without a channel: of the user itself. `isAll`: everything was removed. */
  | {
    readonly kind: "metadataSet";
    readonly user: UserId;
    readonly channel?: string;
    readonly changes: readonly MetadataChange[];
    readonly isAll: boolean;
  }
  /** The message of `key` was taken back. */
  | {
    readonly kind: "redacted";
    readonly user: UserId;
    readonly target: Target;
    readonly key: number;
    readonly reason: string;
  }
  /** Someone has read all up to a time. */
  | {
    readonly kind: "marked";
    readonly user: UserId;
    readonly target: string;
    readonly upToMs: number;
  }
  /** A server operator has decided under which host someone is shown; `user` is whom it is about. */
  | { readonly kind: "hostSet"; readonly user: UserId; readonly host: string }
  /** Without a user: by a connection that is no user's yet. Whoever makes one is logged in to it. */
  | {
    readonly kind: "accountMade";
    readonly user: UserId | undefined;
    readonly account: string;
    readonly credential: Credential;
    readonly way: LoginWay;
  }
  /** Without a user: by the operator. `credentialKey` is that of the one before. */
  | {
    readonly kind: "credentialSet";
    readonly user: UserId | undefined;
    readonly account: string;
    readonly credentialKey?: number;
    readonly credential: Credential;
  }
  /** A certificate lets into its user's account from now on, or no longer does. */
  | {
    readonly kind: "certificateSet";
    readonly user: UserId;
    readonly account: string;
    readonly fingerprint: string;
    readonly isListed: boolean;
  }
  /** Without a user: by the operator. */
  | {
    readonly kind: "accountDropped";
    readonly user: UserId | undefined;
    readonly account: string;
    readonly credentialKey?: number;
  }
  | {
    readonly kind: "loggedIn";
    readonly user: UserId;
    readonly account: string;
    readonly credentialKey: number;
    readonly way: LoginWay;
  }
  /** Without an owner: it is given up. */
  | {
    readonly kind: "channelOwned";
    readonly user: UserId;
    readonly channel: string;
    readonly owner: string | undefined;
  }
  | { readonly kind: "loggedOut"; readonly user: UserId }
  | { readonly kind: "realnameSet"; readonly user: UserId; readonly realname: string }
  /** A server operator speaks to who listens for it. */
  | { readonly kind: "walloped"; readonly user: UserId; readonly text: string }
  /** A ban or a mute, by an operator. */
  | { readonly kind: "banned"; readonly ban: Ban }
  /** The ban or the mute of just that target is lifted. */
  | ({ readonly kind: "unbanned"; readonly banKind: BanKind } & BanTarget)
  /** The operator speaks to everyone. */
  | { readonly kind: "announced"; readonly text: string }
  /** A server is one of those that are one chat, from now on. An earlier lease of the same name has lapsed. */
  | {
    readonly kind: "nodeCame";
    readonly node: string;
    readonly lease: string;
    /** What it understands: see `World.nodes`. */
    readonly version: number;
  }
  /** A server is lost with all its connections, unless its lease is another one by now. */
  | { readonly kind: "nodeLapsed"; readonly node: string; readonly lease: string };

/** The facts of one kind. */
export type FactOf<Kind extends Fact["kind"]> = Extract<Fact, { kind: Kind }>;

/** Where a fact came from. Local: it is never stored or sent. */
export interface Origin {
  /** The session whose command emitted it. */
  readonly session: Session;
  /** See `Session.pendingSaid`. */
  readonly isSaid: boolean;
}

/** A fact with its place in the order. */
export interface PlacedFact {
  /** The place, given by the bus; greater than all before. */
  readonly key: number;
  /** Its time in milliseconds, never less than that of a fact before it. */
  readonly timeMs: number;
  /** What happened. */
  readonly fact: Fact;
  /** Set on the server whose client caused it. */
  readonly origin: Origin | undefined;
}
