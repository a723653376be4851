/** LIST: https://modern.ircdocs.horse/#list-message */

import { foldName, isChannelName } from "../../wire/casemap.ts";
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
      "LIST [<channel or condition>{,<channel or condition>}]",
      "Lists channels with their members' number and topic. Conditions: >N and <N members, C>N and C<N",
      "minutes since it was made, T>N and T<N minutes since its topic was set, *mask* and !*mask* of names.",
    ],
    run(context, [elements = ""]) {
      context.sink.answer(context.session, listLines(context, elements.split(",").filter(Boolean)));
    },
  }),
};

function* listLines(context: UserContext, elements: readonly string[]): Generator<Message> {
  const { world, session, user } = context;
  yield numericLine(world, session, numeric.RPL_LISTSTART, "Channel", "Users  Name");
  const exact = elements.filter((element) => isChannelName(element) && !/[*?]/.test(element));
  const conditions = elements.filter((element) => !exact.includes(element))
    .map((element) => parseCondition(element, context.nowMs));
  const channels: Iterable<Channel | undefined> = exact.length > 0
    ? exact.map((name) => world.channel(name))
    : world.channels.values();
  for (const channel of channels) {
    if (channel === undefined || !maySee(channel, user)) continue;
    if (!conditions.every((holds) => holds(channel))) continue;
    const count = [...channel.members.keys()].filter((member) =>
      maySeeMember(channel, user, member)
    ).length;
    const topic = channel.topic?.text ?? "";
    yield numericLine(world, session, numeric.RPL_LIST, channel.name, `${count}`, topic);
  }
  yield numericLine(world, session, numeric.RPL_LISTEND, "End of /LIST");
}

/** ELIST=CMNTU: https://modern.ircdocs.horse/#elist-parameter; what is none of them is taken for a mask. */
function parseCondition(element: string, nowMs: number): (channel: Channel) => boolean {
  const found = /^([CT]?)([<>])([0-9]{1,9})$/i.exec(element);
  if (found === null) {
    const isNot = element.startsWith("!");
    const mask = foldName(isNot ? element.slice(1) : element);
    return ({ name }) => matchesMask(mask, foldName(name)) !== isNot;
  }
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
      return ({ members }) => holds(members.size);
  }
}
