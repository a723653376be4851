/** What docs/protocol.md says of things whose tables hold no sentence, and where each is specified. */

import type { UserModeLetter } from "../server/core/facts.ts";
import type { FlagLetter, ListLetter, RankLetter } from "../server/core/modes.ts";
import type { Capability } from "../wire/capabilities.ts";

const modern = "https://modern.ircdocs.horse/#";
const ircv3 = "https://ircv3.net/specs/extensions/";
const rfc2812 = "https://datatracker.ietf.org/doc/html/rfc2812#section-";

/** Something of the protocol in one sentence. */
export interface Word {
  /** What it is or does. */
  readonly text: string;
  /** Its specification; undefined where there is none. */
  readonly link: string | undefined;
}

/** Commands whose specification is not the section of their name in the document on modern IRC. */
const otherCommands: ReadonlyMap<string, string | undefined> = new Map([
  ["BATCH", `${ircv3}multiline`],
  ["AUTHENTICATE", `${ircv3}sasl-3.2`],
  ["CHANSERV", undefined],
  ["CS", undefined],
  ["NICKSERV", undefined],
  ["NS", undefined],
  ["CHATHISTORY", `${ircv3}chathistory`],
  ["CHGHOST", `${ircv3}chghost`],
  ["DLINE", undefined],
  ["HISTORY", undefined],
  ["LOCKDOWN", undefined],
  ["MARKREAD", `${ircv3}read-marker`],
  ["RENAME", `${ircv3}channel-rename`],
  ["METADATA", `${ircv3}metadata`],
  ["ISUPPORT", `${ircv3}extended-isupport`],
  ["REGISTER", `${ircv3}account-registration`],
  ["VERIFY", `${ircv3}account-registration`],
  ["REDACT", `${ircv3}message-redaction`],
  ["SEARCH", "https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md"],
  ["HELPOP", `${modern}help-message`],
  ["UNDLINE", undefined],
  ["KLINE", undefined],
  ["UNKLINE", undefined],
  ["SHUN", undefined],
  ["UNSHUN", undefined],
  ["ISON", `${rfc2812}4.9`],
  ["MONITOR", `${ircv3}monitor`],
  ["SETNAME", `${ircv3}setname`],
  ["TAGMSG", `${ircv3}message-tags#the-tagmsg-tag-only-message`],
]);

/** Gives a command's specification. */
export function commandLink(name: string): string | undefined {
  return otherCommands.has(name)
    ? otherCommands.get(name)
    : `${modern}${name.toLowerCase()}-message`;
}

/** What each capability changes for who has asked for it. */
export const capabilityTexts: Readonly<Record<Capability, string>> = {
  "account-notify": "ACCOUNT tells when people in your channels log in and out",
  "account-tag": "relayed messages carry `account`, where who did it is logged in",
  "away-notify": "AWAY tells when people in your channels go away and come back",
  "batch": "lines that belong together come in a BATCH; here: answers to labelled commands",
  "cap-notify": "CAP NEW and CAP DEL tell of capabilities that come and go; on with CAP LS 302",
  "chghost": "CHGHOST tells of another shown host; without it one sees QUIT, JOIN and MODE",
  "draft/channel-rename":
    "RENAME tells of a channel's other name; without it one sees PART and JOIN",
  "draft/account-registration": "REGISTER makes an account",
  "draft/chathistory": "CHATHISTORY reads back what was said, in batches",
  "draft/event-playback":
    "CHATHISTORY gives joins, parts, modes, topics and reactions too, not only messages",
  "draft/extended-isupport":
    "ISUPPORT may be asked for before registration ends, and comes in a batch",
  "draft/message-redaction": "REDACT takes messages back, and tells when others do",
  "draft/metadata-2":
    "METADATA describes people and channels by keys, and tells of those that you chose; what is said of a person is kept with its account, and goes with the connection of who has none; keys of a person that begin with `private/` are told nobody else",
  "draft/multiline":
    "a message may have several lines and is sent and received as a BATCH of them; needs `batch`",
  "draft/pre-away": "AWAY may be said before registration ends",
  "draft/read-marker": "MARKREAD tells your other clients how far you have read",
  "echo-message": "you receive what you say yourself, with its msgid and time",
  "extended-join": "JOIN tells account (`*`: none) and real name",
  "extended-monitor":
    "AWAY and SETNAME of those whom you MONITOR reach you without a shared channel",
  "invite-notify": "INVITE tells when others are invited to your channels",
  "labeled-response":
    "the answers to a command with a `label` tag carry it, or come in a batch that does",
  "message-tags": "tags, TAGMSG, and `msgid` on relayed messages",
  "multi-prefix": "NAMES and WHO show all ranks of a member, not only the highest",
  "no-implicit-names": "JOIN is not followed by the list of names",
  "sasl": "AUTHENTICATE logs in to an account",
  "server-time": "relayed messages carry `time`, in UTC with milliseconds",
  "setname": "SETNAME changes your real name, and tells when others change theirs",
  "soju.im/search": "SEARCH finds messages by their words",
  "standard-replies":
    "FAIL, WARN and NOTE may come; they come without it where no numeric fits, too",
  "userhost-in-names": "NAMES shows nick!user@host",
};

/** Modes with a parameter that are neither lists nor ranks. */
export const valueModes: Readonly<Record<"k" | "l" | "f", Word>> = {
  k: { text: "lets in only who gives this key", link: `${modern}key-channel-mode` },
  l: { text: "lets in no more members than this", link: `${modern}client-limit-channel-mode` },
  f: {
    text:
      "slow mode: so many messages in so many seconds of everyone without a rank, as `2:30`; what is more is refused",
    link: undefined,
  },
};

/** Where modes of channels are specified. */
export const channelModeLinks: Readonly<Record<ListLetter | FlagLetter, string | undefined>> = {
  g: undefined,
  b: `${modern}ban-channel-mode`,
  e: `${modern}exception-channel-mode`,
  I: `${modern}invite-exception-channel-mode`,
  C: undefined,
  E: undefined,
  H: undefined,
  R: undefined,
  i: `${modern}invite-only-channel-mode`,
  m: `${modern}moderated-channel-mode`,
  n: `${modern}no-external-messages-mode`,
  s: `${modern}secret-channel-mode`,
  t: `${modern}protected-topic-mode`,
  u: undefined,
};

/** What members of a rank may do. */
export const rankWords: Readonly<Record<RankLetter, Word>> = {
  o: { text: "operator: may do all that modes forbid others", link: `${modern}operator-prefix` },
  h: {
    text: "half-operator: sets modes and topic, gives voice, kicks who is no operator",
    link: `${modern}halfop-prefix`,
  },
  v: { text: "voice: speaks under m, and although banned", link: `${modern}voice-prefix` },
};

/** What a user's modes do. */
export const userModeWords: Readonly<Record<UserModeLetter | "o", Word>> = {
  R: {
    text: "gets private messages only from people who are logged in to an account",
    link: undefined,
  },
  B: { text: "is a bot: WHO and WHOIS say so", link: `${ircv3}bot-mode` },
  i: {
    text: "is not shown to people who share no channel",
    link: `${modern}invisible-user-mode`,
  },
  o: {
    text: "is an operator of the server; OPER gives it, MODE can only take it",
    link: `${modern}oper-user-mode`,
  },
  w: { text: "receives WALLOPS", link: `${modern}wallops-user-mode` },
};

function parameter(name: string, text: string): readonly [string, Word] {
  return [name, { text, link: `${modern}${name.toLowerCase()}-parameter` }];
}

function extension(name: string, text: string, page: string): readonly [string, Word] {
  return [name, { text, link: ircv3 + page }];
}

/** Tokens of ISUPPORT by their names. */
export const isupportWords: ReadonlyMap<string, Word> = new Map([
  extension("ACCOUNTEXTBAN", "the letter of EXTBAN for accounts", "account-extban"),
  parameter("AWAYLEN", "longest text of AWAY, in bytes; more is cut"),
  extension("BOT", "the user mode of bots", "bot-mode"),
  parameter("CASEMAPPING", "names that differ in A to Z against a to z only are one"),
  parameter("CHANLIMIT", "most channels that one is in at a time"),
  parameter(
    "CHANMODES",
    "modes: lists; a parameter always; a parameter when set; no parameter",
  ),
  parameter("CHANNELLEN", "longest name of a channel, in bytes with its #"),
  parameter("CHANTYPES", "what names of channels start with"),
  extension("CHATHISTORY", "most messages of one answer to CHATHISTORY", "chathistory"),
  parameter("ELIST", "conditions of LIST: by creation, mask, not mask, topic time, members"),
  parameter("EXCEPTS", "the mode of exceptions from bans"),
  parameter(
    "EXTBAN",
    "masks: `m:nick!user@host` silences instead of keeping out, `a:account` is of who is logged in",
  ),
  parameter("HOSTLEN", "longest shown host"),
  parameter("INVEX", "the mode of exceptions from i"),
  ["KEYLEN", {
    text: "longest key of a channel",
    link: "https://defs.ircdocs.horse/defs/isupport#keylen",
  }],
  parameter("KICKLEN", "longest reason of KICK, in bytes; more is cut"),
  parameter("MAXLIST", "most masks in these lists together"),
  parameter("MODES", "most changes in one MODE; those after them are ignored"),
  extension("MONITOR", "most nicks that one session may monitor", "monitor"),
  extension("MSGREFTYPES", "what CHATHISTORY takes as a place", "chathistory"),
  extension("NAMELEN", "longest real name, in bytes", "setname"),
  parameter("NETWORK", "the network's name"),
  parameter("NICKLEN", "longest nick, in characters"),
  parameter("PREFIX", "ranks from the highest, and their signs"),
  parameter("SAFELIST", "LIST never overflows: it is sent as fast as it is read"),
  parameter("STATUSMSG", "signs that, in front of a channel, address that rank and above"),
  parameter("TARGMAX", "most targets in one command; nothing after the colon: no limit"),
  parameter("TOPICLEN", "longest topic, in bytes; more is cut"),
  parameter("USERLEN", "longest user name, with its ~; more is cut"),
  extension("UTF8ONLY", "lines are UTF-8; others are refused", "utf8-only"),
  extension("WHOX", "WHO takes fields", "whox"),
]);
