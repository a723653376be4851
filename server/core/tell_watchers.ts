/** Those who monitor a nick are told when somebody comes to it, or leaves it: https://ircv3.net/specs/extensions/monitor */

import { message as createMessage } from "../../wire/format.ts";
import type { Message } from "../../wire/message.ts";
import { type Numeric, numeric } from "../../wire/numerics.ts";
import { tellNewcomer } from "./apply_metadata.ts";
import { followUpOf, type Scene } from "./scene.ts";
import type { User } from "./user.ts";

/** Somebody is here. */
export function tellOnline(scene: Scene, user: User): void {
  tellWatchers(scene, user.nick, createMonitorLine(scene, numeric.RPL_MONONLINE, user.source));
  tellNewcomer(scene, user, scene.world.monitors.watchersOf(user.nick));
}

/** Nobody of that nick is here any more. */
export function tellOffline(scene: Scene, nick: string): void {
  tellWatchers(scene, nick, createMonitorLine(scene, numeric.RPL_MONOFFLINE, nick));
}

/** `*` stands for each reader's nick, so that all are sent the same. */
function createMonitorLine({ world }: Scene, command: Numeric, whom: string): Message {
  return createMessage(world.serverName, command, "*", whom);
}

/** It answers nobody's command, so that it is no part of an answer that is on its way. */
function tellWatchers(scene: Scene, nick: string, message: Message): void {
  const watchers = scene.world.monitors.watchersOf(nick);
  // Nothing that nobody gets stands between what many do, one after another.
  if (watchers.length > 0) scene.sink.relay(followUpOf(scene, message), watchers, undefined);
}
