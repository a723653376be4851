/** Facts of channels that belong to accounts. */

import { foldName } from "../../wire/casemap.ts";
import { message as createMessage } from "../../wire/format.ts";
import type { Channel } from "./channel.ts";
import type { FactOf } from "./facts.ts";
import { keepChannel } from "./keeping.ts";
import { rankModes } from "./modes.ts";
import type { Refusal } from "./refusal.ts";
import { noSuchChannel, relayOf, type Scene } from "./scene.ts";
import { serviceSource } from "./services.ts";
import type { User } from "./user.ts";

/** Someone has made a channel its account's, or has given it up. */
export function applyChannelOwned(
  scene: Scene,
  user: User,
  { channel: name, owner }: FactOf<"channelOwned">,
): Refusal | undefined {
  const { world, sink, origin } = scene;
  const channel = world.channel(name);
  if (channel === undefined) return noSuchChannel(name);
  const isLeading = ((channel.members.get(user) ?? 0) & rankModes.o.bit) !== 0;
  const may = owner === undefined
    ? channel.owner !== undefined && channel.owner === user.account
    : channel.owner === undefined && owner === user.account && isLeading;
  const text = !may
    ? `${channel.name} stays as it is`
    : owner === undefined
    ? `${channel.name} is nobody's now`
    : `${channel.name} is yours`;
  if (may) giveTo(scene, channel, owner);
  if (origin === undefined) return undefined;
  const source = serviceSource("ChanServ", world.serverName);
  const message = createMessage(source, "NOTICE", user.nick, text);
  sink.tell(origin, { ...relayOf(scene, message), epoch: "", gated: origin });
  return undefined;
}

/** Lets an account's channels be nobody's. */
export function giveUpChannels(scene: Scene, account: string): void {
  for (const channel of [...scene.world.channels.values()]) {
    if (channel.owner === account) giveTo(scene, channel, undefined);
  }
}

/** A channel that is nobody's ends when nobody is in it. */
function giveTo(scene: Scene, channel: Channel, owner: string | undefined): void {
  const { world, keeper, placed } = scene;
  channel.owner = owner;
  if (world.endIfForsaken(channel, placed.timeMs)) {
    keeper.keep({ kind: "channelEnded", channel: foldName(channel.name) });
  } else keepChannel(scene, channel);
}
