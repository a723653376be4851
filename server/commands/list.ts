/** LIST: https://modern.ircdocs.horse/#list-message */

import { foldName } from "../../wire/casemap.ts";
import { matchesMask } from "../../wire/mask.ts";
import type { Message } from "../../wire/message.ts";
import { numeric } from "../../wire/numerics.ts";
import type { Channel } from "../core/channel.ts";
import { numericLine } from "../core/replies.ts";
import { maySee, maySeeMember } from "../core/rights.ts";
import { command, type Family, type UserContext } from "./command.ts";

/** LIST. */
export const listFamily: Family = {
  LIST: command({
    min: 0,
    cost: 4,
    help: [
      "LIST [<channel or condition>{,<channel or condition>}] [<condition>{,<condition>}]",
      "Lists channels with their members' number and topic. Conditions: >N and <N members, C>N and C<N",
      "minutes since it was made, T>N and T<N minutes since its topic was set, *mask* and !*mask* of names.",
    ],
    // Conditions may stand in a parameter of their own: https://modern.ircdocs.horse/#list-message
    run(context, [names = "", conditions = ""]) {
      const elements = `${names},${conditions}`.split(",").filter(Boolean);
      context.sink.answer(context.session, listLines(context, elements));
    },
  }),
};

function* listLines(context: UserContext, elements: readonly string[]): Generator<Message> {
  const { world, session, user } = context;
  yield numericLine(world, session, numeric.RPL_LISTSTART, "Channel", "Users  Name");
  const isListed = parseConditions(elements, context.nowMs);
  for (const channel of world.channels.values()) {
    if (!maySee(channel, user)) continue;
    const count = [...channel.members.keys()].filter((member) =>
      maySeeMember(channel, user, member)
    ).length;
    if (!isListed(channel, count)) continue;
    const topic = channel.topic?.text ?? "";
    yield numericLine(world, session, numeric.RPL_LIST, channel.name, `${count}`, topic);
  }
  yield numericLine(world, session, numeric.RPL_LISTEND, "End of /LIST");
}

/** Says whether a channel is to be listed. `count` is how many members there are to see. */
type Condition = (channel: Channel, count: number) => boolean;

/** Of several names and masks one is to fit; all other conditions must hold. */
function parseConditions(elements: readonly string[], nowMs: number): Condition {
  const names: Condition[] = [];
  const others: Condition[] = [];
  for (const element of elements) {
    const comparison = parseComparison(element, nowMs);
    if (comparison !== undefined) others.push(comparison);
    else if (element.startsWith("!")) others.push(isNot(parseName(element.slice(1))));
    else names.push(parseName(element));
  }
  return (channel, count) =>
    (names.length === 0 || names.some((fits) => fits(channel, count))) &&
    others.every((holds) => holds(channel, count));
}

function parseName(element: string): Condition {
  const mask = foldName(element);
  return ({ name }) => matchesMask(mask, foldName(name));
}

function isNot(condition: Condition): Condition {
  return (channel, count) => !condition(channel, count);
}

/** ELIST=CTU: https://modern.ircdocs.horse/#elist-parameter */
function parseComparison(element: string, nowMs: number): Condition | undefined {
  const found = /^([CT]?)([<>])([0-9]{1,9})$/i.exec(element);
  if (found === null) return undefined;
  const [, what = "", sign, digits] = found;
  const bound = Number(digits);
  const holds = (value: number) => sign === ">" ? value > bound : value < bound;
  const minutesSince = (ms: number) => (nowMs - ms) / 60_000;
  switch (what.toUpperCase()) {
    case "C":
      return ({ createdAtMs }) => holds(minutesSince(createdAtMs));
    case "T":
      return ({ topic }) => topic !== undefined && holds(minutesSince(topic.setAtMs));
    default:
      return (_, count) => holds(count);
  }
}
