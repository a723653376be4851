/** What happens besides talk, in a line of our words. */

import type { VNode } from "preact";
import type { ChannelTold, OwnAffair, ServerTold } from "../talk/event.ts";
import { RichText } from "./rich_text.tsx";
import type { Room } from "./room.ts";

/** A line as it is drawn. */
export interface LineViewProps {
  /** Where it is drawn. */
  readonly room: Room;
  /** When it happened. */
  readonly timeMs: number;
  /** Something went wrong. */
  readonly isBad?: boolean;
  /** What it says. */
  readonly children: string;
}

/** Draws it. */
export function LineView({ room, timeMs, isBad = false, children }: LineViewProps): VNode {
  const { clock } = room;
  return (
    <div class={isBad ? "row line bad" : "row line"}>
      <time class="gutter" dateTime={clock.iso(timeMs)} title={clock.whole(timeMs)}>
        {clock.brief(timeMs)}
      </time>
      <p class="words">
        <RichText text={children} />
      </p>
    </div>
  );
}

/** Says whether something went wrong. */
export function isBadNews(told: ChannelTold | ServerTold | OwnAffair): boolean {
  switch (told.kind) {
    case "account":
      return told.isBad;
    case "server":
      return told.level === "refusal";
    case "joinRefused":
    case "registrationRefused":
    case "sayRefused":
    case "sayLost":
    case "gap":
      return true;
    default:
      return false;
  }
}
