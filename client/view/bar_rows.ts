/** The row with the topic, and the row that tells how things are. */

import type { Buffer } from "../../talk/buffer.ts";
import { safeName } from "../../talk/sentence.ts";
import { bodySpans } from "./body_spans.ts";
import { cutSpans, fitSpans, type Role, type Span, span, spansWidth, tamed } from "./styled.ts";
import { listedTalks } from "./talk_list.ts";
import type { NetworkView, ViewState } from "./view_state.ts";

const barStyle = { role: "bar" } as const;
const maxTyping = 3;
const maxActive = 20;

/** Gives the row with what the talk is about. */
export function topicRow(
  { buffer, network, networks }: ViewState,
  columns: number,
): readonly Span[] {
  const about = aboutSpans(buffer, networks[network]);
  const name = span(` ${talkName(buffer, networks[network])} `, { role: "bar", bold: true });
  return fitSpans([name, ...about], columns, barStyle);
}

/** What is told about the screen itself. */
export interface StatusFacts {
  /** How many entries are below what is seen. */
  readonly belowCount: number;
  /** There is no list of talks: what is unread elsewhere is told here. */
  readonly hasActivity: boolean;
  /** The talk is not named above it: it is here. */
  readonly hasName: boolean;
  /** The first row is seen, and the server is being asked for older ones. */
  readonly isAsking: boolean;
}

/** Gives the row with connection, nick, lag, who types and what is below or elsewhere. */
export function statusRow(
  state: ViewState,
  { belowCount, hasActivity, hasName, isAsking }: StatusFacts,
  columns: number,
): readonly Span[] {
  const network = state.networks[state.network];
  const below = belowCount > 0 ? [span(` ↓ ${belowCount} more below `, "barAlarm")] : [];
  const name = { role: "bar", bold: true } as const;
  const left = [
    ...(hasName ? [span(` ${talkName(state.buffer, network)}`, name)] : []),
    ...connectionSpans(network, !hasActivity),
    ...(isAsking ? [span(" asking for older messages… ", "barFaint")] : []),
    ...typingSpans(state.typing),
  ];
  const activity = hasActivity ? activitySpans(state) : [];
  const least = columns - spansWidth(below) - spansWidth(left);
  const right = [...cutSpans(activity, Math.max(least, Math.floor(columns / 3))), ...below];
  const shown = cutSpans(right, Math.floor(columns * 3 / 4));
  return [...fitSpans(left, columns - spansWidth(shown), barStyle), ...shown];
}

function aboutSpans(buffer: Buffer, network: NetworkView | undefined): readonly Span[] {
  if (buffer.kind === "server") return [span(` ${stateText(network)}`, "barFaint")];
  if (buffer.kind === "person") {
    return buffer.isAway ? [span(" is away", "barFaint")] : [];
  }
  const outside = buffer.isJoined ? [] : [span(" you are not in this channel ", "barAlarm")];
  // Colours of a topic would shout on a row that is always there.
  const topic = bodySpans(buffer.topic, { style: {}, marked: "" })
    .map(({ style: _, ...rest }): Span => ({ ...rest, style: { role: "barFaint" } }));
  return [...outside, span(" ", "bar"), ...topic];
}

function connectionSpans(
  network: NetworkView | undefined,
  hasName: boolean,
): readonly Span[] {
  if (network === undefined) return [];
  const { state, lagMs } = network;
  const role: Role = state === "ready" ? "good" : "barAlarm";
  const sign = state === "ready" ? "●" : state === "lost" ? "○" : "◌";
  const lag = state === "ready"
    ? lagMs === undefined ? "" : ` ${lagText(lagMs)}`
    : ` ${stateText(network)}`;
  return [
    span(` ${sign} `, role),
    span(tamed(safeName(network.nick)), barStyle),
    ...(hasName ? [span(` ${tamed(safeName(network.name))}`, "barFaint")] : []),
    span(`${lag} `, state === "ready" ? "barFaint" : "barAlarm"),
  ];
}

function stateText(network: NetworkView | undefined): string {
  switch (network?.state) {
    case "connecting":
      return "connecting…";
    case "lost":
      return "connection lost";
    default:
      return "connected";
  }
}

function lagText(lagMs: number): string {
  return lagMs < 1000 ? `${Math.round(lagMs)} ms` : `${(lagMs / 1000).toFixed(1)} s`;
}

function typingSpans(typing: readonly string[]): readonly Span[] {
  if (typing.length === 0) return [];
  if (typing.length > maxTyping) return [span(` ${typing.length} people type… `, "barFaint")];
  const names = typing.map((nick) => tamed(safeName(nick)));
  const verb = names.length === 1 ? "types" : "type";
  const text = new Intl.ListFormat("en").format(names);
  return [span(` ${text} ${verb}… `, { role: "barFaint", italic: true })];
}

/** Talks where we are named come first. */
function activitySpans(state: ViewState): readonly Span[] {
  const talks = listedTalks(state.networks)
    .map(({ buffer }, at) => ({ buffer, number: at + 1 }))
    .filter(({ buffer }) => buffer !== state.buffer && !buffer.isMuted && buffer.unreadCount > 0);
  const [called, others] = [
    talks.filter(({ buffer }) => buffer.mentionCount > 0),
    talks.filter(({ buffer }) => buffer.mentionCount === 0),
  ];
  return [...called, ...others].slice(0, maxActive).map(({ buffer, number }) => {
    const { mentionCount, unreadCount, name } = buffer;
    return span(
      ` ${number}:${tamed(safeName(name))} ${mentionCount || unreadCount} `,
      mentionCount > 0 ? "badge" : "barFaint",
    );
  });
}

function talkName(buffer: Buffer, network: NetworkView | undefined): string {
  return tamed(safeName(buffer.kind === "server" ? network?.name ?? buffer.name : buffer.name));
}
