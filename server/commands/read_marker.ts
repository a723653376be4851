/** How far someone has read, told to all its clients: https://ircv3.net/specs/extensions/read-marker */

import { channelNameFault, isChannelName, nickFault } from "../../wire/casemap.ts";
import { markReadLine } from "../core/replies.ts";
import { fail, type Refusal } from "../core/refusal.ts";
import { command, type Family, shown } from "./command.ts";
import { readTime } from "./history.ts";

/** MARKREAD. */
export const readMarkerFamily: Family = {
  MARKREAD: command({
    min: 0,
    capability: "draft/read-marker",
    help: [
      "MARKREAD <target> [timestamp=<time>]",
      "Tells or asks how far you have read in a channel or talk; your other clients are told.",
    ],
    run({ world, session, sink, user, nowMs, emit }, [target = "", place]): Refusal | undefined {
      if (target === "") return no("NEED_MORE_PARAMS", "Parameters are missing");
      const fault = isChannelName(target) ? channelNameFault(target) : nickFault(target);
      if (fault !== undefined) return no("INVALID_PARAMS", `That target ${fault}`, target);
      if (place === undefined) {
        sink.reply(session, markReadLine(world, user, target));
        return undefined;
      }
      const timeMs = readTime(place);
      if (timeMs === undefined) return no("INVALID_PARAMS", "That is no time", place);
      // Nobody has read what is still to be said.
      emit({ kind: "marked", user: user.id, target, upToMs: Math.min(timeMs, nowMs) });
      return undefined;
    },
  }),
};

function no(code: string, text: string, ...context: readonly string[]): Refusal {
  return fail("MARKREAD", code, ...context.map((word) => shown(word)), text);
}
