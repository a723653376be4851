/** The capabilities that we make use of: https://ircv3.net/registry */

import type { MultilineLimits } from "./multiline_parts.ts";

/** A capability that we make use of. */
export type WantedCapability = BaseCapability | FaceCapability;

/** What it takes to say and to read, whatever shows it. */
export type BaseCapability =
  | "batch"
  | "draft/account-registration"
  | "draft/chathistory"
  | "draft/metadata-2"
  | "echo-message"
  | "message-tags"
  | "multi-prefix"
  | "sasl"
  | "server-time"
  | "standard-replies";

/** What only somebody who looks at it has use for. */
export type FaceCapability =
  | "account-notify"
  | "account-tag"
  | "away-notify"
  | "chghost"
  | "draft/channel-rename"
  | "draft/event-playback"
  | "draft/message-redaction"
  | "draft/multiline"
  | "draft/read-marker"
  | "extended-join"
  | "extended-monitor"
  | "invite-notify"
  | "setname"
  | "soju.im/search"
  | "userhost-in-names";

const base: readonly BaseCapability[] = [
  "message-tags",
  "server-time",
  "echo-message",
  "multi-prefix",
  "batch",
  "standard-replies",
  "draft/chathistory",
  "draft/metadata-2",
  "draft/account-registration",
  "sasl",
];

const forFaces: readonly FaceCapability[] = [
  "account-notify",
  "account-tag",
  "away-notify",
  "chghost",
  "extended-join",
  "extended-monitor",
  "invite-notify",
  "setname",
  "userhost-in-names",
  "draft/channel-rename",
  "draft/event-playback",
  "draft/message-redaction",
  "draft/multiline",
  "draft/read-marker",
  "soju.im/search",
];

// The answer has them all again, behind a server's name and a nick, in a line of 512 bytes.
const maxRequestLength = 300;
const usualMaxLines = 100;
const maxBytesAtAll = 64 * 1024;
const maxLinesAtAll = 1000;

/** Tells a capability that we make use of. `isFace`: somebody looks at it. */
export function isWantedCapability(name: string, isFace: boolean): name is WantedCapability {
  return base.some((one) => one === name) || (isFace && forFaces.some((one) => one === name));
}

/** Puts names into as few requests as hold them. */
export function requestsOf(names: Iterable<WantedCapability>): readonly string[] {
  const requests: string[] = [];
  for (const name of names) {
    const last = requests.at(-1);
    if (last === undefined || last.length + name.length >= maxRequestLength) requests.push(name);
    else requests[requests.length - 1] = `${last} ${name}`;
  }
  return requests;
}

/** Reads `max-bytes=4096,max-lines=100`: https://ircv3.net/specs/extensions/multiline#capabilities */
export function parseMultilineLimits(value: string): MultilineLimits | undefined {
  const told = new Map(
    value.split(",").map((pair) => {
      const [name = "", number = ""] = pair.split("=", 2);
      return [name, Number(number)];
    }),
  );
  const maxBytes = told.get("max-bytes") ?? NaN;
  const maxLines = told.get("max-lines") ?? usualMaxLines;
  if (!(maxBytes >= 512) || !(maxLines >= 2)) return undefined;
  return {
    maxBytes: Math.min(Math.floor(maxBytes), maxBytesAtAll),
    maxLines: Math.min(Math.floor(maxLines), maxLinesAtAll),
  };
}
