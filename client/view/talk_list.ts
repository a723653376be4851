/** The list of channels and people, with what is unread there. */

import type { Buffer } from "../../talk/buffer.ts";
import { safeName } from "../../talk/sentence.ts";
import {
  fitSpans,
  type Role,
  type Span,
  span,
  type SpanRows,
  spansWidth,
  tamed,
} from "./styled.ts";
import type { NetworkView, ViewState } from "./view_state.ts";

/** A talk and the connection that it is on. */
export interface ListedTalk {
  /** Place of the network in `ViewState.networks`. */
  readonly network: number;
  /** The talk. */
  readonly buffer: Buffer;
}

// Alt with a digit goes there.
const maxNumber = 9;
const maxCount = 999;

/** All talks in the order of the list: the first one has the number 1. */
export function listedTalks(networks: readonly NetworkView[]): readonly ListedTalk[] {
  return networks.flatMap(({ buffers }, network) => buffers.map((buffer) => ({ network, buffer })));
}

/** How many columns the list would fill. */
export function talkListWidth(state: ViewState): number {
  return Math.max(
    ...state.networks.flatMap((network) =>
      network.buffers.map((buffer) => {
        const name = spansWidth([span(nameOf(buffer, network))]);
        return 4 + name + spansWidth(countSpans(buffer));
      })
    ),
    0,
  );
}

/** Gives the rows of the list, as many as there is room for: the talk that is looked at is among them. */
export function talkListRows(
  state: ViewState,
  { width, height }: { readonly width: number; readonly height: number },
): SpanRows {
  const talks = listedTalks(state.networks);
  const current = talks.findIndex(({ network, buffer }) =>
    network === state.network && buffer === state.buffer
  );
  const start = Math.max(0, Math.min(current - Math.floor(height / 2), talks.length - height));
  return talks.slice(start, start + height).map(({ network, buffer }, at) =>
    talkRow({ network: state.networks[network], buffer }, {
      number: start + at + 1,
      isCurrent: start + at === current,
      width,
    })
  );
}

/** What is unread in a talk, as a count; none where nothing draws the eye. */
export function countSpans({ unreadCount, mentionCount, isMuted }: Buffer): readonly Span[] {
  if (mentionCount > 0 && !isMuted) return [span(` ${countText(mentionCount)} `, "badge")];
  return unreadCount > 0 ? [span(` ${countText(unreadCount)} `, "faint")] : [];
}

function talkRow(
  { network, buffer }: { readonly network: NetworkView | undefined; readonly buffer: Buffer },
  { number, isCurrent, width }: {
    readonly number: number;
    readonly isCurrent: boolean;
    readonly width: number;
  },
): readonly Span[] {
  const role = isCurrent ? "chosen" : roleOf(buffer, network);
  const digit = number <= maxNumber ? `${number}` : " ";
  const indent = buffer.kind === "server" ? " " : "  ";
  const count = isCurrent ? [] : countSpans(buffer);
  const front = [
    span(digit, isCurrent ? "chosen" : "faint"),
    span(`${indent}${nameOf(buffer, network)}`, role),
  ];
  return [
    ...fitSpans(front, width - spansWidth(count), isCurrent ? { role: "chosen" } : {}),
    ...count,
  ];
}

function roleOf(buffer: Buffer, network: NetworkView | undefined): Role {
  if (buffer.kind === "server") return network?.state === "lost" ? "alarm" : "heading";
  if (buffer.isMuted || !buffer.isJoined || buffer.isAway) return "faint";
  return buffer.unreadCount > 0 ? "heading" : "text";
}

function nameOf(buffer: Buffer, network: NetworkView | undefined): string {
  const name = tamed(safeName(buffer.name));
  if (buffer.kind === "channel" && !buffer.isJoined) return `(${name})`;
  if (buffer.kind !== "server") return name;
  const own = tamed(safeName(network?.name ?? name));
  return network?.state === "connecting" ? `${own} …` : own;
}

function countText(count: number): string {
  return count > maxCount ? `${maxCount}+` : `${count}`;
}
