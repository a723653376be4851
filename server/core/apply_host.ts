/** The fact of another shown host: https://ircv3.net/specs/extensions/chghost */

import { awayNotifyReceive, chghostReceive } from "../../wire/capabilities.ts";
import { message as createMessage } from "../../wire/format.ts";
import { numeric } from "../../wire/numerics.ts";
import { onlookers } from "./onlookers.ts";
import type { Channel } from "./channel.ts";
import type { FactOf } from "./facts.ts";
import { keepDeparture, keepMember } from "./keeping.ts";
import { rankModes } from "./modes.ts";
import { peerSessions, witnesses } from "./ranked_sessions.ts";
import { numericLine } from "./replies.ts";
import { followUpOf, relayOf, type Scene } from "./scene.ts";
import type { Session } from "./session.ts";
import { rehostUser, type User } from "./user.ts";

/** Someone is shown with another host. Places in channels are kept by source, so they go along. */
export function applyHostSet(scene: Scene, user: User, { host }: FactOf<"hostSet">): undefined {
  if (user.host === host) return;
  const { world, sink } = scene;
  const { source: oldSource, username } = user;
  const told = relayOf(scene, createMessage(oldSource, "CHGHOST", username, host), chghostReceive);
  rehostUser(user, host);
  for (const channel of user.channels.values()) {
    keepDeparture(scene, channel, oldSource);
    keepMember(scene, channel, user);
  }
  sink.relay(told, [...onlookers(scene, user), ...user.sessions], undefined);
  for (const session of user.sessions) {
    const line = numericLine(
      world,
      session,
      numeric.RPL_VISIBLEHOST,
      host,
      "is shown as your host",
    );
    sink.relay(followUpOf(scene, line), [session], undefined);
  }
  simulateReturn(scene, user, oldSource);
}

/** Others see it leave and come back as it was. Plain clients are shown no hosts, and so nothing of this. */
function simulateReturn(scene: Scene, user: User, oldSource: string): void {
  const { sink } = scene;
  const lacks = ({ dialect, receives, user: reader }: Session) =>
    dialect === "irc" && (receives & chghostReceive) === 0 && reader !== user;
  const peers = peerSessions(user).filter(lacks);
  if (peers.length === 0) return;
  const quit = createMessage(oldSource, "QUIT", "Changing host");
  sink.relay(followUpOf(scene, quit), peers, undefined);
  for (const channel of user.channels.values()) {
    const readers = witnesses(channel, user).filter(lacks);
    const join = followUpOf(scene, createMessage(user.source, "JOIN", channel.name));
    sink.relay({ ...join, realname: user.realname }, readers, undefined);
    const modes = ranksOf(channel, user);
    if (modes.length === 0) continue;
    const mode = createMessage(scene.world.serverName, "MODE", channel.name, ...modes);
    sink.relay(followUpOf(scene, mode), readers, undefined);
  }
  if (user.away === undefined) return;
  const away = createMessage(user.source, "AWAY", user.away);
  sink.relay(followUpOf(scene, away, awayNotifyReceive), peers, undefined);
}

function ranksOf(channel: Channel, user: User): readonly string[] {
  const ranks = channel.members.get(user) ?? 0;
  const letters = (["o", "h", "v"] as const).filter((letter) => ranks & rankModes[letter].bit);
  return letters.length === 0 ? [] : [`+${letters.join("")}`, ...letters.map(() => user.nick)];
}
